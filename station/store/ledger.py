"""Does everything add up: every session's account compared with the rows it counts, and with itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from station.store import outbox
from station.store.differences import differences

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from station.store.database import Store
    from station.store.differences import Difference

_STORED: Final = {"rep": "reps", "set": "sets", "symptom": "symptoms"}
_OWN: Final = "(:session IS NULL OR session_id = :session)"


@dataclass(frozen=True, slots=True)
class PointsSum:
    """What became of one measurement's events.

    ``told + late - withdrawn = stored = queued`` once sessions have ended, and
    ``queued + resent = delivered + discarded + erased + parked + waiting + held``.
    """

    measurement: str
    told: int = 0
    late: int = 0
    withdrawn: int = 0
    stored: int | None = None
    """``None`` for what is queued only."""
    queued: int = 0
    resent: int = 0
    delivered: int = 0
    discarded: int = 0
    erased: int = 0
    parked: int = 0
    waiting: int = 0
    held: int = 0
    """Waiting until the clock is right that timed their session."""
    queued_before: int = 0
    """Of ``queued``: by sessions that were erased since, of which nothing is stored any more."""


@dataclass(frozen=True, slots=True)
class WireSum:
    """What became of all conversions of all sessions: ``announced = used + flagged + lost``."""

    announced: int = 0
    used: int = 0
    flagged: int = 0
    lost: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a session, or of the whole database."""

    sessions: int
    open: int
    recovered: int
    """Sessions a crash or a power cut ended: what came after their last checkpoint is not in their account."""
    wire: WireSum
    points: tuple[PointsSum, ...]


def statement(store: Store, session_id: str | None = None) -> Statement:
    """Return the account of one session, or of everything since the database was made."""
    with store.reading() as connection:
        return _statement(connection, session_id)


def audit(store: Store) -> list[Difference]:
    """Return every sum of the database that is off; none when everything adds up."""
    with store.reading() as connection:
        return audit_connection(connection)


def audit_connection(connection: sqlite3.Connection) -> list[Difference]:
    """Return every sum that is off, as seen at one instant."""
    connection.execute("BEGIN")
    try:
        return list(differences(connection))
    finally:
        connection.execute("ROLLBACK")


def _statement(connection: sqlite3.Connection, session_id: str | None) -> Statement:
    chosen = {"session": session_id}
    states = dict(
        connection.execute(
            f"SELECT state, count(*) FROM session_accounts WHERE {_OWN} GROUP BY state",  # noqa: S608  own words
            chosen,
        ).fetchall()
    )
    columns = ", ".join(f"coalesce(sum({each.name}), 0)" for each in fields(WireSum))
    wire = connection.execute(f"SELECT {columns} FROM wire_accounts WHERE {_OWN}", chosen).fetchone()  # noqa: S608  own names
    return Statement(
        sum(states.values()), states.get("running", 0), states.get("recovered", 0),
        WireSum(*wire), tuple(_points(connection, session_id)),
    )  # fmt: skip


def _points(connection: sqlite3.Connection, session_id: str | None) -> Iterator[PointsSum]:
    """Yield the sums of each measurement; people's entries and the past only for the whole database."""
    chosen = {"session": session_id}
    sums = {
        row[0]: row[1:]
        for row in connection.execute(
            f"""SELECT measurement, sum(told), sum(late), sum(withdrawn), sum(queued), sum(resent),
                   sum(delivered), sum(discarded) FROM (
                   SELECT measurement, told, late, withdrawn, queued, resent, delivered, discarded
                   FROM point_accounts WHERE {_OWN}
                   UNION ALL SELECT measurement, told, 0, 0, queued, resent, delivered, discarded
                   FROM entry_accounts WHERE :session IS NULL) GROUP BY measurement""",  # noqa: S608  own words
            chosen,
        )
    }
    gone = {
        row[0]: row[1:]
        for row in connection.execute(
            """SELECT measurement, queued, resent, delivered, discarded, erased FROM past_accounts
               WHERE :session IS NULL""",
            chosen,
        )
    }
    left = {
        row[0]: row[1:]
        for row in connection.execute(
            f"""SELECT measurement, sum(refusal IS NOT NULL), sum(refusal IS NULL AND NOT {outbox.HELD}),
                   sum(refusal IS NULL AND {outbox.HELD}) FROM outbox
                WHERE {_OWN} AND (:session IS NULL OR athlete_id IS NULL) GROUP BY measurement""",  # noqa: S608  own words
            chosen,
        )
    }
    for measurement in sorted({*sums, *gone, *left}):
        told, late, withdrawn, *own_sums = sums.get(measurement, (0,) * 7)
        before = gone.get(measurement, (0,) * 5)
        queued, resent, delivered, discarded = (a + b for a, b in zip(own_sums, before[:4], strict=True))
        parked, waiting, held = left.get(measurement, (0, 0, 0))
        yield PointsSum(
            measurement, told, late, withdrawn, _stored(connection, measurement, session_id),
            queued, resent, delivered, discarded, before[4], parked, waiting, held,
            before[0],
        )  # fmt: skip


def _stored(connection: sqlite3.Connection, measurement: str, session_id: str | None) -> int | None:
    own = _OWN.replace("session_id", "id") if measurement == "session" else _OWN
    table = _STORED.get(measurement, "sessions" if measurement == "session" else None)
    if table is None:
        return None
    row = connection.execute(f"SELECT count(*) FROM {table} WHERE {own}", {"session": session_id}).fetchone()  # noqa: S608  own names
    return int(row[0])
