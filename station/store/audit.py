"""Looking a database over: pages, references, rows that nobody owns, its log, and who writes it now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from station.errors import StoreError
from station.store import schema
from station.store.connection import BACK, connect, explain, plain_words
from station.store.copies import damage
from station.store.lock import holder_of
from station.store.soundness import refuse_lost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGE_LOG_BYTES = 64 << 20
"""SQLite folds its log in at 4 MB; one this large means that some reader never ends."""
_ORPHANS = (
    (
        "reps of sets without a summary, in sessions that ended",
        """SELECT count(*) FROM reps JOIN sessions ON sessions.id = reps.session_id AND state != 'open'
           WHERE NOT EXISTS (SELECT 1 FROM sets WHERE sets.session_id = reps.session_id
                             AND sets.set_index = reps.set_index)""",
    ),
    (
        "reps that never got their final values, in sessions that ended",
        """SELECT count(*) FROM reps JOIN sessions ON sessions.id = reps.session_id AND state != 'open'
           WHERE final = 0""",
    ),
    (
        "sets that count other than their reps",
        """SELECT count(*) FROM sets WHERE reps_done != (SELECT count(*) FROM reps
           WHERE reps.session_id = sets.session_id AND reps.set_index = sets.set_index)""",
    ),
    (
        "points in the outbox that belong to no session and to nobody",
        "SELECT count(*) FROM outbox WHERE session_id IS NULL AND athlete_id IS NULL",
    ),
    (
        "entries without a value",
        """SELECT count(*) FROM symptoms WHERE NOT EXISTS
           (SELECT 1 FROM symptom_values WHERE entry_id = symptoms.id)""",
    ),
    (
        "sessions without a time of ending that are not open",
        "SELECT count(*) FROM sessions WHERE state != 'open' AND closed_us IS NULL",
    ),
    (
        "calibrations or verifications of steps that cannot be read",
        """SELECT (SELECT count(*) FROM calibration_records WHERE NOT json_valid(document))
                + (SELECT count(*) FROM verifications WHERE NOT json_valid(document))""",
    ),
    (
        "calibrations of steps that differ from what was found",
        """SELECT count(*) FROM calibration_records WHERE json_valid(document) AND NOT (
               id = json_extract(document, '$.id') AND step_uid = json_extract(document, '$.step_uid')
               AND (SELECT count(*) FROM calibration_plates WHERE record_id = id)
                   = json_array_length(document, '$.outcome.plates'))""",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    state: Literal["ok", "mind", "stop"]
    words: str
    remedy: str = ""


def check(database: Path, *, full: bool) -> list[Finding]:
    """Look a database over while it is in use or not; ``full`` also reads every index against its table.

    ``StoreError`` when there is none, or it is not a station's. Damage is a finding.
    """
    must_exist(database)
    refuse_lost(database)
    findings = [_writer(database), _log(database)]
    with plain_words(database), closing(_opened(database)) as connection:
        schema.check(connection, database)
        findings += [_version(connection), _pages(connection, database, full=full)]
        if findings[-1].state == "ok" and findings[-2].state == "ok":
            findings += _owners(connection)
    return findings


def must_exist(database: Path) -> None:
    """Refuse to look at what was never made."""
    if not database.exists():
        raise StoreError(f"there is no database {database}", "Measure something first")


def _opened(database: Path) -> sqlite3.Connection:
    try:
        return connect(database, read_only=True)
    except sqlite3.Error as error:
        raise explain(error, database) or error from error


def _writer(database: Path) -> Finding:
    pid = holder_of(database)
    return Finding("writer", "ok", "none" if pid is None else f"process {pid} is writing")


def _log(database: Path) -> Finding:
    log = database.with_name(database.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    words = f"{size >> 10} kB not folded in yet" if size else "folded in"
    if size > LARGE_LOG_BYTES:
        return Finding("log", "mind", words, "End whatever reads the database without end")
    return Finding("log", "ok", words)


def _version(connection: sqlite3.Connection) -> Finding:
    version, newest = schema.schema_version(connection), len(schema.MIGRATIONS)
    if version < newest or schema.missing_columns(connection):
        words = f"version {version} of {newest}: an older station wrote it"
        return Finding("version", "mind", words, "Start the station on it once, which brings it up to date")
    return Finding("version", "ok", str(version))


def _pages(connection: sqlite3.Connection, database: Path, *, full: bool) -> Finding:
    try:
        found = damage(connection, quick=not full)
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        return Finding("pages", "stop", f"{database} is damaged: {' '.join(found[0].split())}{more}", BACK)
    return Finding(
        "pages", "ok", "read in full" if full else "read; 'station store check --full' reads indexes too"
    )


def _owners(connection: sqlite3.Connection) -> Iterator[Finding]:
    strange = [
        f"{number} {what}"
        for what, statement in _ORPHANS
        if (number := connection.execute(statement).fetchone()[0])
    ]
    if strange:
        yield Finding("rows", "stop", "; ".join(strange), "Keep a backup, and report it")
    else:
        reps, sets, visits = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  names of our own
            for table in ("reps", "sets", "sessions")
        )
        yield Finding("rows", "ok", f"{visits} sessions, {sets} sets, {reps} reps, none without an owner")
