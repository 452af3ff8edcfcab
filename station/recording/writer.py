"""Writing a recording: append-only, on disk within a second."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from station.durable import make_private, sync_folder
from station.errors import RecordingError
from station.instants import file_stamp
from station.recording.format import (
    FIRST_LINE,
    FORMAT_VERSION,
    MARKS_END,
    Control,
    Wire,
    encode_block,
    encode_end,
    encode_header,
    encode_record,
)

if TYPE_CHECKING:
    from pathlib import Path

BLOCK_S = 0.85
"""With the recorder's pause before it looks, a power cut costs the last second at most."""
BLOCK_BYTES = 1 << 16
"""Sources faster than life fill a block sooner than a second."""
SUFFIX = ".steprec"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_OWNER_ONLY = 0o600
"""How somebody moves is told to nobody else on this machine."""


def recording_name(begun_us: int, run_id: str) -> str:
    """Return a file name that sorts by time."""
    return f"{file_stamp(begun_us)}_{run_id[:8]}{SUFFIX}"


def part_path(first: Path, part: int) -> Path:
    """Return the file of a part; parts count from 1, and the first has the recording's own name."""
    return first if part == 1 else first.with_name(f"{first.name.removesuffix(SUFFIX)}.part{part:03}{SUFFIX}")


class RecordingWriter:
    """One recording being written. Nothing written before is ever touched again."""

    def __init__(self, path: Path, header: dict[str, Any], *, begun_us: int) -> None:
        """Create the file with its header on disk. ``RecordingError`` when that is not possible."""
        self.path = path
        self.begun_us = begun_us
        self.size_bytes = 0
        """On the disk."""
        self.waiting_bytes = 0
        """Not on the disk yet."""
        self._records: list[bytes] = []
        self._wire_bytes = self._blocks = 0
        self._flushed_s: float | None = None
        if path.exists():
            raise RecordingError(f"{path} exists already", "Choose another name; recordings are kept")
        try:
            make_private(path.parent)
            self._file = os.fdopen(os.open(path, _NEW_FILE, _OWNER_ONLY), "wb", buffering=0)
        except OSError as error:
            raise RecordingError(
                f"{path} cannot be written: {error.strerror}", "Choose a folder you may write to"
            ) from error
        try:
            self._write(FIRST_LINE)
            self._add(encode_header({"format": FORMAT_VERSION, MARKS_END: True, **header}, begun_us))
            self.flush()
            sync_folder(path.parent)
        except BaseException:
            self._file.close()
            path.unlink(missing_ok=True)
            raise

    def wire(self, arrival_us: int, raw: bytes) -> None:
        """Append bytes as they came."""
        self._wire_bytes += len(raw)
        self._add(encode_record(Wire(arrival_us, raw)))

    def control(self, arrival_us: int, action: str, **arguments: object) -> None:
        """Append what the station did at this place of the stream."""
        self._add(encode_record(Control(arrival_us, action, arguments)))

    def tick(self, now_s: float) -> None:
        """Bring the block to disk when it is nearly a second old (``now_s`` on any monotonic clock) or large."""
        if self._flushed_s is None:
            self._flushed_s = now_s
        if self.waiting_bytes >= BLOCK_BYTES or now_s - self._flushed_s >= BLOCK_S:
            self._flushed_s = now_s
            self.flush()

    def flush(self) -> None:
        """Bring everything to disk. ``RecordingError`` when the disk refuses; the block stays for later."""
        if self._records:
            self._write(encode_block(self._records))
            self._blocks += 1
            self._records.clear()
            self.waiting_bytes = 0

    def close(self, *, now_us: int = 0, goes_on_in: str = "") -> None:
        """Flush, mark the end, and close; closing twice is harmless."""
        if self._file.closed:
            return
        try:
            self.flush()
            end = {"blocks": self._blocks, "wire_bytes": self._wire_bytes, "goes_on_in": goes_on_in}
            self._add(encode_end(end, now_us))
            self.flush()
        finally:
            self._file.close()

    def abandon(self) -> None:
        """Close without what is not on the disk yet; what is there stays readable."""
        self._file.close()

    def _add(self, encoded: bytes) -> None:
        self._records.append(encoded)
        self.waiting_bytes += len(encoded)

    def _write(self, raw: bytes) -> None:
        begun_at = self._file.tell()
        try:
            view = memoryview(raw)
            while view:
                view = view[self._file.write(view) :]
            os.fsync(self._file.fileno())
            self.size_bytes = begun_at + len(raw)
        except OSError as error:
            self._undo(begun_at)
            raise RecordingError(
                f"{self.path} cannot be written: {error.strerror}", "Make room on the disk"
            ) from error

    def _undo(self, size: int) -> None:
        """Take back half a block, so that it can be written again as a whole."""
        try:
            self._file.truncate(size)
            self._file.seek(size)
        except OSError:
            return  # the reader skips half a block
