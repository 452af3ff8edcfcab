"""Points waiting for InfluxDB: queued with what they tell of, deleted only when the server has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from station.store import accounts
from station.store.rows import OutboxRow, OutboxTotals, Point

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from station.store.accounts import Column

HELD = "coalesce(session_id IN (SELECT id FROM sessions WHERE held), 0)"
"""Whether a row of the outbox waits until the clock is right that timed its session."""
_AMONG = "id IN (SELECT value FROM json_each(?))"


def enqueue(
    connection: sqlite3.Connection,
    session_id: str | None,
    point: Point,
    *,
    again: bool = False,
    athlete_id: str | None = None,
) -> None:
    """Add one point behind all others; ``again``: it was queued before.

    ``athlete_id`` is given for an entry of a person, which is accounted for with them, not with its session.
    """
    connection.execute(
        """INSERT INTO outbox (session_id, athlete_id, measurement, tags, fields, time_us)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (session_id, athlete_id, point.measurement, json.dumps(point.tags), json.dumps(point.fields),
         point.time_us),
    )  # fmt: skip
    column: Column = "resent" if again else "queued"
    accounts.count(connection, session_id, point.measurement, column, athlete_id=athlete_id)


def replace(connection: sqlite3.Connection, rows: Sequence[OutboxRow], point: Point) -> bool:
    """Put ``point`` in the place of rows that wait or are parked, one each; return whether there were any.

    It gets a number of its own, so that an answer to what may be under way just now means nothing to it.
    """
    for row in rows:
        connection.execute(
            """INSERT INTO outbox (session_id, athlete_id, measurement, tags, fields, time_us)
               SELECT session_id, athlete_id, ?, ?, ?, ? FROM outbox WHERE id = ?""",
            (point.measurement, json.dumps(point.tags), json.dumps(point.fields), point.time_us, row.id),
        )
        connection.execute("DELETE FROM outbox WHERE id = ?", (row.id,))
    return bool(rows)


def _row(row: sqlite3.Row) -> OutboxRow:
    row_id, session_id, measurement, tags, fields, time_us, refusal = row
    point = Point(measurement, msgspec.json.decode(tags), json.loads(fields), time_us)
    return OutboxRow(row_id, point, refusal, session_id)


_COLUMNS = "SELECT id, session_id, measurement, tags, fields, time_us, refusal FROM outbox"


def waiting(connection: sqlite3.Connection, limit: int) -> list[OutboxRow]:
    """Return the oldest points that are neither delivered nor parked, nor held because of a clock."""
    rows = connection.execute(
        f"{_COLUMNS} WHERE refusal IS NULL AND NOT {HELD} ORDER BY id LIMIT ?", (limit,)
    )
    return [_row(row) for row in rows]


def of_session(connection: sqlite3.Connection, session_id: str) -> list[OutboxRow]:
    """Return a session's points that wait or are parked."""
    rows = connection.execute(f"{_COLUMNS} WHERE session_id = ? ORDER BY id", (session_id,))
    return [_row(row) for row in rows]


def of_athlete(connection: sqlite3.Connection, athlete_id: str) -> list[OutboxRow]:
    """Return the points of a person's own entries that wait or are parked."""
    rows = connection.execute(f"{_COLUMNS} WHERE athlete_id = ? ORDER BY id", (athlete_id,))
    return [_row(row) for row in rows]


def parked(connection: sqlite3.Connection, ids: Sequence[int] | None = None) -> list[OutboxRow]:
    """Return the points the server refused, with its words; of these ``ids`` only, when given."""
    rows = connection.execute(
        f"{_COLUMNS} WHERE refusal IS NOT NULL AND (? IS NULL OR {_AMONG}) ORDER BY id",
        (None if ids is None else 1, json.dumps(list(ids or ()))),
    )
    return [_row(row) for row in rows]


def counts(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return ``(pending, parked)``; what is held because of a clock is neither."""
    everything = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    refused = connection.execute("SELECT count(*) FROM outbox WHERE refusal IS NOT NULL").fetchone()[0]
    return everything - refused - held(connection), refused


def held(connection: sqlite3.Connection) -> int:
    """Return how many points wait for a clock."""
    number: int = connection.execute(
        """SELECT count(*) FROM outbox WHERE refusal IS NULL
           AND session_id IN (SELECT id FROM sessions WHERE held)"""
    ).fetchone()[0]
    return number


def totals(connection: sqlite3.Connection) -> list[OutboxTotals]:
    """Return the account per measurement."""
    rows = connection.execute(
        """SELECT measurement, queued, delivered, discarded, resent, erased FROM outbox_totals
           ORDER BY measurement"""
    )
    return [OutboxTotals(*row) for row in rows]


def _remove(connection: sqlite3.Connection, ids: Iterable[int], column: Column) -> int:
    """Delete points in one statement, and count them; what is not there any more is not counted."""
    chosen = json.dumps(list(ids))
    removed = connection.execute(
        f"SELECT session_id, athlete_id, measurement, count(*) FROM outbox WHERE {_AMONG} GROUP BY 1, 2, 3",  # noqa: S608  own words
        (chosen,),
    ).fetchall()
    connection.execute(f"DELETE FROM outbox WHERE {_AMONG}", (chosen,))  # noqa: S608  own words
    for session_id, athlete_id, measurement, number in removed:
        accounts.count(connection, session_id, measurement, column, number, athlete_id=athlete_id)
    return sum(number for *_, number in removed)


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
    return connection.execute(
        f"UPDATE outbox SET refusal = NULL WHERE refusal IS NOT NULL AND (? IS NULL OR {_AMONG})",  # noqa: S608  own words
        (None if ids is None else 1, json.dumps(list(ids or ()))),
    ).rowcount
