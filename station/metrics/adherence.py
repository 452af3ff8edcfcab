"""How closely a visit followed its plan: repetitions, tempo and load, each as a share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Rep, SessionPlan

_LOAD_SDS = 2.0
"""A measured load this many standard deviations from a planned one cannot be told from it."""


def adherence(reps: Sequence[Rep], plan: SessionPlan | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the session's metrics of adherence by name, and why those that are ``None`` are withheld.

    Repetitions of a kind that was not planned (two-leg raises to warm up, say) count for nothing here.
    """
    if plan is None or not plan.sets:
        why = "no plan" if plan is None else "no set was planned"
        return {}, dict.fromkeys(_NAMES, why)
    kinds = {each.mode for each in plan.sets}
    planned = [rep for rep in reps if rep.mode in kinds]
    asked = sum(each.reps for each in plan.sets)
    values: dict[str, Any] = {
        "planned_sets": len(plan.sets),
        "planned_reps": asked,
        "planned_load_kg": max(each.added_load_kg for each in plan.sets),
        "reps_adherence": None if plan.as_tolerated else min(1.0, len(planned) / asked),
        "tempo_adherence": _share([rep.tempo != "fast" for rep in planned if rep.tempo is not None]),
        "load_adherence": _share([_at_load(rep, plan) for rep in planned if rep.added_load_kg is not None]),
    }
    reasons = {
        "reps_adherence": "as many as tolerated: fewer are as good",
        "tempo_adherence": "no tempo was judged",
        "load_adherence": "no load was measured",
    }
    return values, {name: why for name, why in reasons.items() if values[name] is None}


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None


def _at_load(rep: Rep, plan: SessionPlan) -> bool:
    slack_kg = max(plan.load_step_kg / 2, _LOAD_SDS * (rep.added_load_sd_kg or 0.0))
    load_kg = rep.added_load_kg or 0.0
    return any(abs(load_kg - each.added_load_kg) <= slack_kg for each in plan.sets if each.mode == rep.mode)


_NAMES = (
    "planned_sets",
    "planned_reps",
    "planned_load_kg",
    "reps_adherence",
    "tempo_adherence",
    "load_adherence",
)
