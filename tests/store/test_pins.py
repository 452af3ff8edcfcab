"""A person's PIN: kept as a hash, asked for, forgotten with the person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError, UsageError
from station.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def test_right_pin_opens_and_wrong_does_not(tmp_path: Path) -> None:
    """Only the digits that were set; another person's are another's."""
    with Store.open(tmp_path / "station.db") as store:
        ana, bob = store.add_athlete("Ana"), store.add_athlete("Bob")
        store.set_pin(ana.id, "0420")
        assert (store.has_pin(ana.id), store.has_pin(bob.id)) == (True, False)
        assert store.opens_for(ana.id, "0420")
        assert not store.opens_for(ana.id, "4200")
        assert not store.opens_for(ana.id, "")
        assert store.opens_for(bob.id, "1111")


def test_pin_can_be_changed_and_removed(tmp_path: Path) -> None:
    """The old one opens nothing any more; without one nothing is asked."""
    with Store.open(tmp_path / "station.db") as store:
        ana = store.add_athlete("Ana")
        store.set_pin(ana.id, "0420")
        store.set_pin(ana.id, "1234")
        assert not store.opens_for(ana.id, "0420")
        store.set_pin(ana.id, None)
        assert not store.has_pin(ana.id)


@pytest.mark.parametrize("pin", ["", "12", "12345", "abcd", "12 4", "١٢٣٤"])
def test_what_is_no_pin_is_refused(tmp_path: Path, pin: str) -> None:
    """Four digits that a pedal can give; the PIN of before stays."""
    with Store.open(tmp_path / "station.db") as store:
        ana = store.add_athlete("Ana")
        store.set_pin(ana.id, "0420")
        with pytest.raises(UsageError, match="four digits"):
            store.set_pin(ana.id, pin)
        assert store.opens_for(ana.id, "0420")


def test_nobody_has_no_pin_to_set(tmp_path: Path) -> None:
    """An id that is nobody's is an error of its own."""
    with Store.open(tmp_path / "station.db") as store, pytest.raises(StoreError, match="no athlete"):
        store.set_pin("nobody", "1234")


def test_digits_are_not_in_the_file_and_go_with_the_person(tmp_path: Path) -> None:
    """The database holds a hash; erasing a person erases it."""
    path = tmp_path / "station.db"
    with Store.open(path) as store:
        ana = store.add_athlete("Ana")
        store.set_pin(ana.id, "7391")
        written = path.read_bytes() + path.with_name("station.db-wal").read_bytes()
        assert b"Ana" in written
        assert b"7391" not in written
        store.erase_athlete(ana.id)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM pins").fetchone() == (0,)
