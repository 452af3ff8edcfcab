"""What was learned of the plates is there after the kiosk was started again, and replay knows what was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import Config, StationSection
from station.events import PlateGains
from station.jsonl import encode
from station.recording import read_info, replay_events
from station.recording.player import pipeline_arguments
from station.session import assembled
from station.session.idle import Idle, Known
from tests.support.live import Told, run_to_end

if TYPE_CHECKING:
    from pathlib import Path

STEP = "sim://alternate?seed=3&reps=4&speed=max&gain_l=1.02&gain_r=1.0&uid=C0FFEE"


def visit(folder: Path) -> tuple[Told, Path]:
    """Start a station on this folder, train, end it; return what it told and where the wire is kept."""
    config = Config(station=StationSection(data_dir=folder))
    with assembled(config, STEP, None) as running:
        running.session.begin(None)
        told = run_to_end(running.session)
        assert running.session.recording_path is not None
        return told, running.session.recording_path


def test_next_start_of_the_station_begins_with_it(tmp_path: Path) -> None:
    """The second session's recording names the ratio it began with, and replays to the same events."""
    first, first_wire = visit(tmp_path)
    (learned,) = first.of(PlateGains)
    assert learned.left_over_right == pytest.approx(1.02, abs=0.004)
    assert read_info(first_wire).header["plate_gains"] == []
    second, second_wire = visit(tmp_path)
    (known,) = read_info(second_wire).header["plate_gains"]
    assert known["left_over_right"] == learned.left_over_right
    assert [encode(event) for event in replay_events(second_wire)] == second.core_lines()
    assert [encode(event) for event in replay_events(first_wire)] == first.core_lines()
    assert first.core_lines() != second.core_lines()


def test_new_recording_of_a_long_session_begins_with_it() -> None:
    """After hours of idling, the next recording's pipeline is given what the session has learned meanwhile."""
    before = PlateGains(9.0, "C0FFEE", "L=1 R=1", 1.01, 0.002)
    other = PlateGains(9.0, "DECADE", "L=1 R=1", 0.99, 0.001)
    idle = Idle(Known(plate_gains=(before, other)))
    learned = PlateGains(60.0, "C0FFEE", "L=1 R=1", 1.008, 0.001)
    idle.note([learned])
    assert set(idle.known.plate_gains) == {learned, other}


def test_recording_from_before_ratios_were_kept_begins_with_none() -> None:
    """A header that names no ratio makes a pipeline that knows none."""
    assert pipeline_arguments({"calibrations": []})["plate_gains"] == []
