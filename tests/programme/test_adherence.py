"""Adherence of a week: neither the other leg nor another day makes up for what was left out."""

from __future__ import annotations

import pytest

from station.programme.engine import timeline
from station.programme.model import Leg, Log, Profile, WeekDone
from station.programme.plans import shipped
from tests.support.training import assigned, both_legs, on, session, set_done

Work = tuple[tuple[Leg, int], ...]
"""Sets of a day: leg and repetitions."""


def _week(log: Log, plan: str = "seed-default", sore: Leg | None = None) -> WeekDone:
    profile = Profile() if sore is None else Profile(sore=sore)
    return timeline([assigned(plan)], profile, log, on(6), shipped()).weeks[0]


def _days(*sets: Work) -> Log:
    return Log(
        sessions=tuple(session(day, [set_done(*one) for one in each]) for day, each in enumerate(sets))
    )


def test_a_week_as_planned_is_all_of_it() -> None:
    """Both legs, every day, with the repetitions and the load that were asked for."""
    week = _week(Log(sessions=tuple(session(day, both_legs(2, 15)) for day in range(7))))
    assert (week.reps_adherence, week.load_adherence) == (1, 1)


def test_the_right_leg_does_not_do_the_lefts_work() -> None:
    """Twice as much on one leg is half of the plan; the leg left out carried nothing."""
    right: Work = (("right", 30), ("right", 30))
    week = _week(_days(*[right] * 7))
    assert (week.reps_adherence, week.load_adherence) == (0.5, 0.5)


def test_work_of_the_leg_that_is_not_sore_is_no_adherence() -> None:
    """A plan for the left leg, done on the right: nothing of it was done."""
    right: Work = (("right", 15),) * 6
    week = _week(_days(*[right] * 7), "alfredson-1998", sore="left")
    assert (week.reps_adherence, week.load_adherence) == (0, 0)


def test_one_long_day_does_not_make_up_for_six_short_ones() -> None:
    """288 repetitions at once and six visits of a single one: little more than one day in seven."""
    heap: Work = (("left", 144), ("right", 144))
    little: Work = (("left", 1), ("right", 0))
    week = _week(_days(heap, *[little] * 6))
    assert week.reps_adherence == pytest.approx(1 / 7, abs=0.03)
    assert week.reps_done == 294
