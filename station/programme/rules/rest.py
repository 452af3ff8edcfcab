"""Train or rest: daily, or a few times a week, by the plan's mode; days of rest are part of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum, Reason
from station.programme.history import day_of
from station.programme.words import say

if TYPE_CHECKING:
    from station.programme.course import Course
    from station.programme.history import History
    from station.programme.log import Profile

WEEK: Final = 7


def rest_on(
    day: int, course: Course, history: History, profile: Profile, also_trained: frozenset[int] = frozenset()
) -> Reason | None:
    """Return why the plan rests on a day, or ``None`` when it trains.

    ``also_trained`` are days taken as trained, to look ahead. Days of a daily plan before this one do not
    count: a plan of fewer days begins at once, and then keeps its days apart, two of them with two a week.
    """
    place = course.place(day)
    date = day_of(day)
    if date.weekday() in profile.rest_weekdays:
        return Reason(0, "rest.chosen", (34,), say("rest.chosen"), "rest")
    if place is None or place.days_per_week == WEEK:
        return None
    trained = sorted(
        d for d in also_trained.union(history.trained_between(day - WEEK + 1, day - 1)) if _spaced(d, course)
    )
    data = tuple(Datum(day_of(d), "trained", 1) for d in trained)
    between = WEEK // place.days_per_week - 1
    if trained and day - trained[-1] <= between:
        sentence = say("rest.between", day=day_of(trained[-1]), count=between)
        return Reason(0, "rest.between", (26, 34), sentence, "rest", data[-1:])
    if len(data) >= place.days_per_week:
        items = (26, 34, 49) if place.plan.mode == "maintenance" else (26, 34)
        return Reason(0, "rest.week_full", items, say("rest.week_full", count=len(data)), "rest", data)
    return None


def _spaced(day: int, course: Course) -> bool:
    """Say whether a day lies under a plan that does not train daily."""
    place = course.place(day)
    return place is not None and place.days_per_week < WEEK
