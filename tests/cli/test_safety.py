"""Secrets, rights and full disks as an operator meets them."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from station.store import Store
from station.store.unsaved import Head, UnsavedFile
from tests.support.command import Command
from tests.support.small_disk import small_disk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Ran

TOKEN = "STATION_INFLUX_TOKEN"  # noqa: S105  the name of a variable
SECRET = "hush-hush-4711"  # noqa: S105  nobody's
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


def doctor(station: Command, **environment: str) -> Ran:
    """Run the doctor on a step that is there."""
    return station.inside("doctor", "--port", "sim://quiet?seed=3&speed=4", **environment)


def test_doctor_tells_a_missing_database_from_none(station: Command) -> None:
    """Nothing measured yet is fine; a log or backups without their database are not."""
    assert "none yet; the first session makes it" in doctor(station).out
    (station.data / "backups").mkdir(parents=True)
    (station.data / "backups" / "station-20260301T000000Z.db").touch()
    told = doctor(station)
    assert told.code == 1
    assert "station.db is missing, but" in told.out
    assert "station store restore" in told.out


@posix
def test_doctor_tells_who_else_may_read(station: Command) -> None:
    """What the station made is the owner's alone; a folder that was there before keeps its rights and is told."""
    Store.open(station.data / "station.db").close()
    assert "others may use" not in doctor(station).out
    station.data.chmod(0o755)
    Store.open(station.data / "station.db").close()
    assert stat.S_IMODE(station.data.stat().st_mode) == 0o755
    told = doctor(station)
    assert (
        f"! data folder            others may use {station.data} (mode 0755). Run: chmod 700 {station.data}"
        in told.out
    )
    assert told.code == 0


@posix
@pytest.mark.parametrize("command", [("record", "--seconds", "60"), ("live",), ("athlete", "add", "Ann")])
def test_every_way_to_make_the_data_folder_is_private(station: Command, command: tuple[str, ...]) -> None:
    """Whichever command comes first: folder 0700 with all that is above it and missing, files 0600."""
    home = station.home / "above" / "data"
    arguments = command if command[0] == "athlete" else (*command, "--port", "sim://quiet?seed=3&speed=max")
    before = os.umask(0o022)
    try:
        station.inside(*arguments, STATION_STATION_DATA_DIR=str(home))
    finally:
        os.umask(before)
    made = [home.parent, home, *home.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} <= {0o600}


@posix
def test_token_that_others_can_read_is_refused_with_the_remedy(station: Command) -> None:
    """The exact command is given; the secret is not."""
    token = station.home / "token"
    token.write_text(SECRET)
    token.chmod(0o644)
    more = {"STATION_INFLUX_TOKEN_FILE": str(token), "STATION_INFLUX_URL": "http://127.0.0.1:1"}
    for command in (
        ("influx", "check"),
        ("doctor", "--port", "sim://quiet?seed=3&speed=4"),
        ("influx", "push"),
    ):
        Store.open(station.data / "station.db").close()
        ran = station.inside(*command, **more)
        assert ran.code != 0
        assert f"chmod 600 {token}" in ran.out + ran.err
        assert SECRET not in ran.out + ran.err


def test_secret_is_in_nothing_that_is_printed(station: Command) -> None:
    """Neither settings, nor errors, nor a traceback's worth of debugging shows the token or a password in a url."""
    server = {"STATION_INFLUX_URL": "http://127.0.0.1:1", TOKEN: SECRET}
    Store.open(station.data / "station.db").close()
    for command in (
        ("config", "show"),
        ("config", "show", "--json"),
        ("doctor", "--port", "/dev/nope"),
        ("influx", "check"),
        ("influx", "status", "--json"),
        ("influx", "push"),
    ):
        ran = station.inside(*command, **server)
        assert SECRET not in ran.out + ran.err, command
    inside_url = {"STATION_INFLUX_URL": f"http://me:{SECRET}@db:8086"}
    for command in (("config", "show"), ("influx", "check")):
        ran = station.inside(*command, **inside_url)
        assert (ran.code, SECRET in ran.out + ran.err) == (2, False)


def test_open_ways_to_influx_are_loud(station: Command) -> None:
    """An unchecked certificate and an unencrypted way are told by the doctor; the usual way is not."""
    https = {"STATION_INFLUX_URL": "https://127.0.0.1:1", TOKEN: SECRET}
    assert "NOT CHECKED" not in doctor(station, **https).out
    loud = doctor(station, **https, STATION_INFLUX_VERIFY_TLS="false").out
    assert "! InfluxDB               THE CERTIFICATE OF 127.0.0.1 IS NOT CHECKED" in loud
    assert "influx.ca_file" in loud
    http = {"STATION_INFLUX_URL": "http://db.invalid:8086", TOKEN: SECRET}
    assert "NOTHING IS ENCRYPTED on the way to db.invalid" in doctor(station, **http).out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a disk of its own")
def test_disk_full_in_mid_set(tmp_path: Path) -> None:
    """Live on a disk that fills up: NOT SAVED is printed, exit code 1 names the file, recover brings every rep back."""
    with small_disk(tmp_path / "disk", megabytes=3) as disk:
        station = Command(tmp_path)
        station.data = disk.folder / "data"
        more = {"STATION_STORAGE_EMERGENCY_DIR": str(tmp_path), "STATION_STATION_RECORD": "false"}
        port = "sim://textbook?seed=7&speed=15"
        with station.start("live", "--port", port, **more) as process:
            assert process.stdout is not None
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line)
                if line.startswith("rep   1"):
                    disk.fill()
            assert process.stderr is not None
            error = process.stderr.read()
        assert process.returncode == 1
        assert any(line.startswith("NOT SAVED: the disk is full") for line in lines)
        (file,) = tmp_path.glob("station-unsaved-*.jsonl")
        assert error.startswith("station: NOT SAVED: ")
        assert f"station store recover {file}" in error
        assert error.count("\n") == 1
        UnsavedFile(
            tmp_path / "station-unsaved-of-others.jsonl", Head("gym", "step2", database="/other/station.db")
        ).close()
        told = doctor(station, **more).out
        assert "of-others" not in told
        assert f"! unsaved                {file} holds what could not be saved" in told
        assert station.inside("store", "recover", str(file)).code == 1
        disk.make_room()
        assert station.inside("store", "recover", str(file)).code == 0
        reps = sum(line.startswith("rep ") for line in lines)
        assert station.inside("export").out.count("\n") == 1 + reps > 1
        assert station.inside("store", "check", "--full").code == 0
        assert "1 sessions add up" in doctor(station, **more).out
