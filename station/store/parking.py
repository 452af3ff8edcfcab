"""Giving up points that InfluxDB refuses: on record, with a reason, in the account of their sessions."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from station.errors import UsageError
from station.events import Discarded
from station.store import kept, outbox

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from station.store.rows import OutboxRow

LONGEST_REASON = 200


def clean_reason(reason: str) -> str:
    """Return a reason without surrounding blanks; refuse none, and one that no record should hold."""
    stripped = " ".join(reason.split())
    if not stripped or not stripped.isprintable() or len(stripped) > LONGEST_REASON:
        raise UsageError(f"the reason {reason!r}", f"Say why in 1 to {LONGEST_REASON} printable characters")
    return stripped


def discard(connection: sqlite3.Connection, ids: Sequence[int], reason: str, time_us: int) -> int:
    """Give up those of ``ids`` that are parked; each session's events tell how many and why."""
    reason = clean_reason(reason)
    parked = sorted(outbox.parked(connection, ids), key=_session)
    for session_id, rows in groupby(parked, key=_session):
        kept.put_event(connection, session_id or None, _event(list(rows), reason, time_us), time_us)
    return outbox.discard(connection, [row.id for row in parked])


def _session(row: OutboxRow) -> str:
    return row.session_id or ""


def _event(rows: Sequence[OutboxRow], reason: str, time_us: int) -> Discarded:
    points: dict[str, int] = {}
    for row in rows:
        points[row.point.measurement] = points.get(row.point.measurement, 0) + 1
    return Discarded(points, reason, rows[0].refusal or "", time_us)
