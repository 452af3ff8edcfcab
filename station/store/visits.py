"""Sessions as rows: opened, completed, closed, and found again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.store.rows import Visit

if TYPE_CHECKING:
    import sqlite3

    from station.events import ClockStamp


_VISIT = """SELECT id, athlete_id, site, station, port, step_uid, opened_us, closed_us, state, body_mass_kg,
    (SELECT count(*) FROM sets WHERE session_id = sessions.id) AS sets_done,
    (SELECT count(*) FROM reps WHERE session_id = sessions.id) AS reps_done, clock, held FROM sessions"""


def open_visit(connection: sqlite3.Connection, visit: Visit, clock: ClockStamp | None = None) -> None:
    """Store a session that has begun, behind all others, and by which clock it is timed."""
    connection.execute(
        """INSERT INTO sessions
           (id, athlete_id, site, station, port, step_uid, opened_us, state, body_mass_kg, ordinal)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, (SELECT coalesce(max(ordinal), 0) + 1 FROM sessions))""",
        (visit.id, visit.athlete_id, visit.site, visit.station, visit.port, visit.step_uid, visit.opened_us,
         visit.body_mass_kg),
    )  # fmt: skip
    if clock is not None:
        connection.execute(
            """UPDATE sessions SET clock = ?, clock_reason = ?, boot_id = ?, clock_offset_us = ?, held = ?
               WHERE id = ?""",
            (clock.state, clock.reason, clock.boot_id, clock.offset_us, clock.held, visit.id),
        )


def _visit(row: sqlite3.Row) -> Visit:
    return replace(Visit(*row), held=bool(row["held"]))


def close_visit(connection: sqlite3.Connection, session_id: str, closed_us: int, state: str) -> None:
    """Store that a session has ended, ``closed`` in order or ``interrupted``."""
    connection.execute(
        "UPDATE sessions SET closed_us = max(?, opened_us), state = ? WHERE id = ?",
        (closed_us, state, session_id),
    )


def complete_visit(
    connection: sqlite3.Connection, session_id: str, step_uid: str | None, body_mass_kg: float | None
) -> None:
    """Fill in what became known during the session."""
    connection.execute(
        """UPDATE sessions SET step_uid = coalesce(?, step_uid), body_mass_kg = coalesce(?, body_mass_kg)
           WHERE id = ?""",
        (step_uid, body_mass_kg, session_id),
    )


def visit(connection: sqlite3.Connection, session_id: str) -> Visit | None:
    """Return one session with its counts, ``None`` when there is none."""
    row = connection.execute(f"{_VISIT} WHERE id = ?", (session_id,)).fetchone()
    return None if row is None else _visit(row)


def visits(
    connection: sqlite3.Connection, athlete_id: str | None, limit: int, *, only_open: bool = False
) -> list[Visit]:
    """Return sessions, the newest first whatever their clock said; of one athlete, or of everybody."""
    rows = connection.execute(
        f"""{_VISIT} WHERE (? IS NULL OR athlete_id = ?) AND (NOT ? OR state = 'open')
            ORDER BY ordinal DESC LIMIT ?""",
        (athlete_id, athlete_id, only_open, limit),
    )
    return [_visit(row) for row in rows]
