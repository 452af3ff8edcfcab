"""From the day's advice to what the step asks for: the next set, its prescription, and the plan of a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import SessionPlan, SetAsked

if TYPE_CHECKING:
    from station.events import Prescription
    from station.programme.model import Advice, PlannedSet, Profile, Side


def next_set(advice: Advice) -> PlannedSet | None:
    """Return the first of today's sets that is not done yet; ``None`` when none is, or none is suggested."""
    if advice.action != "train":
        return None
    return next((each for each in advice.sets if not each.done), None)


def other_leg_first(advice: Advice, last: Side | None) -> PlannedSet | None:
    """Return the set to turn to when the last one broke off before it counted; ``None`` when none did.

    The leg that was just at work is still the plan's next: whoever steps on again may have turned to the other
    leg, or make up for the one that broke off. So the other leg's next set is asked for, and either leg is right.
    """
    planned = next_set(advice)
    if planned is None or planned.leg == "both" or planned.leg != last:
        return None
    open_sets = (each for each in advice.sets if not each.done and each.leg not in ("both", last))
    return next(open_sets, None)


def prescription_for(
    advice: Advice, profile: Profile, base: Prescription, last: Side | None = None
) -> Prescription:
    """Return what the step asks for from now on; ``base`` is what it asks of somebody without a plan.

    ``last`` is the leg of the visit's set before. Body mass, and the injured leg when the profile names none, are
    those of ``base``.
    """
    base = replace(base, involved_side=profile.involved_leg or base.involved_side)
    turned = other_leg_first(advice, last)
    planned = turned or next_set(advice)
    if planned is None:
        return base
    return replace(
        base,
        lowering_target_s=planned.lower_s,
        lowering_upper_s=max(planned.upper_s, planned.lower_s),
        target_reps=planned.reps,
        planned_side=planned.leg if turned is None else None,
        planned_added_load_kg=planned.added_load_kg,
        variant=planned.variant,
    )


def asked_of(advice: Advice, profile: Profile) -> SessionPlan | None:
    """Return what the plan asks of a visit that begins now, to be kept with it; ``None`` without a plan."""
    if advice.plan_id is None or advice.mode is None:
        return None
    to_do = [each for each in advice.sets if not each.done] if advice.action == "train" else []
    return SessionPlan(
        plan_id=advice.plan_id,
        week=advice.week,
        phase=advice.phase,
        mode=advice.mode,
        action=advice.action,
        sets=tuple(SetAsked(s.leg, s.kind, s.variant, s.reps, s.added_load_kg) for s in to_do),
        load_step_kg=profile.smallest_step_kg,
        as_tolerated=any(each.up_to for each in to_do),
    )
