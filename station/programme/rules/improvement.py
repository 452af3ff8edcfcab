"""Rule 7: no improvement by weeks 8 to 10: check the form, and see a physiotherapist. Other reasons to see one too."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Final

from station.programme.advice import Alert, Datum
from station.programme.history import LEGS, datum, day_of
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.history import History
    from station.programme.log import Symptom, SymptomKind
    from station.programme.rules.case import Case

FROM_WEEK: Final = 8
WINDOW_DAYS: Final = 14
FEWEST_READINGS: Final = 3
LOW_NRS: Final = 2.0
LESS_PAIN_NRS: Final = 2.0
"""A change of pain that people notice, on the scale of 0 to 10."""
VISA_A_CHANGE: Final = 14.0
"""Smallest important change of VISA-A at 12 weeks (Lagas 2021)."""
SHARP_DAYS: Final = 2
UNEASY_DAYS: Final = 10
WORSE_NRS: Final = 2.0
WORSE_STIFFNESS_MIN: Final = 15.0
_PAIN: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning")
WEEK: Final = 7


def judge(case: Case) -> Iterator[Alert]:
    """Yield what a person should look at."""
    yield from _no_improvement(case)
    yield from _repeated(case)
    yield from _worse_than_last_week(case)


def readings(history: History, kinds: tuple[SymptomKind, ...], first: int, last: int) -> list[Symptom]:
    """Return the worse leg's reading of each kind and day."""
    worst: dict[tuple[int, SymptomKind], Symptom] = {}
    for leg in LEGS:
        for reading in history.window(leg, kinds, first, last):
            key = (reading.day.toordinal(), reading.kind)
            if key not in worst or reading.value > worst[key].value:
                worst[key] = reading
    return [worst[key] for key in sorted(worst)]


def _no_improvement(case: Case) -> Iterator[Alert]:
    if case.plan.mode not in ("rehab", "strength") or case.place.week < FROM_WEEK:
        return
    start = case.place.start
    before = readings(case.history, _PAIN, start, start + WINDOW_DAYS - 1)
    now = readings(case.history, _PAIN, case.today - WINDOW_DAYS + 1, case.today)
    if min(len(before), len(now)) < FEWEST_READINGS:
        return
    first_nrs, now_nrs = fmean(r.value for r in before), fmean(r.value for r in now)
    if now_nrs <= LOW_NRS or first_nrs - now_nrs >= LESS_PAIN_NRS or _visa_a_better(case):
        return
    data = (
        Datum(day_of(start), "mean_pain_first_14_days", round(first_nrs, 1), "NRS"),
        Datum(day_of(case.today), "mean_pain_last_14_days", round(now_nrs, 1), "NRS"),
    )
    sentence = say(
        "alert.no_improvement", week=case.place.week, before=round(first_nrs, 1), now=round(now_nrs, 1)
    )
    yield Alert(name="no_improvement", rule=7, items=(46,), sentence=sentence, data=data)


def _visa_a_better(case: Case) -> bool:
    told = readings(case.history, ("visa_a",), case.place.start - WINDOW_DAYS, case.today)
    return len(told) > 1 and told[-1].value - told[0].value >= VISA_A_CHANGE


def _repeated(case: Case) -> Iterator[Alert]:
    """Sharp pain on several days, or most days of two weeks above the limits."""
    first = case.today - WINDOW_DAYS + 1
    sharp = [reading for reading in readings(case.history, ("sharp",), first, case.today) if reading.value]
    if len(sharp) >= SHARP_DAYS:
        sentence = say("alert.sharp_again", count=len(sharp))
        data = tuple(datum(reading) for reading in sharp)
        yield Alert(name="see_professional", rule=2, items=(19, 46), sentence=sentence, data=data)
    limit = min(case.plan.pain.during_max_nrs, case.profile.acceptable_nrs)
    high = [reading for reading in readings(case.history, _PAIN, first, case.today) if reading.value > limit]
    days = {reading.day for reading in high}
    if len(days) >= UNEASY_DAYS:
        sentence = say("alert.long_pain", count=len(days), limit=limit)
        data = tuple(datum(reading) for reading in high)
        yield Alert(name="see_professional", rule=3, items=(42, 46), sentence=sentence, data=data)


def _worse_than_last_week(case: Case) -> Iterator[Alert]:
    """Pain and stiffness should not grow from week to week (Silbernagel's model)."""
    rises: tuple[tuple[tuple[SymptomKind, ...], float, str], ...] = (
        (_PAIN, WORSE_NRS, "NRS"),
        (("stiffness_min",), WORSE_STIFFNESS_MIN, "min"),
    )
    for kinds, rise, unit in rises:
        before = readings(case.history, kinds, case.today - 2 * WEEK + 1, case.today - WEEK)
        now = readings(case.history, kinds, case.today - WEEK + 1, case.today)
        if min(len(before), len(now)) < FEWEST_READINGS:
            continue
        then_mean, now_mean = fmean(r.value for r in before), fmean(r.value for r in now)
        if now_mean - then_mean < rise:
            continue
        what = "pain" if unit == "NRS" else "stiffness"
        data = (
            Datum(day_of(case.today - WEEK), f"mean_{what}", round(then_mean, 1), unit),
            Datum(day_of(case.today), f"mean_{what}", round(now_mean, 1), unit),
        )
        sentence = say(f"alert.worse_{what}", before=round(then_mean, 1), now=round(now_mean, 1))
        yield Alert(name="worse_than_last_week", rule=3, items=(33, 42), sentence=sentence, data=data)
