"""Recording in, events out: the pipeline sees exactly what it saw when the recording was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from station.events import Calibration, PlateGains, Prescription
from station.pipeline import Pipeline
from station.recording.format import Control, Hole, Wire
from station.recording.reader import read_info, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.events import Event
    from station.recording.format import Record


class Player:
    """A pipeline set up as the header says, fed record by record."""

    def __init__(self, header: dict[str, Any]) -> None:
        self.pipeline = Pipeline(**pipeline_arguments(header))
        self._arrival_us = 0

    def feed(self, record: Record) -> list[Event]:
        """Return the events of one record."""
        if isinstance(record, Hole):
            return self.pipeline.link_lost(self._arrival_us) if self._arrival_us else []
        self._arrival_us = record.arrival_us
        if isinstance(record, Wire):
            return self.pipeline.feed(record.raw, record.arrival_us)
        return self._control(record)

    def finish(self) -> list[Event]:
        """Return the events of the end."""
        return self.pipeline.finish()

    def _control(self, record: Control) -> list[Event]:
        if record.action == "configure":
            return self.pipeline.configure(msgspec.convert(record.arguments["prescription"], Prescription))
        if record.action in ("begin_session", "end_session"):
            return self.pipeline.begin_session()
        if record.action == "link_lost":
            return self.pipeline.link_lost(record.arrival_us)
        return []  # notes for the reader of the file do not touch the pipeline


def pipeline_arguments(header: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments that the recorded pipeline was made with."""
    arguments: dict[str, Any] = {}
    if "gravity_m_s2" in header:
        arguments["gravity_m_s2"] = header["gravity_m_s2"]
    arguments["calibrations"] = msgspec.convert(header.get("calibrations", []), list[Calibration])
    arguments["plate_gains"] = msgspec.convert(header.get("plate_gains", []), list[PlateGains])
    return arguments


def replay_events(path: Path) -> Iterator[Event]:
    """Yield the events of a recording, identical to those of the live session; the end is closed.

    ``RecordingError`` when it is no recording. Damage inside it becomes a lost link at its place.
    """
    player = Player(read_info(path).header)
    for record in read_records(path):
        yield from player.feed(record)
    yield from player.finish()
