"""When early stiffness returns after the plan, the way back in is suggested [48, 52]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Alert
from station.programme.history import datum
from station.programme.rules.ease import stiffness_limit_min
from station.programme.rules.improvement import readings
from station.programme.words import say

if TYPE_CHECKING:
    from station.programme.rules.case import Case

DAYS: Final = 7
MORNINGS: Final = 2
"""One stiff morning is a morning; two within a week are a return."""
WAY_BACK: Final = "seed-default"


def find_reentry(case: Case) -> Alert | None:
    """Return the suggestion to begin the plan again, or ``None``."""
    if case.plan.mode not in ("maintenance", "performance"):
        return None
    limit = stiffness_limit_min(case.place)
    stiff = [
        reading
        for reading in readings(case.history, ("stiffness_min",), case.today - DAYS + 1, case.today)
        if reading.value > limit
    ]
    if len(stiff) < MORNINGS:
        return None
    sentence = say("alert.re_entry", count=len(stiff), limit=limit)
    return Alert(
        name="re_entry", rule=3, items=(48, 52), sentence=sentence, data=tuple(datum(r) for r in stiff)
    )


def way_back(case: Case) -> str:
    """Return the id of the plan that leads back: the one the athlete came from, if it was for recovering."""
    assigned = case.place.assignment.plan
    return assigned.id if assigned.mode in ("rehab", "strength") else WAY_BACK
