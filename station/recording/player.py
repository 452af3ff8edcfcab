"""Recording in, events out: the pipeline sees exactly what it saw when the recording was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from station.errors import RecordingError
from station.events import Calibration, PlateGains, Prescription
from station.pipeline import Pipeline
from station.recording.format import CLOCK_SET, Control, Hole, Wire
from station.recording.reader import End, Header, RecordingInfo, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from station.events import Event
    from station.recording.format import Record
    from station.recording.reader import Found
    from station.recording.redo import Redo


_Kind = TypeVar("_Kind")
_TOGETHER_BYTES = 1 << 17
"""Twenty seconds of two channels: much cheaper than chunk by chunk, and still little to hold."""


class Player:
    """A pipeline set up as the header says, fed record by record."""

    def __init__(self, header: dict[str, Any], *, provisional: bool = True, redo: Redo | None = None) -> None:
        """``provisional``: measure each rep also when it was told, before its set ended.

        ``redo``: with another zero or calibration than the step's own.
        """
        changed = redo.arguments() if redo else {}
        self.pipeline = Pipeline(**pipeline_arguments(header), **changed, provisional=provisional)
        self._arrival_us = 0

    def feed(self, record: Record) -> list[Event]:
        """Return the events of one record."""
        if isinstance(record, Wire):
            return self.feed_wire([record])
        if isinstance(record, Hole):
            return self.pipeline.link_lost(self._arrival_us) if self._arrival_us else []
        self._arrival_us = record.arrival_us
        return self._control(record)

    def feed_wire(self, chunks: Sequence[Wire]) -> list[Event]:
        """Return the events of chunks in a row, the same as one by one."""
        self._arrival_us = chunks[-1].arrival_us
        return self.pipeline.feed_all(chunks)

    def finish(self) -> list[Event]:
        """Return the events of the end."""
        return self.pipeline.finish()

    def _control(self, record: Control) -> list[Event]:
        if record.action == "configure":
            return self.pipeline.configure(_as(record.arguments.get("prescription"), Prescription))
        if record.action in ("begin_session", "end_session"):
            return self.pipeline.begin_session()
        if record.action == "link_lost":
            return self.pipeline.link_lost(record.arrival_us)
        if record.action == CLOCK_SET:
            return self.pipeline.clock_set(_as(record.arguments.get("by_us"), int))
        return []  # notes for the reader of the file do not touch the pipeline


def pipeline_arguments(header: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments that the recorded pipeline was made with. ``RecordingError``: no station's."""
    arguments: dict[str, Any] = {}
    if "gravity_m_s2" in header:
        arguments["gravity_m_s2"] = _as(header["gravity_m_s2"], float)
    arguments["calibrations"] = _as(header.get("calibrations", []), list[Calibration])
    arguments["plate_gains"] = _as(header.get("plate_gains", []), list[PlateGains])
    return arguments


def _as(value: object, kind: type[_Kind]) -> _Kind:
    """Return what a record says as the type it has when a station wrote it."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise RecordingError(
            f"the recording holds a record that no station wrote: {error}", "Give another file"
        ) from error


class Replay:
    """A recording played once, as fast as it goes; iterate over it for its events."""

    def __init__(self, path: Path, *, live: bool = True, redo: Redo | None = None) -> None:
        """``live``: every event as it was told live; else reps are measured only once, when their set ends.

        And forces come in long blocks then. All else is the same, at a fraction of the cost.
        ``redo``: with another zero or calibration than the step's own.
        """
        self._path, self._live, self._redo = path, live, redo
        self._damage = RecordingInfo()

    @property
    def warning(self) -> str:
        """What of the file was lost as far as it was played, in words; empty when nothing was."""
        return self._damage.warning

    def __iter__(self) -> Iterator[Event]:
        """Yield the events; damage is a lost link at its place, the end is closed."""
        player = Player({}, provisional=self._live, redo=self._redo)
        for found in _together(scan(self._path), 1 if self._live else _TOGETHER_BYTES):
            if isinstance(found, Header):
                player = Player(found.values, provisional=self._live, redo=self._redo)
                self._damage = self._damage.plus(found)
            elif isinstance(found, list):
                yield from player.feed_wire(found)
            else:
                self._damage = self._damage.plus(found)
                yield from () if isinstance(found, End) else player.feed(found)
        yield from player.finish()


def _together(
    records: Iterable[Found], enough_bytes: int
) -> Iterator[list[Wire] | Control | Hole | Header | End]:
    """Yield the records, chunks of the wire that follow each other in lists of this many bytes or little more."""
    chunks: list[Wire] = []
    waiting_bytes = 0
    for record in records:
        if isinstance(record, Wire):
            chunks.append(record)
            waiting_bytes += len(record.raw)
            if waiting_bytes < enough_bytes:
                continue
        if chunks:
            yield chunks
            chunks, waiting_bytes = [], 0
        if not isinstance(record, Wire):
            yield record
    if chunks:
        yield chunks


def replay_events(path: Path) -> Iterator[Event]:
    """Yield the events of a recording, identical to those of the live session; the end is closed.

    ``RecordingError`` when it is no recording. Damage inside it becomes a lost link at its place.
    """
    return iter(Replay(path))
