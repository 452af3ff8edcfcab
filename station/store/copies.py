"""Whole copies of a database: made while it is in use, verified before they are called done, never overwritten."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.durable import sync_file, sync_folder
from station.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x48454454
"""Marks the file as a station's database (SQLite's ``application_id``)."""
PARTIAL = ".partial"
"""Suffix of a copy that is not whole yet."""
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Copy:
    """A verified copy."""

    path: Path
    size_bytes: int
    version: int
    """The schema's version."""
    rows: dict[str, int]
    """Rows per table, the same as in the original at that instant."""


def copy_database(source: sqlite3.Connection, target: Path) -> Copy:
    """Write one instant of the database to ``target`` (0600) and verify it; other processes may go on writing.

    The copy grows under another name and gets its own only when it is verified and on the disk.
    ``StoreError`` when ``target`` exists, or the copy differs or is damaged; ``OSError`` and ``sqlite3.Error``
    when it cannot be written. Whatever fails, no file is left.
    """
    if target.exists():
        raise StoreError(f"{target} exists already", "Choose another name; copies are never overwritten")
    partial = target.with_name(target.name + PARTIAL)
    with suppress(FileNotFoundError):
        partial.unlink()
    try:
        expected = _copy(source, partial)
        copied = _verified_copy(partial, expected)
        sync_file(partial)
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return Copy(target, copied.size_bytes, copied.version, copied.rows)


def _verified_copy(partial: Path, expected: dict[str, int]) -> Copy:
    try:
        copied = verify(partial)
    except StoreError as error:
        raise StoreError(f"the copy is not sound ({error.problem})", "See 'station store check'") from error
    if copied.rows != expected:
        raise StoreError(f"{partial} differs from what it was copied from", "Check the disk, and try again")
    return copied


def _copy(source: sqlite3.Connection, target: Path) -> dict[str, int]:
    """Copy under one read transaction, so that the counts returned are of the very same instant."""
    os.close(os.open(target, _FLAGS, 0o600))
    own_transaction = not source.in_transaction
    if own_transaction:
        source.execute("BEGIN")
    try:
        rows = count_rows(source)
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute(
                "PRAGMA journal_mode = DELETE"
            )  # one file, also where nothing may be written beside it
    finally:
        if own_transaction and source.in_transaction:
            source.execute("ROLLBACK")
    return rows


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  names of our own tables
        for (name,) in map(tuple, tables)
    }


def verify(path: Path) -> Copy:
    """Read a whole database that nobody writes. ``StoreError`` says what it is instead of a sound one of ours."""
    with closing(open_quiet(path)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID or not version:
            raise StoreError(
                f"{path} is not a station's database", "Give a file made by 'station store backup'"
            )
        trouble = damage(connection)
        if trouble:
            raise StoreError(f"{path} is damaged: {trouble[0]}", "Give another backup")
        return Copy(path, path.stat().st_size, int(version), count_rows(connection))


def damage(connection: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """Return what is wrong with pages, indexes and references, in SQLite's words; empty when nothing is."""
    pragma = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}(20)")]
    found = [] if found == ["ok"] else found
    for row in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"row {row[1]} of {row[0]} belongs to a row of {row[2]} that is not there")
        if len(found) >= 20:  # noqa: PLR2004  enough to see what happened
            break
    return found


def open_quiet(path: Path) -> sqlite3.Connection:
    """Open a finished copy for reading; nothing is written beside it, so it may lie on read-only media."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}", "Check the path")
    log = path.with_name(path.name + "-wal")
    still = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{still}", uri=True, isolation_level=None)
