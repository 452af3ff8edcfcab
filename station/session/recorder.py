"""The recorder thread: keeps the wire and what was done to the pipeline, without making the core wait."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from station.errors import StationError
from station.events import Alarm
from station.recording import VISIT_OPENED, Control, RecordingWriter, Wire
from station.session.items import Publish

if TYPE_CHECKING:
    from pathlib import Path

    from station.session.items import Item
    from station.sources import HostTime

TICK_S = 0.5


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
    ) -> None:
        """Unless it ``keeps_everything``, a recording in which nobody was measured is deleted at its end."""
        self.path = path
        self._header, self._inbox, self._time = header, inbox, time
        self.keeps_everything = keeps_everything
        self._somebody_in_it = keeps_everything
        self._records: SimpleQueue[Wire | Control | Next | None] = SimpleQueue()
        self._before: list[Control] = []
        self._writer: RecordingWriter | None = None
        self._next_path = path
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
        """Keep what follows in another file."""
        self.path = path
        if not self._gave_up:
            self._records.put(Next(path, header))

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
            self._header, self._next_path = record.header, record.path
            return True
        if isinstance(record, Control):
            self._somebody_in_it |= record.action == VISIT_OPENED
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
        self._writer = RecordingWriter(self._next_path, self._header, begun_us=begun_us)
        for control in self._before:
            self._writer.control(control.arrival_us, control.action, **control.arguments)
        self._before.clear()
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

    def _close(self) -> None:
        if self._writer is None:
            return
        try:
            self._writer.close()
            if not self._somebody_in_it:
                self._writer.path.unlink(missing_ok=True)
        except (StationError, OSError) as error:
            self._alarm(str(error))
        self._writer, self._somebody_in_it = None, self.keeps_everything

    def _alarm(self, message: str) -> None:
        if message != self._told:
            self._told = message
            self._inbox.put(Publish([Alarm("recorder", message, self._time.now_us())]))
