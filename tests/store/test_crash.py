"""Killed, cut off, torn: what was called saved is there, once, and everything else is said in words."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.store import Store, StoreWriter, ledger
from tests.support.killing import receipts_until_killed
from tests.support.stream import one_set, opened, rep, summary, visit
from tests.support.writer_process import opened_us

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.killing import Receipt

PAGE = 4096
WAL_HEADER = 32
WAL_FRAME = PAGE + 24


def check_visit(store: Store, number: int, receipts: set[Receipt]) -> None:
    """Every receipt is honoured with the right values, nothing is there twice, and the account adds up."""
    session_id, begin_us = f"visit{number}", opened_us(number)
    reps = {(each.set, each.index): each for each in store.reps(session_id)}
    live = {(each.set, each.index): each for each in store.provisional_reps(session_id)}
    assert live == {at: rep(at[1], set_index=at[0], opened_us=begin_us) for at in reps}
    assert len(reps) == len(store.reps(session_id))
    for what, set_index, index in receipts:
        if what == "rep":
            stored = reps[int(set_index), int(index)]
            promised = rep(int(index), set_index=int(set_index), opened_us=begin_us)
            assert stored.start_time_us == promised.start_time_us
        elif what == "rep_final":
            assert reps[int(set_index), int(index)].eccentric_tut_s == 3.5
        elif what == "set":
            assert summary(int(set_index), opened_us=begin_us) in store.sets(session_id)
    points = [
        row.point for row in store.outbox_waiting(100_000) if row.point.fields["session_id"] == session_id
    ]
    queued = [(p.fields["set_index"], p.fields["rep_index"]) for p in points if p.measurement == "rep"]
    assert sorted(queued) == sorted(reps)
    assert len([p for p in points if p.measurement == "set"]) == len(store.sets(session_id))
    assert {each.index for each in store.sets(session_id)} == {set_index for set_index, _ in reps}


def kill_rounds(database: Path, rounds: int) -> None:
    """Kill a writer again and again on one database."""
    chance = random.Random(2024)  # noqa: S311  reproducible instants
    for number in range(rounds):
        receipts = receipts_until_killed(database, number, chance)
        with Store.open(database) as store:
            check_visit(store, number, receipts)
            with store.reading() as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert ledger.audit(store) == []


def test_killed_writer_loses_no_receipt(database: Path) -> None:
    """SIGKILL at random instants: every rep called saved is there once, and queued once."""
    kill_rounds(database, 40)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(900)
def test_killed_writer_loses_no_receipt_300_times(database: Path) -> None:
    """The same, as often as the durability target asks for."""
    kill_rounds(database, 300)


def snapshot(database: Path, folder: Path) -> Path:
    """Store a visit and copy database and log as they lie on the disk, before the log is folded in."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for event in [opened(), *one_set(1, 3), *one_set(2, 3)]:
            writer.handle([event])
        folder.mkdir()
        for name in (database.name, f"{database.name}-wal"):
            shutil.copy(database.with_name(name), folder / name)
    return folder / database.name


def interesting(size: int, step: int, first: int) -> list[int]:
    """Return offsets at, just before and just after every boundary, thinned to a test's patience."""
    boundaries = range(first, size, step)
    offsets = {0, 1, size - 1, *(b + d for b in boundaries for d in (-1, 0, 1))}
    return sorted(offset for offset in offsets if 0 <= offset < size)[::3]


def test_torn_log_is_a_prefix_of_what_was_saved(database: Path, tmp_path: Path) -> None:
    """A power cut that loses the end of the log loses the last commits and nothing else."""
    whole = snapshot(database, tmp_path / "whole")
    order = [(set_index, index) for set_index in (1, 2) for index in (1, 2, 3)]
    log = whole.with_name("station.db-wal").read_bytes()
    lengths = set()
    for offset in interesting(len(log), WAL_FRAME, WAL_HEADER):
        torn = tmp_path / f"torn{offset}" / "station.db"
        torn.parent.mkdir()
        shutil.copy(whole, torn)
        torn.with_name("station.db-wal").write_bytes(log[:offset])
        with Store.open(torn) as store:
            there = [(each.set, each.index) for each in store.reps("visit1")]
            assert there == order[: len(there)]
            assert all(each.eccentric_tut_s in (3.0, 3.5) for each in store.reps("visit1"))
            lengths.add(len(there))
            assert ledger.audit(store) == []
        shutil.rmtree(torn.parent)
    assert lengths == set(range(7))


def test_torn_database_opens_or_says_so(database: Path, tmp_path: Path) -> None:
    """A database cut short gives right rows or a plain error, never wrong rows and never a traceback."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle(visit(sets=2))
    contents = database.read_bytes()
    expected = {
        replace(rep(i, set_index=s), final=True, eccentric_tut_s=3.5).start_s
        for s in (1, 2)
        for i in (1, 2, 3)
    }
    refused = 0
    for offset in interesting(len(contents), PAGE, PAGE):
        torn = tmp_path / f"torn{offset}" / "station.db"
        torn.parent.mkdir()
        torn.write_bytes(contents[:offset])
        try:
            with Store.open(torn) as store:
                assert {each.start_s for each in store.reps("visit1")} <= expected
        except StoreError as error:
            refused += str(torn) in str(error)
        shutil.rmtree(torn.parent)
    assert refused
