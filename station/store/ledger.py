"""Does everything add up: every session's account compared with the rows it counts, and with itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal

from station.store import outbox
from station.store.accounts import TOTALLED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from station.store.database import Store

SLACK_PER_BOOT: Final = 10
"""Conversions by which the step's report and the numbers around it may differ: lines lost just before it."""
_STORED: Final = {"rep": "reps", "set": "sets", "symptom": "symptoms"}
_OWN: Final = "(:session IS NULL OR session_id = :session)"

_ASK_RECORDING = "Replay the session's recording and compare: station replay FILE"
_ASK_BACKUP = "Look the database over: station store check"
_ASK_RESEND = "Send the session again, which doubles nothing: station influx resend {session}"
_ASK_ENTRIES = "Send all entries again, which doubles nothing: station influx resend --since 2000-01-01"
_ASK_INFLUX = "Compare with InfluxDB: station influx verify"


@dataclass(frozen=True, slots=True)
class Difference:
    """One sum that is off."""

    session_id: str | None
    """``None``: of the whole database."""
    about: str
    """What is summed: ``wire L``, ``rep stored``, ``rep queue``, ``total rep queued``, ..."""
    expected: int
    found: int
    words: str
    remedy: str
    state: Literal["mind", "stop"] = "stop"


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
        return [
            *_wire_differences(connection),
            *_told_differences(connection),
            *_entry_differences(connection),
            *_queue_differences(connection),
            *_total_differences(connection),
            *_ownerless(connection),
        ]
    finally:
        connection.execute("ROLLBACK")


def _wire_differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    rows = connection.execute(
        """SELECT session_id, channel, announced, used + flagged + lost, stated, numbered, boots
           FROM wire_accounts JOIN session_accounts USING (session_id)
           WHERE announced != used + flagged + lost OR abs(stated - numbered) > ? * (boots + 1)
           OR min(announced, used, lost) < 0 ORDER BY session_id, channel""",
        (SLACK_PER_BOOT,),
    )
    for session_id, channel, announced, accounted, stated, numbered, boots in rows:
        if announced != accounted:
            words = f"of {announced} conversions of channel {channel}, {accounted} are used, flagged or lost"
            yield Difference(session_id, f"wire {channel}", announced, accounted, words, _ASK_RECORDING)
        elif stated is not None and abs(stated - numbered) > SLACK_PER_BOOT * (boots + 1):
            words = f"the step counted {stated} conversions of channel {channel}, its numbers say {numbered}"
            yield Difference(session_id, f"step {channel}", stated, numbered, words, _ASK_RECORDING, "mind")
        else:
            words = f"channel {channel} accounts for less than nothing"
            yield Difference(session_id, f"wire {channel}", 0, -1, words, _ASK_RECORDING)


def _told_differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare what was told with what is stored, and what is stored with what was queued."""
    rows = connection.execute(
        """SELECT id, state,
               (SELECT count(*) FROM reps WHERE session_id = sessions.id),
               (SELECT count(*) FROM reps WHERE session_id = sessions.id AND final),
               (SELECT count(*) FROM sets WHERE session_id = sessions.id),
               (SELECT count(*) FROM provisional_reps WHERE session_id = sessions.id),
               (SELECT 1 FROM session_accounts WHERE session_id = sessions.id AND state != 'running')
           FROM sessions ORDER BY ordinal"""
    ).fetchall()
    told = {
        (session_id, measurement): (kept, queued, live)
        for session_id, measurement, kept, queued, live in connection.execute(
            "SELECT session_id, measurement, told + late - withdrawn, queued, told FROM point_accounts"
        )
    }
    for session_id, state, reps, final, sets, live, closed in rows:
        ended = state != "open"
        for measurement, stored, ready in (
            ("rep", reps, reps if ended else final),
            ("set", sets, sets),
            ("session", 1, int(ended)),
        ):
            kept, queued, told_live = told.get((session_id, measurement), (0, 0, 0))
            yield from _compare(
                session_id, f"{measurement} stored", (kept, stored), ("told", "stored"), _ASK_BACKUP
            )
            yield from _compare(
                session_id, f"{measurement} queued", (ready, queued), ("stored", "queued"), _ASK_RESEND
            )
            if measurement == "rep":
                yield from _compare(
                    session_id, "rep live", (told_live, live), ("told live", "kept as told"), _ASK_BACKUP
                )
        if ended != bool(closed):
            words = (
                "the session has ended and its account has not"
                if ended
                else "the account ended before its session"
            )
            yield Difference(session_id, "state", int(ended), int(bool(closed)), words, _ASK_BACKUP)


def _entry_differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare what people entered with what is stored, queued, and delivered or waiting."""
    rows = connection.execute(
        """SELECT told, (SELECT count(*) FROM symptoms WHERE athlete_id = athletes.id), queued,
               queued + resent, delivered + discarded
                   + (SELECT count(*) FROM outbox WHERE outbox.athlete_id = athletes.id)
           FROM athletes LEFT JOIN entry_accounts
               ON entry_accounts.athlete_id = athletes.id AND measurement = 'symptom'"""
    )
    for told, stored, queued, sent, accounted in ([cell or 0 for cell in row] for row in rows):
        for about, sums, named, remedy in (
            ("symptom stored", (told, stored), ("told", "stored"), _ASK_BACKUP),
            ("symptom queued", (stored, queued), ("stored", "queued"), _ASK_BACKUP),
            ("symptom queue", (sent, accounted), ("queued", "delivered, discarded, parked or waiting"),
             _ASK_ENTRIES),
        ):  # fmt: skip
            yield from _compare(None, about, sums, named, remedy)


def _compare(
    session_id: str | None, about: str, sums: tuple[int, int], named: tuple[str, str], remedy: str
) -> Iterator[Difference]:
    expected, found = sums
    if expected != found:
        words = f"{about.partition(' ')[0]}: {expected} {named[0]}, {found} {named[1]}"
        yield Difference(session_id, about, expected, found, words, remedy.format(session=session_id))


def _queue_differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    rows = connection.execute(
        """SELECT account.session_id, account.measurement, queued + resent,
               delivered + discarded + coalesce(waiting, 0)
           FROM point_accounts AS account LEFT JOIN
               (SELECT session_id, measurement, count(*) AS waiting FROM outbox
                WHERE athlete_id IS NULL GROUP BY 1, 2) AS queue
               USING (session_id, measurement)
           UNION ALL
           SELECT queue.session_id, queue.measurement, 0, count(*) FROM outbox AS queue
           WHERE session_id IS NOT NULL AND athlete_id IS NULL AND NOT EXISTS (SELECT 1 FROM point_accounts AS account
               WHERE account.session_id = queue.session_id AND account.measurement = queue.measurement)
           GROUP BY 1, 2"""
    )
    for session_id, measurement, queued, accounted in rows:
        yield from _compare(
            session_id,
            f"{measurement} queue",
            (queued, accounted),
            ("queued", "delivered, discarded, parked or waiting"),
            _ASK_RESEND,
        )


def _total_differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Compare the totals with all sessions and the past, and the past with itself."""
    for column in TOTALLED:
        rows = connection.execute(
            f"""SELECT measurement, max(total), max(parts) FROM (
                   SELECT measurement, {column} AS total, 0 AS parts FROM outbox_totals
                   UNION ALL SELECT measurement, 0, sum({column}) FROM
                       (SELECT measurement, {column} FROM point_accounts
                        UNION ALL SELECT measurement, {column} FROM entry_accounts
                        UNION ALL SELECT measurement, {column} FROM past_accounts) GROUP BY measurement)
                GROUP BY measurement"""  # noqa: S608  own names
        )
        for measurement, total, parts in rows:
            yield from _compare(
                None,
                f"{measurement} {column} in all",
                (total, parts),
                (f"{column} in all", "in all sessions and the past"),
                _ASK_INFLUX,
            )
    past = connection.execute(
        "SELECT measurement, queued + resent, delivered + discarded + erased FROM past_accounts"
    )
    for measurement, queued, accounted in past:
        yield from _compare(
            None,
            f"{measurement} queue of the past",
            (queued, accounted),
            ("queued by sessions erased since", "delivered, discarded or erased"),
            _ASK_INFLUX,
        )


def _ownerless(connection: sqlite3.Connection) -> Iterator[Difference]:
    number = connection.execute(
        """SELECT count(*) FROM outbox WHERE session_id IS NULL AND athlete_id IS NULL
           OR session_id IS NOT NULL AND session_id NOT IN (SELECT id FROM sessions)
           OR athlete_id IS NOT NULL AND athlete_id NOT IN (SELECT id FROM athletes)"""
    ).fetchone()[0]
    if number:
        words = f"{number} points wait that belong to no session and to nobody"
        yield Difference(None, "ownerless points", 0, number, words, _ASK_BACKUP)


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
