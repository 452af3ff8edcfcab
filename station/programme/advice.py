"""What the programme suggests for one day, and why: every sentence with its rule and its data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from station.programme.log import Leg, Side, SymptomKind
    from station.programme.plan import Kind, PlanMode, Variant

Action = Literal["train", "rest", "done_today", "stop_and_ask", "no_plan"]
"""``stop_and_ask``: sharp or severe pain today, so nothing more today."""
Effect = Literal[
    "none",  # said, and nothing changes
    "load_up",
    "load_hold",
    "load_back",
    "fewer_sets",
    "fewer_reps",
    "floor_level",
    "no_single_leg_raise",
    "single_leg_raise",
    "rest",
    "stop",
    "override",
    "advice",  # something to do that is no set: warm-up, mobility, a talk
]
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for the athlete: a message of the catalogue with its values, and its English text."""

    id: str
    values: tuple[tuple[str, Value], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Datum:
    """One value a rule looked at."""

    day: date
    what: str
    """``next_morning``, ``added_load_kg``, ``reps_done``, ``day_without_training`` ..."""
    value: Value
    unit: str = ""
    leg: Leg | None = None
    source: str | None = None
    """Id of the session, run or override it comes from."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the suggestion is what it is."""

    rule: int
    """Number of the symptom rule (1 to 9) of the programme; 0: the plan itself, an override, or doubtful data."""
    name: str
    """The rule in one word or two: ``pain.excess``, ``load.step`` ..."""
    items: tuple[int, ...]
    """Items of the checklist (1 to 55)."""
    sentence: Sentence
    effect: Effect
    data: tuple[Datum, ...] = ()
    leg: Leg | None = None
    """``None``: both."""


@dataclass(frozen=True, slots=True)
class Short:
    """What was begun of a planned set and is not enough: the set stays open."""

    reps: int
    """Repetitions done."""
    asked: int
    """Repetitions that the set asked for."""
    needed: int
    """Repetitions from which on it would count as done: half of them, or one where any number will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """One set of today, in the order to do them."""

    index: int
    """From 1."""
    leg: Side
    variant: Variant
    kind: Kind
    reps: int
    added_load_kg: float
    lower_s: float
    upper_s: float
    rise_s: float | None
    rest_s: int
    """Rest after it."""
    up_to: bool = False
    """Fewer repetitions are as good (as tolerated)."""
    done: bool = False
    """A set done today already matches it."""
    short: Short | None = None
    """Why it is still open, when something of it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something only the athlete knows, to be asked now."""

    kind: SymptomKind
    sentence: Sentence
    about_day: date
    """Day the answer belongs to (``Symptom.day``)."""
    about_session: str | None = None
    leg: Leg | None = None
    lowest: float = 0.0
    highest: float = 10.0
    """1 for yes and no, 100 for VISA-A."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign on the way back to running; never a clearance."""

    name: Literal["week", "daily_life", "balance", "load", "mornings"]
    state: Literal["met", "not_met", "unknown"]
    sentence: Sentence
    data: tuple[Datum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The walk-run ladder."""

    signals: tuple[Signal, ...]
    open: bool
    """All signals met (or the plan goes on with running under its pain rule)."""
    level: int
    """Level of the next run, from 1; 0 while not open."""
    levels: int
    title: str
    """What that level is, in the plan's words."""
    next_day: date | None
    """Earliest day of the next run."""
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something a person should look at; it stands beside the suggestion."""

    name: Literal[
        "too_much_too_soon",
        "no_improvement",
        "see_professional",
        "plateau",
        "worse_than_last_week",
        "re_entry",
        "doubtful_data",
    ]
    rule: int
    items: tuple[int, ...]
    sentence: Sentence
    data: tuple[Datum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An entry of the log that was not used, and why."""

    what: Literal["session", "set", "symptom", "run", "override", "assignment"]
    id: str
    day: date
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the plan suggests today, why, and what comes next."""

    day: date
    action: Action
    headline: Sentence
    """What do I do today: one sentence."""
    why: Sentence
    """The weightiest reason: one sentence."""
    next: Sentence
    """What happens next, and when."""
    plan_id: str | None = None
    plan_title: str = ""
    mode: PlanMode | None = None
    week: int | None = None
    """Week of the plan, from 1; long breaks do not count."""
    weeks: int | None = None
    """Length of the plan; ``None``: without end."""
    phase: str = ""
    expect: str = ""
    """What to expect of this phase, in the plan's words."""
    session_of_day: int = 1
    sessions_per_day: int = 1
    sets: tuple[PlannedSet, ...] = ()
    """Today's sets, those done already included; empty unless ``action`` is ``train`` or ``done_today``."""
    warm_up: Sentence | None = None
    mobility: Sentence | None = None
    """Ankle mobility before set 1, when the morning was stiff [44]."""
    rest_s: int = 0
    """Rest between sets."""
    next_day: date | None = None
    """Next day of training the plan suggests, after today."""
    suggested_plan: str | None = None
    """Another plan worth assigning now: what follows, or the way back in when stiffness returns."""
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    running: Running | None = None
    alerts: tuple[Alert, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """Entries up to today that were not used. ``review`` also lists those of the future."""
    notes: tuple[str, ...] = ()
    """The plan's own information, in its words."""
