"""Sums of a database that are off: an account against the rows it counts, against the queue, and against itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.store.accounts import TOTALLED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SLACK_PER_BOOT: Final = 10
"""Conversions by which the step's report and the numbers around it may differ: lines lost just before it."""
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


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield every sum that is off; read within one transaction, so that all sums are of one instant."""
    yield from _wire_differences(connection)
    yield from _told_differences(connection)
    yield from _entry_differences(connection)
    yield from _queue_differences(connection)
    yield from _total_differences(connection)
    yield from _ownerless(connection)
