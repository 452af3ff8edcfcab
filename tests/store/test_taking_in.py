"""A file of unsaved events goes into the database it was written for, and is never thrown away for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.events import Fault
from station.store import Store
from station.store.taking_in import take_in
from station.store.unsaved import Batch, Head, UnsavedFile
from tests.support.stream import OPENED_US, closed, one_set, opened

if TYPE_CHECKING:
    from pathlib import Path


def written_for(database: Path, folder: Path, athlete_id: str | None) -> Path:
    """Return a file with a whole visit that this database could not take."""
    file = UnsavedFile(
        folder / "station-unsaved-1.jsonl", Head("clinic", "step1", database=str(database.absolute()))
    )
    file.write(Batch(OPENED_US, (opened("visit1", athlete_id), *one_set(1), closed("visit1"))))
    file.close()
    return file.path


def person(database: Path) -> str:
    """Make a database in which somebody trains."""
    with Store.open(database) as store:
        return store.add_athlete("Ada").id


def reps(database: Path) -> int:
    """Return how many reps of the visit are stored."""
    with Store.open(database, read_only=True) as store:
        return len(store.reps("visit1"))


def test_another_stations_file_is_refused(tmp_path: Path) -> None:
    """While the database that it names is there, no other one takes it, nor deletes it."""
    own, other = tmp_path / "own" / "station.db", tmp_path / "other" / "station.db"
    file = written_for(own, tmp_path, person(own))
    person(other)
    with pytest.raises(StoreError, match=r"was written for .*own/station.db, not for .*other/station.db"):
        take_in(other, file)
    assert reps(other) == 0
    assert take_in(own, file).reps == 3
    assert not file.exists()


def test_moved_database_takes_its_file(tmp_path: Path) -> None:
    """A data folder that was moved knows its people; that it is another path is told."""
    before, after = tmp_path / "before" / "station.db", tmp_path / "after" / "station.db"
    file = written_for(before, tmp_path, person(before))
    before.parent.rename(after.parent)
    taken = take_in(after, file)
    assert (taken.reps, taken.left_out, taken.written_for) == (3, 0, str(before.absolute()))
    assert reps(after) == 3


def test_strangers_are_not_left_out_and_deleted(tmp_path: Path) -> None:
    """Where the people of the file are unknown, it is kept for the database that knows them."""
    gone, here = tmp_path / "gone" / "station.db", tmp_path / "here" / "station.db"
    file = written_for(gone, tmp_path, "0a1b")
    person(here)
    with pytest.raises(StoreError, match=r"athlete 0a1b, whom .* does not know"):
        take_in(here, file)
    assert file.exists()
    assert reps(here) == 0


def test_events_of_nobody_stay_for_the_database_they_were_written_for(tmp_path: Path) -> None:
    """A file without any session proves nothing: another database takes none of it, and it is kept."""
    gone, here = tmp_path / "gone" / "station.db", tmp_path / "here" / "station.db"
    head = Head("clinic", "step1", database=str(gone.absolute()))
    file = UnsavedFile(tmp_path / "station-unsaved-1.jsonl", head)
    file.write(Batch(OPENED_US, (Fault("gap", "L", 1.0, None, 1, "x"),)))
    file.close()
    person(here)
    with pytest.raises(StoreError, match="has no session that would tell"):
        take_in(here, file.path)
    assert file.path.exists()
    person(gone)
    assert take_in(gone, file.path).events == 1


def test_erased_people_are_left_out_of_their_own_database(tmp_path: Path) -> None:
    """Somebody erased since comes back through no file."""
    own = tmp_path / "own" / "station.db"
    file = written_for(own, tmp_path, athlete_id := person(own))
    with Store.open(own) as store:
        store.erase_athlete(athlete_id, sent_away=False)
    assert take_in(own, file).reps == 0
    assert not file.exists()
    assert reps(own) == 0
