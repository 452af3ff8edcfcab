"""Bad input: one line that names the value and the remedy, the right exit code, nothing half written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from station.store import Store
from tests.support.command import ROOT, Ran
from tests.support.terminal_device import TerminalDevice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command

HEADER = "t_s,left_n,right_n\n"
GOOD = HEADER + "".join(f"{at / 50:.2f},400.5,{300 + at % 3}\n" for at in range(101))


def assert_one_line(ran: Ran, code: int, *parts: str) -> None:
    """Assert that the error stream holds one line of ours with all parts, and the output nothing."""
    assert ran.code == code, ran
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("station: "), ran.err
    for part in parts:
        assert part in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "parts"),
    [
        ((), 2, ("COMMAND", "station --help")),
        (("fly",), 2, ("'fly'", "station --help")),
        (("live", "--prot", "x"), 2, ("'--prot' is no option of 'station live'", "mean --port?", "live --help")),
        (("step", "info", "--jsn"), 2, ("'--jsn' is no option of 'station step info'", "Did you mean --json?")),
        (("live", "fast"), 2, ("'fast' is one word too many of 'station live'", "See 'station live --help'")),
        (("live", "--lowering-s", "soon"), 2, ("--lowering-s", "'soon' is no number from 0.5 to 60", "live --help")),
        (("live", "--reps", "0"), 2, ("--reps", "'0' is no whole number from 1 to 1000")),
        (("step", "info", "--port", ""), 2, ("the port is empty",)),
        (("step", "info", "--port", "foo://x"), 2, ("unknown scheme foo://", "socket://")),
        (("step", "info", "--port", "socket://localhost"), 2, ("names no host and port", "socket://HOST:PORT")),
        (("step", "info", "--port", "replay://x?speed=no"), 2, ("has the speed no", "above 0, or max")),
        (("analyze",), 2, ("FILE",)),
        (("analyze", "missing.csv"), 1, ("there is no file missing.csv",)),
        (("analyze", "missing.csv", "--body-mass-kg", "nan"), 2, ("--body-mass-kg", "'nan' is no number from 10")),
        (("replay", "missing.steprec"), 1, ("there is no file missing.steprec",)),
        (("replay", __file__), 1, ("is no recording", "station analyze")),
        (("replay", __file__, "--speed", "-1"), 2, ("--speed is '-1'",)),
        (("record", "--out", __file__), 1, ("exists already", "recordings are kept")),
        (("record", "--out", "/nope/a.steprec"), 1, ("there is no folder /nope",)),
        (("athlete", "show", "Nobody"), 2, ("nobody trains here yet", "athlete add")),
        (("athlete", "add", "  "), 2, ("needs a name",)),
        (("athlete", "add", "Ann", "--body-mass-kg", "5"), 2, ("'5' is no number from 10 to 400",)),
        (("export",), 1, ("there is no database", "Measure something first")),
        (("influx", "check"), 2, ("no InfluxDB is configured", "url in section [influx]")),
        (("influx", "status"), 1, ("there is no database",)),
        (("kiosk",), 2, ("needs a terminal", "station live")),
        (("kiosk", "--web", "--token", "--port", "sim://nosuch"), 2, ("unknown scenario 'nosuch'",)),
        (("--config", "/nope.toml", "config", "show"), 2, ("no configuration file /nope.toml",)),
        (("step", "info", "--port", "sim://textbook?speed=max"), 1, ("plays without listening", "Leave 'speed' out")),
    ],
)  # fmt: skip
def test_wrong_words_are_answered_in_one_line(
    station: Command, arguments: tuple[str, ...], code: int, parts: tuple[str, ...]
) -> None:
    """Every command refuses what means nothing with exit code 1 or 2 and writes nothing."""
    assert_one_line(station.inside(*arguments), code, *parts)
    assert not station.data.exists()


@pytest.mark.parametrize(
    ("port", "code", "parts"),
    [
        ("/dev/nope", 1, ("there is no port /dev/nope",)),
        ("/dev/null", 1, ("/dev/null is not a serial device",)),
        ("socket://127.0.0.1:1", 1, ("Connection refused", "serial server")),
        ("sim://nonsense", 2, ("unknown scenario 'nonsense'",)),
        ("sim://textbook?colour=red", 2, ("unknown parameter 'colour'",)),
        ("replay://missing.steprec", 1, ("there is no file missing.steprec",)),
    ],
)
def test_port_that_is_no_step(station: Command, port: str, code: int, parts: tuple[str, ...]) -> None:
    """A port that cannot be opened, or means nothing, is refused with its reason; no visit, no recording."""
    ran = station("live", "--port", port)
    assert (ran.code, ran.err.count("\n"), "Traceback" in ran.err) == (code, 1, False), ran
    for part in parts:
        assert part in ran.err
    with Store.open(station.data / "station.db", read_only=True) as store:
        assert store.sessions() == []
    assert not (station.data / "recordings").exists()


def test_port_of_another_program(station: Command) -> None:
    """A port that another station has open is told busy."""
    with TerminalDevice(lambda _heard: b"") as device:
        import serial  # noqa: PLC0415  another program, played here

        with serial.Serial(device.url, exclusive=True):
            ran = station.inside("step", "info", "--port", device.url)
    assert_one_line(ran, 1, f"{device.url} is in use by another program", "Close the other")


def test_device_that_speaks_something_else(station: Command) -> None:
    """What it said is shown, harmlessly."""
    with TerminalDevice(lambda _heard: b"T=21.5 \x1b[31mH=40\r\n") as device:
        ran = station.inside("step", "info", "--port", device.url)
    assert_one_line(ran, 1, "speaks another protocol: 'T=21.5", "station doctor")
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (GOOD.replace("left_n", "left"), "line 1: no column left_n"),
        (GOOD.replace("0.50,400.5", "0.50,hello"), "line 27: left_n is 'hello'"),
        (GOOD.replace("0.50,400.5", "0.40,400.5"), "line 27: t_s is 0.4, earlier than 0.48"),
        (GOOD.replace("0.50,400.5", "0.48,400.5"), "line 27: t_s is 0.48, the time of the line before"),
        (GOOD.replace("0.50,400.5", "0.50,400,5"), "line 27: 4 values for 3 columns in '0.50,400,5,"),
        (GOOD.replace("0.50,400.5", "0.50,1e30"), "line 27: left_n is 1e+30, more than any plate measures"),
        (GOOD.replace("0.50,400.5", "0.50,٤٠٠"), "line 27: left_n is '٤٠٠', not a number"),
        (GOOD.replace("0.50,400.5", "0.50,nan"), "line 27: left_n is nan"),
        ("t_s\n" + "".join(f"{at}\n" for at in range(99)), "no column left_n and right_n"),
        ("", "is empty"),
    ],
    ids=[
        "header",
        "text",
        "unsorted",
        "repeated",
        "extra cell",
        "absurd",
        "digits",
        "NaN",
        "one column",
        "empty",
    ],
)
def test_table_with_a_mistake(station: Command, tmp_path: Path, text: str, part: str) -> None:
    """The file, the line and the value are named."""
    path = tmp_path / "plates.csv"
    path.write_text(text)
    assert_one_line(station.inside("analyze", str(path), "--json"), 1, str(path), part)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[station]\nprot = 'COM5'\n", ("unknown key station.prot", "station.toml", "Did you mean port?")),
        ("[statoin]\n", ("unknown key [statoin]", "Did you mean station?")),
        ("[influx]\ntimeout_s = 'long'\n", ("influx.timeout_s", "'long'", "must be a number")),
    ],
)
def test_configuration_with_a_mistake(station: Command, text: str, parts: tuple[str, ...]) -> None:
    """Unknown keys and wrong kinds are refused by name and file."""
    folder = station.home / "heeldrop-station"
    folder.mkdir()
    (folder / "station.toml").write_text(text)
    assert_one_line(station.inside("config", "show"), 2, *parts)


def test_variable_with_a_mistake(station: Command) -> None:
    """A variable of ours that means nothing is refused by name."""
    ran = station.inside("config", "show", STATION_INFLUX_ULR="x")
    assert_one_line(ran, 2, "unknown key STATION_INFLUX_ULR", "Did you mean STATION_INFLUX_URL?")


def test_database_of_a_newer_version(station: Command) -> None:
    """A newer database is refused and stays as it is."""
    assert station.inside("athlete", "add", "Ann").code == 0
    path = station.data / "station.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = path.read_bytes()
    for arguments in (
        ("athlete", "list"),
        ("live", "--port", "sim://textbook?speed=max"),
        ("athlete", "add", "Bob"),
    ):
        ran = station.inside(*arguments)
        assert_one_line(ran, 1, "station.db", "newer")
    assert path.read_bytes() == before


def test_second_station_on_one_database(station: Command) -> None:
    """Two writers are told apart: the second learns which process is the first."""
    with Store.open(station.data / "station.db"):
        assert_one_line(station("live", "--port", "sim://textbook?speed=max"), 1, "another station (process")


def test_token_file_that_others_can_read(station: Command, tmp_path: Path) -> None:
    """A secret with a wide mode is refused, and never printed."""
    file = tmp_path / "token"
    file.write_text("very-secret")
    file.chmod(0o644)
    ran = station(
        "influx", "check", STATION_INFLUX_URL="http://127.0.0.1:1", STATION_INFLUX_TOKEN_FILE=str(file)
    )
    assert_one_line(ran, 2, "can be read by others (mode 0644)", f"chmod 600 {file}")
    assert "very-secret" not in ran.err


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("analyze --json ok.csv >/dev/full", "the output cannot be written"),
        ("analyze ok.csv >&-", "there is no standard output"),
        ("live --no-store --json --port 'sim://textbook?reps=1&speed=max' >/dev/full", "cannot be written"),
        ("--help >/dev/full", "the output cannot be written"),
    ],
)
def test_output_that_cannot_be_written(station: Command, tmp_path: Path, command: str, part: str) -> None:
    """Lost output is an error in one line, never a traceback or a success."""
    (tmp_path / "ok.csv").write_text(GOOD)
    ran = subprocess.run(  # noqa: S602  the shell's own redirections are what is tested
        f"{sys.executable} -m station.cli {command}",
        shell=True, cwd=tmp_path, env=station.environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert_one_line(Ran(ran.returncode, ran.stdout, ran.stderr), 1, part)


@pytest.mark.parametrize(
    ("name", "text"),
    [("esc\x1b[31m.csv", None), ("plates.csv", "t_s,\x1b[31mleft\x07\n1,2\n")],
    ids=["name", "content"],
)
def test_nothing_quoted_commands_the_terminal(
    station: Command, tmp_path: Path, name: str, text: str | None
) -> None:
    """Control characters of file names and contents are spelled out."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    ran = station.inside("analyze", str(path))
    assert_one_line(ran, 1, "\\x1b[31m")
    assert ran.err.strip().isprintable()
