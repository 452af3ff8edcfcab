"""What happens next, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.programme.history import day_of
from station.programme.rules.ease import latest_bad_morning
from station.programme.rules.load import holds
from station.programme.rules.rest import rest_on
from station.programme.words import say

if TYPE_CHECKING:
    from datetime import date

    from station.programme.advice import Sentence
    from station.programme.prescribe import Athlete, Day

AHEAD_DAYS: Final = 14
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Coming:
    """The next day of training, and the sentence about what comes."""

    day: date | None
    sentence: Sentence


def coming(athlete: Athlete, day: Day, *, trains_today: bool) -> Coming:
    """Return the next day on which the plan trains, and what to look forward to."""
    today = day.case.today
    following = _next_day(athlete, today, trains_today=trains_today)
    if following is None:
        return Coming(None, say("next.rest_holds"))
    when = day_of(following)
    return Coming(when, _sentence(athlete, day, when))


def _next_day(athlete: Athlete, today: int, *, trains_today: bool) -> int | None:
    trained = frozenset({today}) if trains_today else frozenset[int]()
    for ahead in range(today + 1, today + AHEAD_DAYS + 1):
        set_by_coach = [o.rest for o in athlete.overrides if o.rest is not None and holds(o, ahead)]
        resting = set_by_coach[-1] if set_by_coach else None
        if resting is None:
            resting = rest_on(ahead, athlete.course, athlete.history, athlete.profile, trained) is not None
        if not resting and athlete.course.place(ahead) is not None:
            return ahead
    return None


def _sentence(athlete: Athlete, day: Day, when: date) -> Sentence:
    case, place = day.case, day.case.place
    bad = [
        found
        for leg in athlete.walks
        if (found := latest_bad_morning(leg, case.today, case.course, case.history, case.profile)) is not None
    ]
    if bad:
        until = max(found.day.toordinal() for found in bad) + case.plan.pain.ease_back_days
        return say("next.full_sets", day=when, full=day_of(until))
    weeks = place.plan.weeks
    if weeks is not None and place.week == weeks and place.plan.next_plan:
        return say("next.last_week", day=when, plan=place.plan.next_plan)
    waits = [walk.gate.opens for walk in athlete.walks.values() if walk.gate is not None and walk.gate.opens]
    opens = max(waits, default=None)
    if opens is not None and opens > case.today and any(walk.step_kg > 0 for walk in athlete.walks.values()):
        return say("next.load", day=when, opens=day_of(opens))
    phase_ends = (place.phase.to_week - place.week + 1) * WEEK - place.days_in % WEEK
    later = [phase for phase in place.plan.phases if phase.from_week == place.phase.to_week + 1]
    if later and phase_ends <= WEEK:
        return say("next.phase", day=when, phase=later[0].title, begins=day_of(case.today + phase_ends))
    return say("next.train", day=when)
