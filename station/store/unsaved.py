"""Events that the database could not take, in a file of their own: written in need, taken in later.

A file is lines of ``CRC32 JSON``: a head that says which session they continue, then batches in order. Each
line is on the disk before the next is written, so a cut file is good up to its last whole line.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

import msgspec

from station import events
from station.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.events import Event

FORMAT: Final = "station.unsaved/1"
PREFIX: Final = "station-unsaved-"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_KINDS: Final = {kind.__name__: kind for kind in get_args(events.Event) if kind is not events.ForceBlock}


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that were told at one instant."""

    time_us: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the events continue."""

    site: str
    station: str
    session_id: str | None = None
    """The session that was open when the first of them was told, and is in the database already."""
    identity: events.Identity | None = None
    database: str = ""
    """Where they should have gone."""
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A file as read back."""

    head: Head
    batches: tuple[Batch, ...]
    lost_lines: int
    """Lines that could not be read: the last one of a file cut by a power failure, or damage."""


class UnsavedFile:
    """One file being written."""

    def __init__(self, path: Path, head: Head) -> None:
        """Make the file, readable by its owner only. ``OSError`` when that is not possible."""
        self.path = path
        self._file = os.fdopen(os.open(path, _NEW_FILE, 0o600), "wb", buffering=0)
        try:
            self._line(msgspec.json.encode(head))
        except OSError:
            self.remove()
            raise

    def write(self, batch: Batch) -> None:
        """Append a batch; it is on the disk when this returns. ``OSError`` when not; nothing of it is left then."""
        body = [{"kind": type(event).__name__, "event": event} for event in batch.events]
        self._line(msgspec.json.encode({"time_us": batch.time_us, "events": body}))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def remove(self) -> None:
        """Delete it: everything in it is saved."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _line(self, body: bytes) -> None:
        begun_at = self._file.tell()
        view = memoryview(b"%08x %s\n" % (zlib.crc32(body), body))
        try:
            while view:
                view = view[self._file.write(view) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(begun_at)
            self._file.seek(begun_at)
            raise


def unsaved_of(database: Path, folders: Sequence[Path]) -> list[Path]:
    """Return the files in these folders that hold what this database could not take."""
    found = [path for folder in dict.fromkeys(folders) for path in folder.glob(f"{PREFIX}*.jsonl")]
    return sorted(path for path in found if _database_of(path) == str(database.absolute()))


def _database_of(path: Path) -> str | None:
    """Return whose file it is; ``None`` when it cannot be read, or is none of ours."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(_body(file.readline().rstrip(b"\n")) or b"", type=Head).database
    except (OSError, msgspec.DecodeError):
        return None


def read_unsaved(path: Path) -> Unsaved:
    """Read a file back. ``UsageError`` when it is none of ours or cannot be read."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path") from error
    bodies = [_body(line) for line in lines if line]
    try:
        head = msgspec.json.decode(bodies[0] or b"", type=Head)
    except (IndexError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} holds no unsaved events", "Give the file that the station named") from error
    if head.format != FORMAT:
        raise StoreError(f"{path} has the format {head.format!r}", "Update the station to read it")
    batches = [batch for body in bodies[1:] for batch in _batches(body)]
    return Unsaved(head, tuple(batches), len(bodies) - 1 - len(batches))


def _body(line: bytes) -> bytes | None:
    """Return a line's JSON; ``None`` when its checksum is wrong."""
    crc, _, body = line.partition(b" ")
    try:
        return body if int(crc, 16) == zlib.crc32(body) else None
    except ValueError:
        return None


def _batches(body: bytes | None) -> Iterator[Batch]:
    if body is None:
        return
    raw: dict[str, Any] = msgspec.json.decode(body)
    told = [msgspec.convert(each["event"], _KINDS[each["kind"]]) for each in raw["events"]]
    yield Batch(raw["time_us"], tuple(told))


def reps_in(batches: Sequence[Sequence[Event]]) -> set[tuple[int, int]]:
    """Return set and index of the reps in batches."""
    told = (event for batch in batches for event in batch)
    return {(event.set, event.index) for event in told if isinstance(event, events.Rep)}
