"""Looking for a person who was erased: in every text of the database, and in the copies made before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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


def copies_with(database: Path, athlete_id: str) -> list[Path]:
    """Return the copies of a database, made by backups, migrations and restores, in which a person is."""
    folder, name = database.parent, database.name
    copies = [
        *folder.glob(f"{name}.v*.bak"),
        *folder.glob("backups/*.db"),
        *folder.glob(f"{database.stem}-*.db"),
    ]
    return sorted(copy for copy in copies if _holds(copy, athlete_id))


def _holds(copy: Path, athlete_id: str) -> bool:
    """Tell whether a copy holds a person; one that cannot be read holds nobody that could be read."""
    try:
        with closing(
            sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            row = connection.execute("SELECT 1 FROM athletes WHERE id = ?", (athlete_id,)).fetchone()
    except sqlite3.Error:
        return False
    return row is not None
