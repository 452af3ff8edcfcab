"""Reading a recording, whole or damaged, part after part: every good block is used, every bad stretch is told."""

from __future__ import annotations

import glob
import re
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
    MARKS_END,
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
_PART = re.compile(r"(?P<stem>.*?)(?:\.part(?P<part>\d{3,}))?(?P<suffix>\.steprec)")
_TOLD_PLACES = 3
"""Places of damage that a warning names."""


@dataclass(frozen=True, slots=True)
class End:
    """A part was closed in order; ``goes_on_in`` names the next one, or is empty."""

    goes_on_in: str


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
    places: tuple[str, ...] = ()
    """Where the first holes are."""
    closed: bool = False
    """Whether its end is marked; without, nobody knows how much more there was."""

    def plus(self, found: Found) -> RecordingInfo:
        """Return it with its header, one more hole, or the end of a part; anything else changes nothing."""
        if isinstance(found, Header):
            return replace(self, header=found.values)
        if isinstance(found, End):
            return replace(self, closed=not found.goes_on_in)
        if not isinstance(found, Hole):
            return self
        place = f"{found.file or 'the file'} from byte {found.at_byte}"
        return replace(
            self,
            holes=self.holes + 1,
            lost_bytes=self.lost_bytes + found.lost_bytes,
            places=(*self.places, place)[:_TOLD_PLACES],
        )

    @property
    def end_unknown(self) -> bool:
        """Whether an older station wrote it, which marked no end: it may be whole, and nobody can tell."""
        return not self.closed and bool(self.header) and not {MARKS_END, "part"} & self.header.keys()

    @property
    def damage(self) -> str:
        """What is known to be lost, in words; empty when nothing is."""
        return "" if self.end_unknown and not self.holes else self.warning

    @property
    def warning(self) -> str:
        """What was lost, or may have been, in words; empty when nothing was."""
        said = []
        if self.holes:
            more = ", ..." if self.holes > len(self.places) else ""
            said.append(
                f"{self.lost_bytes} bytes of the file in {self.holes} places could not be used "
                f"({', '.join(self.places)}{more})"
            )
        if self.end_unknown:
            said.append(
                "it is from an older station, which marked no end: whether it was closed is not known"
            )
        elif not self.closed:
            said.append("it was never closed, so what came after its last block is not in it")
        return "; ".join(said)


Found = Record | Header | End


def is_recording(path: Path) -> bool:
    """Tell a recording from a table by its first words. ``RecordingError`` when the file cannot be read."""
    begin = _content(path, len(FIRST_LINE) + len(MARK))
    return begin.startswith(FIRST_WORDS) or begin.endswith(FIRST_LINE[-1:] + MARK)


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records in order, of all parts from this one on; a ``Hole`` stands where damage was skipped.

    ``RecordingError`` when the file is no recording or of a newer format.
    """
    return (found for found in scan(path) if not isinstance(found, (Header, End)))


def scan(path: Path) -> Iterator[Found]:
    """Yield what ``read_records`` does, the header where it stands, and the ends of the parts."""
    parts = parts_from(path)
    for at, (number, part) in enumerate(parts):
        ended = False
        for found in scan_part(part):
            ended |= isinstance(found, End)
            if not (at and isinstance(found, Header)):
                yield found
        if at + 1 < len(parts) and (not ended or parts[at + 1][0] != number + 1):
            yield Hole(0, part.stat().st_size, part.name)


def parts_from(path: Path) -> list[tuple[int, Path]]:
    """Return the parts of a recording from this one on, each with its number."""
    match = _PART.fullmatch(path.name)
    if match is None:
        return [(1, path)]
    number = int(match["part"] or 1)
    pattern = f"{glob.escape(match['stem'])}.part*{match['suffix']}"
    others = [
        (int(found["part"]), other)
        for other in path.parent.glob(pattern)
        if (found := _PART.fullmatch(other.name))
    ]
    return [(number, path), *sorted(each for each in others if each[0] > number)]


def stem_of(path: Path) -> str:
    """Return the name that all parts of a recording begin with."""
    match = _PART.fullmatch(path.name)
    return match["stem"] if match else path.stem


def scan_part(path: Path) -> Iterator[Found]:
    """Yield what ``scan`` does, of one file."""
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
            elif kind == b"E":
                yield End(str(_header(path, body).get("goes_on_in", "")))


def _control(path: Path, time_us: int, body: bytes) -> Control:
    try:
        arguments = msgspec.json.decode(body, type=dict[str, Any])
        return Control(time_us, arguments.pop("action"), arguments)
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError) as error:
        raise RecordingError(f"{path} holds a record that no station wrote", "Give another file") from error


def read_info(path: Path) -> RecordingInfo:
    """Return header, times and damage. ``RecordingError`` as ``read_records``."""
    info = RecordingInfo()
    times: list[int] = []
    wire_bytes = 0
    for found in scan(path):
        if isinstance(found, (Hole, End, Header)):
            info = info.plus(found)
        else:
            times.append(found.arrival_us)
            wire_bytes += len(found.raw) if isinstance(found, Wire) else 0
    first, last = (min(times), max(times)) if times else (None, None)
    return replace(info, first_us=first, last_us=last, wire_bytes=wire_bytes)


def _header(path: Path, body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
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
        yield Hole(at - start, start, path.name)


def _after_first_line(path: Path, raw: bytes) -> int:
    if not raw:
        raise RecordingError(f"{path} is empty", "Nothing was recorded before it was cut")
    if raw.startswith(FIRST_LINE):
        return len(FIRST_LINE)
    first, newline, _rest = raw[:40].partition(b"\n")
    version = first.removeprefix(FIRST_WORDS)
    newer = first.startswith(FIRST_WORDS) and newline and version.isdigit() and int(version) > FORMAT_VERSION
    if newer and not _is_ours(raw, len(first) + 1):
        raise RecordingError(f"{path} has recording format {int(version)}", "Update the station to read it")
    if MARK in raw:
        return 0
    if raw.startswith(FIRST_WORDS) or FIRST_LINE.startswith(raw):
        raise RecordingError(f"{path} was cut inside its first line", "Nothing of it can be used")
    raise RecordingError(f"{path} is no recording", "Give a file made by 'station record' or the kiosk")


def _is_ours(raw: bytes, at: int) -> bool:
    """Tell whether a block of this format begins there, whatever the first line says since a bit of it flipped."""
    block = _block_at(raw, at)
    headers = [body for kind, _time_us, body in (block[0] if block else []) if kind == b"H"]
    return any(_format_of(body) == FORMAT_VERSION for body in headers)


def _format_of(header: bytes) -> object:
    """Return the format that a header names; ``None`` when no station wrote it."""
    try:
        return msgspec.json.decode(header, type=dict[str, Any]).get("format")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


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
