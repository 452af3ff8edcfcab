"""The configuration: typed, each value with its origin, mistakes named with file and remedy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from station.config import Config, InfluxSection, config_path, data_dir, document_keys, load, token
from station.errors import UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a configuration may be written."""
    return tmp_path / "station.toml"


def test_defaults_need_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without file and environment everything has its default, and says so."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    effective = load(None, {})
    assert effective.config == Config()
    assert effective.file == config_path()
    assert {origin.source for origin in effective.origins} == {"default"}
    assert len(effective.origins) == len(document_keys())


def test_file_then_environment_win(file: Path) -> None:
    """The environment overrides the file, the file the defaults, and each value knows where it came from."""
    file.write_text('[station]\nsite = "clinic"\nname = "two"\n[influx]\ntimeout_s = 3\n')
    environment = {
        "STATION_STATION_NAME": "three",
        "STATION_STATION_RECORD": "no",
        "STATION_TRAINING_TARGET_REPS": "8",
    }
    effective = load(file, environment)
    assert (effective.config.station.site, effective.config.station.name) == ("clinic", "three")
    assert effective.config.station.record is False
    assert effective.config.training.target_reps == 8
    assert effective.config.influx.timeout_s == 3.0
    sources = {origin.key: origin.source for origin in effective.origins}
    assert sources["station.site"] == str(file)
    assert sources["station.name"] == "STATION_STATION_NAME"
    assert sources["station.port"] == "default"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[station]\nprot = 'x'\n", "unknown key station.prot in {file}. Did you mean port?"),
        ("[sation]\nport = 'x'\n", "unknown key [sation] in {file}. Did you mean station?"),
        ("[station]\nxyzzy = 1\n", "unknown key station.xyzzy in {file}. Known: site, name, port"),
        ("station = 3\n", "station in {file} must be a section. Write [station]"),
        ("[station]\ngravity_m_s2 = 'heavy'\n", "gravity_m_s2 in {file} is 'heavy', but must be a number"),
        ("[station]\ngravity_m_s2 = 1.6\n", "is 1.6, but must be a number >= 9.7"),
        ("[station]\ngravity_m_s2 = nan\n", "is nan, but must be a finite number"),
        ("[training]\nlowering_target_s = inf\n", "is inf, but must be a finite number"),
        ("[training]\ntarget_reps = 1.5\n", "is 1.5, but must be a whole number"),
        ("[training]\ntarget_reps = true\n", "is True, but must be a whole number"),
        ("[station]\nrecord = 'yes'\n", "is 'yes', but must be true or false"),
        ("[station]\nsite = 'a clinic'\n", "is 'a clinic', but must be 1 to 64 letters"),
        ("[station]\ndata_dir = 3\n", "is 3, but must be text"),
        ("[influx]\nurl = 'https://u:hush@db'\n", "influx.url in {file} holds a user or password. Remove it there"),
        ("[influx]\nurl = 'ftp://db'\n", "influx.url in {file} is 'ftp://db', no web address. Write it as http://"),
        ("[influx]\nurl = 'localhost:8086'\n", "no web address"),
        ("[influx]\nurl = 'http://db:port'\n", "no web address"),
        ("[influx]\nbucket = ''\n", "influx.bucket in {file} is empty"),
        ("[training]\nlowering_target_s = 6\n", "lowering_target_s 6 is above training.lowering_upper_s 5 in {file}"),
        ("[station\n", "is not TOML"),
        ("a = " + "[" * 100_000, "is nested too deeply"),
    ],
)  # fmt: skip
def test_mistakes_in_the_file_are_named(file: Path, text: str, complaint: str) -> None:
    """Key, file, value and what would do are in one line."""
    file.write_text(text)
    with pytest.raises(UsageError) as refusal:
        load(file, {})
    assert complaint.format(file=file) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"STATION_INFLUX_ULR": "x"}, "STATION_INFLUX_ULR in the environment. Did you mean STATION_INFLUX_URL?"),
        ({"STATION_INFLUX_TIMEOUT_S": "soon"}, "STATION_INFLUX_TIMEOUT_S is 'soon', but must be a number"),
        ({"STATION_TRAINING_TARGET_REPS": "1e3"}, "is '1e3', but must be a whole number"),
        ({"STATION_STATION_RECORD": "maybe"}, "is 'maybe', but must be true or false"),
        ({"STATION_PORT": "COM5"}, "unknown key STATION_PORT in the environment. Did you mean STATION_STATION_PORT?"),
        ({"STATION_INFLUX_TOKNE": "x"}, "Did you mean STATION_INFLUX_TOKEN?"),
        ({"STATION_INFLUX_URL": "http://u:p@db:8086"}, "influx.url in STATION_INFLUX_URL holds a user or password"),
        ({"STATION_CONFIG": "/nope/station.toml"}, "no configuration file /nope/station.toml"),
    ],
)  # fmt: skip
def test_mistakes_in_the_environment_are_named(environment: dict[str, str], complaint: str) -> None:
    """The variable is named, not only the key."""
    with pytest.raises(UsageError) as refusal:
        load(None, environment)
    assert complaint in str(refusal.value)


def test_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    """``--config`` with a typing error is not silently ignored."""
    with pytest.raises(UsageError, match="no configuration file"):
        load(tmp_path / "missing.toml", {})
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path, {})


def test_what_has_no_end_is_no_configuration(tmp_path: Path) -> None:
    """A device or a recording named by mistake is refused, and not read into memory first."""
    with pytest.raises(UsageError, match="larger than 1 MB"):
        load(Path("/dev/zero"), {})
    pipe = tmp_path / "token"
    os.mkfifo(pipe, 0o600)
    config = load(None, {"STATION_INFLUX_TOKEN_FILE": str(pipe)}).config
    with pytest.raises(UsageError, match="is not a file"):
        token(config, {})


def test_variables_of_other_programs_are_left_alone() -> None:
    """Only variables that begin like ours are ours."""
    environment = {"STATIONERY": "yes", "STATION_INFLUX_TOKEN": "secret", "STATION_REAL_DATA": "/data"}
    assert load(None, environment).config == Config()


def test_every_key_says_what_it_means() -> None:
    """Each key has a docstring and an environment variable of its own."""
    keys = document_keys()
    assert all(len(key.meaning) > 10 for key in keys)
    assert len({key.environment for key in keys}) == len(keys) > 15


def test_token_comes_from_the_environment_first(file: Path) -> None:
    """A token in the environment wins over the file."""
    file.write_text("from-file\n")
    file.chmod(0o600)
    config = Config(influx=InfluxSection(token_file=file))
    assert token(config, {}) == "from-file"
    assert token(config, {"STATION_INFLUX_TOKEN": "from-env"}) == "from-env"
    assert token(Config(), {}) is None


def test_token_file_that_others_can_read_is_refused(file: Path) -> None:
    """A secret with a wide mode is refused with the command that narrows it."""
    file.write_text("secret")
    file.chmod(0o640)
    with pytest.raises(UsageError, match=rf"can be read by others \(mode 0640\)\. Run: chmod 600 {file}"):
        token(Config(influx=InfluxSection(token_file=file)), {})


def test_token_file_that_says_nothing_is_refused(file: Path) -> None:
    """A missing or empty token file is named."""
    config = Config(influx=InfluxSection(token_file=file))
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        token(config, {})
    file.touch(mode=0o600)
    with pytest.raises(UsageError, match="is empty"):
        token(config, {})


def test_data_folder_may_begin_with_the_home_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``~`` is understood."""
    monkeypatch.setenv("HOME", "/home/ann")
    file.write_text('[station]\ndata_dir = "~/steps"\n')
    assert data_dir(load(file, {}).config) == Path("/home/ann/steps")


def test_relative_paths_begin_at_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kiosk's service and a person's shell find the same token, wherever they run; a variable is of the shell."""
    monkeypatch.chdir("/")
    file.write_text('[influx]\ntoken_file = "influx.token"\nca_file = "/etc/ca.pem"\n')
    (file.parent / "influx.token").touch(mode=0o600)
    (file.parent / "influx.token").write_text("secret")
    config = load(file, {"STATION_STATION_DATA_DIR": "here"}).config
    assert token(config, {}) == "secret"
    assert config.influx.ca_file == Path("/etc/ca.pem")
    assert data_dir(config) == Path("here")


def test_a_word_that_a_key_does_not_take_is_refused_with_those_it_takes() -> None:
    """Somebody asks for a language that is not there."""
    with pytest.raises(UsageError, match="STATION_KIOSK_LANGUAGE is 'fr', but must be auto or en or de"):
        load(environment={"STATION_KIOSK_LANGUAGE": "fr"})
