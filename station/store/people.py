"""Athletes: who they are is stored here only; everything that leaves the machine carries the random id."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from station.errors import StoreError, UsageError
from station.store import accounts
from station.store.rows import Athlete
from station.text import without_joiners

if TYPE_CHECKING:
    import sqlite3

_ID_BYTES = 8
_LONGEST_NAME = 120
_BLANKS = re.compile(" {2,}")
_ATHLETE = "SELECT athletes.id, name, athletes.body_mass_kg, created_us FROM athletes"


def clean_name(name: str) -> str:
    """Return the name with single blanks and none around it; refuse empty, endless and control-character names."""
    stripped = _BLANKS.sub(" ", name.strip())
    if not stripped:
        raise UsageError("an athlete needs a name", "Give at least one letter")
    if len(stripped) > _LONGEST_NAME:
        raise UsageError(f"the name has {len(stripped)} characters", f"Use at most {_LONGEST_NAME}")
    if not without_joiners(stripped).isprintable():
        raise UsageError(f"the name {stripped!r} has control characters", "Use letters, digits and blanks")
    return stripped


def clean_mass(body_mass_kg: float | None) -> float | None:
    """Return the mass; refuse what no person weighs."""
    if body_mass_kg is not None and not 10.0 <= body_mass_kg <= 400.0:  # noqa: PLR2004  kg, any person
        raise UsageError(f"a body mass of {body_mass_kg} kg", "Give kilograms between 10 and 400")
    return body_mass_kg


def add(connection: sqlite3.Connection, name: str, body_mass_kg: float | None, created_us: int) -> Athlete:
    """Store a new athlete under a random id."""
    athlete = Athlete(secrets.token_hex(_ID_BYTES), clean_name(name), clean_mass(body_mass_kg), created_us)
    connection.execute(
        """INSERT INTO athletes (id, name, body_mass_kg, created_us, after_ordinal)
           VALUES (?, ?, ?, ?, (SELECT coalesce(max(ordinal), 0) FROM sessions))""",
        (athlete.id, athlete.name, athlete.body_mass_kg, athlete.created_us),
    )
    return athlete


def get(connection: sqlite3.Connection, athlete_id: str) -> Athlete:
    """Return one athlete; ``StoreError`` when there is none of that id."""
    row = connection.execute(f"{_ATHLETE} WHERE athletes.id = ?", (athlete_id,)).fetchone()
    if row is None:
        raise StoreError(f"no athlete {athlete_id!r}", "See `station athlete list`")
    return Athlete(*row)


def everyone(connection: sqlite3.Connection) -> list[Athlete]:
    """Return all athletes, the most recent visit first; without a visit, when they were added counts.

    In the order things happened, whatever the clock said.
    """
    rows = connection.execute(
        f"""{_ATHLETE} LEFT JOIN sessions ON sessions.athlete_id = athletes.id
           GROUP BY athletes.id
           ORDER BY coalesce(max(sessions.ordinal), athletes.after_ordinal) DESC,
               max(sessions.ordinal) IS NULL DESC, athletes.rowid DESC"""
    )
    return [Athlete(*row) for row in rows]


def last_visit_us(connection: sqlite3.Connection, athlete_id: str) -> int | None:
    """Return when the athlete's last session began, ``None`` before the first."""
    row = connection.execute(
        "SELECT opened_us FROM sessions WHERE athlete_id = ? ORDER BY ordinal DESC LIMIT 1", (athlete_id,)
    ).fetchone()
    return None if row is None else int(row[0])


def rename(connection: sqlite3.Connection, athlete_id: str, name: str) -> Athlete:
    """Change the name; the id, and with it everything already sent, stays."""
    athlete = get(connection, athlete_id)
    connection.execute("UPDATE athletes SET name = ? WHERE id = ?", (clean_name(name), athlete.id))
    return get(connection, athlete_id)


def set_body_mass(connection: sqlite3.Connection, athlete_id: str, body_mass_kg: float | None) -> Athlete:
    """Store another body mass."""
    athlete = get(connection, athlete_id)
    connection.execute(
        "UPDATE athletes SET body_mass_kg = ? WHERE id = ?", (clean_mass(body_mass_kg), athlete.id)
    )
    return get(connection, athlete_id)


def erase(connection: sqlite3.Connection, athlete_id: str, asked_us: int, *, sent_away: bool) -> None:
    """Delete the athlete with all sessions, sets, reps, plans, symptoms and waiting points.

    What InfluxDB has, or may have when ``sent_away``, remains to be erased there: of that only the id is kept.
    """
    athlete = get(connection, athlete_id)
    state = connection.execute(
        "SELECT count(*) FROM sessions WHERE athlete_id = ? AND state = 'open'", (athlete.id,)
    )
    if state.fetchone()[0]:
        raise StoreError(f"a session of {athlete.name} is open", "End the session first")
    taken = connection.execute(
        """SELECT 1 FROM point_accounts JOIN sessions ON sessions.id = session_id
           WHERE athlete_id = :id AND delivered > 0
           UNION ALL SELECT 1 FROM entry_accounts WHERE athlete_id = :id AND delivered > 0 LIMIT 1""",
        {"id": athlete.id},
    ).fetchone()
    if sent_away or taken:
        connection.execute(
            "INSERT OR IGNORE INTO erasures (athlete_id, asked_us) VALUES (?, ?)", (athlete.id, asked_us)
        )
    accounts.bury(connection, athlete.id)
    connection.execute("DELETE FROM athletes WHERE id = ?", (athlete.id,))


def erasures(connection: sqlite3.Connection) -> list[str]:
    """Return the ids whose points InfluxDB may still have, the oldest erasure first."""
    return [row[0] for row in connection.execute("SELECT athlete_id FROM erasures ORDER BY asked_us, rowid")]


def forget_erasure(connection: sqlite3.Connection, athlete_id: str) -> None:
    """Forget an id that InfluxDB has nothing of."""
    connection.execute("DELETE FROM erasures WHERE athlete_id = ?", (athlete_id,))
