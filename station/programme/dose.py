"""Today's sets: the phase's exercises, less what the findings take away, and whatever a coach has set instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from station.programme.advice import PlannedSet
from station.programme.history import LEGS
from station.programme.rules.ladder import reps_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from station.programme.log import Leg, Override, Profile, Side
    from station.programme.plan import Exercise, Plan, Variant
    from station.programme.rules.case import Case, Finding

_FLOOR: Final[Mapping[Variant, Variant]] = {"straight_step": "straight_floor", "bent_step": "bent_floor"}


@dataclass(frozen=True, slots=True)
class LegDose:
    """What one leg (or both feet together) may do today."""

    load_kg: float
    reps_load_kg: float
    """Load that sets the repetitions."""
    sets_share: float = 1.0
    floor: bool = False
    fewer_reps: bool = False
    no_raises: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a coach's overrides in force say together; the latest decision counts."""

    load_kg: float | None = None
    reps: int | None = None
    sets: int | None = None
    rest: bool | None = None
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """One set before it is dosed."""

    exercise: Exercise
    variant: Variant
    round: int


def decided(overrides: Iterable[Override]) -> Decided:
    """Merge overrides, the latest last."""
    merged = Decided()
    for override in overrides:
        for name in ("load_kg", "reps", "sets", "rest", "variant"):
            value = getattr(override, name)
            if value is not None:
                merged = replace(merged, **{name: value})
    return merged


def leg_dose(findings: Iterable[Finding], load_kg: float, reps_load_kg: float) -> LegDose:
    """Return the strictest of all findings."""
    dose = LegDose(load_kg, reps_load_kg)
    for finding in findings:
        dose = LegDose(
            load_kg,
            reps_load_kg,
            min(dose.sets_share, finding.sets_share),
            dose.floor or finding.floor,
            dose.fewer_reps or finding.fewer_reps,
            dose.no_raises or finding.no_raises,
        )
    return dose


def both_feet(doses: Mapping[Leg, LegDose]) -> LegDose:
    """Return the strictest of both legs, for exercises on both feet."""
    left, right = doses["left"], doses["right"]
    return LegDose(
        min(left.load_kg, right.load_kg),
        max(left.reps_load_kg, right.reps_load_kg),
        min(left.sets_share, right.sets_share),
        left.floor or right.floor,
        left.fewer_reps or right.fewer_reps,
        left.no_raises or right.no_raises,
    )


def planned_sets(
    case: Case, doses: Mapping[Leg, LegDose], coach: Decided, visit: int
) -> tuple[PlannedSet, ...]:
    """Return one visit's sets in the order to do them: leg by leg in turn, so that one rests while the other works.

    ``visit`` is the number of the visit within the day, from 0; variants take turns from visit to visit.
    """
    turn = (
        len(case.history.trained_between(case.place.start, case.today - 1)) * case.plan.sessions_per_day
        + visit
    )
    rows: list[list[PlannedSet]] = []
    for side in sides(case.place.phase.exercises, case.profile):
        dose = both_feet(doses) if side == "both" else doses[side]
        exercises = [e for e in case.place.phase.exercises if side in legs_of(e, case.profile)]
        turns = _kept(_turns(exercises, turn), dose.sets_share, coach.sets)
        rows.append([_planned(one, side, dose, coach, case.plan) for one in turns])
    longest = max((len(row) for row in rows), default=0)
    ordered = [row[at] for at in range(longest) for row in rows if at < len(row)]
    return tuple(replace(one, index=index) for index, one in enumerate(ordered, 1))


def sides(exercises: Sequence[Exercise], profile: Profile) -> list[Side]:
    """Return the legs that have work: both feet together first, then the sore or involved leg, then the other."""
    asked = {side for exercise in exercises for side in legs_of(exercise, profile)}
    sore = profile.sore if profile.sore in LEGS else None
    first = profile.involved_leg or sore or "left"
    order: list[Side] = ["both", "right", "left"] if first == "right" else ["both", "left", "right"]
    return [side for side in order if side in asked]


def legs_of(exercise: Exercise, profile: Profile) -> tuple[Side, ...]:
    """Return which legs do an exercise; without a sore leg each does."""
    if exercise.legs == "both":
        return ("both",)
    if exercise.legs == "sore" and profile.sore in LEGS:
        return (profile.sore,)
    return LEGS


def _turns(exercises: Sequence[Exercise], turn: int) -> list[_Turn]:
    turns: list[_Turn] = []
    for exercise in exercises:
        variants, count = exercise.variants, len(exercise.variants)
        if exercise.alternate == "all":
            turns += [_Turn(exercise, variant, n) for variant in variants for n in range(exercise.sets)]
        elif exercise.alternate == "session":
            turns += [_Turn(exercise, variants[turn % count], n) for n in range(exercise.sets)]
        else:
            turns += [_Turn(exercise, variants[(turn + n) % count], n) for n in range(exercise.sets)]
    return turns


def _kept(turns: list[_Turn], share: float, fixed: int | None) -> list[_Turn]:
    """Return as many sets as are kept: first rounds first, so that every exercise keeps its share."""
    count = max(1, int(len(turns) * share + 1e-9)) if fixed is None else fixed
    turns += [replace(turns[n % len(turns)], round=len(turns) + n) for n in range(count - len(turns))]
    first = sorted(range(len(turns)), key=lambda at: (turns[at].round, at))[:count]
    return [turns[at] for at in sorted(first)]


def _planned(turn: _Turn, side: Side, dose: LegDose, coach: Decided, plan: Plan) -> PlannedSet:
    exercise = turn.exercise
    tempo = exercise.tempo or plan.tempo
    raises = exercise.kind == "single_leg_raise" and dose.no_raises
    load_kg = dose.load_kg if exercise.loaded else 0.0
    variant = _FLOOR.get(turn.variant, turn.variant) if dose.floor else turn.variant
    return PlannedSet(
        index=0,
        leg=side,
        variant=coach.variant or variant,
        kind="lowering" if raises else exercise.kind,
        reps=_reps(exercise, dose, plan) if coach.reps is None else coach.reps,
        added_load_kg=load_kg if coach.load_kg is None else coach.load_kg,
        lower_s=tempo.lower_s,
        upper_s=tempo.upper_s,
        rise_s=tempo.rise_s,
        rest_s=plan.rest_s if exercise.rest_s is None else exercise.rest_s,
        up_to=plan.as_tolerated,
    )


def _reps(exercise: Exercise, dose: LegDose, plan: Plan) -> int:
    carried_kg = dose.reps_load_kg if exercise.loaded else 0.0
    reps = min(exercise.reps_max, reps_at(plan.load, carried_kg))
    if not dose.fewer_reps:
        return reps
    # where any number will do, the fewest is one: half of the most then says what fewer means
    fewest = exercise.reps_max // 2 if plan.as_tolerated else exercise.reps_min
    return min(reps, max(1, fewest, exercise.reps_min))
