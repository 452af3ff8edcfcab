"""The recorder thread: keeps the wire and what was done to the pipeline, without making the core wait."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from station.errors import StationError
from station.events import Alarm
from station.recording import Control, RecordingWriter, Wire
from station.session.items import Publish

if TYPE_CHECKING:
    from pathlib import Path

    from station.session.items import Item
    from station.sources import HostTime

TICK_S = 0.5


class Recorder:
    """Owns the file. It is made with the first byte of the wire, so a port that never answers leaves none."""

    def __init__(self, path: Path, header: dict[str, Any], inbox: SimpleQueue[Item], time: HostTime) -> None:
        self.path = path
        self._header, self._inbox, self._time = header, inbox, time
        self._records: SimpleQueue[Wire | Control | None] = SimpleQueue()
        self._before: list[Control] = []
        self._writer: RecordingWriter | None = None
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

    def finish(self) -> None:
        """No more records will come."""
        self._records.put(None)

    def run(self) -> None:
        """Write records until ``finish``, at most a second behind."""
        try:
            while self._write_next():
                self._guarded_tick()
        except StationError as error:  # the file cannot be made: the session goes on without it
            self._gave_up = True
            self._alarm(str(error))
        finally:
            if self._writer is not None:
                self._close(self._writer)

    def _write_next(self) -> bool:
        try:
            record = self._records.get(timeout=TICK_S)
        except Empty:
            return True
        if record is None:
            return False
        if self._writer is None and isinstance(record, Control):
            self._before.append(record)
            return True
        writer = self._writer or self._open(record.arrival_us)
        if isinstance(record, Wire):
            writer.wire(record.arrival_us, record.raw)
        else:
            writer.control(record.arrival_us, record.action, **record.arguments)
        return True

    def _open(self, begun_us: int) -> RecordingWriter:
        self._writer = RecordingWriter(self.path, self._header, begun_us=begun_us)
        for control in self._before:
            self._writer.control(control.arrival_us, control.action, **control.arguments)
        return self._writer

    def _guarded_tick(self) -> None:
        """Flush when due; a full disk is told once and tried again every second, blocks wait in memory."""
        if self._writer is None:
            return
        try:
            self._writer.tick(self._time.monotonic_s())
            self._told = ""
        except StationError as error:
            self._alarm(str(error))

    def _close(self, writer: RecordingWriter) -> None:
        try:
            writer.close()
        except StationError as error:
            self._alarm(str(error))

    def _alarm(self, message: str) -> None:
        if message != self._told:
            self._told = message
            self._inbox.put(Publish([Alarm("recorder", message, self._time.now_us())]))
