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
    from datetime import date

    from station.programme.advice import Effect
    from station.programme.course import Course, Place
    from station.programme.history import History
    from station.programme.log import Leg, Profile, Symptom
    from station.programme.plan import PainRule
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


def strong_nrs(place: Place, profile: Profile) -> float:
    """Return the pain above which a morning is strong: more than training itself may reach."""
    return max(limit_nrs("next_morning", place, profile), limit_nrs("during", place, profile))


def strong_morning(leg: Leg, place: Place, history: History, profile: Profile) -> Symptom | None:
    """Return a morning's pain that asks for rest, floor level and a step less load."""
    reading = history.reading(leg, "next_morning", place.day)
    return reading if reading is not None and reading.value > strong_nrs(place, profile) else None


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find bad mornings within the days of easing back: painful ones, the one of today above all, and stiff ones."""
    yield from _strong(case, leg)
    eased = list(_places(case, case.plan.pain.ease_back_days))
    for find in (_painful, _stiff):
        found = next((one for place in eased if (one := find(case, leg, place)) is not None), None)
        if found is not None:
            yield found


def _places(case: Case, days: int) -> Iterator[Place]:
    """Yield today and the days before it."""
    places = map(case.course.place, range(case.today, case.today - days, -1))
    return (place for place in places if place is not None)


def _strong(case: Case, leg: Leg) -> Iterator[Finding]:
    """Rest on a strong morning; floor level for some days after it."""
    rule = case.plan.pain
    for place in _places(case, rule.shorter_range_days + 1):
        reading = strong_morning(leg, place, case.history, case.profile)
        if reading is None:
            continue
        today = place.day == case.today
        message = "rest.morning" if today else "ease.range"
        limit = strong_nrs(place, case.profile)
        sentence = say(message, value=reading.value, limit=limit, day=reading.day)
        effect: Effect = "rest" if today else "floor_level"
        yield Finding(
            Reason(3, message, (12, 33, 34, 42), sentence, effect, (datum(reading),), leg),
            floor=True,
            fewer_reps=True,
            no_raises=True,
            rest=today,
        )
        return


def _painful(case: Case, leg: Leg, place: Place) -> Finding | None:
    reading = case.history.reading(leg, "next_morning", place.day)
    limit = limit_nrs("next_morning", place, case.profile)
    if reading is None or reading.value <= limit:
        return None
    until = _until(reading, case.plan.pain)
    sentence = say("ease.pain", value=reading.value, day=reading.day, limit=limit, until=until)
    return Finding(
        Reason(3, "ease.pain", (33, 42), sentence, "fewer_sets", (datum(reading),), leg),
        sets_share=case.plan.pain.ease_back_sets_share,
        floor=True,
        fewer_reps=True,
        no_raises=True,
    )


def _stiff(case: Case, leg: Leg, place: Place) -> Finding | None:
    reading = case.history.reading(leg, "stiffness_min", place.day)
    limit = stiffness_limit_min(place)
    if reading is None or reading.value <= limit:
        return None
    until = _until(reading, case.plan.pain)
    sentence = say("ease.stiffness", value=reading.value, day=reading.day, limit=limit, until=until)
    return Finding(
        Reason(3, "ease.stiffness", (33, 42, 52), sentence, "fewer_sets", (datum(reading),), leg),
        sets_share=case.plan.pain.ease_back_sets_share,
        no_raises=True,
    )


def _until(reading: Symptom, rule: PainRule) -> date:
    return day_of(reading.day.toordinal() + rule.ease_back_days - 1)
