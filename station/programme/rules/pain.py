"""Rule 1: mild soreness changes nothing; pain above the limit asks for less range, fewer sets, less load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Reason
from station.programme.history import datum
from station.programme.rules.case import Finding
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.course import Place
    from station.programme.history import History
    from station.programme.log import Leg, Profile, Symptom, SymptomKind
    from station.programme.rules.case import Case

TRAINING_KINDS: Final[tuple[SymptomKind, ...]] = ("during", "after")
PAIN_KINDS: Final[tuple[SymptomKind, ...]] = (*TRAINING_KINDS, "next_morning", "daily_life")
EXCESS_KINDS: Final[tuple[SymptomKind, ...]] = (*TRAINING_KINDS, "daily_life")
"""Walking and stairs ask less of a tendon than training: pain above the limit counts no less there."""
RECENT_DAYS: Final = 2
"""Mild soreness is spoken of for this long."""


def limit_nrs(kind: SymptomKind, place: Place, profile: Profile) -> float:
    """Return the pain that is accepted: the plan's limit, or the athlete's own if that is lower."""
    pain = place.plan.pain
    if kind == "next_morning":
        phase = place.phase.next_morning_max_nrs
        limit = pain.next_morning_max_nrs if phase is None else phase
    else:
        limit = pain.after_max_nrs if kind == "after" else pain.during_max_nrs
    return min(limit, profile.acceptable_nrs)


def excess_on(leg: Leg, place: Place, history: History, profile: Profile) -> Symptom | None:
    """Return the worst pain of a day above its limit, of its training or of daily life."""
    over = [
        reading
        for kind in EXCESS_KINDS
        if (reading := history.reading(leg, kind, place.day)) is not None
        and reading.value > limit_nrs(kind, place, profile)
    ]
    return max(over, key=lambda reading: reading.value, default=None)


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find severe pain today, pain above the limit lately, or soreness that changes nothing."""
    yield from _severe(case, leg)
    excess = _latest_excess(case, leg)
    if excess is not None:
        yield _excess(case, leg, excess)
    elif not case.history.sharp_lately(leg, case.today - RECENT_DAYS, case.today):
        yield from _mild(case, leg)


def _severe(case: Case, leg: Leg) -> Iterator[Finding]:
    severe = case.plan.pain.severe_nrs
    for kind in PAIN_KINDS:
        reading = case.history.reading(leg, kind, case.today)
        if reading is not None and reading.value >= severe:
            sentence = say("pain.severe", value=reading.value, limit=severe)
            yield Finding(
                Reason(1, "pain.severe", (10, 12), sentence, "stop", (datum(reading),), leg), stop=True
            )
            return


def _latest_excess(case: Case, leg: Leg) -> Symptom | None:
    for day in range(case.today, case.today - case.plan.pain.shorter_range_days - 1, -1):
        place = case.course.place(day)
        if place is not None and (found := excess_on(leg, place, case.history, case.profile)) is not None:
            return found
    return None


def _excess(case: Case, leg: Leg, excess: Symptom) -> Finding:
    pain = case.plan.pain
    ago = case.today - excess.day.toordinal()
    eased = ago <= pain.ease_back_days
    limit = limit_nrs(excess.kind, case.place, case.profile)
    message = "pain.excess" if eased else "pain.excess_range"
    sentence = say(message, value=excess.value, day=excess.day, limit=limit)
    return Finding(
        Reason(1, "pain.excess", (10, 12), sentence, "floor_level", (datum(excess),), leg),
        sets_share=pain.ease_back_sets_share if eased else 1.0,
        floor=True,
        fewer_reps=True,
        no_raises=True,
    )


def _mild(case: Case, leg: Leg) -> Iterator[Finding]:
    recent = case.history.window(leg, PAIN_KINDS, case.today - RECENT_DAYS, case.today)
    worst = max(recent, key=lambda reading: reading.value, default=None)
    if worst is None or worst.value == 0 or worst.value > limit_nrs(worst.kind, case.place, case.profile):
        return
    limit = limit_nrs(worst.kind, case.place, case.profile)
    sentence = say("pain.mild", value=worst.value, limit=limit, day=worst.day)
    yield Finding(Reason(1, "pain.mild", (11,), sentence, "none", (datum(worst),), leg))
