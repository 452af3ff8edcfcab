"""Moving all times of a session at once; and times that no two points share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.store import measured, resending, symptoms, visits

if TYPE_CHECKING:
    import sqlite3

    from station.events import Rep, SetSummary
    from station.store.rows import Visit

_OWN = "site = :site AND station = :station AND athlete_id IS :athlete"
_LATER = (
    ("sessions", "closed_us", "id"),
    ("reps", "start_time_us", "session_id"),
    ("provisional_reps", "start_time_us", "session_id"),
    ("sets", "start_time_us", "session_id"),
    ("symptoms", "time_us", "session_id"),
    ("session_accounts", "as_of_us", "session_id"),
    ("outbox", "time_us", "session_id"),
)
_OF_NOW = ("clock_corrected", "discarded")
"""Events that tell of the time they were recorded at, not of the session's."""


def free_session_us(connection: sqlite3.Connection, visit: Visit, time_us: int) -> int:
    """Return the first microsecond from ``time_us`` on in which no other session of these tags began."""
    statement = f"SELECT 1 FROM sessions WHERE opened_us = :time AND id != :id AND {_OWN}"  # noqa: S608  own words
    return _free(connection, statement, visit, time_us)


def free_rep_us(connection: sqlite3.Connection, visit: Visit, rep: Rep, time_us: int) -> int:
    """Return the first microsecond from ``time_us`` on in which no other rep of these tags began.

    InfluxDB files points under measurement, tags and time: of two with the same, one would be lost.
    """
    statement = f"""SELECT 1 FROM reps JOIN sessions ON sessions.id = reps.session_id
        WHERE start_time_us = :time AND side = :side AND variant = :variant AND {_OWN}
        AND NOT (session_id = :id AND set_index = :set AND rep_index = :rep)"""  # noqa: S608  own words
    return _free(
        connection, statement, visit, time_us, side=rep.side, variant=rep.variant, set=rep.set, rep=rep.index
    )


def free_set_us(connection: sqlite3.Connection, visit: Visit, summary: SetSummary, time_us: int) -> int:
    """Return the first microsecond from ``time_us`` on in which no other set of these tags began."""
    statement = f"""SELECT 1 FROM sets JOIN sessions ON sessions.id = sets.session_id
        WHERE start_time_us = :time AND side = :side AND variant = :variant AND {_OWN}
        AND NOT (session_id = :id AND set_index = :set)"""  # noqa: S608  own words
    return _free(
        connection, statement, visit, time_us, side=summary.side, variant=summary.variant, set=summary.index
    )


def _free(
    connection: sqlite3.Connection, statement: str, visit: Visit, time_us: int, **more: str | int
) -> int:
    tags = {"site": visit.site, "station": visit.station, "athlete": visit.athlete_id, "id": visit.id}
    while connection.execute(statement, tags | more | {"time": time_us}).fetchone():
        time_us += 1
    return time_us


def shift(connection: sqlite3.Connection, session_id: str, by_us: int) -> int:
    """Move a session's times, and those of its points that wait, by ``by_us``; return how many points go again.

    Those that InfluxDB has under the old times, except the step's health, are queued again under the new ones.
    Points under way to the server at this moment are queued anew, so that an answer to the old ones means nothing.
    """
    if not by_us:
        return 0
    visit = visits.visit(connection, session_id)
    if visit is None:
        return 0
    opened_us = free_session_us(connection, visit, visit.opened_us + by_us)
    connection.execute("UPDATE sessions SET opened_us = ? WHERE id = ?", (opened_us, session_id))
    for table, column, owner in _LATER:
        connection.execute(
            f"UPDATE {table} SET {column} = {column} + ? WHERE {owner} = ?",  # noqa: S608  own names
            (by_us, session_id),
        )
    _shift_events(connection, session_id, by_us)
    _part_reps_and_sets(connection, session_id)
    symptoms.part(connection, session_id)
    connection.execute(
        "UPDATE outbox SET time_us = ? WHERE session_id = ? AND measurement = 'session'",
        (opened_us, session_id),
    )
    newest = connection.execute("SELECT max(id) FROM outbox").fetchone()[0]
    connection.execute(
        """INSERT INTO outbox (session_id, athlete_id, measurement, tags, fields, time_us, refusal)
           SELECT session_id, athlete_id, measurement, tags, fields, time_us, refusal FROM outbox
           WHERE session_id = ? ORDER BY id""",
        (session_id,),
    )
    connection.execute("DELETE FROM outbox WHERE session_id = ? AND id <= ?", (session_id, newest or 0))
    entries = symptoms.resend(connection, session_id=session_id)
    delivered = connection.execute(
        """SELECT sum(delivered) FROM point_accounts
           WHERE session_id = ? AND measurement IN ('rep', 'set', 'session')""",
        (session_id,),
    ).fetchone()[0]
    return entries + (resending.resend(connection, session_id) if delivered else 0)


def _shift_events(connection: sqlite3.Connection, session_id: str, by_us: int) -> None:
    connection.execute(
        f"""UPDATE events SET time_us = time_us + :by, body = CASE json_type(body, '$.time_us')
               WHEN 'integer' THEN json_set(body, '$.time_us', json_extract(body, '$.time_us') + :by)
               ELSE body END
            WHERE session_id = :id AND type NOT IN {_OF_NOW}""",  # noqa: S608  own words
        {"by": by_us, "id": session_id},
    )


def _part_reps_and_sets(connection: sqlite3.Connection, session_id: str) -> None:
    """Give each rep and set that now shares its microsecond with one of another session the next free one."""
    visit = visits.visit(connection, session_id)
    if visit is None:
        return
    for rep in measured.reps(connection, session_id):
        if rep.start_time_us is None:
            continue
        free_us = free_rep_us(connection, visit, rep, rep.start_time_us)
        if free_us != rep.start_time_us:
            place = (free_us, session_id, rep.set, rep.index)
            connection.execute(
                "UPDATE reps SET start_time_us = ? WHERE session_id = ? AND set_index = ? AND rep_index = ?",
                place,
            )
            connection.execute(
                """UPDATE outbox SET time_us = ? WHERE session_id = ? AND measurement = 'rep'
                   AND json_extract(fields, '$.set_index') = ? AND json_extract(fields, '$.rep_index') = ?""",
                place,
            )
    for summary in measured.sets(connection, session_id):
        if summary.start_time_us is None:
            continue
        free_us = free_set_us(connection, visit, summary, summary.start_time_us)
        if free_us != summary.start_time_us:
            where = (free_us, session_id, summary.index)
            connection.execute(
                "UPDATE sets SET start_time_us = ? WHERE session_id = ? AND set_index = ?", where
            )
            connection.execute(
                """UPDATE outbox SET time_us = ? WHERE session_id = ? AND measurement = 'set'
                   AND json_extract(fields, '$.set_index') = ?""",
                where,
            )
