"""Ending a session, in order or after a crash: live values become final and everything is queued."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.store import outbox, points, visits

if TYPE_CHECKING:
    import sqlite3

    from station.store.rows import Visit


def finish_visit(connection: sqlite3.Connection, visit: Visit, closed_us: int, state: str) -> None:
    """Close a session: reps that never got their final values keep the live ones and are marked."""
    for rep in visits.reps(connection, visit.id, only_provisional=True):
        final = replace(rep, final=True)
        visits.put_rep(connection, visit.id, final, recovered=True)
        outbox.enqueue(connection, visit.id, points.rep_point(visit, final, final=False))
    visits.close_visit(connection, visit.id, closed_us, state)
    ended = visits.visit(connection, visit.id)
    if ended is not None:
        outbox.enqueue(connection, visit.id, points.session_point(ended))


def recover(connection: sqlite3.Connection) -> int:
    """Close every session a dead station left open; return how many."""
    left_open = visits.visits(connection, None, -1, only_open=True)
    for visit in left_open:
        row = connection.execute(
            """SELECT max(t) FROM (SELECT max(start_time_us) AS t FROM reps WHERE session_id = ?
               UNION ALL SELECT max(time_us) FROM events WHERE session_id = ?)""",
            (visit.id, visit.id),
        ).fetchone()
        finish_visit(connection, visit, row[0] or visit.opened_us, "interrupted")
    return len(left_open)
