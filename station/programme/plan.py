"""A plan: one protocol as data, read from a file, with the evidence for each of its numbers.

Numbers that a file leaves out have the defaults written here. The decisions where the founding article
contradicts itself are settings too: ``mode``, ``LoadRule``, ``Tempo``, ``RailRule`` and ``RepStep``.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

Variant = Literal["straight_step", "bent_step", "straight_floor", "bent_floor"]
Kind = Literal["lowering", "bilateral", "single_leg_raise"]
"""What the athlete does, in the words of ``station.events.Mode``."""
PlanMode = Literal["rehab", "strength", "maintenance", "performance"]
Evidence = Literal["seen", "secondary", "recalled", "chosen"]
"""Source read; read about; remembered and to be shown as unverified; decided here."""

Nrs = Annotated[float, Meta(ge=0, le=10)]
Share = Annotated[float, Meta(ge=0, le=1)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Kilograms = Annotated[float, Meta(ge=0, le=200)]
Minutes = Annotated[float, Meta(ge=0, le=600)]
Seconds = Annotated[float, Meta(gt=0, le=60)]
RestSeconds = Annotated[int, Meta(ge=0, le=900)]
Week = Annotated[int, Meta(ge=1, le=104)]
Days = Annotated[int, Meta(ge=0, le=90)]
Count = Annotated[int, Meta(ge=1, le=100)]
Line = Annotated[str, Meta(min_length=1, max_length=300)]
PlanId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]

SCHEMA: Final = "station.plan/1"


class Citation(Struct, frozen=True, forbid_unknown_fields=True):
    """Where some of the plan's numbers come from."""

    about: Line
    """Which numbers, in a few words or by key."""
    source: Line
    evidence: Evidence


class Tempo(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds of one repetition [6, 17, 23]."""

    lower_s: Seconds = 3.0
    """Lowering faster than this is a fault."""
    upper_s: Seconds = 5.0
    """Slower earns the same credit, and is never penalised."""
    rise_s: Seconds | None = None
    """Seconds up, where the protocol prescribes them (heavy slow resistance)."""


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise of a phase."""

    kind: Kind
    variants: Annotated[tuple[Variant, ...], Meta(min_length=1, max_length=4)]
    sets: Annotated[int, Meta(ge=1, le=10)]
    reps_min: Count
    reps_max: Count
    legs: Literal["sore", "each", "both"] = "each"
    """``sore``: the sore legs, each when none is named. ``both``: both feet at once."""
    alternate: Literal["set", "session", "all"] = "set"
    """Several variants take turns set by set, visit by visit, or each gets all its sets."""
    loaded: bool = True
    """Whether the added load of the load rule is carried in this exercise."""
    tempo: Tempo | None = None
    """``None``: the plan's."""
    rest_s: RestSeconds | None = None
    """``None``: the plan's."""
    gate: Literal["none", "balance"] = "none"
    """``balance``: only once both legs are balanced; lowerings take its place until then [32]."""


class Phase(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of weeks with the same exercises, and what to expect of it [37, 38, 39]."""

    from_week: Week
    to_week: Week
    title: Line
    expect: Line
    exercises: Annotated[tuple[Exercise, ...], Meta(min_length=1, max_length=8)]
    days_per_week: Annotated[int, Meta(ge=1, le=7)] | None = None
    """``None``: the plan's."""
    next_morning_max_nrs: Nrs | None = None
    """Limit of next-morning pain in this phase; ``None``: the plan's."""
    stiffness_max_min: Minutes | None = None
    """Limit of morning stiffness in this phase; ``None``: the plan's."""


class RepStep(Struct, frozen=True, forbid_unknown_fields=True):
    """From this added load on, at most so many repetitions a set [30]."""

    from_kg: Kilograms
    reps: Count


class LoadRule(Struct, frozen=True, forbid_unknown_fields=True):
    """When the added load grows, and by how much [14, 15, 24, 28, 29]."""

    allowed: bool = True
    grows: bool = True
    """False: what was reached is kept, and no step follows."""
    start_kg: Kilograms = 0.0
    first_after_days: Days = 14
    """Days without pain above ``pain_free_nrs`` before the first added load."""
    pain_free_nrs: Nrs = 1.0
    first_step_max_kg: Kilograms = 5.0
    """The first step is the smallest the athlete owns, and never above this."""
    step_after_days: Annotated[int, Meta(ge=7, le=90)] = 7
    """Days between two steps; never under a week."""
    progress_max_nrs: Nrs = 2.0
    """Pain above this within ``step_after_days`` holds the load where it is."""
    step_percent_of_added: Percent = 10.0
    """A step is this share of the added load, rounded up to the smallest the athlete owns."""
    step_kg: Kilograms | None = None
    """A fixed step of the protocol, instead of the share."""
    cap_percent_of_total: Annotated[float, Meta(gt=0, le=10)] = 5.0
    """No step is larger than this share of body mass and added load together."""
    reps_by_load: tuple[RepStep, ...] = (RepStep(0.0, 15), RepStep(5.0, 12), RepStep(10.0, 10))
    min_tempo_share: Share = 0.7
    """Tempo before load: the share of repetitions that must not be too fast [16]."""


class PainRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of pain (NRS 0 to 10) and morning stiffness, and what happens above them [11, 12, 19, 33, 42]."""

    during_max_nrs: Nrs = 5.0
    after_max_nrs: Nrs = 5.0
    next_morning_max_nrs: Nrs = 5.0
    stiffness_max_min: Minutes = 60.0
    mobility_from_min: Minutes = 5.0
    """Morning stiffness from here on: ankle mobility before the first set [44]."""
    severe_nrs: Nrs = 8.0
    """From here on the day's training stops, as with sharp pain."""
    ease_back_days: Annotated[int, Meta(ge=1, le=28)] = 3
    ease_back_sets_share: Share = 0.5
    """Share of the sets that is kept while easing back, rounded down, at least one."""
    shorter_range_days: Annotated[int, Meta(ge=1, le=28)] = 7
    """Days at floor level after sharp pain or pain above the limit [12, 45]."""


class RailRule(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of the weight the hands may carry [2, 21]."""

    warn_share: Share = 0.05
    invalid_share: Share = 0.15
    """Above this the measured load says nothing about the tendon's."""


class WarmUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What comes before the first set [20]."""

    raises: Annotated[int, Meta(ge=0, le=50)] = 10
    """Easy raises on both feet, without load."""


class BreakRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Coming back after days without training: with less."""

    fewer_sets_after_days: Days = 10
    half_load_after_days: Days = 14
    no_load_after_days: Days = 28
    return_days: Annotated[int, Meta(ge=1, le=28)] = 7
    """Days of fewer sets once training has begun again."""


class JumpRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Too much, too soon [22]."""

    volume_percent: Percent = 30.0
    """Growth of a week's volume-load over the week before that is flagged, when it is also above the plan."""
    above_plan_percent: Percent = 15.0


class BalanceRule(Struct, frozen=True, forbid_unknown_fields=True):
    """When both legs count as balanced [32, 35]."""

    within_percent: Percent = 10.0
    days: Annotated[int, Meta(ge=7, le=90)] = 14
    min_reps_a_side: Count = 10


class RunLevel(Struct, frozen=True, forbid_unknown_fields=True):
    """One level of the walk-run ladder [35]."""

    title: Line
    surface: Literal["flat", "hills", "speed"] = "flat"


_LADDER: Final = (
    RunLevel("walk 20 to 30 min, no running"),
    RunLevel("6 to 8 times: run 1 min, walk 2 min"),
    RunLevel("6 to 8 times: run 2 min, walk 1 min"),
    RunLevel("5 to 6 times: run 3 min, walk 1 min"),
    RunLevel("4 times: run 5 min, walk 1 min"),
    RunLevel("run 20 min without a break"),
    RunLevel("run 20 min with gentle hills", "hills"),
    RunLevel("run 20 min with faster stretches", "speed"),
)


class RunningRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Signals of a return to running, and its levels; never a clearance [35, 36]."""

    continued: bool = False
    """True: running goes on under the pain limits while the plan runs (Silbernagel)."""
    earliest_week: Week = 8
    daily_life_max_nrs: Nrs = 2.0
    during_max_nrs: Nrs = 5.0
    next_morning_max_nrs: Nrs = 2.0
    rest_days_between: Annotated[int, Meta(ge=0, le=14)] = 1
    levels: Annotated[tuple[RunLevel, ...], Meta(min_length=1, max_length=20)] = _LADDER


class Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One protocol."""

    schema: Literal["station.plan/1"] = SCHEMA
    id: PlanId
    title: Line
    summary: Line
    mode: PlanMode
    weeks: Week | None = None
    """Length; ``None`` (left out of the file): without end."""
    days_per_week: Annotated[int, Meta(ge=1, le=7)]
    sessions_per_day: Annotated[int, Meta(ge=1, le=3)] = 1
    as_tolerated: bool = False
    """Fewer repetitions than planned are as good as all of them."""
    max_reps_per_leg_day: Annotated[int, Meta(ge=1, le=500)] = 45
    rest_s: RestSeconds = 60
    next_plan: PlanId | None = None
    """What follows the last week."""
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1, max_length=20)]
    tempo: Tempo = field(default_factory=Tempo)
    load: LoadRule = field(default_factory=LoadRule)
    pain: PainRule = field(default_factory=PainRule)
    rail: RailRule = field(default_factory=RailRule)
    warm_up: WarmUp = field(default_factory=WarmUp)
    breaks: BreakRule = field(default_factory=BreakRule)
    jump: JumpRule = field(default_factory=JumpRule)
    balance: BalanceRule = field(default_factory=BalanceRule)
    running: RunningRule = field(default_factory=RunningRule)
    notes: tuple[Line, ...] = ()
    """Information that belongs to the protocol and that plates cannot follow [50, 51, 53]."""
    citations: Annotated[tuple[Citation, ...], Meta(min_length=1)]
