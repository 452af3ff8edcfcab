"""From the day's advice to what the step asks for: the next set, its prescription, and the plan of a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from station.coach.logbook import set_done
from station.events import SessionPlan, SetAsked
from station.programme.model import SessionDone
from station.programme.ticking import tick_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Prescription, SetSummary
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
    return turned_to(advice.sets, next_set(advice), last)


def turned_to(sets: Iterable[PlannedSet], planned: PlannedSet | None, last: Side | None) -> PlannedSet | None:
    """Return the other leg's first open set when the leg that is planned next is the one just at work."""
    if planned is None or planned.leg == "both" or planned.leg != last:
        return None
    return next((each for each in sets if not each.done and each.leg not in ("both", last)), None)


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
    return base if planned is None else prescribed(planned, base, either_leg=turned is not None)


def prescribed(planned: PlannedSet, base: Prescription, *, either_leg: bool = False) -> Prescription:
    """Return a planned set as what reps are measured against; no leg is wrong with ``either_leg``."""
    return replace(
        base,
        lowering_target_s=planned.lower_s,
        lowering_upper_s=max(planned.upper_s, planned.lower_s),
        target_reps=planned.reps,
        planned_side=None if either_leg else planned.leg,
        planned_added_load_kg=planned.added_load_kg,
        variant=planned.variant,
    )


def ticked(sets: Sequence[PlannedSet], closed: Iterable[SetSummary]) -> tuple[PlannedSet, ...]:
    """Return the sets with those marked that a visit's closed sets did, as the programme would mark them."""
    left = [each for each in sets if not each.done]
    visit = SessionDone(id="", day=date.min, start_us=0, sets=tuple(set_done(each) for each in closed))
    marked = iter(tick_off(left, [visit]))
    return tuple(each if each.done else next(marked) for each in sets)


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
        override=_decided(advice),
        alerts=tuple(dict.fromkeys(alert.name for alert in advice.alerts)),
    )


def _decided(advice: Advice) -> str:
    """Say what was decided instead of the plan, without the words and the name that came with it."""
    data = [each for reason in advice.reasons if reason.effect == "override" for each in reason.data]
    settings = {
        each.what.removeprefix("override_"): each.value for each in data
    }  # the latest decision counts
    return ", ".join(f"{name} {_plain(value)}" for name, value in settings.items())


def _plain(value: object) -> str:
    """Return 12.5 and 8, whatever kind of number it is, and words as they are."""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value).removeprefix("rest.")
