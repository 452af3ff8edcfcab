"""What people enter: symptoms and runs, one entry at a time, each one point of InfluxDB.

A point is filed under the time of its entry, so that sending it again, and a correction, overwrite it. What was
entered by mistake is withdrawn, not deleted: the point says so from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, get_args

from station.errors import StoreError, UsageError
from station.programme.model import SymptomKind
from station.store import accounts, outbox, points
from station.store.parking import clean_reason
from station.store.resending import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from station.events import Side, SymptomNoted
    from station.store.rows import OutboxRow

KINDS: Final[tuple[str, ...]] = get_args(SymptomKind)
RUN_KINDS: Final = ("run_level", "run_min", "run_during")
"""Level of the plan's walk-run ladder, minutes, and pain (NRS 0 to 10) on the run."""
_SELECT = """SELECT id, athlete_id, session_id, site, station, leg, time_us, day, made_us, run_surface, note,
    withdrawn_us, withdrawn_reason FROM symptoms"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody said at one time, as stored."""

    id: int
    athlete_id: str
    session_id: str | None
    site: str
    station: str
    leg: Side | None
    time_us: int
    day: str | None
    """Local date, when it was stated; else it is the date of ``time_us``."""
    made_us: int
    run_surface: str | None
    """``None``: not about a run."""
    note: str
    withdrawn_us: int | None
    withdrawn_reason: str | None
    values: dict[str, float]
    """By kind: ``KINDS``, and of a run also ``RUN_KINDS``."""

    @property
    def is_run(self) -> bool:
        """Whether it tells of a run."""
        return self.run_surface is not None


def note(connection: sqlite3.Connection, noted: SymptomNoted, site: str, station: str, made_us: int) -> Entry:
    """Store what a person said, and queue it.

    The very same entry is stored once. One of the same stated day and leg, outside every visit, corrects what
    was said first. An entry of a visit that is not on the disk yet is kept as one of its day.
    ``RuntimeError``, a mistake of the caller: nobody's entry, or one without values.
    """
    athlete_id = noted.athlete_id
    if athlete_id is None or not noted.values:
        raise RuntimeError("an entry needs a person and a value")
    if (
        noted.session_id is not None
        and not connection.execute("SELECT 1 FROM sessions WHERE id = ?", (noted.session_id,)).fetchone()
    ):
        noted = replace(noted, session_id=None)
    known = _told_before(connection, noted)
    if known is not None:
        return known
    before = _same_day(connection, noted)
    if before is not None:
        return correct(connection, before, noted.values)
    row = connection.execute(
        """INSERT INTO symptoms (athlete_id, session_id, site, station, leg, time_us, day, made_us, run_surface, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (athlete_id, noted.session_id, site, station, noted.leg,
         free_us(connection, athlete_id, noted.leg, noted.time_us), noted.day, made_us, noted.run_surface,
         noted.note),
    )  # fmt: skip
    entry_id = int(row.lastrowid or 0)
    _put_values(connection, entry_id, noted.values)
    entry = get(connection, entry_id)
    accounts.count(connection, None, "symptom", "told", athlete_id=entry.athlete_id)
    outbox.enqueue(connection, entry.session_id, points.symptom_point(entry), athlete_id=entry.athlete_id)
    return entry


def _told_before(connection: sqlite3.Connection, noted: SymptomNoted) -> Entry | None:
    rows = connection.execute(
        f"{_SELECT} WHERE athlete_id = ? AND time_us = ? AND leg IS ? AND session_id IS ? AND day IS ?",
        (noted.athlete_id, noted.time_us, noted.leg, noted.session_id, noted.day),
    )
    found = [_entry(connection, row) for row in rows.fetchall()]
    return next((entry for entry in found if entry.values == noted.values), None)


def _same_day(connection: sqlite3.Connection, noted: SymptomNoted) -> int | None:
    if noted.day is None or noted.session_id is not None:
        return None
    row = connection.execute(
        """SELECT id FROM symptoms WHERE athlete_id = ? AND day = ? AND leg IS ? AND session_id IS NULL
           AND (run_surface IS NULL) = ? AND withdrawn_us IS NULL ORDER BY id LIMIT 1""",
        (noted.athlete_id, noted.day, noted.leg, noted.run_surface is None),
    ).fetchone()
    return None if row is None else int(row[0])


def _put_values(connection: sqlite3.Connection, entry_id: int, values: Mapping[str, float]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO symptom_values (entry_id, kind, value) VALUES (?, ?, ?)",
        [(entry_id, kind, float(value)) for kind, value in values.items()],
    )


def correct(connection: sqlite3.Connection, entry_id: int, values: Mapping[str, float]) -> Entry:
    """Overwrite some of an entry's values, here and in InfluxDB. ``StoreError`` when it is not there."""
    entry = get(connection, entry_id)
    if entry.withdrawn_us is not None:
        raise UsageError(f"entry {entry_id} was withdrawn", "Enter it anew: station symptom add")
    strange = sorted(set(values) - set(KINDS) - set(RUN_KINDS if entry.is_run else ()))
    if strange:
        what = "is not about a run" if strange[0] in RUN_KINDS else f"cannot have {strange[0]!r}"
        raise UsageError(f"entry {entry_id} {what}", "Enter it on its own: station symptom add")
    _put_values(connection, entry_id, values)
    return _again(connection, entry_id)


def withdraw(connection: sqlite3.Connection, entry_id: int, reason: str, now_us: int) -> Entry:
    """Take an entry out of everything that follows from it; it stays on record with the reason."""
    get(connection, entry_id)
    connection.execute(
        """UPDATE symptoms SET withdrawn_us = coalesce(withdrawn_us, ?),
           withdrawn_reason = coalesce(withdrawn_reason, ?) WHERE id = ?""",
        (now_us, clean_reason(reason), entry_id),
    )
    return _again(connection, entry_id)


def _again(connection: sqlite3.Connection, entry_id: int) -> Entry:
    """Queue the entry as it is now; a point of it that still waits is replaced."""
    entry = get(connection, entry_id)
    point = points.symptom_point(entry)
    if not outbox.replace(
        connection, [r for r in _queue(connection, entry) if key(r.point) == key(point)], point
    ):
        outbox.enqueue(connection, entry.session_id, point, again=True, athlete_id=entry.athlete_id)
    return entry


def _queue(connection: sqlite3.Connection, entry: Entry) -> list[OutboxRow]:
    return outbox.of_athlete(connection, entry.athlete_id)


def get(connection: sqlite3.Connection, entry_id: int) -> Entry:
    """Return one entry; ``StoreError`` when there is none of that id."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (entry_id,)).fetchone()
    if row is None:
        raise StoreError(f"no entry {entry_id}", "See: station symptom list ATHLETE")
    return _entry(connection, row)


def _entry(connection: sqlite3.Connection, row: sqlite3.Row) -> Entry:
    values = connection.execute(
        "SELECT kind, value FROM symptom_values WHERE entry_id = ? ORDER BY kind", (row["id"],)
    )
    return Entry(**dict(row), values=dict(map(tuple, values.fetchall())))


def entries(connection: sqlite3.Connection, athlete_id: str) -> list[Entry]:
    """Return everything a person entered, what was withdrawn included, in the order of time."""
    rows = connection.execute(f"{_SELECT} WHERE athlete_id = ? ORDER BY time_us, id", (athlete_id,))
    return [_entry(connection, row) for row in rows.fetchall()]


def resend(
    connection: sqlite3.Connection, *, session_id: str | None = None, since_us: int | None = None
) -> int:
    """Queue entries once more, less those that wait; return how many.

    Those of a visit, or those since a time that belong to no visit.
    """
    rows = connection.execute(
        f"""{_SELECT} WHERE session_id IS ? AND time_us >= ? ORDER BY id""",
        (session_id, -(1 << 63) if since_us is None else since_us),
    )
    number = 0
    for entry in [_entry(connection, row) for row in rows.fetchall()]:
        point = points.symptom_point(entry)
        if key(point) not in {key(row.point) for row in _queue(connection, entry)}:
            outbox.enqueue(connection, entry.session_id, point, again=True, athlete_id=entry.athlete_id)
            number += 1
    return number


def part(connection: sqlite3.Connection, session_id: str) -> None:
    """Give each entry of a visit whose times were moved the next microsecond that is free, and its point too."""
    rows = connection.execute(f"{_SELECT} WHERE session_id = ?", (session_id,))
    for entry in [_entry(connection, row) for row in rows.fetchall()]:
        time_us = free_us(connection, entry.athlete_id, entry.leg, entry.time_us, but=entry.id)
        if time_us == entry.time_us:
            continue
        moved = [
            row for row in _queue(connection, entry) if key(row.point) == key(points.symptom_point(entry))
        ]
        connection.execute("UPDATE symptoms SET time_us = ? WHERE id = ?", (time_us, entry.id))
        outbox.replace(connection, moved, points.symptom_point(get(connection, entry.id)))


def free_us(
    connection: sqlite3.Connection, athlete_id: str, leg: Side | None, time_us: int, *, but: int = 0
) -> int:
    """Return the first microsecond from ``time_us`` on under which no other entry of this leg is filed."""
    statement = "SELECT 1 FROM symptoms WHERE athlete_id = ? AND leg IS ? AND time_us = ? AND id != ?"
    while connection.execute(statement, (athlete_id, leg, time_us, but)).fetchone():
        time_us += 1
    return time_us


def of_session(connection: sqlite3.Connection, session_id: str) -> Iterator[Entry]:
    """Yield the entries of a visit."""
    rows = connection.execute(f"{_SELECT} WHERE session_id = ? ORDER BY time_us, id", (session_id,))
    yield from [_entry(connection, row) for row in rows.fetchall()]
