"""The page of the database, read from a database that was just made."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from station.export.columns import TABLES
from station.metrics import registry
from station.store import schema
from tools.reference import store_words
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = """\
# The store

Generated from the database itself, as the migrations in `station/store/schema.py` make it, by `python -m tools.reference`. This is version {version} (`PRAGMA user_version`).

One SQLite file with a [write-ahead log](../decisions/0006-sqlite-with-write-ahead-log.md), `station.db` in the data folder that `station config show` names. One process writes at a time; anything may read at any time: `sqlite3 -readonly station.db`. To go on working with the data, [exports](../how-to/export.md) are the better way: their columns keep their meaning, while these tables may change with a version.

A time that ends in `_us` is microseconds since 1970, UTC; one that ends in `_s` is seconds on the step's own clock. Whatever belongs to a person goes when the person is erased.
"""  # noqa: E501  prose lines of a page


def store_page() -> str:
    """Return ``docs/reference/store.md``. ``KeyError`` for a table or column that nobody has explained."""
    connection = newest()
    parts = [_HEAD.format(version=schema.schema_version(connection))]
    for title, tables in store_words.GROUPS.items():
        parts.append(f"## {title}\n")
        for name, about in tables.items():
            parts.append(f"### `{name}`\n\n{about}\n\n{_columns(connection, name)}")
    return "\n".join(parts)


def newest() -> sqlite3.Connection:
    """Return an empty database of this version, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection, Path("station.db"))
    return connection


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of a database, SQLite's own left out."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return [name for (name,) in rows]


def _columns(connection: sqlite3.Connection, name: str) -> str:
    level = dict(schema.METRIC_TABLES).get(name)
    measured = set() if level is None else {metric.name for metric in registry.metrics(level)}
    leads = {
        column: target
        for _, _, target, column, *_ in connection.execute(
            "SELECT * FROM pragma_foreign_key_list(?)", (name,)
        )
    }
    rows = []
    for _, column, kind, never_null, _, key in connection.execute(
        "SELECT * FROM pragma_table_info(?)", (name,)
    ):
        if column in measured:
            continue
        marks = [kind if never_null or key else f"{kind} or null", *(["key"] if key else [])]
        if column in leads:
            marks.append(f"of [`{leads[column]}`](#{leads[column]})")
        rows.append((f"`{column}`", ", ".join(marks), meaning(name, column)))
    if level is not None:
        rows.append(
            (
                "one for each metric",
                "as registered, or null",
                f"[of each {level}](metrics.md#of-each-{level})",
            )
        )
    return table(("column", "type", "meaning"), rows)


def meaning(name: str, column: str) -> str:
    """Return what a column means: said for this table, by the exports, or for all tables."""
    name = store_words.LIKE.get(name, name)
    said: tuple[Mapping[str, str], ...] = (
        store_words.OF_TABLE.get(name, {}),
        _exported(name),
        store_words.COLUMNS,
    )
    return next((words[column] for words in said if column in words), "") or store_words.COLUMNS[column]


def _exported(name: str) -> dict[str, str]:
    if name not in store_words.EXPORTED:
        return {}
    return {column.name: column.meaning for column in TABLES[store_words.EXPORTED[name]].columns}
