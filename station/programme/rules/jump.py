"""Rule 5, too much too soon: a week far above both the week before and the plan, or a load far above the plan's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum
from station.programme.history import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.programme.course import Place
    from station.programme.history import DayWork, History
    from station.programme.log import Leg
    from station.programme.plan import Exercise

WEEK: Final = 7
OVER_PLAN_STEPS: Final = 1.5
"""A load this many smallest steps above the plan's is more than a rounded plate."""
LEAST_OVER_KG: Final = 1.5


@dataclass(frozen=True, slots=True)
class Jump:
    """What was too much."""

    what: str
    """``load`` or ``volume``."""
    percent: float
    """Growth of the week's volume-load; for a load, how many kilograms above the plan's."""
    data: tuple[Datum, ...]


def find_jump(
    leg: Leg, place: Place, history: History, smallest_step_kg: float, planned_kg: Callable[[int], float]
) -> Jump | None:
    """Return what was too much in the seven days before ``place``; ``planned_kg`` says what the plan asked for."""
    most_kg = max(LEAST_OVER_KG, OVER_PLAN_STEPS * smallest_step_kg)
    return _load_jump(leg, place.day, history, most_kg, planned_kg) or _volume_jump(leg, place, history)


def _load_jump(
    leg: Leg, day: int, history: History, most_kg: float, planned_kg: Callable[[int], float]
) -> Jump | None:
    for earlier in range(day - 1, day - WEEK - 1, -1):
        work = history.work[leg].get(earlier)
        if work is None or work.load_kg is None:
            continue
        above_kg = work.load_kg - planned_kg(earlier)
        if above_kg > most_kg:
            date = day_of(earlier)
            carried = Datum(date, "added_load_kg", round(work.load_kg, 2), "kg", leg, work.sessions[0])
            return Jump(
                "load", above_kg, (carried, Datum(date, "planned_load_kg", planned_kg(earlier), "kg", leg))
            )
    return None


def _volume_jump(leg: Leg, place: Place, history: History) -> Jump | None:
    """Compare with the week before; in the first two weeks, when there is none, with the plan."""
    this, planned = week_work(leg, place.day - WEEK, history), planned_reps_a_week(place)
    reps = sum(work.reps for work in this)
    if reps <= (1 + place.plan.jump.above_plan_percent / 100) * planned:
        return None
    before = week_work(leg, place.day - 2 * WEEK, history)
    whole = history.last_trained(place.day - 2 * WEEK + 1) is not None
    percent = volume_jump_percent(this, before) if whole and before else 100 * (reps / planned - 1)
    if percent is None or percent <= place.plan.jump.volume_percent:
        return None
    date = day_of(place.day - 1)
    data = (
        Datum(date, "reps_in_7_days", reps, "", leg),
        Datum(date, "planned_reps_in_7_days", planned, "", leg),
        Datum(date, "volume_jump_percent", round(percent, 1), "%", leg),
    )
    return Jump("volume", percent, data)


def week_work(leg: Leg, first: int, history: History) -> list[DayWork]:
    """Return what a leg did in the seven days from ``first`` on."""
    by_day = history.work[leg]
    return [by_day[day] for day in range(first, first + WEEK) if day in by_day]


def volume_jump_percent(this: Sequence[DayWork], before: Sequence[DayWork]) -> float | None:
    """Return how much a week's work grew over the week before, in percent; ``None`` without one.

    Volume-load (kg s) where every set of both weeks has it, repetitions otherwise.
    """
    now, then = _volume(this), _volume(before)
    if now is None or then is None:
        now, then = float(sum(work.reps for work in this)), float(sum(work.reps for work in before))
    return None if then <= 0 else 100 * (now / then - 1)


def _volume(week: Sequence[DayWork]) -> float | None:
    if any(work.volume_kg_s is None for work in week):
        return None
    return sum(work.volume_kg_s or 0.0 for work in week)


def planned_reps_a_week(place: Place) -> int:
    """Return the most repetitions a week that the plan's phase asks of one leg."""
    a_visit = sum(exercise_reps(exercise) for exercise in place.phase.exercises)
    return a_visit * place.plan.sessions_per_day * place.days_per_week


def exercise_reps(exercise: Exercise) -> int:
    """Return the most repetitions of one exercise in one visit, for one leg."""
    turns = len(exercise.variants) if exercise.alternate == "all" else 1
    return exercise.sets * turns * exercise.reps_max
