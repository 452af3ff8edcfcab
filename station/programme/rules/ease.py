"""Rule 3: stiffness back, or pain still up next morning: fewer sets for a few days, then on as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.programme.advice import Reason
from station.programme.history import datum, day_of
from station.programme.rules.case import Finding
from station.programme.rules.pain import limit_nrs
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.course import Course, Place
    from station.programme.history import History
    from station.programme.log import Leg, Profile, Symptom
    from station.programme.rules.case import Case


def stiffness_limit_min(place: Place) -> float:
    """Return the morning stiffness that is accepted in this phase."""
    phase = place.phase.stiffness_max_min
    return place.plan.pain.stiffness_max_min if phase is None else phase


def bad_morning(leg: Leg, place: Place, history: History, profile: Profile) -> Symptom | None:
    """Return a morning's reading above its limit: pain first, then stiffness."""
    pain = history.reading(leg, "next_morning", place.day)
    if pain is not None and pain.value > limit_nrs("next_morning", place, profile):
        return pain
    stiffness = history.reading(leg, "stiffness_min", place.day)
    if stiffness is not None and stiffness.value > stiffness_limit_min(place):
        return stiffness
    return None


def latest_bad_morning(
    leg: Leg, day: int, course: Course, history: History, profile: Profile
) -> Symptom | None:
    """Return the newest bad morning that still asks for fewer sets on a day."""
    here = course.place(day)
    if here is None:
        return None
    for earlier in range(day, day - here.plan.pain.ease_back_days, -1):
        place = course.place(earlier)
        if place is not None and (found := bad_morning(leg, place, history, profile)) is not None:
            return found
    return None


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find a bad morning within the days of easing back."""
    bad = latest_bad_morning(leg, case.today, case.course, case.history, case.profile)
    if bad is None:
        return
    pain = case.plan.pain
    until = day_of(bad.day.toordinal() + pain.ease_back_days - 1)
    place = case.course.place(bad.day.toordinal()) or case.place
    if bad.kind == "next_morning":
        limit = limit_nrs("next_morning", place, case.profile)
        sentence = say("ease.pain", value=bad.value, day=bad.day, limit=limit, until=until)
        name, items = "ease.pain", [33, 42]
    else:
        limit = stiffness_limit_min(place)
        sentence = say("ease.stiffness", value=bad.value, day=bad.day, limit=limit, until=until)
        name, items = "ease.stiffness", [33, 42, 52]
    yield Finding(
        Reason(3, name, tuple(items), sentence, "fewer_sets", (datum(bad),), leg),
        sets_share=pain.ease_back_sets_share,
        no_raises=True,
    )
