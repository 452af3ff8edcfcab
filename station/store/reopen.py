"""Undoing what recovery made of a session whose end was not lost after all: it goes on where it was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.store import accounts, measured, outbox
from station.store.recovery import RECOVERED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from station.store.rows import Point, Visit


def reopen(connection: sqlite3.Connection, visit: Visit) -> None:
    """Make an interrupted session open again, with its live values live and its account running.

    What recovery had queued of it is taken back; what InfluxDB has of it will be sent again under the same
    keys, and counts as resent.
    """
    if visit.state == "open":
        return
    changed = connection.execute(
        "UPDATE reps SET final = 0, recovered = 0 WHERE session_id = ? AND recovered = 1", (visit.id,)
    ).rowcount
    made_up = {
        each.index for each in measured.sets(connection, visit.id) if RECOVERED in each.refused.values()
    }
    connection.executemany(
        "DELETE FROM sets WHERE session_id = ? AND set_index = ?", [(visit.id, index) for index in made_up]
    )
    accounts.count(connection, visit.id, "set", "late", -len(made_up))
    _take_back(connection, visit.id, "rep", changed, lambda point: point.fields["final"] is False)
    _take_back(connection, visit.id, "set", len(made_up), lambda point: point.fields["set_index"] in made_up)
    _take_back(connection, visit.id, "session", 1, lambda _point: True)
    connection.execute("DELETE FROM session_summaries WHERE session_id = ?", (visit.id,))
    connection.execute("UPDATE session_accounts SET state = 'running' WHERE session_id = ?", (visit.id,))
    connection.execute("UPDATE sessions SET state = 'open', closed_us = NULL WHERE id = ?", (visit.id,))


def _take_back(
    connection: sqlite3.Connection,
    session_id: str,
    measurement: str,
    number: int,
    is_one: Callable[[Point], bool],
) -> None:
    """Take ``number`` points out of the account: those still here are deleted, the others count as resent."""
    here = [
        row.id
        for row in outbox.of_session(connection, session_id)
        if row.point.measurement == measurement and is_one(row.point)
    ]
    connection.executemany("DELETE FROM outbox WHERE id = ?", [(row_id,) for row_id in here])
    accounts.count(connection, session_id, measurement, "queued", -number)
    accounts.count(connection, session_id, measurement, "resent", number - len(here))
