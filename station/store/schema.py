"""The database's shape: numbered migrations, plus one column per metric taken from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import StoreError
from station.metrics import registry
from station.store.accounts import VERSION_5
from station.store.changes import VERSION_10
from station.store.clocks import VERSION_6
from station.store.copies import APPLICATION_ID, copy_database
from station.store.pins import VERSION_11
from station.store.schema7 import VERSION_7
from station.store.schema8 import VERSION_8
from station.store.schema9 import VERSION_9

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_SQL_TYPES = {"float": "REAL", "int": "INTEGER", "text": "TEXT"}
METRIC_TABLES: tuple[tuple[str, registry.Level], ...] = (
    ("reps", "rep"),
    ("provisional_reps", "rep"),
    ("sets", "set"),
    ("session_summaries", "session"),
)

_VERSION_1 = (
    """CREATE TABLE athletes (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, body_mass_kg REAL, created_us INTEGER NOT NULL)""",
    """CREATE TABLE plans (
        id TEXT PRIMARY KEY, athlete_id TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE,
        assigned_us INTEGER NOT NULL, ended_us INTEGER, document TEXT NOT NULL)""",
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY, athlete_id TEXT REFERENCES athletes ON DELETE CASCADE,
        site TEXT NOT NULL, station TEXT NOT NULL, port TEXT NOT NULL, step_uid TEXT,
        opened_us INTEGER NOT NULL, closed_us INTEGER,
        state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'interrupted')), body_mass_kg REAL)""",
    "CREATE INDEX sessions_by_athlete ON sessions (athlete_id, opened_us)",
    """CREATE TABLE sets (
        session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, set_index INTEGER NOT NULL,
        mode TEXT NOT NULL, side TEXT NOT NULL, variant TEXT NOT NULL,
        start_s REAL NOT NULL, end_s REAL NOT NULL, start_time_us INTEGER, closed_by TEXT NOT NULL,
        fault_counts TEXT NOT NULL, refused TEXT NOT NULL, PRIMARY KEY (session_id, set_index))""",
    """CREATE TABLE reps (
        session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, set_index INTEGER NOT NULL,
        rep_index INTEGER NOT NULL, final INTEGER NOT NULL, recovered INTEGER NOT NULL DEFAULT 0,
        mode TEXT NOT NULL, side TEXT NOT NULL, variant TEXT NOT NULL,
        start_s REAL NOT NULL, start_time_us INTEGER,
        single_leg_start_s REAL, single_leg_end_s REAL, lowering_start_s REAL, lowering_end_s REAL,
        faults TEXT NOT NULL, refused TEXT NOT NULL, PRIMARY KEY (session_id, set_index, rep_index))""",
    "CREATE INDEX reps_not_final ON reps (session_id) WHERE final = 0",
    """CREATE TABLE symptoms (
        id INTEGER PRIMARY KEY, athlete_id TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE,
        session_id TEXT REFERENCES sessions ON DELETE CASCADE, time_us INTEGER NOT NULL,
        kind TEXT NOT NULL, value REAL, note TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE calibrations (
        id INTEGER PRIMARY KEY, step_uid TEXT NOT NULL, channel TEXT NOT NULL, zero REAL NOT NULL,
        scale_n_per_count REAL NOT NULL, taken_unix INTEGER NOT NULL, note TEXT NOT NULL,
        UNIQUE (step_uid, channel, zero, scale_n_per_count, taken_unix, note))""",
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY, session_id TEXT REFERENCES sessions ON DELETE CASCADE,
        type TEXT NOT NULL, time_us INTEGER NOT NULL, body TEXT NOT NULL)""",
    "CREATE INDEX events_by_session ON events (session_id)",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT REFERENCES sessions ON DELETE CASCADE,
        measurement TEXT NOT NULL, tags TEXT NOT NULL, fields TEXT NOT NULL, time_us INTEGER NOT NULL,
        refusal TEXT)""",
    "CREATE INDEX outbox_by_session ON outbox (session_id)",
    "CREATE INDEX outbox_parked ON outbox (id) WHERE refusal IS NOT NULL",
    """CREATE TABLE outbox_totals (
        measurement TEXT PRIMARY KEY, queued INTEGER NOT NULL DEFAULT 0,
        delivered INTEGER NOT NULL DEFAULT 0, discarded INTEGER NOT NULL DEFAULT 0)""",
    f"PRAGMA application_id = {APPLICATION_ID}",
)

_VERSION_2 = (
    """CREATE TABLE plate_gains (
        step_uid TEXT NOT NULL, calibration TEXT NOT NULL, left_over_right REAL NOT NULL, sd REAL NOT NULL,
        t_s REAL NOT NULL, time_us INTEGER NOT NULL, PRIMARY KEY (step_uid, calibration))""",
)

_VERSION_3 = (
    """CREATE TABLE provisional_reps (
        session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, set_index INTEGER NOT NULL,
        rep_index INTEGER NOT NULL,
        mode TEXT NOT NULL, side TEXT NOT NULL, variant TEXT NOT NULL,
        start_s REAL NOT NULL, start_time_us INTEGER,
        single_leg_start_s REAL, single_leg_end_s REAL, lowering_start_s REAL, lowering_end_s REAL,
        faults TEXT NOT NULL, refused TEXT NOT NULL, PRIMARY KEY (session_id, set_index, rep_index))""",
)

_VERSION_4 = (
    """CREATE TABLE session_summaries (
        session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, refused TEXT NOT NULL)""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    VERSION_5,
    VERSION_6,
    VERSION_7,
    VERSION_8,
    VERSION_9,
    VERSION_10,
    VERSION_11,
)
"""Statements that lead from version ``n`` to ``n + 1``; append only."""

_METRIC_TABLES_SINCE = 4
"""The version that has all of ``METRIC_TABLES``. A new database gets their columns then, not at the end: SQLite
reads the whole schema again for each, which is short yet."""

COPIES_KEPT = 3
"""Copies made before a migration that are kept, per version."""


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the database's version, 0 when it is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def missing_columns(connection: sqlite3.Connection) -> list[tuple[str, registry.Metric]]:
    """Return ``(table, metric)`` for every metric in the registry that has no column yet."""
    missing = []
    for table, level in METRIC_TABLES:
        rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        present = {row[0] for row in rows}
        missing += [(table, metric) for metric in registry.metrics(level) if metric.name not in present]
    return missing


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database of another program or of a newer station."""
    version = schema_version(connection)
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} was written by a newer station (database version {version}, this one knows "
            f"{len(MIGRATIONS)})",
            "Update the station, or name another data folder",
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program", "Name another data folder")


def check_current(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to read a database that would have to be migrated first."""
    if schema_version(connection) < len(MIGRATIONS) or missing_columns(connection):
        raise StoreError(
            f"{path} was written by an older station and is open for reading only",
            "Start the station on it once, which brings it up to date",
        )


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database to this program's shape in one transaction, after a verified copy of an older one.

    When it fails, database and folder are as they were.
    """
    version = schema_version(connection)
    if version == len(MIGRATIONS) and not missing_columns(connection):
        return
    copy = copy_database(connection, _copy_name(path, version)).path if version else None
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            for statement in statements:
                connection.execute(statement)
            if number == _METRIC_TABLES_SINCE:
                _add_columns(connection)
        _add_columns(connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if copy is not None:
            copy.unlink(missing_ok=True)
        raise
    _prune_copies(path, version)


def _add_columns(connection: sqlite3.Connection) -> None:
    for table, metric in missing_columns(connection):
        connection.execute(f'ALTER TABLE {table} ADD COLUMN "{metric.name}" {_SQL_TYPES[metric.kind]}')


def _copy_name(path: Path, version: int) -> Path:
    """Return a name beside the database that is not taken: ``station.db.v4.bak``, ``station.db.v4-2.bak``."""
    number, name = 1, path.with_name(f"{path.name}.v{version}.bak")
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.v{version}-{number}.bak")
    return name


def _prune_copies(path: Path, version: int) -> None:
    """Keep the newest few copies of one version; other versions' are left alone."""
    copies = [
        *path.parent.glob(f"{path.name}.v{version}.bak"),
        *path.parent.glob(f"{path.name}.v{version}-*.bak"),
    ]
    for old in sorted(copies, key=lambda copy: copy.stat().st_mtime_ns)[:-COPIES_KEPT]:
        old.unlink(missing_ok=True)
