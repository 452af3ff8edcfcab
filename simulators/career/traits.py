"""What a simulated person is like, and what he makes of advice; months follow from these and a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulators.career.tendon import TendonTraits

if TYPE_CHECKING:
    from simulators.career.plain import CoachWord, Leg, Surface


@dataclass(frozen=True, slots=True)
class Pace:
    """How somebody lowers, and how fast a step with a voice changes that."""

    own_s: float = 2.7
    """Seconds from first to last movement before anybody asked for more: at home people hurry."""
    learns: float = 0.25
    """Share of the way to what is asked that one session leads."""
    scatter: float = 0.07
    fade: float = 0.004
    evenness: float = 1.35


@dataclass(frozen=True, slots=True)
class Form:
    """How cleanly somebody moves at first; all of it halves in ``halves_days`` days with training."""

    bounces: float = 0.06
    touches: float = 0.05
    halves_days: float = 14.0
    hand_share: float = 0.003
    leans: float = 0.0
    """Chance, a set, of leaning on the rail."""


@dataclass(frozen=True, slots=True)
class RunHabit:
    """Runs that somebody does whatever anybody says; days count from the first day of the career, 0."""

    first_day: int
    last_day: int
    weekdays: tuple[int, ...]
    """Monday is 0."""
    minutes: int
    surface: Surface = "flat"


@dataclass(frozen=True, slots=True)
class Mind:
    """What somebody makes of advice."""

    attends: float = 0.95
    """Chance of coming on a day on which the advice is to train."""
    answers: float = 0.95
    """Chance of answering a question."""
    away: tuple[tuple[int, int], ...] = ()
    """First and last days of absences."""
    trains_on_rest: float = 0.0
    """Chance of training against the advice."""
    extra_sets: int = 0
    own_load: tuple[tuple[int, float], ...] = ()
    """From a day on: kilograms taken, if more than those advised."""
    hurry: float = 1.0
    """Times the tempo asked for."""
    warms_up: float = 0.9
    frightened_by: float = 6.0
    """Pain from which on somebody does as advised for a while"""
    frightened_days: int = 10
    """... this long."""
    smallest_step_kg: float = 1.0
    """Loads are taken in multiples of it."""
    runs: tuple[RunHabit, ...] = ()
    takes_up_running: bool = False
    """Walks and runs by the levels suggested, every third day at most."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One person."""

    name: str
    about: str
    """One sentence for a list of cases."""
    body_mass_kg: float = 72.0
    sore: Leg = "right"
    tendon: TendonTraits = field(default_factory=TendonTraits)
    """Of the sore leg; the other one is sound."""
    pace: Pace = field(default_factory=Pace)
    form: Form = field(default_factory=Form)
    mind: Mind = field(default_factory=Mind)
    heel_bone: bool = False
    """The pain sits at the heel bone, and lowering below the level of the step makes it worse."""
    coach: tuple[CoachWord, ...] = ()
