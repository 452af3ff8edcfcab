"""The independent count notices what it is there for: rows that vanished, rows that are there twice, torn output."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.store import Store, StoreWriter
from tests.support.stream import visit
from tools.campaign.counting import Told, doubled, missing, rows_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database with one visit of four reps."""
    with Store.open(tmp_path / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle(visit(reps=4))
    return tmp_path / "station.db"


def changed(database: Path, statement: str) -> None:
    """Change a database behind everybody's back."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def test_a_missing_rep_is_counted(database: Path) -> None:
    """One of four promised reps is deleted: one is lost."""
    told = Told(reps={("visit1", 1, index) for index in range(1, 5)})
    assert missing(told.promised, rows_of(database).reps) == 0
    changed(database, "DELETE FROM reps WHERE rep_index = 2")
    assert missing(told.promised, rows_of(database).reps) == 1


def test_twins_are_counted(database: Path) -> None:
    """A rep that begins where another begins is the same rep under another number."""
    assert rows_of(database).twins == 0
    changed(
        database,
        "UPDATE reps SET start_s = (SELECT start_s FROM reps WHERE rep_index = 1) + 0.1 WHERE rep_index = 2",
    )
    assert rows_of(database).twins == 1
    assert doubled(Counter({("visit1", 1, 1): 3, ("visit1", 1, 2): 1})) == 2


def test_damage_is_told(database: Path) -> None:
    """A reference that leads nowhere is damage."""
    assert rows_of(database).damage == []
    changed(database, "DELETE FROM sessions")
    assert rows_of(database).damage


def test_only_whole_lines_are_promises() -> None:
    """A line cut off by the kill was never said; a rep taken back is no promise any more."""
    told = Told()
    opened = {"type": "session", "state": "opened", "session_id": "a"}
    saved = [{"type": "saved", "what": "rep", "session_id": "a", "set": 1, "index": n} for n in (1, 2, 3)]
    back = {"type": "rep_withdrawn", "set": 1, "index": 2, "start_s": 1.0}
    lines = [json.dumps(event).encode() + b"\n" for event in (opened, *saved[:2], back)]
    told.take([*lines, json.dumps(saved[2]).encode()])
    assert told.promised == {("a", 1, 1)}
    assert told.torn_lines == 1
