"""Two steps on one computer, each with its own station; and a step that moves to another computer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.events import PlateGains
from station.store import Store, StoreWriter
from tests.support.command import Command
from tests.support.terminal_device import TerminalDevice, step_that_answers

if TYPE_CHECKING:
    from pathlib import Path

GAINS = PlateGains(61.5, "0001", "L=0.001 R=0.001", 1.0042, 0.0011)


def test_auto_finds_each_stations_own_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two configurations, two data folders, two ports: each station meets the step of its uid, and zeroes that one."""
    stations = {uid: Command(tmp_path / uid) for uid in ("0001", "0002")}
    with TerminalDevice(step_that_answers("0001")) as one, TerminalDevice(step_that_answers("0002")) as two:
        devices = {"0001": one, "0002": two}
        monkeypatch.setattr("station.sources.handshake.list_ports", lambda: (two.url, one.url))
        for uid, station in stations.items():
            station.home.mkdir()
            known = station.inside("step", "info", "--port", "auto", "--json", STATION_STATION_STEP_UID=uid)
            assert (known.code, known.document()["uid"], known.document()["port"]) == (
                0,
                uid,
                devices[uid].url,
            )
        zeroed = stations["0002"].inside("step", "zero", "--port", "auto", STATION_STATION_STEP_UID="0002")
        assert zeroed.code == 0, zeroed.err
        assert b"K 0 8100" in two.heard
        assert b"K 0 8100" not in one.heard
        undone = stations["0001"].inside(
            "step", "zero", "--undo", "--port", "auto", STATION_STATION_STEP_UID="0001"
        )
        assert "no zero of step 0001 is on record" in undone.err


def test_the_first_of_two_steps_is_taken_and_said_so(
    station: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the configuration names no step: doctor, info and monitor say which other port may be meant."""
    with TerminalDevice(step_that_answers("0001")) as one, TerminalDevice(step_that_answers("0002")) as two:
        monkeypatch.setattr("station.sources.handshake.list_ports", lambda: (one.url, two.url))
        told = [
            station.inside(*command, "--port", "auto").out
            for command in (("doctor",), ("step", "info"), ("step", "monitor", "--seconds", "1"))
        ]
        named = station.inside("step", "info", "--port", "auto", STATION_STATION_STEP_UID="0001").out
    for each in told:
        assert f'{two.url} may be one as well. To mean this one always: station.step_uid = "0001"' in each
    assert "may be one as well" not in named


def test_a_step_brings_its_calibration_to_another_station(tmp_path: Path) -> None:
    """It is kept in the step; what reps taught of its plates stays in the database that learned it, and is said so."""
    here, there = Command(tmp_path / "here"), Command(tmp_path / "there")
    for station in (here, there):
        station.home.mkdir()
    with Store.open(here.data / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle([GAINS, replace(GAINS, step_uid="0002")])
    with TerminalDevice(step_that_answers("0001", zero=8050)) as device:
        told = {
            name: station.inside("step", "info", "--port", device.url, "--json").document()
            for name, station in (("here", here), ("there", there))
        }
    assert told["here"]["channels"] == told["there"]["channels"]
    assert told["there"]["channels"][0]["zero"] == 8050
    assert told["here"]["plate_gains"]["left_over_right"] == pytest.approx(1.0042)
    assert told["there"]["plate_gains"] is None
