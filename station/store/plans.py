"""What was assigned to people, what is known of them, and what a coach decided instead; nothing is overwritten.

An assignment keeps the plan's document as it was that day, so that a plan that is changed later changes nobody's
past. An override that is cleared stays on record, with who cleared it and why.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from station.errors import StoreError
from station.events import SessionPlan
from station.programme.model import Assignment, Override, Plan, Profile

if TYPE_CHECKING:
    import sqlite3

_SAID: Final = ("load_kg", "reps", "sets", "rest", "variant", "plan_week")
"""Columns of ``overrides`` that stand instead of the plan's."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An override with what became of it."""

    override: Override
    cleared_us: int | None = None
    cleared_day: date | None = None
    """From this day on it holds no more."""
    cleared_by: str | None = None
    cleared_reason: str | None = None

    @property
    def in_force(self) -> Override | None:
        """The override as far as it held; ``None`` when it was cleared before it held a day."""
        if self.cleared_day is None:
            return self.override
        last = self.cleared_day - timedelta(days=1)
        if last < self.override.from_day:
            return None
        until = self.override.until_day
        return replace(self.override, until_day=last if until is None else min(last, until))


def assign(
    connection: sqlite3.Connection,
    athlete_id: str,
    plan: Plan,
    start_day: date,
    assigned_us: int,
    *,
    start_load_kg: float | None = None,
) -> Assignment:
    """Assign a copy of a plan from a day on.

    What was assigned before holds up to that day; what was to begin on it or later never begins, and ends on its
    own first day.
    """
    assignment = Assignment(
        id=uuid.uuid4().hex,
        plan=plan,
        start_day=start_day,
        assigned_us=assigned_us,
        start_load_kg=start_load_kg,
    )
    connection.execute(
        """UPDATE plans SET end_day = max(start_day, ?), ended_us = ?
           WHERE athlete_id = ? AND (end_day IS NULL OR (end_day > ? AND end_day > start_day))""",
        (start_day.isoformat(), assigned_us, athlete_id, start_day.isoformat()),
    )
    connection.execute(
        """INSERT INTO plans (id, athlete_id, assigned_us, document, plan_id, start_day, start_load_kg)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (assignment.id, athlete_id, assigned_us, msgspec.json.encode(plan).decode(), plan.id,
         start_day.isoformat(), start_load_kg),
    )  # fmt: skip
    return assignment


def take_back(connection: sqlite3.Connection, athlete_id: str, assignment_id: str, now_us: int) -> None:
    """Let an assignment made by mistake hold no day; it stays on record. What it had ended holds again.

    To be called before anything else is assigned to them. Nothing happens for an assignment that is not theirs.
    """
    ended = connection.execute(
        """SELECT other.id, other.start_day FROM plans other JOIN plans this ON this.id = ?
           WHERE this.athlete_id = ? AND other.athlete_id = this.athlete_id AND other.id != this.id
           AND other.ended_us = this.assigned_us ORDER BY other.rowid""",
        (assignment_id, athlete_id),
    ).fetchall()
    ends = [row["start_day"] for row in ended[1:]] + [None]
    for row, end_day in zip(ended, ends, strict=False):
        connection.execute(
            "UPDATE plans SET end_day = ?, ended_us = CASE WHEN ? IS NULL THEN NULL ELSE ended_us END WHERE id = ?",
            (end_day, end_day, row["id"]),
        )
    connection.execute(
        "UPDATE plans SET end_day = start_day, ended_us = ? WHERE id = ? AND athlete_id = ?",
        (now_us, assignment_id, athlete_id),
    )


def assignments(connection: sqlite3.Connection, athlete_id: str) -> tuple[Assignment, ...]:
    """Return everything a person was assigned, in the order it was. ``StoreError`` names a plan that cannot be read."""
    rows = connection.execute(
        """SELECT id, document, plan_id, start_day, assigned_us, end_day, start_load_kg FROM plans
           WHERE athlete_id = ? AND plan_id != '' ORDER BY rowid""",
        (athlete_id,),
    )
    return tuple(
        Assignment(
            id=row["id"],
            plan=_plan(row["document"], row["plan_id"]),
            start_day=date.fromisoformat(row["start_day"]),
            assigned_us=row["assigned_us"],
            end_day=_day(row["end_day"]),
            start_load_kg=row["start_load_kg"],
        )
        for row in rows
    )


def _plan(document: str, plan_id: str) -> Plan:
    try:
        return msgspec.json.decode(document, type=Plan)
    except msgspec.DecodeError as error:
        raise StoreError(
            f"the plan {plan_id!r} as it was assigned cannot be read: {error}",
            "Assign it anew: station plan assign",
        ) from error


def day_of(text: str) -> date:
    """Return a stored local date."""
    return date.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def put_profile(connection: sqlite3.Connection, athlete_id: str, profile: Profile, changed_us: int) -> None:
    """Store what is known of a person, in place of what was known; body mass is kept with the athlete."""
    connection.execute(
        """INSERT OR REPLACE INTO profiles (athlete_id, changed_us, sore, involved_leg, insertional,
           smallest_step_kg, acceptable_nrs, pain_free_nrs, rest_weekdays) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (athlete_id, changed_us, profile.sore, profile.involved_leg, profile.insertional, profile.smallest_step_kg,
         profile.acceptable_nrs, profile.pain_free_nrs, ",".join(map(str, profile.rest_weekdays))),
    )  # fmt: skip


def profile(connection: sqlite3.Connection, athlete_id: str) -> Profile | None:
    """Return what is known of a person; ``None`` when nothing was ever said."""
    row = connection.execute(
        """SELECT sore, involved_leg, insertional, smallest_step_kg, acceptable_nrs, pain_free_nrs, rest_weekdays,
           body_mass_kg FROM profiles JOIN athletes ON athletes.id = athlete_id WHERE athlete_id = ?""",
        (athlete_id,),
    ).fetchone()
    if row is None:
        return None
    days = tuple(int(each) for each in row["rest_weekdays"].split(",") if each)
    return Profile(
        **{name: row[name] for name in ("sore", "involved_leg", "smallest_step_kg", "acceptable_nrs")},
        pain_free_nrs=row["pain_free_nrs"],
        insertional=bool(row["insertional"]),
        rest_weekdays=days,
        body_mass_kg=row["body_mass_kg"],
    )


def put_override(connection: sqlite3.Connection, athlete_id: str, override: Override) -> Override:
    """Keep an override for ever; return it with its id."""
    said = {name: getattr(override, name) for name in _SAID}
    columns = ", ".join(said)
    row = connection.execute(
        f"""INSERT INTO overrides (athlete_id, made_us, made_by, reason, from_day, until_day, {columns})
            VALUES (?, ?, ?, ?, ?, ?{", ?" * len(said)})""",  # noqa: S608  own names
        (athlete_id, override.made_us, override.by, override.reason, override.from_day.isoformat(),
         None if override.until_day is None else override.until_day.isoformat(), *said.values()),
    )  # fmt: skip
    return replace(override, id=str(row.lastrowid))


def clear_override(
    connection: sqlite3.Connection,
    athlete_id: str,
    override_id: str,
    *,
    day: date,
    by: str,
    reason: str,
    now_us: int,
) -> Kept:
    """End an override: from ``day`` on it holds no more.

    An end that was planned can be brought forward; its reason stays with the new one. ``StoreError`` for an
    override that is not there, or that ends on that day or before it already.
    """
    kept = next((each for each in overrides(connection, athlete_id) if each.override.id == override_id), None)
    if kept is None:
        raise StoreError(f"override {override_id} is not there", "See: station plan history ATHLETE")
    if kept.cleared_day is not None:
        if kept.cleared_day <= day:
            raise StoreError(
                f"override {override_id} was cleared already, from {kept.cleared_day} on",
                "See: station plan history ATHLETE",
            )
        reason = f"{reason} (was to end on {kept.cleared_day}, by {kept.cleared_by}: {kept.cleared_reason})"
    connection.execute(
        """UPDATE overrides SET cleared_us = ?, cleared_day = ?, cleared_by = ?, cleared_reason = ? WHERE id = ?""",
        (now_us, day.isoformat(), by, reason, int(override_id)),
    )
    return replace(kept, cleared_us=now_us, cleared_day=day, cleared_by=by, cleared_reason=reason)


def overrides(connection: sqlite3.Connection, athlete_id: str) -> tuple[Kept, ...]:
    """Return every override there ever was, in the order they were made."""
    rows = connection.execute(
        f"""SELECT id, made_us, made_by, reason, from_day, until_day, {", ".join(_SAID)},
            cleared_us, cleared_day, cleared_by, cleared_reason
            FROM overrides WHERE athlete_id = ? ORDER BY id""",  # noqa: S608  own names
        (athlete_id,),
    )
    return tuple(
        Kept(
            Override(
                id=str(row["id"]),
                from_day=date.fromisoformat(row["from_day"]),
                until_day=_day(row["until_day"]),
                reason=row["reason"],
                by=row["made_by"],
                made_us=row["made_us"],
                **{name: row[name] for name in _SAID if name != "rest"},
                rest=None if row["rest"] is None else bool(row["rest"]),
            ),
            row["cleared_us"],
            _day(row["cleared_day"]),
            row["cleared_by"],
            row["cleared_reason"],
        )
        for row in rows
    )


def put_session_plan(connection: sqlite3.Connection, session_id: str, plan: SessionPlan) -> None:
    """Keep what was planned for a visit, and what of it is new since the visit of the same person before."""
    before = _plan_before(connection, session_id)
    told = replace(
        plan,
        phase_began=before is None or (before.plan_id, before.phase) != (plan.plan_id, plan.phase),
        override_began=plan.override != ("" if before is None else before.override),
        alerts_began=tuple(name for name in plan.alerts if before is None or name not in before.alerts),
    )
    connection.execute(
        "INSERT OR REPLACE INTO session_plans (session_id, document) VALUES (?, ?)",
        (session_id, msgspec.json.encode(told).decode()),
    )


def _plan_before(connection: sqlite3.Connection, session_id: str) -> SessionPlan | None:
    row = connection.execute(
        """SELECT document FROM session_plans JOIN sessions AS before ON before.id = session_id
           JOIN sessions AS this ON this.id = ?
           WHERE before.athlete_id = this.athlete_id AND before.ordinal < this.ordinal
           ORDER BY before.ordinal DESC LIMIT 1""",
        (session_id,),
    ).fetchone()
    return None if row is None else msgspec.json.decode(row["document"], type=SessionPlan)


def session_plan(connection: sqlite3.Connection, session_id: str) -> SessionPlan | None:
    """Return what was planned for a visit; ``None`` when nothing was."""
    row = connection.execute(
        "SELECT document FROM session_plans WHERE session_id = ?", (session_id,)
    ).fetchone()
    return None if row is None else msgspec.json.decode(row["document"], type=SessionPlan)
