"""Rule 5, the steps: every added load the plan can reach, one weekly step after the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.programme.plan import LoadRule

HEAVIEST_KG: Final = 200.0
_ROUNDING: Final = 1e-9


def ladder_kg(
    rule: LoadRule, smallest_step_kg: float, body_mass_kg: float | None, start_kg: float
) -> tuple[float, ...]:
    """Return the rungs of added load, from none upwards; each is one step above the one before.

    A step is ``rule.step_percent_of_added`` of the added load rounded up to the smallest step the athlete
    owns (or the protocol's fixed step), and never above ``rule.cap_percent_of_total`` of body mass and added
    load together. Where no step fits under the cap, or nobody knows the body mass, the ladder ends.
    ``start_kg`` is a load that is carried already: it is a rung, with smaller ones below it.
    """
    rungs = _below(start_kg, smallest_step_kg)
    while rule.allowed and rungs[-1] < HEAVIEST_KG:
        step_kg = _step_kg(rule, rungs[-1], smallest_step_kg, body_mass_kg)
        if step_kg <= 0:
            break
        rungs.append(round(rungs[-1] + step_kg, 3))
    return tuple(rungs)


def _below(start_kg: float, smallest_step_kg: float) -> list[float]:
    """Return the rungs up to the load that is carried already."""
    count = math.ceil(start_kg / smallest_step_kg - _ROUNDING)
    return [0.0, *(round(start_kg - n * smallest_step_kg, 3) for n in range(count - 1, -1, -1))]


def _step_kg(rule: LoadRule, added_kg: float, smallest_step_kg: float, body_mass_kg: float | None) -> float:
    if body_mass_kg is None:
        return 0.0
    cap_kg = rule.cap_percent_of_total / 100 * (body_mass_kg + added_kg)
    if added_kg == 0:
        cap_kg = min(cap_kg, rule.first_step_max_kg)
        wanted_kg = smallest_step_kg
    elif rule.step_kg is not None:
        wanted_kg = rule.step_kg
    else:
        wanted_kg = rule.step_percent_of_added / 100 * added_kg
    steps = max(1, math.ceil(wanted_kg / smallest_step_kg - _ROUNDING))
    most = math.floor(cap_kg / smallest_step_kg + _ROUNDING)
    return round(min(steps, most) * smallest_step_kg, 3)


def rung_of(rungs: tuple[float, ...], load_kg: float) -> int:
    """Return the highest rung that is not above a load."""
    return max((n for n, rung in enumerate(rungs) if rung <= load_kg + _ROUNDING), default=0)


def reps_at(rule: LoadRule, load_kg: float) -> int:
    """Return the most repetitions a set that go with a load [30]."""
    return min(row.reps for row in rule.reps_by_load if row.from_kg <= load_kg + _ROUNDING)
