"""A database that a power cut or a bad disk left incomplete is refused with the way back, never read by halves."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.store import Store, StoreWriter
from tests.support.stream import OPENED_US, one_set, opened, visit

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
VISITS = 6


def offsets(size: int) -> list[int]:
    """Return the header's edges, and just before, at and after the end of every page."""
    around = {b + d for b in range(PAGE, size, PAGE) for d in (-1, 0, 1)}
    return sorted(n for n in {0, 1, 15, 16, 27, 28, 91, 99, 100, 101, size - 1, *around} if n < size)


def made(database: Path, *, folded: bool) -> None:
    """Make a database of several visits; its log folded in, or with the last visits in the log only."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(VISITS):
            writer.handle(visit(f"v{number}", sets=2, opened_us=OPENED_US + number * 10**10))
            if number == 2 and not folded:
                with store.transaction():
                    pass
        if not folded:
            keep = database.parent.parent / "copy"
            shutil.copytree(database.parent, keep)
    if not folded:
        shutil.rmtree(database.parent)
        keep.rename(database.parent)


def whole(store: Store) -> bool:
    """Tell whether everything that was saved is there."""
    return all(len(store.reps(f"v{number}")) == 6 and store.sets(f"v{number}") for number in range(VISITS))


def opened_or_refused(database: Path, *, read_only: bool) -> bool:
    """Open it; return whether it was refused, with the remedy. Whatever opens is whole."""
    try:
        with Store.open(database, read_only=read_only) as store:
            assert whole(store)
    except StoreError as error:
        assert str(database) in str(error)  # noqa: PT017  either way is right, as long as it is said
        assert "station store restore" in str(error)  # noqa: PT017
        return True
    return False


@pytest.mark.parametrize("ended", ["in order", "killed", "nobody knows"])
def test_cut_database_is_never_read_by_halves(database: Path, tmp_path: Path, ended: str) -> None:
    """Cut at any page, after an end in order or not: refused with the remedy, by readers and writers."""
    made(database, folded=True)
    contents = database.read_bytes()
    for size in offsets(len(contents)):
        cut = tmp_path / f"cut{size}" / "station.db"
        cut.parent.mkdir()
        cut.write_bytes(contents[:size])
        lock = cut.with_name("station.db.lock")
        if ended != "nobody knows":
            lock.write_text("" if ended == "in order" else "4711")
        if size:
            assert opened_or_refused(cut, read_only=True), size
            assert opened_or_refused(cut, read_only=False), size
            assert opened_or_refused(cut, read_only=False), f"{size}, again"
        assert cut.read_bytes() == contents[:size]
        shutil.rmtree(cut.parent)


def test_emptied_database_is_not_begun_anew_in_silence(database: Path, tmp_path: Path) -> None:
    """A file of no bytes beside its log or its backups is a loss, not a new station."""
    made(database, folded=False)
    shutil.copytree(database.parent, tmp_path / "gone")
    database.write_bytes(b"")
    with pytest.raises(StoreError, match=r"is empty, but .*-wal is there\. Put a backup back"):
        Store.open(database)
    gone = tmp_path / "gone" / "station.db"
    gone.unlink()
    with pytest.raises(StoreError, match="is missing, but"):
        Store.open(gone)


def test_torn_checkpoint_is_mended_from_the_log(database: Path, tmp_path: Path) -> None:
    """A power cut while the log was being folded in: the log is whole, so everything is there."""
    made(database, folded=False)
    contents = database.read_bytes()
    log = database.with_name("station.db-wal").read_bytes()
    for size in [n for n in offsets(len(contents)) if n >= PAGE]:
        torn = tmp_path / f"torn{size}" / "station.db"
        torn.parent.mkdir()
        torn.write_bytes(contents[:size])
        torn.with_name("station.db-wal").write_bytes(log)
        torn.with_name("station.db.lock").write_text("4711")
        opened_or_refused(torn, read_only=False)
        shutil.rmtree(torn.parent)


def test_torn_log_keeps_what_was_folded_in(database: Path, tmp_path: Path) -> None:
    """Whatever is left of the log, visits that had reached the database itself are there in full."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(VISITS):
            writer.handle(visit(f"v{number}", sets=2, opened_us=OPENED_US + number * 10**10))
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened("late"), *one_set()])
        shutil.copytree(database.parent, tmp_path / "copy")
    log = (tmp_path / "copy" / "station.db-wal").read_bytes()
    assert log
    for size in range(0, len(log), 1031):
        torn = tmp_path / f"torn{size}"
        shutil.copytree(tmp_path / "copy", torn)
        (torn / "station.db-wal").write_bytes(log[:size])
        with Store.open(torn / "station.db") as store:
            assert whole(store)
            assert len(store.reps("late")) in (0, 3)
        shutil.rmtree(torn)
