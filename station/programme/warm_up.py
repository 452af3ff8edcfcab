"""Raises on both feet before the first set: a warm-up, and no part of the training that is planned and judged."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.programme.log import Assignment, Log, SessionDone
    from station.programme.plan import Plan


def without_warm_up(log: Log, assignments: Sequence[Assignment], plans: Mapping[str, Plan]) -> Log:
    """Return a log whose sessions begin with their first set on one leg, where no plan asks for both feet.

    A visit of nothing but raises on both feet is kept as it is: it is all that was done.
    """
    asked = any(_asks_both_feet(assignment.plan, plans) for assignment in assignments)
    return log if asked else replace(log, sessions=tuple(map(_stripped, log.sessions)))


def _asks_both_feet(plan: Plan, plans: Mapping[str, Plan]) -> bool:
    following = plans.get(plan.next_plan or "")
    return any(
        exercise.kind == "bilateral"
        for one in (plan, following)
        if one is not None
        for phase in one.phases
        for exercise in phase.exercises
    )


def _stripped(session: SessionDone) -> SessionDone:
    sets = tuple(dropwhile(lambda done: done.kind == "bilateral", session.sets))
    if not sets or len(sets) == len(session.sets):
        return session
    return replace(session, sets=sets, warmed_up=True)
