"""One day's findings and sets for an athlete, from a log that has been indexed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from station.programme.course import Course, in_order
from station.programme.dose import Decided, decided, leg_dose, planned_sets
from station.programme.entry import check_profile
from station.programme.history import LEGS, History
from station.programme.review import clean_log
from station.programme.rules import balance, climb, comeback, ease, heel, pain, sharp
from station.programme.rules.case import Case
from station.programme.rules.load import Walker, holds, reps_load_kg, walk
from station.programme.warm_up import without_warm_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from station.programme.advice import PlannedSet, SetAside
    from station.programme.log import Assignment, Leg, Log, Override, Profile
    from station.programme.plan import Plan
    from station.programme.rules.case import Finding
    from station.programme.rules.load import LoadWalk

_LEG_RULES = (sharp.judge, pain.judge, ease.judge, heel.judge, comeback.judge, climb.judge)


@dataclass(frozen=True, slots=True)
class Athlete:
    """Everything about one athlete up to today, indexed."""

    profile: Profile
    history: History
    course: Course
    overrides: tuple[Override, ...]
    set_aside: tuple[SetAside, ...]
    walkers: Mapping[Leg, Walker]
    walks: Mapping[Leg, LoadWalk]


@dataclass(frozen=True, slots=True)
class Day:
    """What the plan asks of one day, before it is decided whether to train."""

    case: Case
    findings: Mapping[Leg, tuple[Finding, ...]]
    balance: tuple[Finding, ...]
    coach: Decided
    sets: tuple[PlannedSet, ...]


def know(
    assignments: Sequence[Assignment], profile: Profile, log: Log, today: date, plans: Mapping[str, Plan]
) -> Athlete:
    """Index a log; ``UsageError`` for a profile that cannot be."""
    check_profile(profile)
    clean = clean_log(log, today)
    begun = [a for a in in_order(assignments) if a.start_day <= today]
    invalid_share = begun[-1].plan.rail.invalid_share if begun else 1.0
    history = History(without_warm_up(clean.log, begun, plans), profile, invalid_share)
    course = Course(assignments, plans, clean.log.overrides, history, today.toordinal())
    make = partial(
        Walker,
        course=course,
        history=history,
        profile=profile,
        overrides=clean.log.overrides,
        today=today.toordinal(),
    )
    walkers: dict[Leg, Walker] = {leg: make(leg) for leg in LEGS}
    walks = {leg: walk(walker) for leg, walker in walkers.items()}
    return Athlete(profile, history, course, clean.log.overrides, clean.set_aside, walkers, walks)


def day_of_plan(athlete: Athlete, day: int, *, now: bool, visit: int = 0) -> Day | None:
    """Return what the plan asks of a day; ``None`` without a plan.

    ``now``: today, with the load as it stands after everything told today. Else: as the day began.
    """
    place = athlete.course.place(day)
    if place is None:
        return None
    in_force = tuple(override for override in athlete.overrides if holds(override, day))
    case = Case(day, place, athlete.profile, athlete.history, athlete.course, in_force)
    findings = {leg: tuple(f for judge in _LEG_RULES for f in judge(case, leg)) for leg in LEGS}
    balanced = tuple(balance.judge(case))
    coach = decided(in_force)
    doses = {
        leg: leg_dose(
            (*findings[leg], *balanced),
            athlete.walks[leg].load_kg if now else athlete.walks[leg].planned_kg(day),
            reps_load_kg(athlete.walkers[leg], athlete.walks[leg], day),
        )
        for leg in LEGS
    }
    return Day(case, findings, balanced, coach, planned_sets(case, doses, coach, visit))
