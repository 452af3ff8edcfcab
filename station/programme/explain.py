"""The reasons beside the rules' own: the plan's week, the load and its gate, repetitions, overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum, Reason
from station.programme.history import LEGS, day_of
from station.programme.rules.load import load_override
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from station.programme.advice import Effect, Sentence, Value
    from station.programme.log import Leg, Override
    from station.programme.prescribe import Athlete, Day
    from station.programme.rules.case import Case
    from station.programme.rules.gates import Gate
    from station.programme.rules.load import LoadWalk

WEIGHTS: Final = (
    "sharp.stop",
    "pain.severe",
    "override",
    "rest.",
    "sharp.",
    "pain.excess",
    "ease.",
    "heel.",
    "comeback",
    "climb",
    "load.break",
    "load.back",
    "load.unloaded",
    "load.step",
    "load.jump",
    "form.",
    "load.hold",
    "reps.",
    "balance.",
    "plan",
    "load.none",
    "pain.mild",
)
"""Which reason is told first: the one that changes most."""
LATELY_DAYS: Final = 7
SMOOTHER_WEEKS: Final = range(8, 11)
_OF_THE_BODY: Final = ("sharp.", "pain.severe", "pain.excess", "rest.morning", "ease.", "heel.")
"""Names of reasons that come from what was felt."""
_QUIET_GATES: Final = ("not_in_plan", "override")
_FOLLOW_A_STEP: Final = ("wait", "not_carried", "load_unknown")
"""Gates that any new load has for some days; beside the change they would contradict it."""
_HOLD_NAMES: Final[Mapping[str, str]] = {"jump": "load.jump", "later_phase": "load.none"}
_MODE_ITEMS: Final[Mapping[str, tuple[int, ...]]] = {
    "rehab": (8, 9),
    "strength": (8, 26),
    "maintenance": (48, 49),
    "performance": (26, 55),
}


def weight(reason: Reason) -> int:
    """Return a reason's place, 0 first."""
    return next((n for n, prefix in enumerate(WEIGHTS) if reason.name.startswith(prefix)), len(WEIGHTS))


def merged(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons with those that hold for both legs alike said once."""
    kept: list[Reason] = []
    for reason in reasons:
        twin = next((n for n, other in enumerate(kept) if _alike(reason, other)), None)
        if twin is None:
            kept.append(reason)
        else:
            data = tuple(dict.fromkeys((*kept[twin].data, *reason.data)))
            leg = reason.leg if reason.leg == kept[twin].leg else None
            kept[twin] = Reason(
                reason.rule, reason.name, reason.items, reason.sentence, reason.effect, data, leg
            )
    return sorted(kept, key=weight)


def _alike(one: Reason, other: Reason) -> bool:
    return (one.name, one.sentence, one.effect) == (other.name, other.sentence, other.effect)


def plan_reason(case: Case) -> Reason:
    """Return where the athlete is in the plan."""
    place = case.place
    titles = list(dict.fromkeys(one.title for one in place.plan.phases))
    phase = titles.index(place.phase.title)
    items = list(_MODE_ITEMS[place.plan.mode])
    if place.plan.mode == "rehab":
        items.append((37, 38, 39)[min(phase, 2)])
    if any(len(exercise.variants) > 1 for exercise in place.phase.exercises):
        items += [25, 31]
    if place.week in SMOOTHER_WEEKS and place.plan.mode == "rehab":
        items.append(36)
    weeks = place.plan.weeks
    message = "plan.open" if weeks is None else "plan.week" if place.week <= weeks else "plan.over"
    sentence = say(message, week=place.week, weeks=weeks, title=place.plan.title, phase=place.phase.title)
    data = (Datum(place.assignment.start_day, "plan_started", place.plan.id, "", None, place.assignment.id),)
    return Reason(0, "plan", tuple(sorted(items)), sentence, "none", data)


def load_reasons(athlete: Athlete, day: Day) -> Iterator[Reason]:
    """Yield what became of each leg's load lately, and what keeps it from growing."""
    if load_override(day.case.overrides, day.case.today) is not None:
        return
    for leg in legs_at_work(day):
        walk = athlete.walks[leg]
        changed = list(_changes(walk, leg, day.case.today))
        yield from changed
        waiting = walk.gate is not None and walk.gate.name in _FOLLOW_A_STEP and bool(changed)
        if walk.gate is not None and walk.gate.name not in _QUIET_GATES and not waiting:
            yield _held(walk.gate, walk, leg, athlete)


def legs_at_work(day: Day) -> list[Leg]:
    """Return the legs that have sets today."""
    at_work = {one.leg for one in day.sets}
    return [leg for leg in LEGS if leg in at_work or "both" in at_work]


def _changes(walk: LoadWalk, leg: Leg, today: int) -> Iterator[Reason]:
    recent = [c for c in walk.changes if c.day > today - LATELY_DAYS and c.from_kg != c.to_kg]
    if not recent:
        return
    change = recent[-1]
    values: dict[str, Value] = {"before": change.from_kg, "load": change.to_kg, "day": day_of(change.day)}
    data = (*change.data, Datum(day_of(change.day), "planned_load_kg", change.to_kg, "kg", leg))
    if change.kind == "up":
        first = change.from_kg == 0
        items = (14, 15, 24, 28) if first else (14, 28, 29)
        message = "load.first" if first else "load.step"
        yield Reason(5, "load.step", items, say(message, **values), "load_up", data, leg)
    elif change.kind == "back":
        yield Reason(2, "load.back", (19,), say("load.back", **values), "load_back", data, leg)
    elif change.kind == "unloaded":
        yield Reason(5, "load.unloaded", (24, 29), say("load.unloaded", **values), "load_back", data, leg)
    elif change.kind == "break":
        yield Reason(0, "load.break", (24,), say("load.break", **values), "load_back", data, leg)


def _held(gate: Gate, walk: LoadWalk, leg: Leg, athlete: Athlete) -> Reason:
    first = gate.data[0] if gate.data else None
    values: dict[str, Value] = {
        "kept": "kept.load" if walk.load_kg > 0 else "kept.none",
        "load": walk.load_kg,
        "opens": None if gate.opens is None else day_of(gate.opens),
        "limit": gate.limit,
        "value": None if first is None else first.value,
        "day": None if first is None else first.day,
        "step": athlete.profile.smallest_step_kg,
    }
    message = (
        "hold.pain_kind"
        if gate.name == "pain" and first is not None and first.unit == ""
        else f"hold.{gate.name}"
    )
    trained = len(athlete.history.leg_days[leg])
    if gate.name == "too_little_training" and walk.rung == 0 and trained < (gate.limit or 0.0):
        message = "hold.newcomer"
    items = (15, 24) if walk.rung == 0 else (24, 29)
    name = _HOLD_NAMES.get(gate.name, "load.hold")
    return Reason(
        5, name, (22,) if name == "load.jump" else items, say(message, **values), "load_hold", gate.data, leg
    )


def reps_reason(day: Day) -> Iterator[Reason]:
    """Say that repetitions fall as the load rises, where they have."""
    most = max(
        (exercise.reps_max for exercise in day.case.place.phase.exercises if exercise.loaded), default=0
    )
    loaded = [one.reps for one in day.sets if one.added_load_kg > 0]
    eased = any(finding.fewer_reps for findings in day.findings.values() for finding in findings)
    if loaded and max(loaded) < most and not eased and day.coach.reps is None:
        sentence = say("reps.by_load", reps=max(loaded), load=max(one.added_load_kg for one in day.sets))
        yield Reason(0, "reps.by_load", (30,), sentence, "fewer_reps")


def override_reasons(overrides: Iterable[Override]) -> Iterator[Reason]:
    """Say what overrides in force decide, with the reason and who made it: of each setting the latest, newest first."""
    said = set()
    for override in reversed(tuple(overrides)):
        settings = {
            "load": override.load_kg,
            "reps": override.reps,
            "sets": override.sets,
            "variant": override.variant,
            "week": override.plan_week,
            "rest": None if override.rest is None else "rest.yes" if override.rest else "rest.no",
        }
        for name, value in settings.items():
            if value is not None and name not in said:
                said.add(name)
                yield _override(override, name, value)


def beside_a_decision(reasons: Iterable[Reason]) -> list[Reason]:
    """Return what pain, a morning or the heel ask for beside a person's decision; empty without a decision.

    A decision comes first and must not hide them: they hold when it ends, and whoever decided has to know them.
    """
    told = list(reasons)
    if not told or told[0].effect != "override":
        return []
    return [reason for reason in told if reason.name.startswith(_OF_THE_BODY)]


def _override(override: Override, name: str, value: float | str) -> Reason:
    data = (Datum(override.from_day, f"override_{name}", value, "", None, override.id),)
    sentence: Sentence = say(f"override.{name}", value=value, by=override.by, reason=override.reason)
    effect: Effect = "override"
    return Reason(0, "override", (), sentence, effect, data)
