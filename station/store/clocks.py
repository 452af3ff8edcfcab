"""By which clock each session was timed, which sessions wait for it, and how they are put right.

The rule for a session of this start of the machine: wall time less time since the start changes by steps only,
so ``offset now - offset then`` is exactly what the clock was wrong by, whatever process measured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from station.errors import StoreError
from station.events import ClockCorrected
from station.store import kept, visits
from station.store.shifting import shift

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from station.events import ClockStamp

VERSION_6: Final = (
    "ALTER TABLE sessions ADD COLUMN ordinal INTEGER",
    "UPDATE sessions SET ordinal = rowid",
    "CREATE UNIQUE INDEX sessions_by_ordinal ON sessions (ordinal)",
    """ALTER TABLE sessions ADD COLUMN clock TEXT
       CHECK (clock IN ('ok', 'unsure', 'wrong', 'corrected', 'set', 'kept'))""",
    "ALTER TABLE sessions ADD COLUMN clock_reason TEXT",
    "ALTER TABLE sessions ADD COLUMN boot_id TEXT",
    "ALTER TABLE sessions ADD COLUMN clock_offset_us INTEGER",
    "ALTER TABLE sessions ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX sessions_held ON sessions (id) WHERE held",
    "CREATE INDEX sessions_by_boot ON sessions (boot_id)",
    "DROP INDEX sessions_by_athlete",
    "CREATE INDEX sessions_by_athlete ON sessions (athlete_id, ordinal)",
    "CREATE INDEX sessions_by_time ON sessions (opened_us)",
    "CREATE INDEX sets_by_time ON sets (start_time_us)",
    "CREATE INDEX reps_by_time ON reps (start_time_us)",
    "ALTER TABLE athletes ADD COLUMN after_ordinal INTEGER NOT NULL DEFAULT 0",
    """UPDATE athletes SET after_ordinal =
       (SELECT coalesce(max(ordinal), 0) FROM sessions WHERE opened_us <= created_us)""",
)
"""Sessions are in the order they began in by ``ordinal``, whatever the clock said; people in the order they came."""

MOVED_US: Final = 500_000
"""Less than this is how clocks are kept, not a clock that was wrong."""
DAY_US: Final = 86_400 * 10**6


@dataclass(frozen=True, slots=True)
class Known:
    """What sessions tell of clocks before: see ``station.session.judging.Evidence``."""

    newest_us: int | None
    ok_offset_us: int | None
    ok_before: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """A session whose clock was judged again."""

    session_id: str
    by_us: int
    """How far its times were moved."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A session whose times may be wrong."""

    session_id: str
    opened_us: int
    clock: str
    reason: str
    held: bool


def known(connection: sqlite3.Connection, boot_id: str) -> Known:
    """Return what the sessions of this start of the machine, and of others, tell of its clock."""
    newest_us = connection.execute(
        "SELECT max(opened_us) FROM sessions WHERE clock NOT IN ('wrong', 'kept') AND boot_id != ?",
        (boot_id,),
    ).fetchone()[0]
    ok = connection.execute(
        """SELECT clock_offset_us FROM sessions WHERE clock IN ('ok', 'corrected') AND boot_id = ?
           ORDER BY ordinal DESC LIMIT 1""",
        (boot_id,),
    ).fetchone()
    before = connection.execute("SELECT 1 FROM sessions WHERE clock = 'ok' LIMIT 1").fetchone()
    return Known(newest_us, None if ok is None else ok[0], before is not None)


def waiting(connection: sqlite3.Connection) -> int:
    """Return how many sessions wait for a clock."""
    number: int = connection.execute("SELECT count(*) FROM sessions WHERE held").fetchone()[0]
    return number


def doubtful(connection: sqlite3.Connection) -> list[Doubtful]:
    """Return the sessions that wait for a clock, or whose clock was wrong, the oldest first."""
    rows = connection.execute(
        """SELECT id, opened_us, clock, coalesce(clock_reason, ''), held FROM sessions
           WHERE held OR clock = 'wrong' ORDER BY ordinal"""
    )
    return [replace(Doubtful(*row), held=bool(row["held"])) for row in rows]


def last_step(connection: sqlite3.Connection) -> kept.KeptEvent | None:
    """Return the last time the clock was set while a station ran."""
    row = connection.execute(
        "SELECT id FROM events WHERE type = 'clock_step' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else kept.kept_event(connection, row[0])


def is_due(connection: sqlite3.Connection, now: ClockStamp) -> bool:
    """Tell whether ``mend`` might do anything; cheap enough for every second."""
    return next(_candidates(connection, now), None) is not None


def _candidates(connection: sqlite3.Connection, now: ClockStamp) -> Iterator[sqlite3.Row]:
    """Yield sessions that ended and could be judged better now than then."""
    if now.state == "wrong":
        return
    now_ok = now.state == "ok"
    rows = connection.execute(
        """SELECT id, clock, held, clock_offset_us, 1 AS same_boot, ordinal FROM sessions
           WHERE boot_id = :boot AND state != 'open' AND (
               clock = 'wrong'
               OR clock = 'unsure' AND (:ok OR held AND NOT :held)
               OR clock = 'unsure' AND :offset - clock_offset_us < -:day
               OR clock = 'ok' AND :ok AND abs(:offset - clock_offset_us) > :day)
           UNION ALL SELECT id, clock, held, clock_offset_us, 0, ordinal FROM sessions
           WHERE held AND clock = 'unsure' AND boot_id != :boot AND state != 'open'""",
        {"boot": now.boot_id, "ok": now_ok, "held": now.held, "offset": now.offset_us, "day": DAY_US},
    ).fetchall()
    yield from sorted(rows, key=itemgetter("ordinal"))  # SQLite would read them all to spare the sorting


def mend(connection: sqlite3.Connection, now: ClockStamp, now_us: int) -> list[Mended]:
    """Correct every session that can be, let go of those that need not wait; call it in a transaction.

    A clock that nothing synchronises overrules one that was proven wrong, and one that was days ahead of it: no
    other, because whoever set it may have been mistaken.

    An open session is left alone until it has ended. One of another start of the machine cannot be corrected:
    unless it is proven wrong it goes as it is.
    """
    return [_mend(connection, row, now, now_us) for row in _candidates(connection, now)]


def _mend(connection: sqlite3.Connection, row: sqlite3.Row, now: ClockStamp, now_us: int) -> Mended:
    if not row["same_boot"]:
        _settle(connection, row["id"], "unsure", "the machine was started anew before the clock was sure")
        return Mended(row["id"], 0)
    by_us = now.offset_us - row["clock_offset_us"]
    told = now.state == "ok" or row["clock"] == "wrong" or by_us < -DAY_US
    if not told or abs(by_us) <= MOVED_US:
        _settle(connection, row["id"], now.state, now.reason, held=now.held)
        return Mended(row["id"], 0)
    words = f"clock corrected by {by_us / 1e6:+.6g} s"
    _move(connection, row["id"], by_us, words, now_us)
    outcome = "corrected" if now.state == "ok" else "unsure"
    _settle(connection, row["id"], outcome, words, held=now.held, offset_us=now.offset_us)
    return Mended(row["id"], by_us)


def _settle(
    connection: sqlite3.Connection,
    session_id: str,
    clock: str,
    reason: str,
    *,
    held: bool = False,
    offset_us: int | None = None,
) -> None:
    connection.execute(
        """UPDATE sessions SET clock = ?, clock_reason = ?, held = ?,
           clock_offset_us = coalesce(?, clock_offset_us) WHERE id = ?""",
        (clock, reason, held, offset_us, session_id),
    )


def _move(connection: sqlite3.Connection, session_id: str, by_us: int, words: str, now_us: int) -> None:
    resent = shift(connection, session_id, by_us)
    event = ClockCorrected(now_us, by_us / 1e6, words, resent)
    kept.put_event(connection, session_id, event, now_us)


_AHEAD = "opened_us > ? AND boot_id != ? AND clock IN ('ok', 'unsure') AND state != 'open'"


def lies_ahead(connection: sqlite3.Connection, now: ClockStamp, now_us: int) -> bool:
    """Tell whether there are sessions that ``mark_future`` would mark."""
    found = connection.execute(
        f"SELECT 1 FROM sessions WHERE {_AHEAD} LIMIT 1",  # noqa: S608  own words
        (now_us + DAY_US, now.boot_id),
    ).fetchone()
    return now.state == "ok" and found is not None


def mark_future(connection: sqlite3.Connection, now: ClockStamp, now_us: int) -> None:
    """Mark and hold sessions of other starts that lie more than a day ahead of a clock that is right."""
    if now.state == "ok":
        connection.execute(
            f"""UPDATE sessions SET clock = 'wrong', held = 1,
                clock_reason = 'its clock was ahead of the time' WHERE {_AHEAD}""",  # noqa: S608  own words
            (now_us + DAY_US, now.boot_id),
        )


def set_time(connection: sqlite3.Connection, session_id: str, opened_us: int | None, now_us: int) -> Mended:
    """Move a session to when it really began, or with ``None`` keep its times; either way its points go then.

    ``StoreError`` for one that is unknown or open.
    """
    visit = visits.visit(connection, session_id)
    if visit is None or visit.state == "open":
        what = "is open" if visit else "is not there"
        raise StoreError(f"session {session_id!r} {what}", "See: station doctor, or station export sessions")
    by_us = 0 if opened_us is None else opened_us - visit.opened_us
    words = (
        "times kept as they are" if opened_us is None else f"clock corrected by {by_us / 1e6:+.6g} s, by hand"
    )
    _move(connection, session_id, by_us, words, now_us)
    _settle(connection, session_id, "kept" if opened_us is None else "set", words)
    return Mended(session_id, by_us)
