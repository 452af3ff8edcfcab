"""The account of every session, kept in the transaction that changes what it counts.

Three sums, which ``station.store.ledger`` compares with each other and with the rows themselves:

- of each channel of the wire: ``announced = used + flagged + lost``;
- of each measurement: ``told + late - withdrawn = stored = queued``, once the session has ended;
- of each measurement: ``queued + resent = delivered + discarded + parked + waiting``.

What a person enters (symptoms) is in an account of that person, ``entry_accounts``, with the same sums: most
entries belong to no session. What sessions and people held that were erased since is in ``past_accounts``, so
that all of these together are ``outbox_totals``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from station.events import ChannelAccount, WireAccount

if TYPE_CHECKING:
    import sqlite3
Column = Literal["told", "late", "withdrawn", "queued", "resent", "delivered", "discarded"]
TOTALLED: Final = ("queued", "resent", "delivered", "discarded")
"""Columns that ``outbox_totals`` holds as well."""

VERSION_5: Final = (
    """CREATE TABLE session_accounts (
        session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('running', 'closed', 'recovered')),
        as_of_us INTEGER, t_s REAL, line_faults TEXT NOT NULL DEFAULT '{}',
        boots INTEGER NOT NULL DEFAULT 0, unidentified INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE wire_accounts (
        session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, channel TEXT NOT NULL,
        announced INTEGER NOT NULL, used INTEGER NOT NULL, flagged INTEGER NOT NULL, lost INTEGER NOT NULL,
        duplicates INTEGER NOT NULL, stated INTEGER, numbered INTEGER, PRIMARY KEY (session_id, channel))""",
    """CREATE TABLE point_accounts (
        session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, measurement TEXT NOT NULL,
        told INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0,
        queued INTEGER NOT NULL DEFAULT 0, resent INTEGER NOT NULL DEFAULT 0,
        delivered INTEGER NOT NULL DEFAULT 0, discarded INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (session_id, measurement))""",
    """CREATE TABLE past_accounts (
        measurement TEXT PRIMARY KEY, queued INTEGER NOT NULL DEFAULT 0, resent INTEGER NOT NULL DEFAULT 0,
        delivered INTEGER NOT NULL DEFAULT 0, discarded INTEGER NOT NULL DEFAULT 0,
        erased INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE erasures (
        athlete_id TEXT PRIMARY KEY, asked_us INTEGER NOT NULL, words TEXT NOT NULL DEFAULT '')""",
    "ALTER TABLE outbox_totals ADD COLUMN resent INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox_totals ADD COLUMN erased INTEGER NOT NULL DEFAULT 0",
    # Until here only an erasure gave points up.
    "UPDATE outbox_totals SET erased = discarded, discarded = 0",
    """INSERT INTO session_accounts (session_id, state)
       SELECT id, CASE state WHEN 'open' THEN 'running' WHEN 'closed' THEN 'closed' ELSE 'recovered' END
       FROM sessions""",
    """INSERT INTO point_accounts (session_id, measurement, told, late, withdrawn, queued)
       SELECT id, 'rep',
           (SELECT count(*) FROM provisional_reps WHERE session_id = sessions.id),
           (SELECT count(*) FROM reps WHERE session_id = sessions.id AND NOT EXISTS
               (SELECT 1 FROM provisional_reps AS live WHERE live.session_id = reps.session_id
                AND live.set_index = reps.set_index AND live.rep_index = reps.rep_index)),
           (SELECT count(*) FROM provisional_reps AS live WHERE session_id = sessions.id AND NOT EXISTS
               (SELECT 1 FROM reps WHERE reps.session_id = live.session_id
                AND reps.set_index = live.set_index AND reps.rep_index = live.rep_index)),
           (SELECT count(*) FROM reps WHERE session_id = sessions.id AND final)
       FROM sessions""",
    """INSERT INTO point_accounts (session_id, measurement, told, queued)
       SELECT session_id, 'set', count(*), count(*) FROM sets GROUP BY session_id
       UNION ALL SELECT id, 'session', 1, state != 'open' FROM sessions
       UNION ALL SELECT session_id, measurement, count(*), count(*) FROM outbox
           WHERE measurement NOT IN ('rep', 'set', 'session') AND session_id IS NOT NULL
           GROUP BY session_id, measurement""",
    """UPDATE point_accounts SET delivered = queued - (SELECT count(*) FROM outbox
           WHERE outbox.session_id = point_accounts.session_id
           AND outbox.measurement = point_accounts.measurement)""",
    """INSERT OR IGNORE INTO outbox_totals (measurement) SELECT DISTINCT measurement FROM point_accounts""",
    *(
        f"""UPDATE outbox_totals SET {column} = max({column}, (SELECT coalesce(sum({column}), 0)
            FROM point_accounts WHERE point_accounts.measurement = outbox_totals.measurement))"""  # noqa: S608  own names
        for column in ("queued", "delivered")
    ),
    """INSERT INTO past_accounts (measurement, queued, delivered, erased)
       SELECT measurement,
           queued - (SELECT coalesce(sum(queued), 0) FROM point_accounts AS own
                     WHERE own.measurement = outbox_totals.measurement),
           delivered - (SELECT coalesce(sum(delivered), 0) FROM point_accounts AS own
                        WHERE own.measurement = outbox_totals.measurement),
           erased
       FROM outbox_totals""",
)
"""The tables, and the accounts of older sessions as far as their rows tell."""


def count(
    connection: sqlite3.Connection,
    session_id: str | None,
    measurement: str,
    column: Column,
    by: int = 1,
    *,
    athlete_id: str | None = None,
) -> None:
    """Add to a session's account, and to the totals where they have that column.

    With ``athlete_id`` to that person's account of entries instead, whatever session they belong to.
    """
    if column in TOTALLED:
        connection.execute(
            f"""INSERT INTO outbox_totals (measurement, {column}) VALUES (?, ?)
                ON CONFLICT (measurement) DO UPDATE SET {column} = {column} + excluded.{column}""",  # noqa: S608  own names
            (measurement, by),
        )
    if athlete_id is not None:
        connection.execute(
            f"""INSERT INTO entry_accounts (athlete_id, measurement, {column}) VALUES (?, ?, ?)
                ON CONFLICT (athlete_id, measurement) DO UPDATE SET {column} = {column} + excluded.{column}""",  # noqa: S608  own names
            (athlete_id, measurement, by),
        )
    elif session_id is not None:
        connection.execute(
            f"""INSERT INTO point_accounts (session_id, measurement, {column}) VALUES (?, ?, ?)
                ON CONFLICT (session_id, measurement) DO UPDATE SET {column} = {column} + excluded.{column}""",  # noqa: S608  own names
            (session_id, measurement, by),
        )


def put_wire(connection: sqlite3.Connection, session_id: str, account: WireAccount, time_us: int) -> None:
    """Store the account of the wire as it stands at ``time_us``, in place of the one before."""
    connection.execute(
        """INSERT INTO session_accounts (session_id, state, as_of_us, t_s, line_faults, boots, unidentified)
           VALUES (?, 'running', ?, ?, ?, ?, ?)
           ON CONFLICT (session_id) DO UPDATE SET as_of_us = excluded.as_of_us, t_s = excluded.t_s,
           line_faults = excluded.line_faults, boots = excluded.boots, unidentified = excluded.unidentified""",
        (
            session_id,
            time_us,
            account.t_s,
            json.dumps(account.line_faults),
            account.boots,
            account.unidentified,
        ),
    )
    connection.executemany(
        """INSERT OR REPLACE INTO wire_accounts
           (session_id, channel, announced, used, flagged, lost, duplicates, stated, numbered)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                session_id,
                c.channel,
                c.announced,
                c.used,
                c.flagged,
                c.lost,
                c.duplicates,
                c.stated,
                c.numbered,
            )
            for c in account.channels
        ],
    )


def close(connection: sqlite3.Connection, session_id: str, *, in_order: bool) -> None:
    """Close a session's account: nothing more will come; unless ``in_order``, nothing is known since its last time."""
    state = "closed" if in_order else "recovered"
    connection.execute(
        """INSERT INTO session_accounts (session_id, state) VALUES (?, ?)
           ON CONFLICT (session_id) DO UPDATE SET state = excluded.state""",
        (session_id, state),
    )


def wire(connection: sqlite3.Connection, session_id: str) -> WireAccount | None:
    """Return what is stored of a session's wire; ``None`` when nothing is."""
    row = connection.execute(
        "SELECT t_s, line_faults, boots, unidentified FROM session_accounts WHERE session_id = ?",
        (session_id,),
    ).fetchone()
    if row is None:
        return None
    channels = connection.execute(
        """SELECT channel, announced, used, flagged, lost, duplicates, stated, numbered FROM wire_accounts
           WHERE session_id = ? ORDER BY channel""",
        (session_id,),
    )
    return WireAccount(
        row[0], tuple(ChannelAccount(*each) for each in channels), json.loads(row[1]), *row[2:]
    )


def bury(connection: sqlite3.Connection, athlete_id: str) -> None:
    """Take over into the past what a person's sessions and entries account for, because they are about to be deleted.

    Points of theirs that still wait or are parked are deleted here, and count as erased.
    """
    sums = ", ".join(f"sum({column})" for column in TOTALLED)
    own = "SELECT id FROM sessions WHERE athlete_id = :athlete"
    for measurement, *summed in connection.execute(
        f"""SELECT measurement, {sums} FROM (
               SELECT measurement, {", ".join(TOTALLED)} FROM point_accounts WHERE session_id IN ({own})
               UNION ALL SELECT measurement, {", ".join(TOTALLED)} FROM entry_accounts
               WHERE athlete_id = :athlete) GROUP BY measurement""",  # noqa: S608  own names
        {"athlete": athlete_id},
    ).fetchall():
        connection.execute("INSERT OR IGNORE INTO past_accounts (measurement) VALUES (?)", (measurement,))
        connection.execute(
            """UPDATE past_accounts SET queued = queued + ?, resent = resent + ?, delivered = delivered + ?,
               discarded = discarded + ? WHERE measurement = ?""",
            (*summed, measurement),
        )
    theirs = f"(session_id IN ({own}) OR athlete_id = :athlete)"
    for measurement, left in connection.execute(
        f"SELECT measurement, count(*) FROM outbox WHERE {theirs} GROUP BY measurement",  # noqa: S608  own names
        {"athlete": athlete_id},
    ).fetchall():
        for table in ("past_accounts", "outbox_totals"):
            connection.execute(
                f"UPDATE {table} SET erased = erased + ? WHERE measurement = ?",  # noqa: S608  own names
                (left, measurement),
            )
    connection.execute(f"DELETE FROM outbox WHERE {theirs}", {"athlete": athlete_id})  # noqa: S608  own names
