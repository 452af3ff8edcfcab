"""Power cuts: database, log and recording of a live data folder, cut at every interesting offset, then opened."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.errors import RecordingError, StoreError
from station.recording import Hole, Wire, read_info, read_records
from station.store import Store, StoreWriter, ledger
from tools.campaign import visits
from tools.campaign.counting import Told, doubled, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.campaign.victim import Victim

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.campaign.counting import Key

OPENED_US = 1_760_000_000_000_000
PAGE_BYTES = 4096
LOG_HEADER_BYTES = 32
FRAME_BYTES = PAGE_BYTES + 24
VISITS = 2


@dataclass(frozen=True, slots=True)
class Live:
    """A database and its log as they lie on the disk while a station writes, and when each rep was promised."""

    database: Path
    promises: tuple[tuple[int, frozenset[Key]], ...]
    """Size of the log, and what had been promised when it had that size."""

    @property
    def log(self) -> Path:
        """The write-ahead log."""
        return self.database.with_name(self.database.name + "-wal")

    def promised_by(self, size: int) -> frozenset[Key]:
        """Return what has to be there when the log's first ``size`` bytes are."""
        return max((each for each in self.promises if each[0] <= size), default=(0, frozenset()))[1]


def live_folder(folder: Path) -> Live:
    """Store visits, and copy the folder before the log is folded in."""
    database, copy = folder / "live" / "station.db", folder / "copy" / "station.db"
    copy.parent.mkdir(parents=True)
    told, promises = Told(), []
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(VISITS):
            session_id = f"visit{number}"
            for event in visits.visit(session_id, OPENED_US + number * visits.HOUR_US, "alternate"):
                visits.store(writer, [event], told, session_id)
                size = database.with_name("station.db-wal").stat().st_size
                promises.append((size, frozenset(told.promised)))
        for name in ("station.db", "station.db-wal"):
            shutil.copy(database.with_name(name), copy.with_name(name))
    if [size for size, _ in promises] != sorted(size for size, _ in promises):
        raise RuntimeError("the log was folded in meanwhile: make the visits shorter")
    return Live(copy, tuple(promises))


def around(boundaries: Iterable[int], size: int) -> list[int]:
    """Return offsets at, just before, just after and halfway to the next of every boundary."""
    offsets = {0, 1, size - 1, size}
    for boundary in boundaries:
        offsets |= {boundary - 1, boundary, boundary + 1, boundary + 25, boundary + PAGE_BYTES // 2}
    return sorted(offset for offset in offsets if 0 <= offset <= size)


def thinned(offsets: list[int], share: float) -> list[int]:
    """Return that share of the offsets, evenly."""
    return offsets[:: max(1, round(1 / share))]


def cut_log(folder: Path, share: float) -> Outcome:
    """Lose the end of the log: what was promised while it was shorter is there, and everything adds up."""
    with timed(Outcome("power cut: log cut off")) as outcome:
        live = live_folder(folder)
        whole = live.log.read_bytes()
        offsets = around(range(LOG_HEADER_BYTES, len(whole), FRAME_BYTES), len(whole))
        for offset in thinned(offsets, share):
            torn = _copy(live, folder / "torn", database=None, log=whole[:offset])
            promised = set(live.promised_by(offset))
            outcome.runs += 1
            outcome.saved += len(promised)
            begun_s = watch_s()
            with Store.open(torn) as store:
                outcome.recovered(watch_s() - begun_s)
                outcome.wrong += [f"cut at {offset}: {each.words}" for each in ledger.audit(store)]
            rows = rows_of(torn)
            outcome.lost += missing(promised, rows.reps)
            outcome.doubled += rows.twins + doubled(rows.reps)
            outcome.wrong += [f"cut at {offset}: {words}" for words in rows.damage]
    return outcome


def cut_database(folder: Path, share: float) -> Outcome:
    """Lose the end of the database itself, with its log and without: it is refused in words, or complete.

    A file of no bytes with nothing beside it is left out: nobody can tell it from one that was never written.
    """
    with timed(Outcome("power cut: database cut off")) as outcome:
        live = live_folder(folder)
        everything = live.promises[-1][1]
        whole, log = live.database.read_bytes(), live.log.read_bytes()
        folded = _folded(live, folder)
        refused = 0
        for content, beside in ((whole, log), (folded, None)):
            for offset in thinned(
                around(range(PAGE_BYTES, len(content), PAGE_BYTES), len(content))[1:], share
            ):
                torn = _copy(live, folder / "torn", database=content[:offset], log=beside)
                outcome.runs += 1
                refused += not _opens_right(
                    torn, set(everything), outcome, f"cut at {offset} of {len(content)}"
                )
        outcome.notes.append(f"{refused} refused in words, {outcome.runs - refused} opened complete")
        outcome.expect(refused > 0, "no database that lacks its end was refused")
    return outcome


def _opens_right(torn: Path, everything: set[Key], outcome: Outcome, where: str) -> bool:
    try:
        with Store.open(torn) as store:
            outcome.wrong += [f"{where}: {each.words}" for each in ledger.audit(store)]
    except StoreError as error:
        outcome.expect(str(torn.parent) in str(error), f"{where}: the error names no file: {error}")
        return False
    rows = rows_of(torn)
    outcome.doubled += rows.twins + doubled(rows.reps)
    outcome.expect(
        set(rows.reps) == everything, f"{where}: opened with {len(rows.reps)} reps of {len(everything)}"
    )
    outcome.wrong += [f"{where}: {words}" for words in rows.damage]
    return True


def _folded(live: Live, folder: Path) -> bytes:
    """Return the database after its log was folded in."""
    path = _copy(live, folder / "folded", database=None, log=live.log.read_bytes())
    Store.open(path).close()
    return path.read_bytes()


def _copy(live: Live, folder: Path, *, database: bytes | None, log: bytes | None) -> Path:
    """Lay a database and its log into an empty folder; ``None``: the whole database, or no log."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "station.db"
    path.write_bytes(live.database.read_bytes() if database is None else database)
    if log is not None:
        path.with_name("station.db-wal").write_bytes(log)
    return path


def cut_recording(folder: Path, share: float) -> Outcome:
    """Kill a station, cut its recording anywhere: every whole block before the cut is read, unchanged."""
    with timed(Outcome("power cut: recording cut off")) as outcome:
        with Victim(folder, "sim://textbook?seed=5&speed=max") as victim:
            victim.wait_for(b'"what":"rep"', 6)
            victim.kill()
        (recording,) = (folder / "data" / "recordings").glob("*.steprec")
        raw, cut = recording.read_bytes(), folder / "cut.steprec"
        wire = [each for each in read_records(recording) if isinstance(each, Wire)]
        ends = _block_ends(raw)
        outcome.expect(len(ends) > 1, "the recording has no blocks")
        for offset in thinned(around([0, *ends], len(raw)), share):
            cut.write_bytes(raw[:offset])
            outcome.runs += 1
            try:
                records = list(read_records(cut))
            except RecordingError:
                outcome.expect(offset < ends[0], f"cut at {offset}: refused, but its first block is whole")
                continue
            there = [each for each in records if isinstance(each, Wire)]
            torn = offset - max((end for end in ends if end <= offset), default=0)
            holes = [each.lost_bytes for each in records if isinstance(each, Hole)]
            outcome.expect(there == wire[: len(there)], f"cut at {offset}: other bytes than were recorded")
            outcome.expect(
                sum(holes) == torn or offset < ends[0], f"cut at {offset}: {torn} B torn, told {holes}"
            )
            outcome.expect(bool(read_info(cut).warning), f"cut at {offset}: nothing is said of it")
        cut.write_bytes(raw)
        outcome.notes.append(f"{len(ends)} blocks, {len(raw):,} bytes")
    return outcome


def _block_ends(raw: bytes) -> list[int]:
    """Return where the blocks end, by the lengths they give themselves."""
    at, ends = raw.index(b"\n") + 1, []
    while at + 12 <= len(raw) and raw[at : at + 4] == b"SBLK":
        at += 12 + int.from_bytes(raw[at + 4 : at + 8], "little")
        if at <= len(raw):
            ends.append(at)
    return ends
