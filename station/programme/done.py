"""What the day still has room for, after what was done of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.programme.advice import Alert, Datum, Reason
from station.programme.history import LEGS, day_of, reps_of
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.programme.advice import PlannedSet
    from station.programme.history import History
    from station.programme.log import Leg, SessionDone
    from station.programme.plan import Kind, Plan
    from station.programme.prescribe import Day


def within_day(
    planned: Sequence[PlannedSet], sessions: Iterable[SessionDone], most_reps: int, *, whole: bool = False
) -> tuple[PlannedSet, ...]:
    """Cut the open sets to the repetitions that a leg's day still has room for; a set without room is done.

    ``sessions`` are all of the day, of every visit; ``most_reps`` are a leg's in a day; ``whole`` leaves a set that
    is begun at its repetitions, because somebody decided on them. Raises on both feet count for each leg when the
    plan trains on both feet; before other plans they are warm-up.
    """
    kinds: set[Kind] = {"lowering", "single_leg_raise", *(one.kind for one in planned)}
    done = [one for session in sessions for one in session.sets if one.kind in kinds]
    room = {leg: most_reps - sum(reps_of(one, leg) for one in done) for leg in LEGS}
    cut = []
    for one in planned:
        if not one.done:
            legs: Sequence[Leg] = LEGS if one.leg == "both" else (one.leg,)
            left = max(0, min(room[leg] for leg in legs))
            reps = one.reps if whole else min(one.reps, left) or one.reps
            one = replace(one, reps=reps, done=left == 0)  # noqa: PLW2901
            room |= {leg: room[leg] - one.reps for leg in legs}
        cut.append(one)
    return tuple(cut)


def most_reps(plan: Plan, planned: Sequence[PlannedSet]) -> int:
    """Return a leg's most repetitions in a day: the plan's, or more when somebody decided on more."""
    return max(plan.max_reps_per_leg_day, _reps_a_day(plan, planned))


def _reps_a_day(plan: Plan, planned: Sequence[PlannedSet]) -> int:
    """Return the repetitions that all visits of a day ask of the leg that has more of them."""
    visit = max(sum(one.reps for one in planned if one.leg in (leg, "both")) for leg in LEGS)
    return visit * plan.sessions_per_day


def day_reason(history: History, day: Day, sets: Sequence[PlannedSet]) -> Iterator[Reason]:
    """Say for each leg when what was done today cut what is left to do."""
    today, limit = day.case.today, most_reps(day.case.plan, day.sets)
    for leg in LEGS:
        asked = sum(one.reps for one in day.sets if one.leg in (leg, "both"))
        cut = sum(one.reps for one in sets if one.leg in (leg, "both")) < asked
        work = history.work[leg].get(today)
        if work is not None and (cut or work.reps > limit):
            data = (Datum(day_of(today), "reps_done", work.reps, "", leg, work.sessions[-1]),)
            sentence = say("reps.day", value=work.reps, limit=limit, leg=leg)
            yield Reason(5, "reps.day", (22,), sentence, "fewer_reps", data, leg)


def too_many(day: Day) -> Iterator[Alert]:
    """Flag an override that asks for more repetitions in a day than the plan ever would."""
    limit, asked = day.case.plan.max_reps_per_leg_day, _reps_a_day(day.case.plan, day.sets)
    if asked > limit and day.coach.rest is not True:
        sentence = say("alert.too_many", value=asked, limit=limit)
        data = (Datum(day_of(day.case.today), "reps_planned", asked),)
        yield Alert(name="too_much_too_soon", rule=5, items=(22,), sentence=sentence, data=data)
