"""How closely the training days of a week followed the plan: leg by leg and day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.programme.history import LEGS, reps_of
from station.programme.visits import visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.programme.history import History
    from station.programme.log import Side
    from station.programme.prescribe import Day

SIDES: tuple[Side, ...] = ("both", *LEGS)


def reps_planned(history: History, days: Mapping[int, Day]) -> int:
    """Return the repetitions planned for the visits that were made; ``days`` are the training days, as planned."""
    return sum(_planned(history, day, found, side) for day, found in days.items() for side in SIDES)


def _planned(history: History, day: int, found: Day, side: Side) -> int:
    made = min(len(visits(history.sessions_on[day])), found.case.plan.sessions_per_day)
    return made * sum(one.reps for one in found.sets if one.leg == side)


def reps_adherence(history: History, days: Mapping[int, Day]) -> float | None:
    """Return the share of the planned repetitions that was done, 0 to 1; ``None`` when none were planned.

    What one leg or one day did too much does not make up for what another left out.
    """
    planned = done = 0
    for day, found in days.items():
        for side in SIDES:
            asked = _planned(history, day, found, side)
            planned += asked
            done += min(asked, _done(history, day, side))
    return done / planned if planned else None


def _done(history: History, day: int, side: Side) -> int:
    sets = [one for session in history.sessions_on[day] for one in session.sets]
    if side == "both":
        return sum(one.reps_done for one in sets if one.kind == "bilateral")
    return sum(reps_of(one, side) for one in sets if one.kind != "bilateral")


def load_adherence(history: History, days: Mapping[int, Day], half_step_kg: float) -> float | None:
    """Return the share of planned legs and days on which the planned load was carried, half a step either way.

    A leg that was planned and did not train that day did not carry it; a leg whose load was not known is left out.
    ``None`` when nothing is known.
    """
    met: list[bool] = []
    for day, found in days.items():
        planned = {one.leg: one.added_load_kg for one in found.sets}
        for leg in LEGS:
            wanted, work = planned.get(leg, planned.get("both")), history.work[leg].get(day)
            if wanted is None:
                continue
            if work is None:
                met.append(False)
            elif work.load_kg is not None:
                met.append(abs(work.load_kg - wanted) <= half_step_kg)
    return sum(met) / len(met) if met else None
