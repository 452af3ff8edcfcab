"""Rule 5 for a changed plan: one that asks for far more than the plan before begins with fewer sets, and climbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum, Reason
from station.programme.history import day_of
from station.programme.rules.case import Finding
from station.programme.rules.jump import planned_reps_a_week
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.log import Leg
    from station.programme.rules.case import Case

WEEK: Final = 7
GROWTH: Final = 1.25
"""Repetitions of a week after a change, against those of the week before; under what is flagged as too much."""


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find a plan that still climbs from the one assigned before it, in the weeks since it was assigned."""
    begun = case.place.assignment.start_day.toordinal()
    before = case.course.place(begun - 1)
    if before is None:
        return
    was, asks = planned_reps_a_week(before), planned_reps_a_week(case.place)
    allowed = was * GROWTH ** ((case.today - begun) // WEEK + 1)
    if asks <= allowed:
        return
    data = (Datum(day_of(begun - 1), "planned_reps_in_7_days", was, "", leg),)
    sentence = say("climb", day=day_of(begun), before=was, now=asks)
    yield Finding(
        Reason(5, "climb", (22,), sentence, "fewer_sets", data, leg), sets_share=max(0.0, allowed / asks)
    )
