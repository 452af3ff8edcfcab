"""Points waiting for InfluxDB: queued with what they tell of, deleted only when the server has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.store.rows import OutboxRow, OutboxTotals, Point

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


def _count(connection: sqlite3.Connection, measurement: str, column: str, by: int) -> None:
    connection.execute("INSERT OR IGNORE INTO outbox_totals (measurement) VALUES (?)", (measurement,))
    connection.execute(
        f"UPDATE outbox_totals SET {column} = {column} + ? WHERE measurement = ?",  # noqa: S608  own column names
        (by, measurement),
    )


def enqueue(connection: sqlite3.Connection, session_id: str, point: Point) -> None:
    """Add one point behind all others."""
    connection.execute(
        "INSERT INTO outbox (session_id, measurement, tags, fields, time_us) VALUES (?, ?, ?, ?, ?)",
        (session_id, point.measurement, json.dumps(point.tags), json.dumps(point.fields), point.time_us),
    )
    _count(connection, point.measurement, "queued", 1)


def _row(row: sqlite3.Row) -> OutboxRow:
    point = Point(row["measurement"], json.loads(row["tags"]), json.loads(row["fields"]), row["time_us"])
    return OutboxRow(row["id"], point, row["refusal"])


def waiting(connection: sqlite3.Connection, limit: int) -> list[OutboxRow]:
    """Return the oldest points that are neither delivered nor parked."""
    rows = connection.execute("SELECT * FROM outbox WHERE refusal IS NULL ORDER BY id LIMIT ?", (limit,))
    return [_row(row) for row in rows]


def parked(connection: sqlite3.Connection) -> list[OutboxRow]:
    """Return the points the server refused, with its words."""
    rows = connection.execute("SELECT * FROM outbox WHERE refusal IS NOT NULL ORDER BY id")
    return [_row(row) for row in rows]


def counts(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return ``(pending, parked)``."""
    everything = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    refused = connection.execute("SELECT count(*) FROM outbox WHERE refusal IS NOT NULL").fetchone()[0]
    return everything - refused, refused


def totals(connection: sqlite3.Connection) -> list[OutboxTotals]:
    """Return the account per measurement."""
    rows = connection.execute(
        "SELECT measurement, queued, delivered, discarded FROM outbox_totals ORDER BY measurement"
    )
    return [OutboxTotals(*row) for row in rows]


def _remove(connection: sqlite3.Connection, ids: Iterable[int], column: str) -> int:
    removed: dict[str, int] = {}
    for row_id in ids:
        row = connection.execute("SELECT measurement FROM outbox WHERE id = ?", (row_id,)).fetchone()
        if row is not None:
            removed[row[0]] = removed.get(row[0], 0) + 1
            connection.execute("DELETE FROM outbox WHERE id = ?", (row_id,))
    for measurement, number in removed.items():
        _count(connection, measurement, column, number)
    return sum(removed.values())


def delivered(connection: sqlite3.Connection, ids: Iterable[int]) -> int:
    """Forget points the server has acknowledged; return how many there were."""
    return _remove(connection, ids, "delivered")


def discard(connection: sqlite3.Connection, ids: Iterable[int]) -> int:
    """Give points up for good; they stay in the account as discarded."""
    return _remove(connection, ids, "discarded")


def park(connection: sqlite3.Connection, row_id: int, refusal: str) -> None:
    """Keep a point out of the way with the server's words about it."""
    connection.execute("UPDATE outbox SET refusal = ? WHERE id = ?", (refusal, row_id))


def unpark(connection: sqlite3.Connection, ids: Sequence[int] | None) -> int:
    """Queue parked points again, all of them when ``ids`` is ``None``; return how many."""
    if ids is None:
        return connection.execute("UPDATE outbox SET refusal = NULL WHERE refusal IS NOT NULL").rowcount
    return sum(
        connection.execute(
            "UPDATE outbox SET refusal = NULL WHERE refusal IS NOT NULL AND id = ?", (row_id,)
        ).rowcount
        for row_id in ids
    )
