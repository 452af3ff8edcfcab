"""Rule 5: the added load, found by walking through the log day by day: a step up, a step back, or a hold.

The walk's state is a rung of the ladder and the day it last changed, so steps up are never closer than the
plan's days, and more pain can only ever mean a lower rung.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from station.programme.advice import Datum
from station.programme.history import datum, day_of
from station.programme.rules.ease import strong_morning
from station.programme.rules.gates import Gate, closed_gate, weightiest_gate
from station.programme.rules.ladder import ladder_kg, rung_of
from station.programme.rules.pain import excess_on
from station.programme.rules.sharp import sharp_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.course import Course, Place
    from station.programme.history import History
    from station.programme.log import Leg, Override, Profile

Change = Literal["begin", "up", "back", "break", "plan", "unloaded"]
UNLOADED_DAYS: Final = 7
"""A load not carried for a week is not gone back to in one step."""
RECENT_DAYS: Final = 28
"""A load carried within these days still sets the repetitions."""


@dataclass(frozen=True, slots=True)
class LoadChange:
    """One change of the suggested load."""

    day: int
    kind: Change
    from_kg: float
    to_kg: float
    data: tuple[Datum, ...] = ()


@dataclass(slots=True)
class LoadWalk:
    """The suggested load of one leg, up to today."""

    rungs: tuple[float, ...] = (0.0,)
    rung: int = 0
    changed: int = 0
    key: tuple[str, str] | None = None
    broken: int = 0
    """How far the current break has lowered the load: not yet, by half, to none."""
    most_rung: int | None = None
    """Highest rung that a phase without load, or a coach's load, leaves to come back to; ``None``: neither holds."""
    changes: list[LoadChange] = field(default_factory=list)
    planned: dict[int, float] = field(default_factory=dict)
    """Load suggested at the start of each day."""
    gate: Gate | None = None
    """What kept today's load from growing; ``None`` when it grew today."""

    @property
    def load_kg(self) -> float:
        """The suggested load."""
        return self.rungs[self.rung]

    @property
    def step_kg(self) -> float:
        """Size of the next step; 0 at the top of the ladder."""
        return self.rungs[self.rung + 1] - self.load_kg if self.rung + 1 < len(self.rungs) else 0.0

    def planned_kg(self, day: int) -> float:
        """Return the load suggested at the start of a day, none before the plan began."""
        return self.planned.get(day, 0.0)

    def move(self, day: int, kind: Change, rung: int, data: tuple[Datum, ...] = ()) -> None:
        """Go to another rung, and remember when and why."""
        before = self.load_kg
        self.rung, self.changed = rung, day
        self.changes.append(LoadChange(day, kind, before, self.load_kg, data))


@dataclass(frozen=True, slots=True)
class Walker:
    """What a walk needs to know."""

    leg: Leg
    course: Course
    history: History
    profile: Profile
    overrides: Sequence[Override]
    today: int


def walk(walker: Walker) -> LoadWalk:
    """Return the load of one leg as the plan would have suggested it, day by day, up to today."""
    state = LoadWalk()
    if not walker.course.assignments:
        return state
    first = walker.course.assignments[0].start_day.toordinal()
    for day in range(first, walker.today + 1):
        place = walker.course.place(day)
        if place is not None:
            _one_day(state, place, walker)
    return state


def _one_day(state: LoadWalk, place: Place, walker: Walker) -> None:
    day = place.day
    if place.key != state.key:
        _enter(state, place, walker)
    _lower_in_break(state, place, walker)
    fixed = load_override(walker.overrides, day)
    _lower_unloaded(state, place, walker, fixed)
    gate = Gate("override") if fixed is not None else closed_gate(state, place, walker)
    state.gate = gate
    if gate is not None and fixed is None and day == walker.today:
        state.gate = weightiest_gate(state, place, walker)
    if gate is None:
        state.move(day, "up", state.rung + 1)
    state.planned[day] = state.load_kg if fixed is None else fixed
    _step_back(state, place, walker)


def _enter(state: LoadWalk, place: Place, walker: Walker) -> None:
    """Begin a plan with the load the athlete comes with."""
    rule, assignment = place.plan.load, place.assignment
    stated = assignment.start_load_kg if place.plan is assignment.plan else None
    coming_kg = state.load_kg if stated is None else stated
    if state.key is None and stated is None:
        coming_kg = rule.start_kg
    if not rule.allowed:
        coming_kg = 0.0
    mass_kg = walker.history.body_mass_kg(walker.today)
    kind: Change = "begin" if state.key is None else "plan"
    before = state.load_kg
    state.rungs = ladder_kg(
        rule, walker.profile.smallest_step_kg, mass_kg, coming_kg if stated else rule.start_kg
    )
    state.rung, state.changed, state.key = rung_of(state.rungs, coming_kg), place.day, place.key
    state.changes.append(LoadChange(place.day, kind, before, state.load_kg))


def _lower_unloaded(state: LoadWalk, place: Place, walker: Walker, fixed: float | None) -> None:
    """Forget a load that neither the phase nor a coach asks for, once it was not carried for a week.

    What is left depends on what was asked and carried alone, never on pain, and so does the day it changes.
    """
    if fixed is None and any(exercise.loaded for exercise in place.phase.exercises):
        state.most_rung = None
        return
    work, small_kg = walker.history.work[walker.leg], walker.profile.smallest_step_kg
    begun = place.day - place.assignment.start_day.toordinal()
    brought_kg = (place.assignment.start_load_kg or 0.0) if begun < UNLOADED_DAYS else 0.0
    lately = (work.get(day) for day in range(place.day - UNLOADED_DAYS, place.day))
    carried = (one.load_kg for one in lately if one is not None and one.load_kg is not None)
    most = rung_of(state.rungs, max(fixed or 0.0, brought_kg, *carried) + small_kg / 2)
    fell = state.most_rung is None or most < state.most_rung
    state.most_rung = most
    if state.rung > most or (fell and state.rung == most):
        state.move(place.day, "unloaded", most)


def _lower_in_break(state: LoadWalk, place: Place, walker: Walker) -> None:
    """Halve the load in a leg's long break, and take it away in a longer one."""
    last = walker.history.last_trained(place.day, walker.leg)
    gap = place.day - max(place.assignment.start_day.toordinal(), last or 0)
    rule = place.plan.breaks
    broken = (gap >= rule.half_load_after_days) + (gap >= rule.no_load_after_days)
    if broken > state.broken:
        data = (Datum(day_of(place.day), "days_without_training", gap, "days"),)
        state.move(place.day, "break", 0 if broken > 1 else state.rung // 2, data)
    state.broken = broken


def _step_back(state: LoadWalk, place: Place, walker: Walker) -> None:
    """Take one step back on a day of sharp pain, of pain above the limit, or of a strong morning."""
    of_leg = (walker.leg, place, walker.history, walker.profile)
    pain = sharp_on(walker.leg, place.day, walker.history) or excess_on(*of_leg) or strong_morning(*of_leg)
    if pain is not None:
        state.move(place.day, "back", max(0, state.rung - 1), (datum(pain),))


def load_override(overrides: Sequence[Override], day: int) -> float | None:
    """Return the load that a coach has set for a day; the latest decision counts."""
    fixed: float | None = None
    for override in overrides:
        if override.load_kg is not None and holds(override, day):
            fixed = override.load_kg
    return fixed


def holds(override: Override, day: int) -> bool:
    """Say whether an override is in force on a day."""
    until = override.until_day
    return override.from_day.toordinal() <= day and (until is None or day <= until.toordinal())


def reps_load_kg(walker: Walker, state: LoadWalk, day: int) -> float:
    """Return the load that sets the repetitions: the heaviest carried lately and one step more.

    It looks at what was carried, never at pain: a load held back by pain must not bring more repetitions.
    One step more, so that repetitions fall before the load grows, and a step adds load only.
    """
    carried = [
        load
        for earlier in walker.history.trained_between(day - RECENT_DAYS, day - 1)
        if (work := walker.history.work[walker.leg].get(earlier)) is not None
        and (load := work.load_kg) is not None
    ]
    smallest = walker.profile.smallest_step_kg
    heaviest_kg = max(carried, default=0.0)
    if heaviest_kg < smallest / 2:
        return 0.0
    at = rung_of(state.rungs, heaviest_kg + smallest / 2)
    return max(heaviest_kg, state.rungs[min(at + 1, len(state.rungs) - 1)])
