"""What changed, in the order it was committed: so that an export can go on where the one before it ended.

The unit of change is a visit with all that belongs to it, or one entry of a person. Triggers keep the log, so
that no way of writing can forget it. One process writes at a time, hence numbers are in the order of commits:
whoever has read up to a number has seen everything under it.

A place in the log (``Cursor``) is good for the history that it was read from. Every writer that opens the database
begins an epoch under a random name; after a backup was put back, a place of the history that is gone lies outside
its epoch, and is refused. The erasure of a person ends all places before it: who goes on from one of them would
keep what had to go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from station.errors import StoreError, UsageError

if TYPE_CHECKING:
    import sqlite3

_OF_VISITS: Final = ("reps", "provisional_reps", "sets", "session_summaries", "session_plans")
_EVERYTHING_ANEW: Final = "Export everything anew: --since start, in place of what you have"


def _log(kind: str, name: str, condition: str = "1") -> str:
    """Return statements that move one thing to the end of the log.

    Two of them: in a trigger ``OR REPLACE`` would give way to how the statement outside handles conflicts.
    """
    return f"""DELETE FROM changes WHERE kind = '{kind}' AND id = {name};
        INSERT INTO changes (kind, id) SELECT '{kind}', {name} WHERE {condition};"""  # noqa: S608  own names only


def _triggers() -> tuple[str, ...]:
    made = [
        f"CREATE TRIGGER sessions_log_{event} AFTER {event} ON sessions BEGIN {_log('session', 'NEW.id')} END"
        for event in ("insert", "update")
    ]
    made += [
        f"CREATE TRIGGER symptoms_log_{event} AFTER {event} ON symptoms BEGIN {_log('symptom', 'NEW.id')} END"
        for event in ("insert", "update")
    ]
    for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        there = f"EXISTS (SELECT 1 FROM sessions WHERE id = {row}.session_id)"  # noqa: S608  own names only
        made += [
            f"""CREATE TRIGGER {table}_log_{event} AFTER {event} ON {table}
                BEGIN {_log("session", f"{row}.session_id", there)} END"""
            for table in _OF_VISITS
        ]
        said = f"EXISTS (SELECT 1 FROM symptoms WHERE id = {row}.entry_id)"  # noqa: S608  own names only
        made.append(
            f"""CREATE TRIGGER symptom_values_log_{event} AFTER {event} ON symptom_values
                BEGIN {_log("symptom", f"{row}.entry_id", said)} END"""
        )
    return tuple(made)


_BEGIN: Final = """INSERT INTO change_epochs (token, from_seq, cause) VALUES (lower(hex(randomblob(4))),
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0), """

VERSION_10: Final[tuple[str, ...]] = (
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('session', 'symptom')),
        id TEXT NOT NULL, UNIQUE (kind, id))""",
    """CREATE TABLE change_epochs (
        ordinal INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, from_seq INTEGER NOT NULL,
        cause TEXT NOT NULL CHECK (cause IN ('opened', 'erased')))""",
    "INSERT INTO changes (kind, id) SELECT 'session', id FROM sessions ORDER BY ordinal",
    "INSERT INTO changes (kind, id) SELECT 'symptom', id FROM symptoms ORDER BY id",
    *_triggers(),
    f"""CREATE TRIGGER athletes_log_delete AFTER DELETE ON athletes BEGIN
        DELETE FROM changes WHERE kind = 'session' AND id NOT IN (SELECT id FROM sessions);
        DELETE FROM changes WHERE kind = 'symptom' AND id NOT IN (SELECT id FROM symptoms);
        {_BEGIN}'erased');
        END""",  # noqa: S608  own names only
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the log: everything up to ``seq`` was seen, in the history named by ``token``."""

    seq: int
    token: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the place that ``str`` of one printed; ``None`` when it is nothing of the kind."""
        found = re.fullmatch(r"([0-9]{1,18})\.([0-9a-f]{8})", text)
        return None if found is None else cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.seq}.{self.token}"


def begin(connection: sqlite3.Connection) -> None:
    """Begin an epoch: a writer has opened the database, and what follows is a history of its own."""
    connection.execute(f"{_BEGIN}'opened')")


def here(connection: sqlite3.Connection) -> Cursor:
    """Return the end of the log as this connection sees it now."""
    seq = connection.execute(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0)"
    ).fetchone()[0]
    row = connection.execute("SELECT token FROM change_epochs ORDER BY ordinal DESC LIMIT 1").fetchone()
    if row is None:
        raise StoreError(
            "the database has not been written to since it was brought up to date", "Measure first"
        )
    return Cursor(seq, row[0])


def check(connection: sqlite3.Connection, cursor: Cursor) -> None:
    """Refuse a place that is not of this database's history. ``UsageError`` says why, and what to do."""
    row = connection.execute(
        """SELECT from_seq, (SELECT min(later.from_seq) FROM change_epochs AS later
               WHERE later.ordinal > epoch.ordinal) AS next_seq,
           EXISTS (SELECT 1 FROM change_epochs AS later
               WHERE later.ordinal > epoch.ordinal AND later.cause = 'erased') AS erased
           FROM change_epochs AS epoch WHERE token = ?""",
        (cursor.token,),
    ).fetchone()
    last = here(connection).seq if row is None or row["next_seq"] is None else row["next_seq"]
    if row is None or not row["from_seq"] <= cursor.seq <= last:
        raise UsageError(
            f"the cursor {cursor} is of another database, or of one from before a backup was put back",
            _EVERYTHING_ANEW,
        )
    if row["erased"]:
        raise UsageError(f"a person was erased since the cursor {cursor}", _EVERYTHING_ANEW)
