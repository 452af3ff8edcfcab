"""Exports one after the other come to the same as one of everything: nothing is missed, nothing is there twice."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import UsageError
from station.events import SymptomNoted
from station.export.columns import TABLE_NAMES
from station.export.tables_out import Exporter
from station.store import Store, StoreWriter, clocks, symptoms, upkeep
from station.store.changes import Cursor
from station.store.tables import Pick
from tests.support.drawn import examples
from tests.support.stream import OPENED_US, closed, one_set, opened, rep, summary

if TYPE_CHECKING:
    from pathlib import Path

    from station.events import Event

Table = dict[str, list[dict[str, str]]]
HOUR_US = 3600 * 10**6


def export(store: Store, pick: Pick | None = None) -> tuple[Table, Cursor]:
    """Return every table, and where the next export goes on."""
    tables: Table = {}
    cursor = None
    for name in TABLE_NAMES:
        file = io.StringIO()
        written = Exporter(store, pick or Pick()).to_stream(name, file)
        cursor = Cursor.parse(written.cursor)
        tables[name] = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert cursor is not None
    return tables, cursor


class Follower:
    """Keeps a copy as the documentation says: a visit is replaced whole, an entry by its number."""

    def __init__(self) -> None:
        self.tables: Table = {name: [] for name in TABLE_NAMES}
        self.cursor: Cursor | None = None

    def follow(self, store: Store) -> int:
        """Take what is new; return how many visits and entries that was."""
        new, self.cursor = export(store, Pick(after=self.cursor, ended=True))
        visits = {row["session_id"] for row in new["sessions"]}
        entries = {row["entry_id"] for row in new["symptoms"]}
        for name, rows in self.tables.items():
            kept = [
                row
                for row in rows
                if (row["entry_id"] not in entries if name == "symptoms" else row["session_id"] not in visits)
            ]
            self.tables[name] = kept + new[name]
        return len(visits) + len(entries)


class Clinic:
    """A station at which things happen, one hour after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hour = self.number = 0
        self.open = ""
        self.start()
        self.athlete = self.store.add_athlete("Ann").id

    def start(self) -> None:
        """Open the database, as a station that starts."""
        self.store = Store.open(self.path, clock_us=lambda: self.now_us)
        self.writer = StoreWriter(self.store, "clinic", "step1")

    @property
    def now_us(self) -> int:
        """The wall clock."""
        return OPENED_US + self.hour * HOUR_US

    def begin(self) -> None:
        """Begin a visit and do a set, of which the last rep is not final."""
        self.end()
        self.number += 1
        self.open = f"visit{self.number}"
        self.writer.handle([opened(self.open, self.athlete, self.now_us), *one_set(opened_us=self.now_us)])
        self.writer.handle([rep(1, set_index=2, opened_us=self.now_us)])

    def finish_set(self) -> None:
        """Give the last rep its final values, late."""
        if self.open:
            late: list[Event] = [
                rep(1, set_index=2, final=True, opened_us=self.now_us),
                summary(2, opened_us=self.now_us),
            ]
            self.writer.handle(late)

    def end(self) -> None:
        """End the visit in order."""
        if self.open:
            self.writer.handle([closed(self.open, self.now_us)])
            self.open = ""

    def crash(self) -> None:
        """Die in the middle, and start again."""
        self.store.close()
        self.start()
        self.open = ""

    def go_on(self) -> None:
        """Go on with the newest visit that was cut off."""
        newest = self.store.sessions(limit=1)
        if newest and newest[0].state == "interrupted":
            self.writer.go_on(newest[0])
            self.open = newest[0].id

    def say(self) -> None:
        """Say how it feels."""
        said = SymptomNoted(self.athlete, self.now_us, {"during": 2.0}, "left", self.open or None)
        self.writer.handle([said])

    def correct(self) -> None:
        """Correct the first entry there is."""
        with self.store.transaction() as connection:
            if connection.execute("SELECT 1 FROM symptoms WHERE id = 1 AND withdrawn_us IS NULL").fetchone():
                symptoms.correct(connection, 1, {"during": float(self.hour % 10)})

    def withdraw(self) -> None:
        """Take the first entry back."""
        with self.store.transaction() as connection:
            if connection.execute("SELECT 1 FROM symptoms WHERE id = 1").fetchone():
                symptoms.withdraw(connection, 1, "a slip", self.now_us)

    def set_time(self) -> None:
        """Correct the times of the oldest visit that has ended."""
        with self.store.transaction() as connection:
            for visit in self.store.sessions()[::-1]:
                if visit.state != "open":
                    clocks.set_time(connection, visit.id, visit.opened_us - 7 * HOUR_US, self.now_us)
                    break


ACTIONS = ("begin", "finish_set", "end", "crash", "go_on", "say", "correct", "withdraw", "set_time", "export")


@settings(
    max_examples=examples(25, 300), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(actions=st.lists(st.sampled_from(ACTIONS), min_size=5, max_size=15))
def test_whoever_follows_has_everything_once(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    """Late finals, crashes, visits that go on, corrections, moved clocks: the copy is what is stored."""
    clinic = Clinic(tmp_path_factory.mktemp("clinic") / "station.db")
    follower = Follower()
    for action in ("begin", "say", "end", "begin", "export", *actions):
        clinic.hour += 1
        if action == "export":
            follower.follow(clinic.store)
            assert follower.follow(clinic.store) == 0
        else:
            getattr(clinic, action)()
    clinic.hour += 1
    clinic.end()
    follower.follow(clinic.store)
    everything, _ = export(clinic.store)
    clinic.store.close()
    for name in TABLE_NAMES:
        assert sorted(follower.tables[name], key=repr) == sorted(everything[name], key=repr)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic where one visit has ended and one is under way."""
    made = Clinic(tmp_path / "data" / "station.db")
    for action in (made.begin, made.finish_set, made.say, made.end, made.begin):
        made.hour += 1
        action()
    return made


def test_a_visit_comes_once_and_when_it_has_ended(clinic: Clinic) -> None:
    """The visit under way waits; then it comes whole, with the final values only, and the others do not again."""
    first, cursor = export(clinic.store, Pick(ended=True))
    assert {row["session_id"] for row in first["reps"]} == {"visit1"}
    clinic.finish_set()
    none, cursor = export(clinic.store, Pick(after=cursor, ended=True))
    assert not any(none.values())
    clinic.end()
    second, _ = export(clinic.store, Pick(after=cursor, ended=True))
    assert {row["session_id"] for name in ("reps", "sets", "sessions") for row in second[name]} == {"visit2"}
    assert {row["final"] for row in second["reps"]} == {"true"}
    assert second["symptoms"] == []


def test_a_correction_of_long_ago_comes_again(clinic: Clinic) -> None:
    """What was exported and is corrected afterwards is in the next export, as it is now."""
    _, cursor = export(clinic.store)
    clinic.correct()
    again, cursor = export(clinic.store, Pick(after=cursor, ended=True))
    assert [row["during_nrs"] for row in again["symptoms"]] == [f"{float(clinic.hour % 10)}"]
    clinic.withdraw()
    again, _ = export(clinic.store, Pick(after=cursor, ended=True))
    assert [row["withdrawn"] for row in again["symptoms"]] == ["true"]


def test_the_cursor_of_another_database_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    """A cursor of another station would skip what this one has."""
    other = Clinic(tmp_path / "other" / "station.db")
    other.begin()
    _, cursor = export(other.store)
    with pytest.raises(UsageError, match=r"another database.*--since start"):
        export(clinic.store, Pick(after=cursor, ended=True))


def test_a_cursor_from_before_a_backup_was_put_back_is_refused(clinic: Clinic) -> None:
    """History was undone and goes on elsewhere: what was written since would be missed under the old numbers."""
    clinic.end()
    copy = upkeep.backup(clinic.path, None, now_us=clinic.now_us, keep=3).path
    _, good = export(clinic.store)
    clinic.begin()
    clinic.end()
    _, gone = export(clinic.store)
    clinic.store.close()
    upkeep.restore(clinic.path, copy, now_us=clinic.now_us)
    with Store.open(clinic.path, read_only=True) as store, pytest.raises(UsageError, match="put back"):
        export(store, Pick(after=gone, ended=True))
    clinic.start()
    for _ in range(3):
        clinic.hour += 1
        clinic.begin()
        clinic.end()
    with pytest.raises(UsageError, match="put back"):
        export(clinic.store, Pick(after=gone, ended=True))
    new, _ = export(clinic.store, Pick(after=good, ended=True))
    assert len(new["sessions"]) == 3


def test_a_database_copied_back_by_hand_is_noticed(clinic: Clinic, tmp_path: Path) -> None:
    """Also when nobody asked the station to restore: the file was exchanged."""
    clinic.end()
    clinic.store.close()
    shutil.copy(clinic.path, tmp_path / "kept.db")
    clinic.start()
    clinic.begin()
    clinic.end()
    _, gone = export(clinic.store)
    clinic.store.close()
    for end in ("", "-wal", "-shm"):
        clinic.path.with_name(clinic.path.name + end).unlink(missing_ok=True)
    shutil.copy(tmp_path / "kept.db", clinic.path)
    clinic.start()
    clinic.begin()
    clinic.end()
    with pytest.raises(UsageError, match="another database"):
        export(clinic.store, Pick(after=gone, ended=True))


def test_after_an_erasure_everything_is_exported_anew(clinic: Clinic) -> None:
    """A person who was erased here must leave the copies too: older cursors end, and the log forgets them."""
    clinic.end()
    _, cursor = export(clinic.store)
    clinic.store.erase_athlete(clinic.athlete)
    with pytest.raises(UsageError, match=r"a person was erased.*--since start"):
        export(clinic.store, Pick(after=cursor, ended=True))
    tables, cursor = export(clinic.store, Pick(ended=True))
    assert not any(tables.values())
    export(clinic.store, Pick(after=cursor, ended=True))
    with closing(sqlite3.connect(clinic.path)) as connection:
        assert connection.execute("SELECT count(*) FROM changes").fetchone()[0] == 0


def test_a_database_of_before_knows_all_its_visits(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brought up to date from the version without a log, everything there is comes with the first export."""
    clinic.end()
    clinic.store.close()
    with closing(sqlite3.connect(clinic.path)) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_log_%'"
        )
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DROP TABLE changes")
        connection.execute("DROP TABLE change_epochs")
        connection.execute("PRAGMA user_version = 9")
        connection.commit()
    monkeypatch.setattr("station.store.schema.MIGRATIONS", _up_to_ten())
    clinic.start()
    tables, _ = export(clinic.store, Pick(ended=True))
    assert [len(tables[name]) for name in ("sessions", "symptoms")] == [2, 1]
    assert Follower().follow(clinic.store) == 3


def _up_to_ten() -> tuple[tuple[str, ...], ...]:
    from station.store import schema  # noqa: PLC0415  as it is before it is patched

    return schema.MIGRATIONS[:10]
