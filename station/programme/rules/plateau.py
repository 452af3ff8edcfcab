"""Rule 6: pain is low, load and tempo have been flat for weeks: a small load, or single-leg raises."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from station.programme.advice import Alert, Datum
from station.programme.history import LEGS, day_of
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.programme.advice import Sentence
    from station.programme.history import DayWork
    from station.programme.log import Leg, Symptom, SymptomKind
    from station.programme.rules.case import Case
    from station.programme.rules.load import LoadWalk

FLAT_DAYS: Final = 21
"""The article says two to three weeks; the longer one."""
FEWEST_DAYS: Final = 6
"""Training days within them."""
LOW_NRS: Final = 2.0
FLAT_TEMPO_SHARE: Final = 0.1
FALLING_NRS: Final = 0.5
"""Pain that still falls by this much from the first half of the days to the second is no plateau."""
STILL_TRAINING_DAYS: Final = 6
_ANOTHER_MATTER: Final = ("jump", "easing", "comeback", "override")
"""Gates that stand for too much, for too little, or for a coach's decision: no time to speak of a plateau."""
_TO_BE_KNOWN: Final = frozenset(
    ("mass_unknown", "step_too_large", "pain_unknown", "load_unknown", "tempo_unknown", "too_little_training")
)
"""Gates that open by telling, weighing or a smaller weight."""
_KINDS: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning", "daily_life")


def find_plateau(case: Case, walks: Mapping[Leg, LoadWalk], *, raises_open: bool) -> Alert | None:
    """Return the suggestion to leave a plateau, or ``None``."""
    if case.plan.mode == "maintenance" or not case.plan.load.allowed:
        return None
    if any(walk.gate is not None and walk.gate.name in _ANOTHER_MATTER for walk in walks.values()):
        return None
    found = {leg: _flat(case, leg, walks[leg]) for leg in LEGS}
    trained = {
        leg: data for leg, data in found.items() if case.history.sure_days(leg, _first(case), case.today - 1)
    }
    if not trained or any(data is None for data in trained.values()):
        return None
    sentence = _way_out(case, [walks[leg] for leg in trained], raises_open=raises_open)
    data = tuple(datum for data in trained.values() for datum in data or ())
    return Alert(name="plateau", rule=6, items=(47,), sentence=sentence, data=data)


def _way_out(case: Case, walks: Sequence[LoadWalk], *, raises_open: bool) -> Sentence:
    """Return the way out that today's gates leave open: never kilograms that rule 5 holds back."""
    kinds = {exercise.kind for exercise in case.place.phase.exercises}
    load_kg = min(walk.load_kg for walk in walks)
    gates = {walk.gate.name for walk in walks if walk.gate is not None}
    if raises_open and "single_leg_raise" not in kinds:
        return say("plateau.raises", days=FLAT_DAYS)
    if load_kg > 0 and "pain" not in gates:
        return say("plateau.carry", days=FLAT_DAYS, load=load_kg)
    if gates & _TO_BE_KNOWN:
        return say("plateau.load", days=FLAT_DAYS)
    return say("plateau.form", days=FLAT_DAYS)


def _first(case: Case) -> int:
    return case.today - FLAT_DAYS


def _flat(case: Case, leg: Leg, walk: LoadWalk) -> tuple[Datum, ...] | None:
    """Return the evidence that one leg's load and tempo are flat at low pain, or ``None``."""
    first = _first(case)
    days = case.history.sure_days(leg, first, case.today - 1)
    readings = case.history.window(leg, _KINDS, first, case.today)
    if len(days) < FEWEST_DAYS or days[-1] < case.today - STILL_TRAINING_DAYS:
        return None
    if days[0] > first + FLAT_DAYS // 3 or walk.changed > first:
        return None
    if not readings or max(reading.value for reading in readings) > LOW_NRS or _falling(case, readings):
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


def _falling(case: Case, readings: Sequence[Symptom]) -> bool:
    middle = day_of(case.today - FLAT_DAYS // 2)
    before = [reading.value for reading in readings if reading.day < middle]
    after = [reading.value for reading in readings if reading.day >= middle]
    return bool(before and after) and fmean(before) - fmean(after) >= FALLING_NRS


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
