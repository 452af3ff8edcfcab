"""Recordings under bad circumstances: cut, spoiled, in parts, on a full disk."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from station.config import Config, StorageSection
from station.events import Alarm, Rep
from station.events import Recording as Kept
from station.jsonl import encode
from station.recording import (
    Control,
    Hole,
    RecordingWriter,
    Wire,
    part_path,
    read_info,
    read_records,
    recordings_of,
    replay_events,
)
from station.recording.format import FIRST_LINE, MARK, encode_block, encode_header, encode_record
from station.recording.survey import survey
from station.session import LiveSession
from tests.support.live import run_to_end, running
from tests.support.small_disk import small_disk
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from station.events import Event
    from station.recording import Record

HEADER = {"port": "sim://textbook", "gravity_m_s2": 9.80665, "calibrations": []}
TEXTBOOK = "sim://textbook?seed=7&speed=max"
BLOCKS = 40


def lines(block: int) -> list[Wire]:
    """Return the wire of one block; no two are alike."""
    chance = random.Random(block)  # noqa: S311  reproducible
    return [
        Wire(block * 10**6 + n, b"S 0 %d 12500 %d 0\n" % (n, chance.randrange(1 << 23))) for n in range(9)
    ]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording of many blocks."""
    path = tmp_path_factory.mktemp("recorded") / "a.steprec"
    writer = RecordingWriter(path, HEADER, begun_us=0)
    for block in range(BLOCKS):
        for record in lines(block):
            writer.wire(record.arrival_us, record.raw)
        writer.flush()
    writer.close()
    return path


def block_ends(raw: bytes) -> list[int]:
    """Return where blocks end, by their own lengths: header, the blocks, the mark of the end."""
    at, ends = len(FIRST_LINE), []
    while at < len(raw):
        assert raw[at : at + 4] == MARK
        at += 12 + int.from_bytes(raw[at + 4 : at + 8], "little")
        ends.append(at)
    return ends


def blocks_in(records: list[Record]) -> list[int]:
    """Return which blocks are there; each of them must be whole and unchanged."""
    wire = [record for record in records if isinstance(record, Wire)]
    found = sorted({record.arrival_us // 10**6 for record in wire})
    assert wire == [record for block in found for record in lines(block)]
    return found


def test_cut_gives_exactly_the_whole_blocks_before(recorded: Path, tmp_path: Path) -> None:
    """Cut at every byte of the last blocks and at hundreds of others: every whole block, no more, and it is said."""
    raw, cut = recorded.read_bytes(), tmp_path / "cut.steprec"
    ends = block_ends(raw)
    chance = random.Random(3)  # noqa: S311  reproducible
    for size in {*range(ends[-4], len(raw)), *chance.sample(range(ends[0], len(raw)), 400), *ends[:-1]}:
        cut.write_bytes(raw[:size])
        records = list(read_records(cut))
        whole = sum(end <= size for end in ends) - 1
        assert blocks_in(records) == list(range(min(whole, BLOCKS)))
        tail = size - max(end for end in ends if end <= size)
        assert [r.lost_bytes for r in records if isinstance(r, Hole)] == ([tail] if tail else [])
        info = read_info(cut)
        assert not info.closed
        assert "never closed" in info.warning
        assert not tail or f"{tail} bytes" in info.warning
    assert read_info(recorded).warning == ""


def test_any_flipped_bit_is_found_named_and_harms_one_block(recorded: Path, tmp_path: Path) -> None:
    """One bit anywhere, first line and heads included: told with its place, every other block is read."""
    raw, spoiled = recorded.read_bytes(), tmp_path / "spoiled.steprec"
    starts = [0, len(FIRST_LINE), *block_ends(raw)]
    chance = random.Random(4)  # noqa: S311  reproducible
    heads = {at + n for at in starts[1:4] for n in range(12)}
    for at in {*range(len(FIRST_LINE)), *heads, *chance.sample(range(len(raw)), 300)} - {len(raw)}:
        changed = bytearray(raw)
        changed[at] ^= 1 << chance.randrange(8)
        spoiled.write_bytes(changed)
        info = read_info(spoiled)
        struck = max(n for n, start in enumerate(starts) if start <= at)
        begin, end = starts[struck], starts[struck + 1]
        assert (info.holes, info.lost_bytes) == (1, end - begin), at
        assert f"spoiled.steprec from byte {begin}" in info.warning
        lost = {struck - 2} if 2 <= struck < BLOCKS + 2 else set()
        assert set(blocks_in(list(read_records(spoiled)))) == set(range(BLOCKS)) - lost


def test_older_recording_is_not_called_cut(tmp_path: Path) -> None:
    """The first stations marked no end: that it was cut is not known, and it is no damage; a hole in it is."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    path = folder / "old.steprec"
    blocks = [encode_block([encode_record(record) for record in lines(block)]) for block in range(3)]
    raw = FIRST_LINE + encode_block([encode_header({"format": 1, **HEADER}, 0)]) + b"".join(blocks)
    path.write_bytes(raw)
    assert read_info(path).warning.startswith("it is from an older station")
    assert "never closed" not in read_info(path).warning
    assert survey(folder, (), (), full=True).damaged == ()
    path.write_bytes(raw[:-1])
    ((_, words),) = survey(folder, (), (), full=True).damaged
    assert f"{len(blocks[-1]) - 1} bytes of the file" in words


def core(events: Iterable[Event]) -> list[bytes]:
    """Return events as lines."""
    return [encode(event) for event in events]


def test_parts_in_a_row_give_identical_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session split by time into many parts replays to what was told live, none of its bytes lost or doubled."""
    monkeypatch.setattr("station.recording.writer.BLOCK_BYTES", 1 << 10)
    config = Config(storage=StorageSection(recording_part_minutes=0.1))
    folder = tmp_path / "recordings"
    session = LiveSession(TEXTBOOK, config, recordings_dir=folder)
    session.begin("ann")
    told = run_to_end(session)
    files = sorted(folder.iterdir(), key=lambda path: (len(path.name), path.name))
    assert len(files) > 5
    first = files[0]
    assert files == [part_path(first, n) for n in range(1, len(files) + 1)]
    assert core(replay_events(first)) == told.core_lines()
    assert read_info(first).warning == ""
    named = [event.file for event in told.of(Kept)]
    assert named == [path.name for path in files][: len(named)]
    assert recordings_of(folder, "ann") == files


@pytest.mark.parametrize("lost", ["missing", "cut"])
def test_part_that_is_not_there_is_a_lost_link(tmp_path: Path, lost: str) -> None:
    """A part that is gone, or was not closed, is told, and what follows is not glued to what came before."""
    first = tmp_path / "a.steprec"
    for part in (1, 2, 3):
        path = part_path(first, part)
        writer = RecordingWriter(path, HEADER | {"part": part}, begun_us=0)
        for record in lines(part):
            writer.wire(record.arrival_us, record.raw)
        writer.close(goes_on_in=part_path(first, part + 1).name if part < 3 else "")
    assert [type(r) for r in read_records(first)].count(Hole) == 0
    second = part_path(first, 2)
    if lost == "missing":
        second.unlink()
    else:
        second.write_bytes(second.read_bytes()[: block_ends(second.read_bytes())[-2]])
    records = list(read_records(first))
    assert [type(r) for r in records].count(Hole) == 1
    assert {r.arrival_us // 10**6 for r in records if isinstance(r, Wire)} == (
        {1, 3} if lost == "missing" else {1, 2, 3}
    )
    assert "from byte" in read_info(first).warning
    assert [r.arrival_us // 10**6 for r in read_records(part_path(first, 3)) if isinstance(r, Wire)] == [
        3
    ] * 9


def test_recording_of_nobody_is_deleted_with_its_parts(tmp_path: Path) -> None:
    """A night on an empty step leaves nothing, however many parts it had."""
    config = Config(storage=StorageSection(recording_part_minutes=0.1))
    session = LiveSession("sim://quiet?seed=3&speed=max", config, recordings_dir=tmp_path / "recordings")
    run_to_end(session)
    assert list((tmp_path / "recordings").iterdir()) == []


def test_full_disk_stops_the_recording_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real full disk: what was recorded stays readable, the stop is an event, reps are measured on."""
    monkeypatch.setattr("station.session.recorder.WAITING_BYTES", 1 << 12)
    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        folder = disk.folder / "recordings"
        session = LiveSession("sim://textbook?seed=7&speed=20", Config(), recordings_dir=folder)
        session.begin("ann")
        with running(session) as told:
            wait_until(lambda: bool(told.of(Rep)))
            disk.fill()
            wait_until(lambda: any(event.state == "stopped" for event in told.of(Kept)))
            assert session.join(60)
        (stop,) = [event for event in told.of(Kept) if event.state == "stopped"]
        assert "No space left" in stop.detail
        assert {alarm.source for alarm in told.of(Alarm)} == {"recorder"}
        assert (
            len([rep for rep in told.of(Rep) if rep.final])
            == len([rep for rep in told.of(Rep) if not rep.final])
            > 0
        )
        (path,) = folder.iterdir()
        assert read_info(path).wire_bytes > 1000
        assert "could not be used" not in read_info(path).warning


def test_survey_names_what_is_missing_strange_and_damaged(recorded: Path, tmp_path: Path) -> None:
    """Named and not there; there and of an unknown session; there and spoiled."""
    shutil.copy(recorded, tmp_path / "good.steprec")
    (tmp_path / "bad.steprec").write_bytes(recorded.read_bytes()[:-40])
    writer = RecordingWriter(tmp_path / "other.steprec", HEADER, begun_us=0)
    writer.control(1, "visit_opened", session_id="unknown", athlete_id=None)
    writer.close()
    assert Control(1, "visit_opened", {"session_id": "unknown", "athlete_id": None}) in list(
        read_records(tmp_path / "other.steprec")
    )
    found = survey(tmp_path, {"good.steprec", "gone.steprec"}, {"known"}, full=True)
    assert (found.files, [path.name for path in found.missing]) == (3, ["gone.steprec"])
    assert [path.name for path in found.strangers] == ["other.steprec"]
    assert [path.name for path, _ in found.damaged] == ["bad.steprec"]
    assert not survey(tmp_path, (), (), full=False).damaged
