"""Old events may go; reps, sets, sessions, people and what waits for InfluxDB never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

NEWEST_KEPT = 20
"""Age is counted from this many sessions ago, so that a clock that jumps years ahead deletes nothing at once."""
_DAY_US = 86_400 * 10**6
_OLD = """FROM events WHERE time_us < ? AND type NOT IN ('recording', 'upkeep', 'discarded')
          AND (session_id IS NULL OR session_id IN (SELECT id FROM sessions WHERE state != 'open'))"""


def old_events_before_us(connection: sqlite3.Connection, now_us: int, keep_days: int) -> int:
    """Return the instant before which events are too old; 0 when none are."""
    row = connection.execute(
        """SELECT opened_us FROM sessions WHERE coalesce(clock, '') != 'wrong'
           ORDER BY opened_us DESC LIMIT 1 OFFSET ?""",
        (NEWEST_KEPT - 1,),
    ).fetchone()
    if row is None or not keep_days:
        return 0
    return max(0, min(now_us, int(row[0])) - keep_days * _DAY_US)


def count_old_events(connection: sqlite3.Connection, before_us: int) -> int:
    """Return how many events would be deleted."""
    number: int = connection.execute(f"SELECT count(*) {_OLD}", (before_us,)).fetchone()[0]
    return number


def delete_old_events(connection: sqlite3.Connection, before_us: int) -> int:
    """Delete them; return how many there were."""
    return connection.execute(f"DELETE {_OLD}", (before_us,)).rowcount
