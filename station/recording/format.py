r"""Recording format 1: what a block and a record look like as bytes.

A file is a first line, then blocks, each written at once and never changed::

    file    = "station recording 1\n" block*
    block   = "SBLK" length:u32 crc32:u32 payload     little-endian; crc32 of length and payload
    payload = zlib(record*)
    record  = kind:u8 time_us:i64 length:u32 body

``kind`` is ``H`` (header, JSON, the first record of a file), ``W`` (bytes of the wire as they came), ``C``
(JSON: what the station did to the pipeline at this place of the stream) or ``E`` (JSON, the last record of a
file that was closed in order: what is in it, and the name of the part it goes on in). ``time_us`` is the arrival.

A long recording goes on in parts, ``NAME.steprec``, ``NAME.part002.steprec``, ..., whose records follow each
other without a gap; the header of each names its number, so that one alone can be read too.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT_VERSION = 1
FIRST_LINE = b"station recording %d\n" % FORMAT_VERSION
FIRST_WORDS = b"station recording "
MARK = b"SBLK"
MAX_PAYLOAD_BYTES = 1 << 24
"""Larger lengths are damage; the writer closes a block long before."""
MARKS_END = "marks_end"
"""In a header: whoever writes this file marks its end when it closes it. The first stations did not."""
CLOCK_SET = "clock_set"
"""A control: from here on times are by a wall clock that is ``by_us`` ahead of the one before."""
MAX_PLAIN_BYTES = 1 << 25
"""A block that unpacks to more is none of ours: what a station holds for a slow disk is a few megabytes."""
_BLOCK = struct.Struct("<4sII")
_RECORD = struct.Struct("<cqI")
BLOCK_HEAD_BYTES = _BLOCK.size


class Wire(NamedTuple):
    """Bytes of the step, as they arrived. A named tuple, because an hour has a hundred thousand of them."""

    arrival_us: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Control:
    """Something the station did between two chunks: ``action`` and its arguments."""

    arrival_us: int
    action: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hole:
    """Damage was skipped here; what follows does not continue what came before."""

    lost_bytes: int
    """Bytes of the file that could not be used; 0 where a part was not closed or is not there."""
    at_byte: int = 0
    """Where they begin."""
    file: str = ""
    """The part's name."""


Record = Wire | Control | Hole


def encode_record(record: Wire | Control) -> bytes:
    """Return a record as bytes."""
    if isinstance(record, Wire):
        return _RECORD.pack(b"W", record.arrival_us, len(record.raw)) + record.raw
    body = msgspec.json.encode({"action": record.action, **record.arguments})
    return _RECORD.pack(b"C", record.arrival_us, len(body)) + body


def encode_header(header: dict[str, Any], time_us: int) -> bytes:
    """Return the header record as bytes."""
    body = msgspec.json.encode(header)
    return _RECORD.pack(b"H", time_us, len(body)) + body


def encode_end(end: dict[str, Any], time_us: int) -> bytes:
    """Return the end record as bytes."""
    body = msgspec.json.encode(end)
    return _RECORD.pack(b"E", time_us, len(body)) + body


def encode_block(records: Iterable[bytes]) -> bytes:
    """Return one block of encoded records."""
    payload = zlib.compress(b"".join(records), 6)
    return _BLOCK.pack(MARK, len(payload), _crc(payload)) + payload


def split_block(head: bytes) -> tuple[int, int] | None:
    """Return payload length and checksum of a block's head; ``None`` when it is no head."""
    if len(head) < _BLOCK.size:
        return None
    mark, length, crc = _BLOCK.unpack(head)
    return (length, crc) if mark == MARK and length <= MAX_PAYLOAD_BYTES else None


def decode_payload(payload: bytes, crc: int) -> list[tuple[bytes, int, bytes]] | None:
    """Return the ``(kind, time_us, body)`` of a payload; ``None`` when it is damaged."""
    if _crc(payload) != crc:
        return None
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(payload, MAX_PLAIN_BYTES)
        return list(_records(plain)) if unpacker.eof else None
    except (zlib.error, struct.error):
        return None


def _records(plain: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    at = 0
    while at < len(plain):
        kind, time_us, length = _RECORD.unpack_from(plain, at)
        at += _RECORD.size
        if at + length > len(plain):
            raise struct.error("a record ends outside its block")
        yield kind, time_us, plain[at : at + length]
        at += length


def _crc(payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(len(payload).to_bytes(4, "little")))
