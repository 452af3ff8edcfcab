"""The recorder thread: keeps the wire and what was done to the pipeline, without making the core wait."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any

from station.errors import StationError
from station.events import Alarm, Recording
from station.recording import VISIT_OPENED, Control, RecordingWriter, Wire, part_path
from station.session.items import Keep, Publish

if TYPE_CHECKING:
    from pathlib import Path

    from station.session.items import Item
    from station.sources import HostTime

TICK_S = 0.5
PAUSE_S = 0.88
"""Between looks at what waits, each of which finds a block due: a look takes the interpreter from who measures."""
WAITING_BYTES = 4 << 20
"""A disk that takes nothing: this much of the wire is kept in memory, ten minutes or more, then recording stops."""


@dataclass(frozen=True, slots=True)
class PartSize:
    """When a recording goes on in another part."""

    size_bytes: int = 64 << 20
    duration_us: int = 3600 * 10**6


@dataclass(frozen=True, slots=True)
class Next:
    """Close the file and go on in another one."""

    path: Path
    header: dict[str, Any]


class Recorder:
    """Owns the file. It is made with the first byte of the wire, so a port that never answers leaves none."""

    def __init__(
        self,
        path: Path,
        header: dict[str, Any],
        inbox: SimpleQueue[Item],
        time: HostTime,
        *,
        keeps_everything: bool,
        limits: PartSize | None = None,
    ) -> None:
        """Unless it ``keeps_everything``, a recording in which nobody was measured is deleted at its end."""
        self.path = path
        self._header, self._inbox, self._time = header, inbox, time
        self._limits = limits or PartSize()
        self.keeps_everything = keeps_everything
        self._somebody_in_it = keeps_everything
        self._records: SimpleQueue[Wire | Control | Next | None] = SimpleQueue()
        self._finishing = Event()
        self._before: list[Control] = []
        self._writer: RecordingWriter | None = None
        self._first_path = path
        self._parts = 0
        self._arrival_us = 0
        self._drained_s = time.monotonic_s()
        self._told = ""
        self._gave_up = False

    def wire(self, arrival_us: int, raw: bytes) -> None:
        """Keep bytes; returns at once."""
        if not self._gave_up:
            self._records.put(Wire(arrival_us, raw))

    def control(self, time_us: int, action: str, **arguments: object) -> None:
        """Keep what was done to the pipeline; returns at once."""
        if not self._gave_up:
            self._records.put(Control(time_us, action, arguments))

    def go_on_in(self, path: Path, header: dict[str, Any]) -> None:
        """Keep what follows in another file, also when the one before could not be written."""
        self.path = path
        self._gave_up = False
        self._records.put(Next(path, header))

    def finish(self) -> None:
        """No more records will come."""
        self._records.put(None)
        self._finishing.set()

    def run(self) -> None:
        """Write records until ``finish``, at most a second behind."""
        try:
            while self._write_next():
                drained = self._records.empty()
                if drained:  # a block is due only when all that waited is in it
                    self._drained_s = self._time.monotonic_s()
                self._guarded_tick()
                if drained:
                    self._finishing.wait(PAUSE_S)
        finally:
            self._close()

    def _write_next(self) -> bool:
        try:
            record = self._records.get(timeout=TICK_S)
        except Empty:
            return True
        if record is None:
            return False
        if isinstance(record, Next):
            self._close()
            self._header, self._first_path, self._parts, self._told = record.header, record.path, 0, ""
        elif not self._gave_up:
            self._write(record)
        return True

    def _write(self, record: Wire | Control) -> None:
        if isinstance(record, Control):
            self._somebody_in_it |= record.action == VISIT_OPENED
        if self._writer is None and isinstance(record, Control):
            self._before.append(record)
            return
        try:
            writer = self._writer or self._open(record.arrival_us)
        except StationError as error:
            self._stop(error, "cannot be made")
            return
        self._arrival_us = record.arrival_us
        if isinstance(record, Wire):
            writer.wire(record.arrival_us, record.raw)
        else:
            writer.control(record.arrival_us, record.action, **record.arguments)

    def _open(self, begun_us: int) -> RecordingWriter:
        """Make the next part. ``StationError`` when that is not possible."""
        part = self._parts + 1
        header = self._header | ({"part": part} if part > 1 else {})
        self._writer = RecordingWriter(part_path(self._first_path, part), header, begun_us=begun_us)
        self._parts = part
        for control in self._before:
            self._writer.control(control.arrival_us, control.action, **control.arguments)
        self._before.clear()
        return self._writer

    def _guarded_tick(self) -> None:
        """Flush when due; a disk that refuses is told once and tried again, while blocks wait in memory."""
        writer = self._writer
        if writer is None:
            return
        try:
            writer.tick(self._drained_s)
            self._told = ""
            long_us = self._arrival_us - writer.begun_us
            if writer.size_bytes >= self._limits.size_bytes or long_us >= self._limits.duration_us:
                self._go_on()
        except StationError as error:
            if writer.waiting_bytes > WAITING_BYTES or self._writer is None:
                self._stop(error, "stops here")
            else:
                self._alarm(str(error))

    def _go_on(self) -> None:
        """Close this part and make the next one: what comes is written there, byte after byte."""
        if self._writer is None:
            return
        following = part_path(self._first_path, self._parts + 1)
        self._writer.flush()  # what fails here is tried again
        writer, self._writer = self._writer, None
        writer.close(now_us=self._arrival_us, goes_on_in=following.name)
        self._open(self._arrival_us)
        self._inbox.put(Keep([Recording("continued", following.name, self._arrival_us)]))

    def _stop(self, error: StationError, what: str) -> None:
        """Record no more until another recording begins; measuring goes on."""
        self._gave_up = True
        self._before.clear()
        name = part_path(self._first_path, max(self._parts, 1)).name
        if self._writer is not None:
            self._writer.abandon()
        self._writer = None
        self._inbox.put(
            Keep([Recording("stopped", name, self._time.now_us(), f"{name} {what}: {error.problem}")])
        )
        self._alarm(str(error))

    def _close(self) -> None:
        try:
            if self._writer is not None:
                self._writer.close(now_us=self._arrival_us)
            if not self._somebody_in_it:
                for part in range(1, self._parts + 1):
                    part_path(self._first_path, part).unlink(missing_ok=True)
        except (StationError, OSError) as error:
            self._alarm(str(error))
        self._writer, self._parts, self._somebody_in_it = None, 0, self.keeps_everything

    def _alarm(self, message: str) -> None:
        if message != self._told:
            self._told = message
            self._inbox.put(Publish([Alarm("recorder", message, self._time.now_us())]))
