"""The step, people, exports, configuration and the doctor, from the command line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import station as package
from station.events import PlateGains
from station.metrics.registry import metrics
from station.store import Store, StoreWriter
from tests.support.terminal_device import TerminalDevice, step_that_answers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command

TOKEN = "STATION_INFLUX_TOKEN"  # noqa: S105  the name of a variable, not a secret
TEXTBOOK = "sim://textbook?seed=7&speed=max&reps=3"


def test_help_names_every_command_by_who_uses_it(station: Command) -> None:
    """The overview is grouped, and each command explains itself."""
    ran = station.inside("--help")
    assert ran.code == 0
    for group in ("at the step:", "with the data:", "with the step's wires:", "upkeep:"):
        assert group in ran.out
    for name in ("kiosk", "demo", "live", "athlete", "analyze", "replay", "export", "influx", "record", "step",
                 "doctor", "config"):  # fmt: skip
        assert f"\n  {name}" in ran.out
        assert f"usage: station {name}" in station.inside(name, "--help").out
    assert station.inside("--version").out == f"station {package.__version__}\n"


def test_help_loads_nothing_heavy(station: Command) -> None:
    """The overview is there at once: no arrays, ports, screens or databases are loaded for it."""
    process = station.start("--help", PYTHONPROFILEIMPORTTIME="1")
    _out, err = process.communicate(timeout=30)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in err.splitlines()}
    assert "station.cli.parser" in loaded
    assert not loaded & {
        "numpy",
        "serial",
        "textual",
        "sqlite3",
        "msgspec",
        "influxdb_client",
        "asyncio",
        "rich",
    }


def test_step_info_says_who_answers(station: Command) -> None:
    """Identity, calibration and counters of a step on a real terminal."""
    with TerminalDevice(step_that_answers("C0FFEE")) as device:
        document = station("step", "info", "--port", device.url, "--json").document()
        words = station("step", "info", "--port", device.url).out
    assert (document["uid"], document["port"], document["speed"]) == ("C0FFEE", device.url, 115200)
    assert [row["rate_hz"] for row in document["channels"]] == [87.0, 88.0]
    assert [row["scale_n_per_count"] for row in document["channels"]] == [0.001, 0.001]
    assert "step C0FFEE" in words
    assert "bench" in words


def test_step_monitor_shows_every_line_when_asked(station: Command) -> None:
    """Samples, accounts and spoiled lines are shown, also as JSON."""
    answers = step_that_answers()
    with TerminalDevice(lambda heard: answers(heard) + b"garbage\x1b\n") as device:
        words = station("step", "monitor", "--port", device.url, "--seconds", "0.5", "--raw")
        lines = station(
            "step", "monitor", "--port", device.url, "--seconds", "0.5", "--raw", "--json"
        ).lines()
    assert "8100" in words.out
    assert r"! form: garbage\x1b" in words.out
    assert {"Sample", "HealthLine", "LineFault"} <= {line["type"] for line in lines}


def test_step_zero_is_written_to_the_step(station: Command) -> None:
    """Empty plates become zero: the stream is halted, each channel written, the stream goes on."""
    with TerminalDevice(step_that_answers()) as device:
        ran = station("step", "zero", "--port", device.url, "--json")
        heard = device.heard
    assert ran.code == 0, ran.err
    rows = ran.document()
    assert [(row["channel"], row["old"], row["new"]) for row in rows] == [
        ("L", 8000, 8100),
        ("R", 8000, 8000),
    ]
    commands = [line.split(b"*")[0] for line in heard.splitlines()]
    assert commands[-5] == b"X"
    assert commands[-4].startswith(b"K 0 8100 0.001 ")
    assert commands[-4].endswith(b" bench")
    assert commands[-3].startswith(b"K 1 8000 0.001 ")
    assert commands[-2:] == [b"K?", b"G"]


def test_a_step_zero_that_breaks_off_leaves_the_zeros_before(station: Command) -> None:
    """The second plate's is refused: the first one is put back, nothing is on record, and it is said."""
    answers = step_that_answers(refuses=2)
    with TerminalDevice(answers) as device:
        ran = station("step", "zero", "--port", device.url)
        kept = station("step", "info", "--port", device.url, "--json").document()
        undone = station.inside("step", "zero", "--undo", "--port", device.url)
    assert (ran.code, "refuses K: K EEPROM" in ran.err) == (1, True)
    assert [row["zero"] for row in kept["channels"]] == [8000, 8000]
    assert "no zero of step A1B2" in undone.err


def test_step_zero_is_refused_while_somebody_stands_there(station: Command) -> None:
    """A loaded plate is never taken for zero."""
    ran = station("step", "zero", "--port", "sim://quiet?seed=3&speed=4")
    assert ran.code == 1
    assert ran.err.startswith("station: plate ")


def test_people_are_added_listed_exported_and_erased_with_recordings(
    station: Command, tmp_path: Path
) -> None:
    """Erasing a person takes their sessions and recordings, and nobody else's."""
    ann, bob = (station.inside("athlete", "add", name, "--json").document()["id"] for name in ("Ann", "Bob"))
    for who in (ann, bob):
        assert station("live", "--port", TEXTBOOK, "--athlete", who).code == 0
    listed = station.inside("athlete", "list", "--json").document()
    assert [person["name"] for person in listed] == ["Bob", "Ann"]
    out = tmp_path / "ann.json"
    assert station.inside("athlete", "export", "Ann", "--out", str(out)).code == 0
    (visit,) = json.loads(out.read_text())["sessions"]
    assert len(visit["reps"]) == 3
    assert station.inside("athlete", "export", "Ann", "--out", str(out)).err.count("exists already") == 1
    refused = station.inside("athlete", "erase", "Ann")
    assert (refused.code, refused.out) == (2, "")
    assert "--yes" in refused.err
    assert len(list((station.data / "recordings").iterdir())) == 2
    assert station.inside("athlete", "erase", "Ann", "--yes").code == 0
    assert len(list((station.data / "recordings").iterdir())) == 1
    assert [person["name"] for person in station.inside("athlete", "list", "--json").document()] == ["Bob"]
    assert station.inside("athlete", "show", "Ann").code == 2


def test_export_has_a_column_for_every_metric(station: Command, tmp_path: Path) -> None:
    """Reps, sets and sessions come as CSV whose header follows the registry."""
    assert station("live", "--port", TEXTBOOK).code == 0
    reps = list(csv.DictReader(io.StringIO(station.inside("export").out)))
    assert len(reps) == 3
    assert {metric.name for metric in metrics("rep")} <= set(reps[0])
    assert reps[0]["start_time"].endswith("Z")
    live = list(csv.DictReader(io.StringIO(station.inside("export", "provisional").out)))
    assert [list(row) for row in live] == [list(row) for row in reps]
    told_live = [float(row["single_leg_time_s"]) for row in live]
    assert told_live == pytest.approx([float(row["single_leg_time_s"]) for row in reps], abs=1e-3)
    path = tmp_path / "sets.csv"
    assert station.inside("export", "sets", "--out", str(path)).code == 0
    (row,) = csv.DictReader(io.StringIO(path.read_text()))
    assert {metric.name for metric in metrics("set")} <= set(row)
    assert row["reps_done"] == "3"
    (visit,) = csv.DictReader(io.StringIO(station.inside("export", "sessions").out))
    assert (visit["state"], visit["reps_done"]) == ("closed", "3")


def test_effective_configuration_shows_origins_but_no_secret(station: Command) -> None:
    """Every value tells where it came from; the token is never printed."""
    ran = station("config", "show", "--json", STATION_INFLUX_URL="http://db:8086", **{TOKEN: "hush"})
    rows = {row["key"]: row for row in ran.document()}
    assert rows["influx.url"]["source"] == "STATION_INFLUX_URL"
    assert rows["station.site"]["source"] == "default"
    assert "hush" not in ran.out + station.inside("config", "show", **{TOKEN: "hush"}).out
    assert rows["influx token"]["source"] == TOKEN
    for more, source in (
        ({}, "not set"),
        ({TOKEN + "_FILE": str(station.home / "token")}, f"{station.home}/token"),
    ):
        rows = {row["key"]: row for row in station.inside("config", "show", "--json", **more).document()}
        assert rows["influx token"]["source"] == source
    assert station.inside("config", "path").out == f"{station.home}/heeldrop-station/station.toml\n"


def test_what_is_known_of_the_plates_is_told(station: Command) -> None:
    """The ratio learned with the present calibration stands in ``step info`` and is judged by the doctor."""
    learned = PlateGains(61.5, "C0FFEE", "L=0.001 R=0.001", 1.0142, 0.0011)
    with Store.open(station.data / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle([learned, replace(learned, calibration="L=1 R=1")])
    with TerminalDevice(step_that_answers("C0FFEE")) as device:
        document = station.inside("step", "info", "--port", device.url, "--json").document()
        assert document["plate_gains"]["left_over_right"] == 1.0142
        assert "plates: left reads 1.42 % high against right, ± 0.11 %" in (
            station.inside("step", "info", "--port", device.url).out
        )
        report = station.inside("doctor", "--port", device.url).out
    assert "! plates                 left reads 1.42 % high" in report
    assert "Calibrate both plates with the same mass" in report


def test_doctor_finds_what_is_wrong(station: Command) -> None:
    """A healthy step passes; a missing one, and an InfluxDB that is away, are told with remedies."""
    healthy = station("doctor", "--port", "sim://textbook?seed=7", "--json")
    assert healthy.code == 0, healthy
    states = {finding["what"]: finding["state"] for finding in json.loads(healthy.out)["lines"]}
    assert states["step"] == states["Rate L"] == states["Rate R"] == states["Converter speaks L"] == "PASS"
    ill = station("doctor", "--port", "/dev/nope", STATION_INFLUX_URL="http://127.0.0.1:1", **{TOKEN: "t"})
    assert ill.code == 1
    assert "✕ step                   there is no port /dev/nope" in ill.out
    assert "✕ InfluxDB" in ill.out
    assert "Traceback" not in ill.err


def test_influx_status_counts_what_waits(station: Command) -> None:
    """Without a server the points wait in the database and are counted; pushing says why they stay."""
    assert station("live", "--port", TEXTBOOK).code == 0
    document = station.inside("influx", "status", "--json").document()
    assert document["pending"] >= 5  # reps, set, session
    server = {"STATION_INFLUX_URL": "http://127.0.0.1:1", TOKEN: "t"}
    pushed = station.inside("influx", "push", **server)
    assert pushed.code == 1
    assert "points still wait" in pushed.err
    assert station.inside("influx", "status", "--json").document()["pending"] == document["pending"]
    told = station.inside("influx", "status", **server)
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "no answer from http://127.0.0.1:1" in told.err
    assert f"{document['pending']} waiting" in told.out
    asked = station.inside("influx", "status", "--json", **server)
    assert (asked.code, "no answer from" in asked.document()["trouble"]) == (1, True)
