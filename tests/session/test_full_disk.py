"""A disk that takes nothing: reps wait and are told so, what was saved stays, and everything is saved in the end."""

from __future__ import annotations

import random
import shutil
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.events import Alarm, Fault, Saved, Session, StoreState
from station.session.held import Held, Holding
from station.session.items import Publish, Stored
from station.session.storage import Storage
from station.session.worker import Worker
from station.sources import SystemTime
from station.store import Store, StoreWriter
from station.store.ledger import audit
from station.store.taking_in import take_in
from station.store.unsaved import Batch, UnsavedFile, read_unsaved
from tests.support.small_disk import small_disk
from tests.support.stream import OPENED_US, closed, one_set, opened, rep, visit
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.events import Event
    from station.session.items import Item
    from tests.support.small_disk import SmallDisk


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once, so that nobody waits."""
    monkeypatch.setattr("station.session.storage.RETRY_S", 0.01)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Yield a disk of two megabytes."""
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


class Running:
    """A storage thread on a database, and what it told."""

    def __init__(self, writer: StoreWriter, *folders: Path, events: int = 20_000) -> None:
        self.inbox: SimpleQueue[Item] = SimpleQueue()
        self.told: list[Event] = []
        self.ended = False
        limits = Holding(events, 1e9, folders, "clinic", "step1")
        self.storage = Storage(writer, self.inbox, SystemTime(), limits)
        self.deaths: list[Exception] = []
        self._worker = Worker("storage", self.storage.run, lambda _role, error: self.deaths.append(error))
        self._worker.start()

    def put(self, *events: Event) -> None:
        """Hand in events one by one, as they are told live."""
        for event in events:
            self.storage.put([event])

    def end(self) -> None:
        """End in order."""
        self.storage.finish()
        self._worker.join(30)
        self.look()
        assert (self.ended, self.deaths) == (True, [])

    def look(self) -> list[StoreState]:
        """Return the states told so far."""
        while True:
            try:
                item = self.inbox.get_nowait()
            except Empty:
                return [event for event in self.told if isinstance(event, StoreState)]
            self.ended |= isinstance(item, Stored)
            self.told += item.events if isinstance(item, Publish) else []

    def saved(self, what: str = "rep") -> list[tuple[int | None, int | None]]:
        """Return what was called saved."""
        self.look()
        return [(e.set, e.index) for e in self.told if isinstance(e, Saved) and e.what == what]


def until_held(running: Running, reps: int) -> StoreState:
    """Wait until that many reps are told to be held."""
    wait_until(lambda: bool(running.look()) and running.look()[-1].reps == reps)
    return running.look()[-1]


def test_reps_wait_for_room_and_are_saved(disk: SmallDisk, tmp_path: Path) -> None:
    """On a disk filled in mid-set: told with the number of reps, none called saved, all saved when room returns."""
    database = disk.folder / "data" / "station.db"
    with Store.open(database) as store:
        running = Running(StoreWriter(store, "clinic", "step1"), tmp_path)
        live, rest = one_set(1, 6)[:6], one_set(1, 6)[6:]
        running.put(opened(), *live[:2])
        wait_until(lambda: len(running.saved()) == 2)
        disk.fill()
        _exhaust(store)
        running.put(*live[2:])
        state = until_held(running, 4)
        assert state.state == "held"
        assert "full" in state.detail
        assert running.saved() == [(1, 1), (1, 2)]
        with Store.open(database, read_only=True) as reader:
            assert len(reader.reps("visit1")) == 2
        disk.make_room()
        wait_until(lambda: running.look()[-1].state == "ok")
        assert running.saved() == [(1, index) for index in range(1, 7)]
        running.put(*rest, closed())
        running.end()
        assert running.storage.unsaved is None
        _is_whole(store, 6)


def test_only_reps_of_which_nothing_is_saved_are_told_to_wait(disk: SmallDisk, tmp_path: Path) -> None:
    """Full in mid-set, ended then: the final figures of the reps that were saved make no more reps of them."""
    with Store.open(disk.folder / "data" / "station.db") as store:
        running = Running(StoreWriter(store, "clinic", "step1"), tmp_path)
        running.put(opened(), *one_set(1, 6)[:4])
        wait_until(lambda: len(running.saved()) == 4)
        disk.fill()
        _exhaust(store)
        running.put(*one_set(1, 6)[4:], closed())
        until_held(running, 2)
        disk.make_room()
        wait_until(lambda: running.look()[-1].state == "ok")
        running.put(*visit("next", sets=1, reps=3, opened_us=OPENED_US + 10**9)[:2])
        wait_until(lambda: len(running.saved()) == 7)
        assert running.look()[-1].reps == 0
        running.end()


def test_reps_of_every_visit_that_waits_are_counted() -> None:
    """The first rep of the next visit is another one than the first that was saved."""
    held = Held(Holding())
    for saved in (opened(), rep(1)):
        held.add(Batch(OPENED_US, (saved,)))
        held.stored()
    for waits in (rep(1, final=True), rep(2), closed(), *visit("next", sets=1, reps=3)):
        held.add(Batch(OPENED_US, (waits,)))
    assert held.reps == 1 + 3
    held.stored()
    assert held.reps == 1 + 3
    for _ in range(2):
        held.stored()
    assert held.reps == 3


def test_end_without_room_leaves_a_file_that_can_be_taken_in(disk: SmallDisk, tmp_path: Path) -> None:
    """What could not be saved is named, is in a file of the owner's elsewhere, and becomes rows from there."""
    database = disk.folder / "data" / "station.db"
    with Store.open(database) as store:
        running = Running(StoreWriter(store, "clinic", "step1"), tmp_path)
        events = visit(reps=6)
        running.put(*events[:3])
        wait_until(lambda: len(running.saved()) == 2)
        disk.fill()
        _exhaust(store)
        running.put(*events[3:])
        running.end()
        assert running.storage.unsaved is not None
        (file,) = tmp_path.glob("station-unsaved-*")
        assert file.stat().st_mode & 0o077 == 0
        assert str(running.storage.unsaved).startswith("NOT SAVED: 4 reps")
        assert str(file) in str(running.storage.unsaved)
    with pytest.raises(StoreError, match="full"):
        take_in(database, file)
    disk.make_room()
    taken = take_in(database, file)
    assert (taken.reps, taken.left_out, taken.lost_lines) == (6, 0, 0)
    assert not file.exists()
    with Store.open(database) as store:
        _is_whole(store, 6)


def test_disk_that_turns_read_only_is_the_same_as_a_full_one(disk: SmallDisk, tmp_path: Path) -> None:
    """A system remounts a failing disk read-only: told, held, and saved once it can be written again."""
    with Store.open(disk.folder / "data" / "station.db") as store:
        running = Running(Reconnected(store, "clinic", "step1"), tmp_path)
        running.put(opened(), rep(1))
        wait_until(lambda: len(running.saved()) == 1)
        Reconnected.refused = True
        running.put(rep(2))
        assert until_held(running, 1).detail.startswith("no permission to write")
        Reconnected.refused = False
        running.put(closed())
        running.end()
        assert running.storage.unsaved is None
        assert len(store.reps("visit1")) == 2


@pytest.mark.parametrize("replaced", [False, True])
def test_database_that_is_taken_away_saves_nothing(tmp_path: Path, replaced: bool) -> None:  # noqa: FBT001  a parameter
    """After its folder was deleted or moved nothing more is called saved: it goes into a file elsewhere."""
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Store.open(data / "station.db") as store:
        running = Running(StoreWriter(store, "clinic", "step1"), elsewhere)
        events = visit(reps=6)
        running.put(*events[:3])
        wait_until(lambda: len(running.saved()) == 2)
        data.rename(tmp_path / "away")
        if replaced:
            Store.open(data / "station.db").close()
        running.put(*events[3:])
        assert "is gone: moved, deleted or replaced" in until_held(running, 4).detail
        running.end()
        assert running.saved() == [(1, 1), (1, 2)]
        assert str(running.storage.unsaved).startswith("NOT SAVED: 4 reps")
    shutil.rmtree(data, ignore_errors=True)
    (tmp_path / "away").rename(data)
    (file,) = elsewhere.glob("station-unsaved-*")
    assert take_in(data / "station.db", file).reps == 6
    with Store.open(data / "station.db") as store:
        _is_whole(store, 6)


class Reconnected(StoreWriter):
    """A writer on a disk that is read-only for a while, as SQLite itself says it."""

    refused = False

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Make the connection refuse writes, or not."""
        connection = self._store._writer
        assert connection is not None
        connection.execute(f"PRAGMA query_only = {int(self.refused)}")
        return super().handle(events, time_us)


class Refusing(StoreWriter):
    """A store with a switch."""

    full = True

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Refuse while the disk is full."""
        if self.full:
            raise StoreError("the disk is full", "Make room")
        return super().handle(events, time_us)


def test_memory_is_bounded_and_goes_on_in_a_file(tmp_path: Path) -> None:
    """Beyond the limit events go to a file; when room returns they come back in order and the file is gone."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Store.open(tmp_path / "data" / "station.db") as store:
        running = Running(writer := Refusing(store, "clinic", "step1"), elsewhere, events=5)
        running.put(*visit(sets=3, reps=6))
        state = until_held(running, 18)
        (file,) = elsewhere.iterdir()
        assert state.file == str(file)
        assert len(running.storage._held._memory) <= 5
        writer.full = False
        wait_until(lambda: running.look()[-1].state == "ok")
        running.end()
        assert list(elsewhere.iterdir()) == []
        assert [(each.set, each.index) for each in store.reps("visit1")] == [
            (s, i) for s in (1, 2, 3) for i in range(1, 7)
        ]
        assert not audit(store)


def test_what_nothing_takes_is_counted_as_lost(tmp_path: Path) -> None:
    """With no other folder memory is the limit: the oldest stay, the rest is counted, the next visit is whole."""
    with Store.open(tmp_path / "data" / "station.db") as store:
        running = Running(writer := Refusing(store, "clinic", "step1"), tmp_path / "nowhere", events=6)
        running.put(*visit(reps=6))
        wait_until(lambda: bool(running.look()) and running.look()[-1].lost > 0)
        writer.full = False
        wait_until(lambda: running.look()[-1].state == "ok")
        running.put(*visit("next", opened_us=OPENED_US + 10**10))
        running.end()
        assert len(store.reps("visit1")) == 5
        assert len(store.reps("next")) == 3
        assert "lost" in str(running.storage.unsaved)


@pytest.mark.parametrize("restarted", [False, True])
def test_taking_in_after_a_restart_is_the_same(tmp_path: Path, restarted: bool) -> None:  # noqa: FBT001  a parameter
    """A station started meanwhile closed the session from what it had: taking in puts the real end in its place."""
    database = tmp_path / "data" / "station.db"
    events = visit(sets=2, reps=3)
    with Store.open(database) as store:
        writer = Refusing(store, "clinic", "step1")
        writer.full = False
        running = Running(writer, tmp_path)
        running.put(*events[:10])
        wait_until(lambda: len(running.saved()) == 5)
        wait_until(lambda: not running.storage._held and running.storage._batches.empty())
        writer.full = True
        running.put(*events[10:])
        running.end()
    (file,) = tmp_path.glob("station-unsaved-*")
    again = file.read_bytes()
    if restarted:
        Store.open(database).close()
    take_in(database, file)
    with Store.open(database) as store:
        assert [each.eccentric_tut_s for each in store.reps("visit1")] == [3.5] * 6
        assert [summary.closed_by for summary in store.sets("visit1")] == ["rest", "rest"]
        assert [each.state for each in store.sessions()] == ["closed"]
        assert not audit(store)
        totals = {row.measurement: row.queued for row in store.outbox_totals()}
        assert (totals["rep"], totals["set"], totals["session"]) == (6, 2, 1)
    file.write_bytes(again)
    assert take_in(database, file).left_out > 0
    with Store.open(database) as store:
        assert len(store.reps("visit1")) == 6
        assert not audit(store)


def test_cut_file_is_read_to_its_last_whole_line(tmp_path: Path) -> None:
    """A power cut while the file was written costs its last line, and that is said."""
    held = Held(Holding(1, 1e9, (tmp_path,), "clinic", "step1"))
    for event in visit(reps=4):
        held.add(Batch(OPENED_US, (event,)))
    held.end()
    (file,) = tmp_path.iterdir()
    raw = file.read_bytes()
    ends = [at + 1 for at, byte in enumerate(raw) if byte == ord("\n")]
    cut = tmp_path / "cut"
    for size in range(ends[0], len(raw), 7):
        cut.write_bytes(raw[:size])
        read = read_unsaved(cut)
        assert len(read.batches) in (whole := sum(end <= size for end in ends) - 1, whole + 1)
        assert len(read.batches) + read.lost_lines == whole + (size not in ends)
    cut.write_bytes(raw.replace(b"left", b"lefT", 1))
    assert read_unsaved(cut).lost_lines == 1


def _exhaust(store: Store) -> None:
    """Use up what the log and the database may still write without growing."""
    writer = StoreWriter(store, "clinic", "step1")
    try:
        for number in range(2000):
            writer.handle([Fault("gap", "L", float(number), None, 1, "x" * 900)])
    except StoreError:
        return
    raise AssertionError("the disk never filled")


def _is_whole(store: Store, reps: int) -> None:
    assert [each.eccentric_tut_s for each in store.reps("visit1")] == [3.5] * reps
    assert len(store.sets("visit1")) == 1
    assert not audit(store)
    assert rep(1).start_s == store.reps("visit1")[0].start_s
    assert len(store.sessions()) == 1


class Elsewhere:
    """Other folders that are sometimes writable, and what is in them."""

    def __init__(self, folder: Path, chance: random.Random, reliability: float) -> None:
        self.folder, self._chance, self.reliability = folder, chance, reliability
        self._write = UnsavedFile.write

    def write(self, file: UnsavedFile, batch: Batch) -> None:
        """Write, or fail as a disk does."""
        if self._chance.random() > self.reliability:
            raise OSError(28, "No space left on device")
        self._write(file, batch)


@pytest.mark.parametrize("seed", range(25))
def test_order_is_kept_and_nothing_is_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever room comes and goes here and elsewhere: stored, filed and lost are the events told, in order."""
    chance = random.Random(seed)  # noqa: S311  reproducible
    elsewhere = Elsewhere(tmp_path, chance, reliability=chance.choice([0.0, 0.7, 1.0]))
    monkeypatch.setattr(UnsavedFile, "write", lambda file, batch: elsewhere.write(file, batch))  # noqa: PLW0108  a bound method would get no file
    held = Held(Holding(chance.randrange(1, 30), chance.choice([1e9, 20.0]), (tmp_path,), "clinic", "step1"))
    told: list[Event] = []
    for number in range(30):
        told += visit(f"v{number}", sets=1, reps=3, opened_us=OPENED_US + number * 10**9)
    stored: list[int] = []
    for at, event in enumerate(told):
        held.add(Batch(OPENED_US + at * 10**6, (event,)))
        while chance.random() < 0.45 and (batch := held.first()) is not None:
            stored.append((batch.time_us - OPENED_US) // 10**6)
            held.stored()
    held.end()
    files = [read_unsaved(path) for path in tmp_path.iterdir()]
    assert len(files) <= 1
    filed = [(batch.time_us - OPENED_US) // 10**6 for file in files for batch in file.batches]
    new = [at for at in filed if at > (stored[-1] if stored else -1)]
    kept = [*stored, *new]
    assert kept == sorted(set(kept))
    assert filed == sorted(set(filed))
    assert len(kept) + held.lost == len(told)
    assert held.lost == 0 or elsewhere.reliability < 1.0
    assert all(at - at % 9 in kept for at in kept)  # the beginning of its visit, nine events each
    if new and not isinstance(told[new[0]], Session):
        assert files[0].head.session_id == f"v{new[0] // 9}" or filed[0] < new[0]


def test_file_that_others_delete_is_counted_as_lost(tmp_path: Path) -> None:
    """A cleaner of temporary files took it: what is lost is counted, and the next visit is whole."""
    held = Held(Holding(1, 1e9, (tmp_path,), "clinic", "step1"))
    events = [*visit(), *visit("next", opened_us=OPENED_US + 10**10)]
    for event in events[:5]:
        held.add(Batch(OPENED_US, (event,)))
    (path,) = tmp_path.iterdir()
    path.unlink()
    stored: list[Event] = []
    rest = iter(events[5:])
    while (batch := held.first()) is not None:
        stored += batch.events
        held.stored()
        for event in rest:
            held.add(Batch(OPENED_US, (event,)))
    held.end()
    assert stored == [events[0], *events[9:]]
    assert held.lost == 8


@pytest.mark.parametrize("continued", [False, True])
def test_taking_in_cut_off_anywhere_can_be_done_again(tmp_path: Path, continued: bool) -> None:  # noqa: FBT001  a parameter
    """A power cut after any batch of a recovery: doing it again ends with every rep once, and a true ledger."""
    events = visit(sets=2, reps=3)
    begun = 5 if continued else 0
    for cut in range(len(events) - begun + 1):
        folder = tmp_path / str(cut)
        database = folder / "data" / "station.db"
        held = Held(Holding(1000, 1e9, (folder,), "clinic", "step1"))
        with Store.open(database) as store:
            writer = StoreWriter(store, "clinic", "step1")
            for at, event in enumerate(events):
                held.add(Batch(OPENED_US + at, (event,)))
                if at < begun:
                    writer.handle([event])
                    held.stored()
        held.end()
        (file,) = folder.glob("station-unsaved-*")
        left = [cut]
        with pytest.MonkeyPatch.context() as power:
            power.setattr("station.store.taking_in.StoreWriter", _until_cut(left))
            try:
                take_in(database, file)
            except KeyboardInterrupt:
                take_in(database, file) if cut % 2 else _after_a_restart(database, file)
        with Store.open(database) as store:
            assert [each.eccentric_tut_s for each in store.reps("visit1")] == [3.5] * 6
            assert [(each.index, each.closed_by) for each in store.sets("visit1")] == [
                (1, "rest"),
                (2, "rest"),
            ]
            assert [each.state for each in store.sessions()] == ["closed"]
            assert not audit(store)


def _after_a_restart(database: Path, file: Path) -> None:
    Store.open(database).close()
    take_in(database, file)


def _until_cut(left: list[int]) -> type[StoreWriter]:
    """Return a writer that dies once, after so many batches."""

    class Dying(StoreWriter):
        def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
            left[0] -= 1
            if left[0] == -1:
                raise KeyboardInterrupt
            return super().handle(events, time_us)

    return Dying
