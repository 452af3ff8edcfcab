"""Rule 6: pain is low, load and tempo have been flat for weeks: a small load, or single-leg raises."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from station.programme.advice import Alert, Datum
from station.programme.history import LEGS, day_of
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.programme.history import DayWork
    from station.programme.log import Leg, SymptomKind
    from station.programme.rules.case import Case
    from station.programme.rules.load import LoadWalk

FLAT_DAYS: Final = 21
"""The article says two to three weeks; the longer one."""
FEWEST_DAYS: Final = 6
"""Training days within them."""
LOW_NRS: Final = 2.0
FLAT_TEMPO_SHARE: Final = 0.1
_KINDS: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning", "daily_life")


def find_plateau(case: Case, walks: Mapping[Leg, LoadWalk], *, raises_open: bool) -> Alert | None:
    """Return the suggestion to leave a plateau, or ``None``."""
    if case.plan.mode == "maintenance" or not case.plan.load.allowed:
        return None
    found = {leg: _flat(case, leg, walks[leg]) for leg in LEGS}
    trained = {
        leg: data for leg, data in found.items() if case.history.sure_days(leg, _first(case), case.today - 1)
    }
    if not trained or any(data is None for data in trained.values()):
        return None
    load_kg = min(walks[leg].load_kg for leg in trained)
    kinds = {exercise.kind for exercise in case.place.phase.exercises}
    if raises_open and "single_leg_raise" not in kinds:
        sentence = say("plateau.raises", days=FLAT_DAYS)
    elif load_kg > 0:
        sentence = say("plateau.carry", days=FLAT_DAYS, load=load_kg)
    else:
        sentence = say("plateau.load", days=FLAT_DAYS, load=case.profile.smallest_step_kg)
    data = tuple(datum for data in trained.values() for datum in data or ())
    return Alert(name="plateau", rule=6, items=(47,), sentence=sentence, data=data)


def _first(case: Case) -> int:
    return case.today - FLAT_DAYS


def _flat(case: Case, leg: Leg, walk: LoadWalk) -> tuple[Datum, ...] | None:
    """Return the evidence that one leg's load and tempo are flat at low pain, or ``None``."""
    first = _first(case)
    days = case.history.sure_days(leg, first, case.today - 1)
    readings = case.history.window(leg, _KINDS, first, case.today)
    if len(days) < FEWEST_DAYS or days[0] > first + FLAT_DAYS // 3 or walk.changed > first:
        return None
    if not readings or max(reading.value for reading in readings) > LOW_NRS:
        return None
    works = [case.history.work[leg][day] for day in days]
    half = len(works) // 2
    if not _same_load(works, half, case.profile.smallest_step_kg) or not _same_tempo(works, half):
        return None
    worst = max(readings, key=lambda reading: reading.value)
    return (
        Datum(day_of(days[0]), "training_days", len(days), "days", leg),
        Datum(worst.day, worst.kind, worst.value, "NRS", leg),
        Datum(day_of(days[-1]), "added_load_kg", works[-1].load_kg, "kg", leg),
    )


def _same_load(works: Sequence[DayWork], half: int, smallest_step_kg: float) -> bool:
    before = [work.load_kg for work in works[:half] if work.load_kg is not None]
    after = [work.load_kg for work in works[half:] if work.load_kg is not None]
    if not before or not after:
        return not before and not after
    return abs(median(after) - median(before)) < smallest_step_kg / 2


def _same_tempo(works: Sequence[DayWork], half: int) -> bool:
    before = [work.tut_mean_s for work in works[:half] if work.tut_mean_s is not None]
    after = [work.tut_mean_s for work in works[half:] if work.tut_mean_s is not None]
    return bool(before and after) and abs(fmean(after) / fmean(before) - 1) < FLAT_TEMPO_SHARE
