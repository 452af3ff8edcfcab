"""A session's points made again from what is stored: the same bytes as before, so that nothing is doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import StoreError
from station.store import measured, outbox, plans, points, visits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from station.store.rows import Point

Key = tuple[str, int, tuple[tuple[str, str], ...]]


def key(point: Point) -> Key:
    """Return what makes a point one row of InfluxDB: measurement, time and tags."""
    return point.measurement, point.time_us, tuple(sorted(point.tags.items()))


def rebuilt(connection: sqlite3.Connection, session_id: str) -> Iterator[Point]:
    """Yield a point for every final rep, closed set and ended session that is stored.

    The step's own health is not: it is only ever queued, never stored. ``StoreError`` for an unknown session.
    """
    visit = visits.visit(connection, session_id)
    if visit is None:
        raise StoreError(
            f"no session {session_id!r}", "See `station athlete show` or `station export sessions`"
        )
    recovered = {
        (row[0], row[1])
        for row in connection.execute(
            "SELECT set_index, rep_index FROM reps WHERE session_id = ? AND recovered", (session_id,)
        )
    }
    for rep in measured.reps(connection, session_id):
        if rep.final:
            yield points.rep_point(visit, rep, final=(rep.set, rep.index) not in recovered)
    for summary in measured.sets(connection, session_id):
        yield points.set_point(visit, summary)
    if visit.state != "open":
        came_to, plan = (
            measured.session_summary(connection, session_id),
            plans.session_plan(connection, session_id),
        )
        yield points.session_point(visit, came_to, plan)


def resend(connection: sqlite3.Connection, session_id: str) -> int:
    """Queue a session's points again, less those that still wait or are parked; return how many."""
    there = {key(row.point) for row in outbox.of_session(connection, session_id)}
    again = [point for point in rebuilt(connection, session_id) if key(point) not in there]
    for point in again:
        outbox.enqueue(connection, session_id, point, again=True)
    return len(again)
