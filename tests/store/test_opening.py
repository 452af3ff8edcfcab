"""Opening a database: made, migrated, recovered, shared for reading, or refused in plain words."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.events import PlateGains
from station.metrics import registry
from station.store import Store, StoreWriter, ledger, schema
from station.store.lock import holder_of
from station.store.recovery import RECOVERED
from tests.support.stream import OPENED_US, one_set, opened, rep, summary, visit

if TYPE_CHECKING:
    from pathlib import Path

needs_owner = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


GAINS = PlateGains(61.5, "5AFE01C3", "L=0.0005 R=0.0006", 1.0042, 0.0011)


def sql(database: Path, statement: str) -> None:
    """Change a closed database behind the store's back."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def fill(database: Path) -> None:
    """Make a database with one visit."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle(visit())


@needs_owner
def test_only_the_owner_can_read(database: Path) -> None:
    """The folder is 0700; database, log and lock are 0600."""
    with Store.open(database) as store:
        store.add_athlete("Ann")
        assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in database.parent.iterdir()}
    assert modes == dict.fromkeys(modes, 0o600)
    assert "station.db-wal" in modes


def test_every_commit_is_synced(store: Store) -> None:
    """WAL with synchronous=FULL and foreign keys, on the connection that writes."""
    with store.transaction() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_second_writer_is_refused_by_pid(database: Path, store: Store) -> None:
    """Another process is told which process writes; this one goes on."""
    program = (
        f"from pathlib import Path; from station.store import Store; Store.open(Path({str(database)!r}))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert f"StoreError: another station (process {os.getpid()}) is writing" in other.stderr
    store.add_athlete("Ann")


def test_lock_ends_with_its_holder(database: Path) -> None:
    """A closed store, and a failed opening, let the next writer in."""
    Store.open(database).close()
    Store.open(database).close()
    sql(database, "PRAGMA user_version = 99")
    for _ in range(2):
        with pytest.raises(StoreError, match="newer"):
            Store.open(database)


def test_reading_while_another_writes(database: Path, store: Store) -> None:
    """A report sees every commit of the live station and cannot change anything."""
    with Store.open(database, read_only=True) as reader:
        StoreWriter(store, "clinic", "step1").handle(visit())
        assert len(reader.reps("visit1")) == 3
        with pytest.raises(StoreError, match="reading only"):
            reader.add_athlete("Ann")


def test_closed_store_says_so(database: Path) -> None:
    """Using a closed store is an error in words, not a crash in SQLite."""
    store = Store.open(database)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.athletes()
    with pytest.raises(StoreError, match="closed"):
        store.add_athlete("Ann")


@pytest.mark.parametrize("read_only", [False, True])
def test_newer_database_is_refused_with_both_versions(database: Path, read_only: bool) -> None:  # noqa: FBT001  a parameter
    """An old program never touches a new database."""
    fill(database)
    sql(database, "PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=rf"version 99, this one knows {len(schema.MIGRATIONS)}\).*Update"):
        Store.open(database, read_only=read_only)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """A SQLite file of something else is left alone."""
    other = tmp_path / "other.db"
    sql(other, "CREATE TABLE things (x)")
    before = other.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(other)
    assert other.read_bytes() == before


def test_no_database_is_refused(tmp_path: Path) -> None:
    """A text file, a folder and a missing file are three clear errors."""
    text = tmp_path / "notes.db"
    text.write_text("this is not a database, whatever its name says. " * 40)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(text)
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="cannot open"):
        Store.open(tmp_path / "missing.db", read_only=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_missing_permission_is_said(tmp_path: Path) -> None:
    """A folder that this user may not write names itself."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="ermission"):
            Store.open(tmp_path / "station.db")
    finally:
        tmp_path.chmod(0o700)


def test_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """A data folder that is a file is one line, not a traceback."""
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="data"):
        Store.open(tmp_path / "data" / "station.db")


def test_full_disk_harms_nothing(database: Path, store: Store) -> None:
    """When the file cannot grow, the batch is refused in words; what was saved stays and saving resumes."""
    writer = StoreWriter(store, "clinic", "step1")
    writer.handle([opened(), rep(1)])
    with store.transaction() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    batch = [replace(rep(index), variant="x" * 5000) for index in range(2, 20)]
    with pytest.raises(StoreError, match="disk is full"):
        writer.handle(batch)
    assert len(store.reps("visit1")) == 1
    with store.transaction() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert len(writer.handle(batch)) == len(batch)
    assert database.exists()


def test_crash_leaves_a_true_record(database: Path) -> None:
    """At the next opening live values are final, the visit is marked, and both wait for InfluxDB."""
    store = Store.open(database)
    StoreWriter(store, "clinic", "step1").handle([opened(), rep(1), replace(rep(2), final=True), rep(3)])
    store.close()
    with Store.open(database) as recovered:
        assert [each.final for each in recovered.reps("visit1")] == [True, True, True]
        (stored,) = recovered.sessions()
        assert (stored.state, stored.closed_us is not None) == ("interrupted", True)
        points = [row.point for row in recovered.outbox_waiting(10)]
        finals = {p.fields["rep_index"]: p.fields["final"] for p in points if p.measurement == "rep"}
        assert finals == {1: False, 2: True, 3: False}
        assert points[-1].fields["state"] == "interrupted"
    with Store.open(database) as again:
        assert again.outbox_counts() == (5, 0)


def test_crash_in_a_set_leaves_its_summary(database: Path) -> None:
    """A set the station could not close is summed up from its reps, marked, and queued once."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened(), *one_set(1), rep(1, set_index=2), rep(3, set_index=2)])
    with Store.open(database) as recovered:
        whole, cut = recovered.sets("visit1")
        assert whole == summary(1)
        assert (cut.index, cut.closed_by, cut.reps_done, cut.reps_clean) == (2, "end", 2, 1)
        assert (cut.tut_total_s, cut.eccentric_tut_mean_s) == (8.5, 3.0)
        assert (cut.start_s, cut.end_s) == (rep(1, set_index=2).start_s, rep(3, set_index=2).single_leg_end_s)
        assert cut.refused["sample_rate_hz"] == cut.refused["invalid_sample_share"] == RECOVERED
        unknown = [getattr(cut, name) for name in ("sample_rate_hz", "invalid_sample_share")]
        assert unknown == [None, None]
        (stored,) = recovered.sessions()
        assert (stored.sets_done, stored.reps_done) == (2, 5)
        points = [row.point for row in recovered.outbox_waiting(20)]
        assert [p.fields["set_index"] for p in points if p.measurement == "set"] == [1, 2]
        assert points[-1].fields["sets_done"] == 2
        counted = {each.measurement: each.queued for each in recovered.outbox_totals()}
        assert counted == {"rep": 5, "set": 2, "session": 1}
    with Store.open(database) as again:
        assert len(again.sets("visit1")) == 2
        assert again.outbox_counts() == (8, 0)


def test_new_metric_is_a_row_in_the_registry(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database from before a metric gets its column at opening; old reps have no value there."""
    everything = registry.METRICS
    fewer = tuple(m for m in everything if m.name not in ("eccentric_tut_s", "tut_total_s"))
    monkeypatch.setattr(registry, "METRICS", fewer)
    with Store.open(database) as before:
        StoreWriter(before, "clinic", "step1").handle([opened("old", time_us=OPENED_US - 1), rep(1)])
    monkeypatch.setattr(registry, "METRICS", everything)
    with pytest.raises(StoreError, match="older station"):
        Store.open(database, read_only=True)
    with Store.open(database) as after:
        StoreWriter(after, "clinic", "step1").handle(visit())
        assert after.reps("old") == [replace(rep(1), final=True, eccentric_tut_s=None)]
        assert after.reps("visit1")[0].eccentric_tut_s == 3.5
        assert after.sets("visit1")[0].tut_total_s == 12.75


def test_migration_copies_the_old_database_first(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the shape changes a whole copy is kept beside the database, readable by the owner only."""
    fill(database)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (x)",)))
    with pytest.raises(StoreError, match="older station"):
        Store.open(database, read_only=True)
    with Store.open(database) as store, store.reading() as connection:
        assert schema.schema_version(connection) == len(schema.MIGRATIONS)
    copy = database.with_name(f"station.db.v{len(schema.MIGRATIONS) - 1}.bak")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM reps").fetchone() == (3,)
    assert os.name != "posix" or stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_database_of_the_first_version_is_brought_up_to_date(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first version stored is all there, and what came later has its place."""
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        before.setattr(schema, "METRIC_TABLES", (("reps", "rep"), ("sets", "set")))
        database.parent.mkdir()
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            schema.migrate(connection, database)
            assert schema.schema_version(connection) == 1
            connection.execute(
                """INSERT INTO sessions (id, site, station, port, opened_us, closed_us, state)
                   VALUES ('old', 'clinic', 'step1', 'sim://x', 5, 6, 'closed')"""
            )
            connection.execute(
                """INSERT INTO reps (session_id, set_index, rep_index, final, mode, side, variant, start_s, faults,
                   refused, eccentric_tut_s) VALUES ('old', 1, 1, 1, 'lowering', 'left', '', 2.0, '[]', '{}', 3.5)"""
            )
    with Store.open(database) as store:
        assert [each.eccentric_tut_s for each in store.reps("old")] == [3.5]
        assert store.provisional_reps("old") == []
        assert store.plate_gains() == []
        StoreWriter(store, "clinic", "step1").handle([*visit(), GAINS])
        assert store.plate_gains() == [GAINS]
    assert database.with_name("station.db.v1.bak").exists()


def test_gains_of_plates_outlive_sessions(database: Path) -> None:
    """What was learned last of a step and its calibration is there at the next opening; others are kept apart."""
    recalibrated = replace(GAINS, calibration="L=0.0005 R=0.00061", left_over_right=0.99)
    better = replace(GAINS, left_over_right=1.005, sd=0.0008)
    for gains in (GAINS, recalibrated, better):
        with Store.open(database) as store:
            StoreWriter(store, "clinic", "step1").handle([gains])
    with Store.open(database, read_only=True) as store:
        assert {each.calibration: each for each in store.plate_gains()} == {
            GAINS.calibration: better, recalibrated.calibration: recalibrated,
        }  # fmt: skip
        assert [gains for gains, _ in store.plate_gains_of("5AFE01C3")][-1] == better
        assert store.plate_gains_of("another") == []


def test_failed_migration_changes_nothing(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half-way leaves the old database, version and all."""
    fill(database)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (x)", "NOT SQL")))
    with pytest.raises(sqlite3.OperationalError):
        Store.open(database)
    monkeypatch.undo()
    with Store.open(database) as store:
        assert len(store.reps("visit1")) == 3


def test_deleted_lock_is_made_again(database: Path) -> None:
    """A station that writes does so alone, also after somebody deleted its lock."""
    with Store.open(database) as store:
        lock = database.with_name("station.db.lock")
        lock.unlink()
        store.add_athlete("Ada")
        assert holder_of(database) == str(os.getpid())
        with pytest.raises(StoreError, match="another station"):
            Store.open(database)
        store.add_athlete("Bob")


def test_lock_that_somebody_else_took_first_is_not_taken_for_ones_own(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the making of a new lock and its taking another station came: nothing is saved, now or later."""
    with Store.open(database) as store:
        database.with_name("station.db.lock").unlink()
        with monkeypatch.context() as taken:
            taken.setattr("station.store.lock._lock_fd", _is_taken)
            with pytest.raises(StoreError):
                store.add_athlete("Ada")
        with pytest.raises(StoreError, match="another station has written since"):
            store.add_athlete("Ada")
        assert store.athletes() == []


def _is_taken(_fd: int) -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_store_that_was_replaced_leaves_the_new_ones_log(database: Path) -> None:
    """A station whose folder was replaced ends without deleting what the next one has not folded in yet."""
    first = Store.open(database)
    first.add_athlete("Ada")
    database.parent.rename(database.parent.with_name("away"))
    with Store.open(database) as second:
        second.add_athlete("Bob")
        log = database.with_name("station.db-wal")
        before = log.stat().st_size
        first.close()
        assert (log.stat().st_size, before > 0) == (before, True)
        assert [each.name for each in second.athletes()] == ["Bob"]


def test_second_writer_over_a_deleted_lock_ends_the_first_ones_writing(database: Path) -> None:
    """Two that write would spoil each other's account: the older one saves nothing more, and says why."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened(), rep(1)])
        database.with_name("station.db.lock").unlink()
        Store.open(database).close()
        with pytest.raises(StoreError, match="was deleted, and another station has written since"):
            writer.handle([rep(2)])
        assert len(store.reps("visit1")) == 1
        assert ledger.audit(store) == []


@pytest.mark.parametrize("left", ["station.db.v4.bak", "backups/station-20260301T000000Z.db"])
def test_missing_database_beside_its_copies_is_not_begun_anew(database: Path, left: str) -> None:
    """Where a database was there is none in silence."""
    copy = database.parent / left
    copy.parent.mkdir(parents=True)
    copy.touch()
    with pytest.raises(StoreError, match="is missing, but"):
        Store.open(database)
    assert not database.exists()
