"""Reading a recording, whole or damaged: every good block is used, every bad stretch is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from station.errors import RecordingError
from station.recording.format import (
    BLOCK_HEAD_BYTES,
    FIRST_LINE,
    FIRST_WORDS,
    FORMAT_VERSION,
    MARK,
    Control,
    Hole,
    Record,
    Wire,
    decode_payload,
    split_block,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RawRecord = tuple[bytes, int, bytes]


@dataclass(frozen=True, slots=True)
class Header:
    """What the station wrote about itself and the step when it began the file."""

    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """What a recording says about itself, and what is wrong with the file."""

    header: dict[str, Any] = field(default_factory=dict)
    """``{}`` when the header was lost."""
    first_us: int | None = None
    last_us: int | None = None
    wire_bytes: int = 0
    holes: int = 0
    lost_bytes: int = 0

    def plus(self, hole: Hole) -> RecordingInfo:
        """Return it with one more hole."""
        return replace(self, holes=self.holes + 1, lost_bytes=self.lost_bytes + hole.lost_bytes)

    @property
    def warning(self) -> str:
        """What was lost, in words; empty when nothing was."""
        if not self.lost_bytes:
            return ""
        return f"{self.lost_bytes} bytes of the file in {self.holes} places could not be used"


Found = Record | Header


def is_recording(path: Path) -> bool:
    """Tell a recording from a table by its first words. ``RecordingError`` when the file cannot be read."""
    return _content(path, len(FIRST_WORDS)) == FIRST_WORDS


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records in order; a ``Hole`` stands where damage was skipped, also at the end.

    ``RecordingError`` when the file is no recording or of a newer format.
    """
    return (found for found in scan(path) if not isinstance(found, Header))


def scan(path: Path) -> Iterator[Found]:
    """Yield what ``read_records`` does, and the header where it stands."""
    for found in _blocks(path):
        if isinstance(found, Hole):
            yield found
            continue
        for kind, time_us, body in found:
            if kind == b"W":
                yield Wire(time_us, body)
            elif kind == b"C":
                yield _control(path, time_us, body)
            elif kind == b"H":
                yield Header(_header(path, body))


def _control(path: Path, time_us: int, body: bytes) -> Control:
    try:
        arguments = msgspec.json.decode(body, type=dict[str, Any])
        return Control(time_us, arguments.pop("action"), arguments)
    except (msgspec.DecodeError, KeyError) as error:
        raise RecordingError(f"{path} holds a record that no station wrote", "Give another file") from error


def read_info(path: Path) -> RecordingInfo:
    """Return header, times and damage. ``RecordingError`` as ``read_records``."""
    info = RecordingInfo()
    times: list[int] = []
    wire_bytes = 0
    for found in scan(path):
        if isinstance(found, Hole):
            info = info.plus(found)
        elif isinstance(found, Header):
            info = replace(info, header=found.values)
        else:
            times.append(found.arrival_us)
            wire_bytes += len(found.raw) if isinstance(found, Wire) else 0
    first, last = (min(times), max(times)) if times else (None, None)
    return replace(info, first_us=first, last_us=last, wire_bytes=wire_bytes)


def _header(path: Path, body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise RecordingError(f"{path} has a header that no station wrote", "Give another file") from error


def _content(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError as error:
        raise RecordingError(f"there is no file {path}", "Check the path") from error
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}", "Check the path") from error


def _blocks(path: Path) -> Iterator[list[_RawRecord] | Hole]:
    raw = _content(path)
    at = _after_first_line(path, raw)
    while at < len(raw):
        block = _block_at(raw, at)
        if block is not None:
            records, at = block
            yield records
            continue
        start, at = at, _next_block(raw, at + 1)
        yield Hole(at - start)


def _after_first_line(path: Path, raw: bytes) -> int:
    if not raw:
        raise RecordingError(f"{path} is empty", "Nothing was recorded before it was cut")
    if raw.startswith(FIRST_LINE):
        return len(FIRST_LINE)
    first, newline, _rest = raw[:40].partition(b"\n")
    version = first.removeprefix(FIRST_WORDS)
    if first.startswith(FIRST_WORDS) and newline and version.isdigit() and int(version) > FORMAT_VERSION:
        raise RecordingError(f"{path} has recording format {int(version)}", "Update the station to read it")
    if MARK in raw:
        return 0
    if raw.startswith(FIRST_WORDS) or FIRST_LINE.startswith(raw):
        raise RecordingError(f"{path} was cut inside its first line", "Nothing of it can be used")
    raise RecordingError(f"{path} is no recording", "Give a file made by 'station record' or the kiosk")


def _block_at(raw: bytes, at: int) -> tuple[list[_RawRecord], int] | None:
    head = split_block(raw[at : at + BLOCK_HEAD_BYTES])
    if head is None:
        return None
    length, crc = head
    start = at + BLOCK_HEAD_BYTES
    records = decode_payload(raw[start : start + length], crc) if start + length <= len(raw) else None
    return (records, start + length) if records is not None else None


def _next_block(raw: bytes, at: int) -> int:
    """Return where the next good block begins, or the end of the file."""
    while (at := raw.find(MARK, at)) >= 0:
        if _block_at(raw, at) is not None:
            return at
        at += 1
    return len(raw)
