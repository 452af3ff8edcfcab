"""Looking for a person who was erased: in every text of the database, and in the copies made before."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_SQLITE: Final = b"SQLite format 3\0"
_PIECE_BYTES: Final = 1 << 20


def of(connection: sqlite3.Connection, athlete_id: str) -> dict[str, int]:
    """Return in how many rows of which ``table.column`` an id stands, as a whole or as a part of a text."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    found: dict[str, int] = {}
    for (table,) in tables.fetchall():
        columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", (table,))
        for (column,) in columns.fetchall():
            number = connection.execute(
                f'SELECT count(*) FROM "{table}" WHERE instr("{column}", ?) > 0',  # noqa: S608  names from the schema
                (athlete_id,),
            ).fetchone()[0]
            if number:
                found[f"{table}.{column}"] = number
    return found


def copies_with(database: Path, athlete_id: str, known: Collection[Path] = ()) -> list[Path]:
    """Return the files of a data folder, under whatever names and however deep, in which a person still is.

    The database itself, and files that are ``known`` because they are looked through by other means, are
    passed by.
    """
    passed_by = {database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm", ".lock")}
    passed_by.update(known)
    files = [Path(folder, name) for folder, _, names in os.walk(database.parent) for name in names]
    return sorted(
        file for file in files if file not in passed_by and _is_plain(file) and _holds(file, athlete_id)
    )


def _is_plain(file: Path) -> bool:
    """Tell whether reading ends: no pipe, no device, and nothing that only points elsewhere."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def _holds(file: Path, athlete_id: str) -> bool:
    """Tell whether a file holds a person: a database that can be read is asked, all else is searched for the id."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(_SQLITE)) != _SQLITE:
                return _says(opened, athlete_id.encode())
        return _is_in(file, athlete_id)
    except sqlite3.Error:
        with file.open("rb") as opened:
            return _says(opened, athlete_id.encode())
    except OSError:
        return False  # nobody could read it here


def _is_in(copy: Path, athlete_id: str) -> bool:
    log = copy.with_name(copy.name + "-wal")
    still = "" if log.exists() and log.stat().st_size else "&immutable=1"
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro{still}", uri=True)) as connection:
        row = connection.execute("SELECT 1 FROM athletes WHERE id = ?", (athlete_id,)).fetchone()
    return row is not None


def _says(file: BinaryIO, words: bytes) -> bool:
    """Search a file from its beginning, piece by piece, across the seams."""
    file.seek(0)
    seam = b""
    while piece := file.read(_PIECE_BYTES):
        if words in seam + piece:
            return True
        seam = (seam + piece)[-len(words) + 1 :]
    return False
