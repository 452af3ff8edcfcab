"""Boards into a folder that Grafana provisions itself from."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from station.sinks.influx.board_files import grafana_boards

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.conftest import Command
    from tools.influxd import InfluxServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder ``provisioning``."""
    made = tmp_path / "provisioning"
    made.mkdir()
    return made


def _offline(folder: Path) -> list[str]:
    return ["--grafana", str(folder), "--url", "http://influx:8086", "--offline"]


def test_a_dry_run_writes_nothing(install: Command, folder: Path) -> None:
    """Every file is told as to be made, and the folder stays empty."""
    states = install.states(*_offline(folder), *install.admin("coach-token"), "--dry-run")
    assert set(states.values()) == {"make"}
    assert list(folder.iterdir()) == []


def test_boards_provider_and_data_source_are_written_once(install: Command, folder: Path) -> None:
    """Boards lie where the provider looks; the second run keeps every file."""
    install.document(*_offline(folder), *install.admin("coach-token"))
    provider = json.loads((folder / "dashboards" / "heeldrop.yaml").read_text())["providers"][0]
    found = {file.name for file in (folder / "dashboards" / "heeldrop").iterdir()}
    assert provider["options"]["path"] == str(folder.resolve() / "dashboards" / "heeldrop")
    assert found == set(grafana_boards())
    assert len(found) == 5
    states = install.states(*_offline(folder), *install.admin("coach-token"))
    assert set(states.values()) == {"keep"}


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("abc$def", {"secureJsonData": {"httpHeaderValue1": "Token abc$$def"}}),
        ("coach:pass$word", {"user": "coach", "secureJsonData": {"password": "pass$$word"}}),
    ],
)
def test_the_data_source_shows_the_token_as_its_server_takes_it(
    install: Command, folder: Path, token: str, expected: dict[str, object]
) -> None:
    """A header for InfluxDB 2 and 3, user and password for 1; its file is not for everybody."""
    install.document(*_offline(folder), *install.admin(token))
    file = folder / "datasources" / "heeldrop.yaml"
    (source,) = json.loads(file.read_text())["datasources"]
    assert {key: source[key] for key in expected} == expected
    assert (source["uid"], source["type"], source["jsonData"]["dbName"]) == ("heeldrop", "influxdb", "steps")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_every_board_asks_the_data_source_that_is_written() -> None:
    """Panels ask what the board's variable chooses, and that begins with the provisioned data source."""
    for name, contents in grafana_boards().items():
        board = json.loads(contents)
        (source,) = (each for each in board["templating"]["list"] if each["type"] == "datasource")
        assert (source["query"], source["current"]["value"]) == ("influxdb", "heeldrop"), name
        asked = [panel["datasource"] for panel in board["panels"] if panel.get("targets")]
        assert asked
        assert all(each == {"type": "influxdb", "uid": f"${{{source['name']}}}"} for each in asked), name


def test_a_file_that_cannot_be_written_takes_the_others_back(install: Command, folder: Path) -> None:
    """The last of the files fails: what was there before is there again, and nothing else."""
    (folder / "datasources").mkdir()
    (folder / "datasources" / "heeldrop.yaml").write_text("mine")
    (folder / "dashboards").mkdir()
    (folder / "dashboards" / "heeldrop.yaml").mkdir()
    code, _said, wrong = install(*_offline(folder), *install.admin("t"))
    assert code == 1
    assert "cannot be written" in wrong
    assert (folder / "datasources" / "heeldrop.yaml").read_text() == "mine"
    assert not (folder / "dashboards" / "heeldrop").exists()


def test_a_folder_that_is_not_there_is_named(install: Command, tmp_path: Path) -> None:
    """It is not made: Grafana would look elsewhere."""
    code, _said, wrong = install(*_offline(tmp_path / "nowhere"), *install.admin("t"))
    assert code == 2
    assert "/etc/grafana/provisioning" in wrong
    assert not (tmp_path / "nowhere").exists()


def test_without_a_coachs_token_it_says_how_to_make_one(install: Command, folder: Path) -> None:
    """The file that an installation on a server would have written is named."""
    code, _said, wrong = install(*_offline(folder))
    assert code == 2
    assert "influx-coach.token" in wrong
    assert "--influxdb2 URL" in wrong


def test_a_dry_run_tells_the_files_before_grafana_is_there(install: Command, tmp_path: Path) -> None:
    """Neither the folder nor the coach's token exists: what would be written is told, and both are named."""
    folder = tmp_path / "nowhere"
    code, said, wrong = install(*_offline(folder), "--dry-run")
    assert code == 0
    assert said.count("make") == len(grafana_boards()) + 2
    assert "there is no folder" in said + wrong
    assert "influx-coach.token" in said + wrong
    assert not folder.exists()


@pytest.mark.influx
def test_a_token_that_may_not_read_is_found_out_first(
    install: Command, folder: Path, influx: InfluxServer
) -> None:
    """The server is asked before a file is written, about the bucket too."""
    for token, more in ((influx.write_token, []), (influx.read_token, ["--bucket", "nothing"])):
        where = ["--grafana", str(folder), "--url", influx.url, *install.admin(token), *more]
        code, _said, wrong = install(*where)
        assert code == 1, wrong
        assert list(folder.iterdir()) == []
    assert install("--grafana", str(folder), "--url", influx.url, *install.admin(influx.read_token))[0] == 0
