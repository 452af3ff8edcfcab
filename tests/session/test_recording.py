"""Recordings: verbatim, on disk within a second, readable after any accident."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import RecordingError
from station.recording import (
    Control,
    Hole,
    RecordingWriter,
    Wire,
    is_recording,
    read_info,
    read_records,
    recording_name,
    recordings_of,
)
from station.recording.format import FIRST_LINE

if TYPE_CHECKING:
    from pathlib import Path

    from station.recording import Record

HEADER = {"station_version": "0.1.0", "port": "sim://textbook", "gravity_m_s2": 9.80665, "calibrations": []}
RECORDS: list[Wire | Control] = [
    Wire(1_000_000 * at, b"S 0 %d 12500 8000 0*ABCD\n" % at)
    if at % 5
    else Control(1_000_000 * at, "x", {"at": at})
    for at in range(1, 25)
]


def write(path: Path, records: list[Wire | Control] = RECORDS, block_of: int = 4) -> None:
    """Write records in blocks of a few, as seconds would."""
    writer = RecordingWriter(path, HEADER, begun_us=7)
    for number, record in enumerate(records):
        if isinstance(record, Wire):
            writer.wire(record.arrival_us, record.raw)
        else:
            writer.control(record.arrival_us, record.action, **record.arguments)
        if number % block_of == block_of - 1:
            writer.flush()
    writer.close()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Bytes, arrival times and controls come back in order, and the header with them."""
    path = tmp_path / "a.steprec"
    write(path)
    assert list(read_records(path)) == RECORDS
    info = read_info(path)
    assert info.header == HEADER | {"format": 1, "marks_end": True}
    assert (info.first_us, info.last_us, info.warning) == (1_000_000, 24_000_000, "")
    assert is_recording(path)


def test_block_is_on_disk_after_a_second(tmp_path: Path) -> None:
    """It is flushed a little before, so that whoever asks ten times a second is in time; earlier it waits."""
    path = tmp_path / "a.steprec"
    writer = RecordingWriter(path, HEADER, begun_us=0)
    writer.tick(100.0)
    writer.wire(5, b"abc")
    writer.tick(100.8)
    assert list(read_records(path)) == []
    writer.tick(100.9)
    assert list(read_records(path)) == [Wire(5, b"abc")]
    writer.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes")
def test_recording_is_for_its_owner_only(tmp_path: Path) -> None:
    """Folder and file are private, whatever the user's mask allows."""
    before = os.umask(0o022)
    try:
        path = tmp_path / "recordings" / "a.steprec"
        RecordingWriter(path, {}, begun_us=0).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_fast_source_fills_blocks_before_a_second(tmp_path: Path) -> None:
    """At full speed a block ends by size, so that memory stays small."""
    path = tmp_path / "a.steprec"
    writer = RecordingWriter(path, HEADER, begun_us=0)
    writer.tick(0.0)
    writer.wire(5, os.urandom(1 << 18))
    writer.tick(0.001)
    assert len(list(read_records(path))) == 1
    writer.close()


def test_existing_recording_is_never_overwritten(tmp_path: Path) -> None:
    """A second writer of the same name is refused and the first file stays as it is."""
    path = tmp_path / "a.steprec"
    write(path)
    before = path.read_bytes()
    with pytest.raises(RecordingError, match="exists already"):
        RecordingWriter(path, HEADER, begun_us=0)
    assert path.read_bytes() == before


def blocks_before(whole: bytes, size: int) -> int:
    """Return how many records lie in blocks that end within ``size`` bytes: found by the marks alone."""
    starts = [at for at in range(len(FIRST_LINE), len(whole)) if whole.startswith(b"SBLK", at)]
    ends = [*starts[1:], len(whole)]
    complete = sum(end <= size for end in ends) - 1  # the first block is the header
    return min(max(0, complete) * 4, len(RECORDS))  # the last block is the mark of the end


def test_cut_anywhere_keeps_every_whole_block(tmp_path: Path) -> None:
    """A power cut at any byte loses the unfinished block only, and says so."""
    path, cut = tmp_path / "a.steprec", tmp_path / "cut.steprec"
    write(path)
    whole = path.read_bytes()
    for size in range(len(FIRST_LINE), len(whole)):
        cut.write_bytes(whole[:size])
        records = list(read_records(cut))
        good = [record for record in records if not isinstance(record, Hole)]
        assert good == RECORDS[: blocks_before(whole, size)], size
        holes = records[len(good) :]
        info = read_info(cut)
        assert (bool(holes), info.closed) == (info.holes > 0, False)
        assert "never closed" in info.warning


@pytest.mark.parametrize("size", range(len(FIRST_LINE)))
def test_cut_inside_the_first_line_is_told(tmp_path: Path, size: int) -> None:
    """A file without even its first line is refused in one sentence, whatever is left of it."""
    path = tmp_path / "cut.steprec"
    path.write_bytes(FIRST_LINE[:size])
    with pytest.raises(RecordingError, match=r"is empty|cut inside its first line|is no recording"):
        list(read_records(path))


@settings(max_examples=300, deadline=None)
@given(
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=5)
)
def test_spoiled_bytes_lose_their_block_only(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    """Whatever bytes are spoiled, the reader neither crashes nor invents a record, and the order stays."""
    path = tmp_path_factory.mktemp("spoiled") / "a.steprec"
    write(path)
    raw = bytearray(path.read_bytes())
    for where, by in flips:
        raw[len(FIRST_LINE) + int(where * (len(raw) - len(FIRST_LINE)))] ^= by
    path.write_bytes(raw)
    records: list[Record] = list(read_records(path))
    good = [record for record in records if not isinstance(record, Hole)]
    remaining = iter(RECORDS)
    assert all(record in remaining for record in good)
    assert len(good) >= len(RECORDS) - 4 * len(flips)
    if len(good) < len(RECORDS):
        assert read_info(path).lost_bytes > 0


def test_newer_format_is_refused(tmp_path: Path) -> None:
    """A recording of the future asks for a newer station."""
    path = tmp_path / "a.steprec"
    path.write_bytes(b"station recording 2\n????")
    with pytest.raises(RecordingError, match=r"recording format 2\. Update the station"):
        list(read_records(path))


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    """Text, a folder and nothing at all are told from a recording."""
    text = tmp_path / "a.csv"
    text.write_text("t_s,left_n,right_n\n")
    assert not is_recording(text)
    with pytest.raises(RecordingError, match="is no recording"):
        list(read_records(text))
    with pytest.raises(RecordingError, match="there is no file"):
        is_recording(tmp_path / "missing")
    with pytest.raises(RecordingError, match="cannot be read"):
        is_recording(tmp_path)


def test_full_disk_keeps_the_block_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails is told, and the block is written whole when there is room again."""
    path = tmp_path / "a.steprec"
    writer = RecordingWriter(path, HEADER, begun_us=0)
    writer.wire(5, b"abc")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(RecordingError, match="No space left on device"):
            writer.flush()
    writer.close()
    assert list(read_records(path)) == [Wire(5, b"abc")]


def test_names_sort_by_time() -> None:
    """Recordings list themselves in the order they were made."""
    first, second = (
        recording_name(1_700_000_000_000_000, "ffff"),
        recording_name(1_700_000_001_000_000, "0000"),
    )
    assert first == "20231114T221320Z_ffff.steprec"
    assert first < second


def test_recordings_of_an_athlete_are_found(tmp_path: Path) -> None:
    """Erasing a person finds their recordings by the random id inside, and nobody else's."""
    write(tmp_path / "1.steprec", [Control(1, "visit_opened", {"athlete_id": "ann", "session_id": "s"})])
    write(tmp_path / "2.steprec", [Control(1, "visit_opened", {"athlete_id": "bob", "session_id": "s"})])
    (tmp_path / "3.steprec").write_bytes(b"")
    assert recordings_of(tmp_path, "ann") == [tmp_path / "1.steprec"]
    assert recordings_of(tmp_path / "missing", "ann") == []
