"""``station doctor``: a page in groups, JSON, exit codes, and a support bundle that names nobody."""

from __future__ import annotations

import json
import re
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from simulators.converter import draw_plate
from station.cli.scrubbing import REMOVED, Scrubber
from station.events import Alarm, Calibration, HealthCheck, Identity, PlateGains
from station.pipeline.gains import calibration_key
from station.store import Store, StoreWriter
from tests.support.stream import closed, one_set, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command, Ran

EMPTY = "sim://empty?seed=3&speed=max"
GROUPS = ["this machine", "step", "plates", "data", "InfluxDB"]


def doctor(station: Command, *arguments: str, port: str = EMPTY, **environment: str) -> Ran:
    """Run the doctor on a simulated step."""
    return station.inside("doctor", "--port", port, *arguments, **environment)


def lines(ran: Ran) -> list[dict[str, Any]]:
    """Return what it printed as JSON."""
    document = ran.document()
    states = {line["state"] for line in document["lines"]}
    worst = next((state for state in ("SERVICE", "RETRY") if state in states), "PASS")
    assert (document["format"], document["verdict"], bool(document["station"])) == (1, worst, True)
    assert bool(document["not_looked_at"]) == ("UNKNOWN" in states)
    return list(document["lines"])


def test_page_has_groups_and_fits_a_screen(station: Command) -> None:
    """A healthy step: five groups in order, one line for all channels of a check, exit code 0."""
    ran = doctor(station)
    assert ran.code == 0
    told = ran.out.splitlines()
    assert [line for line in told if line in GROUPS] == GROUPS
    assert len(told) <= 40
    assert all(line in GROUPS or line[0] in "✓!✕·" for line in told)
    assert sum("Noise" in line for line in told) == 1
    assert not any(line.startswith(("!", "✕")) for line in told)


def test_page_names_what_is_wrong_with_its_remedy(station: Command) -> None:
    """A dead converter: service, in a line of its own with what to do; exit code 1."""
    ran = doctor(station, port="sim://empty?seed=3&dead=R&speed=max")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if line.startswith("✕")]
    assert " ".join(line.split()) == "✕ Converter speaks R 0 1/s (above 0). Check its supply, DOUT and SCK"


def test_a_step_without_calibration_is_told_in_a_sentence(station: Command) -> None:
    """Its title says what is not so; nothing was measured that could stand there."""
    page = doctor(station, port=f"{EMPTY}&calibrated=none").out
    assert re.search(r"^✕ Calibrated L +no\. Calibrate it: station step calibrate$", page, re.MULTILINE)


def test_what_an_empty_step_cannot_tell_is_named(station: Command) -> None:
    """A plate without feeling passes every check that can be made; the page says so, and what to do."""
    page = doctor(station, port=f"{EMPTY}&numb=R").out
    assert not any(line.startswith(("!", "✕")) for line in page.splitlines())
    (unseen,) = [line for line in page.splitlines() if line.startswith("·") and "Every cell carries" in line]
    assert "press each plate, with 'station step monitor'" in unseen


def test_json_says_the_same_for_programs(station: Command) -> None:
    """Each check with its code, channel, measured value, unit, limit and remedy; hum is no reason to fail."""
    ran = doctor(station, "--json", port="sim://empty?seed=3&hum_n=40&speed=max")
    assert ran.code == 0
    hum = [line for line in lines(ran) if line["code"] == "HUM"]
    assert [(line["group"], line["channel"], line["state"], line["unit"]) for line in hum] == [
        ("plates", "L", "RETRY", "N"),
        ("plates", "R", "RETRY", "N"),
    ]
    assert all(line["measured"] > 1.0 and line["limit"] == "at most 1" and line["remedy"] for line in hum)
    assert {line["state"] for line in lines(ran)} <= {"PASS", "RETRY", "SERVICE", "UNKNOWN"}


def test_step_that_ends_too_soon_is_told(station: Command) -> None:
    """Whoever stands on it all the time keeps the gate from being through; nothing is called well unseen."""
    ran = doctor(station, "--json", port="sim://empty?seed=3&dumbbell_kg=10&dumbbell_at=0&speed=max")
    states = {line["code"]: line["state"] for line in lines(ran) if line["code"]}
    assert states["LOAD"] == "RETRY"
    assert states["NOISE"] == states["HUM"] == "UNKNOWN"
    assert any("ended while it was looked at" in line["words"] for line in lines(ran))


def test_calibration_of_another_board_is_told(station: Command) -> None:
    """The database knows another scale of the same day for this step."""
    scale = Calibration("L", 0.0, 0.00042, 1_767_225_600, "factory")
    who = Identity(1, "1.0.0", "sim", "AB", ("L", "R"), 128, 115200, "power")
    with Store.open(station.data / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle([who, scale])
    ran = doctor(station, "--json", port=f"{EMPTY}&uid=AB")
    assert ran.code == 1
    wrong = [(line["code"], line["channel"]) for line in lines(ran) if line["state"] == "SERVICE"]
    assert wrong == [("CALIBRATION_MISMATCH", "L")]


@pytest.mark.parametrize(("moved", "state"), [(0.0, "PASS"), (0.012, "RETRY")])
def test_plates_that_drift_apart_are_told(station: Command, moved: float, state: str) -> None:
    """Twelve visits over twelve weeks: a ratio that stays passes, one that moves by 1.2 % is told with what to do."""
    key = calibration_key(
        Calibration(name, 0.0, float(f"{draw_plate(3, name).scale_n_per_count:.8g}")) for name in ("L", "R")
    )
    week_us = 7 * 86_400_000_000
    with Store.open(station.data / "station.db") as store:
        writer = StoreWriter(store, "clinic", "step1")
        for visit in range(12):
            ratio = 1.0 + (moved if visit > 5 else 0.0)
            writer.handle([PlateGains(1.0, "AB", key, ratio, 0.001)], 1_770_000_000_000_000 + visit * week_us)
    found = [
        line
        for line in lines(doctor(station, "--json", port=f"{EMPTY}&uid=AB"))
        if line["code"] == "GAINS_MOVED"
    ]
    assert [line["state"] for line in found] == [state]
    assert ("swap-test" in found[0]["remedy"]) == (state == "RETRY")


PLANTED = {
    "name": "Zebulon Quixote",
    "site": "praxis-windmill",
    "station": "stepinante",
    "token": "hush-4711-token",
    "host": "influx.dulcinea.example",
    "org": "knights-errant",
    "bucket": "rocinantes",
    "session": "visit-of-zebulon-77",
    "uid": "5AFE0DD5",
}


@pytest.fixture
def lived_in(station: Command) -> tuple[Command, list[str]]:
    """Return a station with names, ids and tokens everywhere, and these words."""
    with closing(Store.open(station.data / "station.db")) as store:
        person = store.add_athlete(PLANTED["name"])
        writer = StoreWriter(store, PLANTED["site"], PLANTED["station"])
        who = Identity(1, "1.0.0", "sim", PLANTED["uid"], ("L", "R"), 128, 115200, "power")
        alarm = Alarm(
            "storage", f"{person.name} ({person.id}) in {PLANTED['session']}: {station.data} is full", 1
        )
        check = HealthCheck("NOISE", "RETRY", "L", 5.0, "N", "at most 2", "", 1.0, PLANTED["name"])
        visit = [
            opened(PLANTED["session"], person.id),
            who,
            alarm,
            check,
            *one_set(),
            closed(PLANTED["session"]),
        ]
        writer.handle(visit)
        words = [*PLANTED.values(), *PLANTED["name"].split(), person.id, str(station.home), station.home.name]
    return station, words


def test_bundle_names_nobody(lived_in: tuple[Command, list[str]], tmp_path: Path) -> None:
    """Names, tokens, ids, addresses and paths that were planted are nowhere in it, in whatever case."""
    station, words = lived_in
    file = tmp_path / "bundle.zip"
    ran = doctor(
        station, "--bundle", str(file), "--wire", "1", port=f"{EMPTY}&uid={PLANTED['uid']}",
        STATION_INFLUX_TOKEN=PLANTED["token"], STATION_INFLUX_URL=f"https://{PLANTED['host']}:1",
        STATION_INFLUX_ORG=PLANTED["org"], STATION_INFLUX_BUCKET=PLANTED["bucket"],
        STATION_STATION_SITE=PLANTED["site"], STATION_STATION_NAME=PLANTED["station"],
        STATION_INFLUX_TIMEOUT_S="0.2",
    )  # fmt: skip
    assert PLANTED["uid"] in ran.out
    assert PLANTED["host"] in ran.out
    raw = file.read_bytes().lower()
    with zipfile.ZipFile(file) as bundle:
        members = {name: bundle.read(name).decode() for name in bundle.namelist()}
    for word in words:
        assert word.lower().encode() not in raw
        for name, text in members.items():
            assert word.lower() not in text.lower(), (word, name)
    assert REMOVED in members["doctor.json"]
    (alarm,) = [row for row in json.loads(members["events.json"]) if row["type"] == "alarm"]
    assert alarm["message"] == f"{REMOVED} ({REMOVED}) in {REMOVED}: {REMOVED} is full"
    assert sorted(members) == [
        "README.txt", "configuration.json", "doctor.json", "events.json", "ledger.json", "versions.json", "wire.txt",
    ]  # fmt: skip


def test_bundle_holds_no_path_of_the_configuration(station: Command, tmp_path: Path) -> None:
    """A folder outside the home folder may be named after a clinic."""
    folder = tmp_path / "clinic-of-doctor-windmill"
    folder.mkdir()
    settings = folder / "settings-of-sancho.toml"
    settings.write_text("")
    file = tmp_path / "bundle.zip"
    ran = station.inside("--config", str(settings), "doctor", "--port", EMPTY, "--bundle", str(file))
    assert "settings-of-sancho" in ran.out
    with zipfile.ZipFile(file) as bundle:
        told = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
    assert "windmill" not in told
    assert "sancho" not in told


def test_bundle_holds_what_helps(lived_in: tuple[Command, list[str]], tmp_path: Path) -> None:
    """Checks with their values, settings that differ, versions, sums; the wire only when asked for."""
    station, _ = lived_in
    file = tmp_path / "bundle.zip"
    doctor(
        station, "--bundle", str(file), STATION_STORAGE_BACKUPS_KEEP="3", STATION_INFLUX_ORG=PLANTED["org"]
    )
    with zipfile.ZipFile(file) as bundle:
        told = {name: bundle.read(name).decode() for name in bundle.namelist()}
    settings = {row["key"]: row["value"] for row in json.loads(told["configuration.json"])}
    assert settings["storage.backups_keep"] == 3
    assert settings["influx.org"] == "set"
    assert json.loads(told["versions.json"])["step"]["firmware"] == "1.0.0"
    noise = [line for line in json.loads(told["doctor.json"]) if line["code"] == "NOISE"]
    assert [line["state"] for line in noise] == ["PASS", "PASS"]
    assert all(0.0 < line["measured"] < 2.0 for line in noise)
    points = {row["measurement"]: row for row in json.loads(told["ledger.json"])["points"]}
    assert points["rep"]["told"] == 3
    assert "wire.txt" not in told


def test_bundle_leaves_secrets_out(station: Command, tmp_path: Path) -> None:
    """Neither the operator's PIN nor that there is one, nor where a token is kept."""
    pin, file = "730915", tmp_path / "bundle.zip"
    hidden = tmp_path / "hush.txt"
    hidden.write_text("quiet-token-730916\n")
    hidden.chmod(0o600)
    ran = doctor(
        station, "--bundle", str(file), "--wire", "1", STATION_STATION_OPERATOR_PIN=pin,
        STATION_INFLUX_TOKEN_FILE=str(hidden), STATION_STORAGE_BACKUPS_KEEP="3",
    )  # fmt: skip
    with zipfile.ZipFile(file) as bundle:
        told = {name: bundle.read(name).decode() for name in bundle.namelist()}
    settings = {row["key"] for row in json.loads(told["configuration.json"])}
    assert "storage.backups_keep" in settings
    assert not {key for key in settings if "pin" in key or "token" in key}
    for word in (pin, "730916", str(hidden)):
        assert not [name for name, text in told.items() if word in text]
        assert word not in ran.out or word == str(hidden)


def test_bundle_weighs_nobody(station: Command, tmp_path: Path) -> None:
    """Whoever stood on the step while it was looked at: that there was a load is told, not how much."""
    file = tmp_path / "bundle.zip"
    doctor(station, "--bundle", str(file), port="sim://empty?seed=3&dumbbell_kg=10&dumbbell_at=0&speed=max")
    with zipfile.ZipFile(file) as bundle:
        found = [line for line in json.loads(bundle.read("doctor.json")) if line["code"] == "LOAD"]
    assert [(line["state"], line["measured"], line["words"]) for line in found] == [("RETRY", None, "")]


def test_bundle_does_not_overwrite(station: Command, tmp_path: Path) -> None:
    """A file that is there stays; a folder that is not is named."""
    file = tmp_path / "bundle.zip"
    file.write_text("mine")
    ran = doctor(station, "--bundle", str(file))
    assert (ran.code, file.read_text()) == (2, "mine")
    assert "is there already" in ran.err
    assert "cannot be written" in doctor(station, "--bundle", str(tmp_path / "none" / "b.zip")).err


def test_scrubber_takes_short_names_as_words_only() -> None:
    """Jo goes, the job stays; long names go wherever they are, whatever their case."""
    scrubber = Scrubber(["Jo", "Quixote", "", "x"])
    assert scrubber.clean("Jo's job, jo! DONQUIXOTES x") == f"{REMOVED}'s job, {REMOVED}! DON{REMOVED}S x"


def test_without_a_step_a_way_to_try_is_named(station: Command) -> None:
    """Nobody has to own a step to see what the station does."""
    ran = doctor(station, port="/dev/no-step-here")
    assert "--port 'sim://textbook'" in ran.out
