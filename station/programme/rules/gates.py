"""Rule 5, the gates: everything that must be so before the load grows by one step. In doubt it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum
from station.programme.history import datum, day_of
from station.programme.log import NRS_KINDS
from station.programme.rules.comeback import break_before
from station.programme.rules.ease import latest_bad_morning
from station.programme.rules.jump import find_jump

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.programme.course import Place
    from station.programme.log import Symptom, SymptomKind
    from station.programme.rules.load import LoadWalk, Walker

FIRST_TRAINING_DAYS: Final = 4
NEXT_TRAINING_DAYS: Final = 2
"""Days of training within the waiting time; fewer say too little."""
FIRST_MORNINGS: Final = 2
NEXT_MORNINGS: Final = 1
"""Mornings told within the waiting time."""
TOLD_SHARE: Final = 0.5
"""Share of the training days whose pain was told."""
STILL_TRAINING_DAYS: Final = 6
CARRIED_DAYS: Final = 28
"""A load carried longer ago says little of today."""
_TRAINING: Final[tuple[SymptomKind, ...]] = ("during", "after")
_ALL: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning", "daily_life", "sharp", "heel_bone")


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that is closed: its name, the day it opens at the earliest if that is known, and why."""

    name: str
    opens: int | None = None
    data: tuple[Datum, ...] = ()
    limit: float | None = None


def closed_gate(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    """Return the first gate that keeps the load where it is, or ``None`` when it may grow today."""
    return next((closed for gate in _GATES if (closed := gate(state, place, walker)) is not None), None)


def weightiest_gate(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    """Return the closed gate that says most to the athlete: what was too much comes before a date."""
    in_order = sorted(_GATES, key=lambda gate: gate is _waited)
    return next((closed for gate in in_order if (closed := gate(state, place, walker)) is not None), None)


def waiting_days(state: LoadWalk, place: Place) -> int:
    """Return the days between the last change and the next step: longer before the first load."""
    rule = place.plan.load
    return max(rule.first_after_days, rule.step_after_days) if state.rung == 0 else rule.step_after_days


def _in_plan(_: LoadWalk, place: Place, __: Walker) -> Gate | None:
    rule = place.plan.load
    if rule.allowed and rule.grows and any(exercise.loaded for exercise in place.phase.exercises):
        return None
    return Gate("later_phase" if rule.allowed and rule.grows else "not_in_plan")


def _waited(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    """Wait from the first day that trained with the load: a step that fell on days of rest was not taken there."""
    begun: int | None = state.changed
    if state.rung > 0:
        begun = walker.history.first_trained(state.changed, walker.leg)
    opens = (place.day if begun is None else begun) + waiting_days(state, place)
    return Gate("wait", opens) if place.day < opens else None


def _another_rung(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    if state.rung + 1 < len(state.rungs):
        return None
    mass_kg = walker.history.body_mass_kg(walker.today)
    if mass_kg is None:
        return Gate("mass_unknown")
    cap_kg = place.plan.load.cap_percent_of_total / 100 * (mass_kg + state.load_kg)
    limit_kg = min(cap_kg, place.plan.load.first_step_max_kg) if state.rung == 0 else cap_kg
    step = Datum(day_of(place.day), "smallest_step_kg", walker.profile.smallest_step_kg, "kg")
    return Gate("step_too_large", data=(step,), limit=round(limit_kg, 1))


def _trained(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    days = _training_days(state, place, walker)
    needed = FIRST_TRAINING_DAYS if state.rung == 0 else NEXT_TRAINING_DAYS
    if len(days) < needed or days[-1] < place.day - STILL_TRAINING_DAYS:
        found = Datum(day_of(place.day), "training_days", len(days), "days", walker.leg)
        return Gate("too_little_training", data=(found,), limit=float(needed))
    return None


def _in_tempo(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    work = [walker.history.work[walker.leg][day] for day in _training_days(state, place, walker)]
    judged, slow_enough = sum(w.reps_judged for w in work), sum(w.reps_not_fast for w in work)
    if not judged:
        return Gate("tempo_unknown")
    if slow_enough < place.plan.load.min_tempo_share * judged:
        share = Datum(day_of(place.day - 1), "tempo_share", round(slow_enough / judged, 2), "", walker.leg)
        return Gate("tempo", data=(share,), limit=place.plan.load.min_tempo_share)
    return None


def _carried(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    if state.rung == 0:
        return None
    enough_kg = state.load_kg - walker.profile.smallest_step_kg / 2
    first = max(state.changed, place.day - CARRIED_DAYS)
    days = walker.history.sure_days(walker.leg, first, place.day - 1)
    works = [(day, walker.history.work[walker.leg][day]) for day in days]
    carried = [day for day, work in works if work.load_kg is not None and work.load_kg >= enough_kg]
    if len(carried) >= NEXT_TRAINING_DAYS:
        return None
    name = "not_carried" if any(work.load_kg is not None for _, work in works) else "load_unknown"
    seen = [(day, work.load_kg) for day, work in works if work.load_kg is not None][-3:]
    return Gate(
        name, data=tuple(Datum(day_of(d), "added_load_kg", round(kg, 2), "kg", walker.leg) for d, kg in seen)
    )


def _told(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    days = _training_days(state, place, walker)
    told = [d for d in days if any(walker.history.reading(walker.leg, kind, d) for kind in _TRAINING)]
    first = place.day - waiting_days(state, place)
    mornings = walker.history.window(walker.leg, ("next_morning",), first, place.day)
    needed = FIRST_MORNINGS if state.rung == 0 else NEXT_MORNINGS
    if len(told) >= TOLD_SHARE * len(days) and len(mornings) >= needed:
        return None
    date = day_of(place.day)
    data = (
        Datum(date, "training_days", len(days), "days", walker.leg),
        Datum(date, "training_days_with_pain_told", len(told), "days", walker.leg),
        Datum(date, "mornings_told", len(mornings), "days", walker.leg),
    )
    return Gate("pain_unknown", data=data)


def _calm(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    """Hold the load for any pain above the limit within the waiting time; today's training does not count yet.

    Pain of a morning or in daily life is there before today's training, and counts.
    """
    rule, first_load = place.plan.load, state.rung == 0
    limit = min(rule.pain_free_nrs, walker.profile.pain_free_nrs) if first_load else rule.progress_max_nrs
    first = place.day - waiting_days(state, place)
    for reading in reversed(walker.history.window(walker.leg, _ALL, first, place.day)):
        most = limit if reading.kind in NRS_KINDS else 0.0
        if _counts(reading, place.day) and reading.value > most:
            return Gate(
                "pain", reading.day.toordinal() + waiting_days(state, place) + 1, (datum(reading),), most
            )
    return None


def _counts(reading: Symptom, day: int) -> bool:
    return reading.kind in ("next_morning", "daily_life") or reading.day.toordinal() < day


def _quiet_mornings(_: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    bad = latest_bad_morning(walker.leg, place.day, walker.course, walker.history, walker.profile)
    return None if bad is None else Gate("easing", data=(datum(bad),))


def _settled(_: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    found = break_before(place.day, walker.leg, walker.history, place.plan.breaks)
    return None if found is None else Gate("comeback", found[1] + place.plan.breaks.return_days)


def _no_jump(state: LoadWalk, place: Place, walker: Walker) -> Gate | None:
    step_kg = walker.profile.smallest_step_kg
    jump = find_jump(walker.leg, place, walker.history, step_kg, state.planned_kg)
    return None if jump is None else Gate("jump", data=jump.data)


def _training_days(state: LoadWalk, place: Place, walker: Walker) -> Sequence[int]:
    return walker.history.sure_days(walker.leg, place.day - waiting_days(state, place), place.day - 1)


_GATES: Final[tuple[Callable[[LoadWalk, Place, Walker], Gate | None], ...]] = (
    _in_plan,
    _waited,
    _calm,
    _quiet_mornings,
    _settled,
    _no_jump,
    _trained,
    _told,
    _in_tempo,
    _carried,
    _another_rung,
)
"""Cheap ones first, since a walk asks them every day."""
