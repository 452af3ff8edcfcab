"""Recordings with right checksums that no station wrote: refused in words, in bounded memory."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from station.errors import RecordingError
from station.recording import Hole, read_records, replay_events
from station.recording.format import FIRST_LINE, MARK, MAX_PLAIN_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def block(payload: bytes) -> bytes:
    """Return a block with the right length and checksum."""
    length = len(payload).to_bytes(4, "little")
    return MARK + length + zlib.crc32(payload, zlib.crc32(length)).to_bytes(4, "little") + payload


def record(kind: bytes, body: bytes) -> bytes:
    """Return a block with one record."""
    return block(zlib.compress(struct.pack("<cqI", kind, 0, len(body)) + body))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"C", b'{"action": "configure"}'),
        (b"C", b'{"action": "configure", "prescription": {"lowering_target_s": "x"}}'),
        (b"C", b'{"action": "clock_set"}'),
        (b"C", b'{"action": "link\xbalost"}'),
        (b"H", b'{"format": 1, "calibrations": 5}'),
        (b"H", b'{"format": 1, "calibrations": [{"channel": 3}]}'),
        (b"H", b'{"format": 1, "gravity_m_s2": "x"}'),
        (b"H", b'{"for\xbaat": 1}'),
        (b"H", b"[]"),
    ],
)
def test_record_no_station_wrote_is_refused_in_words(tmp_path: Path, kind: bytes, body: bytes) -> None:
    """Whatever a well-formed block says, the answer is one line, not a traceback."""
    path = tmp_path / "alien.steprec"
    path.write_bytes(FIRST_LINE + record(kind, body))
    with pytest.raises(RecordingError, match="no station wrote"):
        list(replay_events(path))


@pytest.mark.parametrize("body", [b"[]", b"\xff", b'{"format": "1"}'])
def test_unreadable_header_behind_a_newer_first_line(tmp_path: Path, body: bytes) -> None:
    """A file of a newer format is refused as such, whatever its first block holds."""
    path = tmp_path / "newer.steprec"
    path.write_bytes(b"station recording 9\n" + record(b"H", body))
    with pytest.raises(RecordingError, match="format 9"):
        list(read_records(path))


def test_block_that_unpacks_without_end_is_damage(tmp_path: Path) -> None:
    """Kilobytes that unpack to more than any station holds are skipped as a hole, never unpacked whole."""
    path = tmp_path / "bomb.steprec"
    bomb = block(zlib.compress(bytes(MAX_PLAIN_BYTES + 1), 9))
    path.write_bytes(FIRST_LINE + bomb + record(b"W", b"S 0"))
    records = list(read_records(path))
    assert [each.lost_bytes for each in records if isinstance(each, Hole)] == [len(bomb)]
    assert len(records) == 2
