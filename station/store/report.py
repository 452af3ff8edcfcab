"""What a report needs of one person's visits: sums that the database makes, so that a year costs few rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.metrics.comparisons import BY_FOOT, BY_LEG

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from station.events import Side
    from station.store.database import Store


@dataclass(frozen=True, slots=True)
class Sums:
    """Count, sum and sum of squares of some values: enough for their mean and spread."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        """Return the sums of both together."""
        return Sums(self.count + other.count, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float | None:
        """Mean; ``None`` of nothing."""
        return self.total / self.count if self.count else None

    @property
    def sd(self) -> float | None:
        """Standard deviation; ``None`` of fewer than two."""
        if self.count < 2:  # noqa: PLR2004  a spread needs two
            return None
        return float((max(0.0, self.squares - self.total**2 / self.count) / (self.count - 1)) ** 0.5)

    @property
    def se(self) -> float | None:
        """Standard error of the mean; ``None`` of fewer than two."""
        return None if self.sd is None else float(self.sd / self.count**0.5)


@dataclass(frozen=True, slots=True)
class LegSums:
    """What one leg, or both feet together, did in a visit."""

    session_id: str
    side: Side
    reps: int
    single_leg_s: Sums
    eccentric_s: Sums
    tempo_ok: int
    tempo_borderline: int
    tempo_fast: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides of one visit, as it was summed up: raw values, difference and band, per cent; right is positive."""

    left: float
    right: float
    percent: float
    band_percent: float


@dataclass(frozen=True, slots=True)
class VisitSums:
    """One visit, whatever clock timed it."""

    id: str
    opened_us: int
    state: str
    station: str
    step_uid: str | None
    clock: str | None
    clock_reason: str
    held: bool
    reps: int
    reps_clean: int
    compared: dict[str, Compared]
    """By ``Comparison.stem``; those without enough reps a side are missing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was told in a visit."""

    session_id: str
    what: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class PlatesUsed:
    """What the sets of one visit were measured with, and how well it did."""

    session_id: str
    firmware: str
    calibration: str
    sets: int
    slowest_hz: float | None
    invalid_share: float | None
    """Largest of a set."""
    drift_n: float | None
    """Largest of a set."""


_VISITS: Final = """SELECT sessions.id, opened_us, state, station, step_uid, clock, coalesce(clock_reason, ''), held,
    (SELECT count(*) FROM reps WHERE session_id = sessions.id),
    (SELECT coalesce(sum(reps_clean), 0) FROM sets WHERE session_id = sessions.id),
    {columns} FROM sessions LEFT JOIN session_summaries ON session_id = sessions.id
    WHERE athlete_id = ? ORDER BY ordinal"""
_THEIRS: Final = "session_id IN (SELECT id FROM sessions WHERE athlete_id = ?)"


@dataclass(frozen=True, slots=True)
class Told:
    """Everything of one person's visits that a report tells."""

    visits: tuple[VisitSums, ...]
    legs: tuple[LegSums, ...]
    faults: tuple[Counted, ...]
    refusals: tuple[Counted, ...]
    happened: tuple[Counted, ...]
    plates: tuple[PlatesUsed, ...]
    unfinished: tuple[Counted, ...]


def told(store: Store, athlete_id: str) -> Told:
    """Return all of it as it is at one moment."""
    with store.reading() as connection:
        return Told(
            tuple(visits(connection, athlete_id)),
            tuple(legs(connection, athlete_id)),
            tuple(faults(connection, athlete_id)),
            tuple(refusals(connection, athlete_id)),
            tuple(happened(connection, athlete_id)),
            tuple(plates_used(connection, athlete_id)),
            tuple(unfinished(connection, athlete_id)),
        )


def visits(connection: sqlite3.Connection, athlete_id: str) -> list[VisitSums]:
    """Return a person's visits in the order they began."""
    both = (*BY_LEG, *BY_FOOT)
    columns = ", ".join(f'"{name}"' for one in both for name in (one.left, one.right, one.percent, one.band))
    rows = connection.execute(_VISITS.format(columns=columns), (athlete_id,))
    found = []
    for row in rows:
        values = tuple(row)
        told, measured = values[:10], values[10:]
        compared = {
            one.stem: _compared(measured[4 * at : 4 * at + 4], share=one in BY_FOOT)
            for at, one in enumerate(both)
            if None not in measured[4 * at : 4 * at + 4]
        }
        found.append(
            VisitSums(*told[:7], bool(told[7]), *told[8:], compared)  # type: ignore[call-arg]  # by their order
        )
    return found


def _compared(values: Sequence[float], *, share: bool) -> Compared:
    left, right, percent, band_percent = values
    return Compared(left, 1.0 - left if share else right, percent, band_percent)


def legs(connection: sqlite3.Connection, athlete_id: str) -> list[LegSums]:
    """Return what each leg did in each visit."""
    rows = connection.execute(
        f"""SELECT session_id, side, count(*),
            count(single_leg_time_s), total(single_leg_time_s), total(single_leg_time_s * single_leg_time_s),
            count(eccentric_tut_s), total(eccentric_tut_s), total(eccentric_tut_s * eccentric_tut_s),
            sum(tempo IS 'ok'), sum(tempo IS 'borderline'), sum(tempo IS 'fast')
            FROM reps WHERE {_THEIRS} GROUP BY session_id, side""",  # noqa: S608  our own words
        (athlete_id,),
    )
    return [
        LegSums(row[0], row[1], row[2], Sums(*row[3:6]), Sums(*row[6:9]), *tuple(row)[9:])
        for row in map(tuple, rows)
    ]


def faults(connection: sqlite3.Connection, athlete_id: str) -> list[Counted]:
    """Return how many reps of each visit had which fault."""
    return _counted(
        connection,
        f"""SELECT session_id, faults, '', count(*) FROM reps
            WHERE {_THEIRS} AND faults != '[]' GROUP BY session_id, faults""",  # noqa: S608  our own words
        athlete_id,
    )


def refusals(connection: sqlite3.Connection, athlete_id: str) -> list[Counted]:
    """Return how many reps of each visit have which value withheld, and why."""
    rows = connection.execute(
        f"SELECT session_id, refused, count(*) FROM reps WHERE {_THEIRS} AND refused != '{{}}' GROUP BY 1, 2",  # noqa: S608  our own words
        (athlete_id,),
    )
    return [
        Counted(row[0], name, reason, row[2])
        for row in map(tuple, rows)
        for name, reason in json.loads(row[1]).items()
    ]


def _counted(connection: sqlite3.Connection, statement: str, athlete_id: str) -> list[Counted]:
    return [
        Counted(row[0], name, row[2], row[3])
        for row in map(tuple, connection.execute(statement, (athlete_id,)))
        for name in json.loads(row[1])
    ]


def happened(connection: sqlite3.Connection, athlete_id: str) -> list[Counted]:
    """Return what was wrong around the visits.

    Faults of the data by code and plate, checks that asked for something, and cables that were pulled.
    """
    rows = connection.execute(
        f"""SELECT session_id, type,
            coalesce(json_extract(body, '$.code'), json_extract(body, '$.state')),
            coalesce(json_extract(body, '$.channel'), ''), coalesce(json_extract(body, '$.state'), ''),
            sum(coalesce(json_extract(body, '$.count'), 1))
            FROM events WHERE {_THEIRS} AND type IN ('fault', 'check', 'link') GROUP BY 1, 2, 3, 4, 5""",  # noqa: S608  our own words
        (athlete_id,),
    )
    found = []
    for session_id, kind, code, channel, state, count in map(tuple, rows):
        if kind == "fault":
            found.append(Counted(session_id, f"fault:{code}", str(channel), count))
        elif kind == "check" and state in ("RETRY", "SERVICE"):
            found.append(Counted(session_id, f"check:{code}", str(channel), count))
        elif kind == "link" and code == "lost":
            found.append(Counted(session_id, "link:lost", "", count))
    return found


def plates_used(connection: sqlite3.Connection, athlete_id: str) -> list[PlatesUsed]:
    """Return with what each visit was measured: firmware and calibration as the sets carry them."""
    rows = connection.execute(
        f"""SELECT session_id, coalesce(firmware, ''), coalesce(calibration, ''), count(*), min(sample_rate_hz),
            max(invalid_sample_share), max(zero_drift_n) FROM sets WHERE {_THEIRS} GROUP BY 1, 2, 3""",  # noqa: S608  our own words
        (athlete_id,),
    )
    return [PlatesUsed(*row) for row in rows]


def guests(connection: sqlite3.Connection) -> int:
    """Return how many visits belong to nobody."""
    number: int = connection.execute("SELECT count(*) FROM sessions WHERE athlete_id IS NULL").fetchone()[0]
    return number


def unfinished(connection: sqlite3.Connection, athlete_id: str) -> list[Counted]:
    """Return how many reps of each visit are as they were first told, or were saved after a crash."""
    rows = connection.execute(
        f"""SELECT session_id, CASE WHEN final = 0 THEN 'provisional' ELSE 'recovered' END, '', count(*) FROM reps
            WHERE {_THEIRS} AND (final = 0 OR recovered = 1) GROUP BY 1, 2""",  # noqa: S608  our own words
        (athlete_id,),
    )
    return [Counted(*row) for row in rows]
