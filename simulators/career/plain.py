"""What goes in and out of a simulated person: advice for a day, and a day as it was lived. Nothing of the station."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Leg = Literal["left", "right"]
Feet = Literal["left", "right", "both"]
Kind = Literal["lowering", "bilateral", "single_leg_raise"]
Surface = Literal["flat", "hills", "speed"]
Value = float | str | None


@dataclass(frozen=True, slots=True)
class AskedSet:
    """One set as it is asked for."""

    feet: Feet
    variant: str
    kind: Kind
    reps: int
    added_load_kg: float
    lower_s: tuple[float, float]
    """Seconds down, from and to."""
    rest_s: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is advised."""

    rule: str
    """Which rule speaks."""
    words: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The words that go with advice, for whoever reads a career."""

    week: int | None
    phase: str
    action: str
    headline: str
    why: str
    reasons: tuple[Reason, ...] = ()
    alerts: tuple[str, ...] = ()
    signals: tuple[tuple[str, str], ...] = ()
    """Of a return to running: each with what is known of it."""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is told on a day."""

    day: date
    trains: bool
    sets: tuple[AskedSet, ...] = ()
    warm_up: bool = False
    questions: frozenset[str] = frozenset()
    """Kinds of symptoms that are asked about today."""
    run_level: int = 0
    """Of the ladder of walking and running, when one is due; 0: none."""
    usual_sets: tuple[AskedSet, ...] = ()
    """What was asked on the last day of training, for those who train on days of rest."""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class DoneRep:
    """One repetition as a step would have measured it. ``values`` are named as in ``docs/reference/metrics.md``."""

    side: Feet
    kind: Kind
    start_s: float
    end_s: float
    values: dict[str, Value]
    refused: dict[str, str]
    seen: dict[str, float | bool]
    """What faults are told from: ``touched``, ``spring_m_s``, ``other_share``."""


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One set as it was done; seconds count from the beginning of the visit."""

    asked: AskedSet | None
    """``None``: nobody asked for it."""
    variant: str
    reps: tuple[DoneRep, ...]
    end_s: float
    system_mass_kg: float
    stopped: bool = False
    """By sharp pain."""


@dataclass(frozen=True, slots=True)
class DoneVisit:
    """One visit to the step."""

    day: date
    minute: int
    """Of the day it began in."""
    body_mass_kg: float
    left_share: float
    """Of the quiet stance that was weighed."""
    warmed_up: bool
    sets: tuple[DoneSet, ...]
    end_s: float


@dataclass(frozen=True, slots=True)
class Felt:
    """Something a person says of himself."""

    day: date
    """When it was felt."""
    minute: int
    kind: str
    value: float
    leg: Leg | None = None
    visit: int | None = None
    """Which of the career's visits it is about, counted from 0."""
    said: date | None = None
    """When it was said, if on a later day."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A run."""

    day: date
    minutes: int
    surface: Surface
    level: int | None = None
    """Of the ladder that was suggested; ``None``: as one pleased."""


@dataclass(frozen=True, slots=True)
class CoachWord:
    """Somebody sets the advice aside for a while."""

    week: int
    """Of the career, the first is 1."""
    days: int
    reason: str
    by: str
    sets: int | None = None
    """Sets a leg and visit."""
    reps: int | None = None
    load_kg: float | None = None
    rest: bool | None = None


@dataclass(frozen=True, slots=True)
class Lived:
    """One day, or what has passed of it."""

    day: date
    visits: tuple[DoneVisit, ...] = ()
    felt: tuple[Felt, ...] = ()
    runs: tuple[Ran, ...] = ()
    words: tuple[CoachWord, ...] = ()
    body: dict[str, float] = field(default_factory=dict)
    """The truth that nobody measures, of the sore leg: ``ache``, ``irritation``, ``capacity``."""


@dataclass(frozen=True, slots=True)
class Day:
    """A complete day and the advice that held when its first visit began, or all day when there was none."""

    lived: Lived
    asked: Asked
