"""What happened: sessions, symptoms, runs and a coach's overrides, from any source and in any order.

Days are local dates (``datetime.date``), times are microseconds since the Unix epoch. Nothing here is
checked on construction: the engine sets aside what cannot be, and says so (``review``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from station.programme.plan import Kind, Plan, PlanMode, Variant

Leg = Literal["left", "right"]
Side = Literal["left", "right", "both"]
SoreLegs = Literal["none", "left", "right", "both"]
Surface = Literal["flat", "hills", "speed"]

SymptomKind = Literal[
    "during",  # NRS 0-10 while training, of one set or of the session
    "after",  # NRS 0-10 right after
    "next_morning",  # NRS 0-10; ``day`` is the day of that morning
    "daily_life",  # NRS 0-10 in daily life, walking and stairs
    "stiffness_min",  # minutes of morning stiffness; ``day`` is the day of that morning
    "sharp",  # 1 sharp or stabbing pain, 0 none
    "heel_bone",  # 1 the pain sits on the heel bone, 0 it does not
    "visa_a",  # VISA-A total 0-100
    "feels_balanced",  # 1 both legs feel alike, 0 they do not
]
NRS_KINDS: tuple[SymptomKind, ...] = ("during", "after", "next_morning", "daily_life")
YES_NO_KINDS: tuple[SymptomKind, ...] = ("sharp", "heel_bone", "feels_balanced")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone:
    """One set as measured. ``None`` is what could not be told."""

    variant: Variant
    kind: Kind
    side: Side
    """``both`` for two-feet sets and for lowerings that change legs within the set."""
    reps_done: int
    reps_clean: int | None = None
    reps_left: int = 0
    reps_right: int = 0
    reps_tempo_ok: int | None = None
    """Repetitions that were not too fast; of ``reps_tempo_judged``."""
    reps_tempo_judged: int | None = None
    tut_total_s: float | None = None
    tut_good_form_s: float | None = None
    eccentric_tut_mean_s: float | None = None
    single_leg_time_mean_s: float | None = None
    single_leg_time_left_mean_s: float | None = None
    single_leg_time_right_mean_s: float | None = None
    added_load_kg: float | None = None
    added_load_sd_kg: float | None = None
    system_mass_kg: float | None = None
    """Body and added load together."""
    hand_share: float | None = None
    """Share of the weight on the rail, 0 to 1."""
    volume_load_kg_s: float | None = None
    fault_counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDone:
    """One visit to the step."""

    id: str
    day: date
    start_us: int
    sets: tuple[SetDone, ...]
    clock_doubtful: bool = False
    """The station did not know its time: the day may be wrong."""
    warmed_up: bool | None = None
    body_mass_kg: float | None = None
    """Weighed without added load in this visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """One thing the athlete said."""

    kind: SymptomKind
    value: float
    day: date
    time_us: int
    leg: Leg | None = None
    """``None``: not said; then it counts for both."""
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDone:
    """One run or walk-run. Its next morning is the symptom ``next_morning`` of the day after."""

    id: str
    day: date
    time_us: int
    level: int | None = None
    """Level of the plan's ladder, from 1; ``None``: free running."""
    run_min: float | None = None
    surface: Surface = "flat"
    during_nrs: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a coach, or the athlete, decided instead of the plan. What is ``None`` stays the plan's."""

    id: str
    from_day: date
    until_day: date | None
    """Last day it holds; ``None``: until it is cleared."""
    reason: str
    by: str
    made_us: int
    load_kg: float | None = None
    reps: int | None = None
    sets: int | None = None
    """Sets a leg and visit, of all exercises together."""
    rest: bool | None = None
    """True: no training. False: train although the plan would rest."""
    variant: Variant | None = None
    plan_week: int | None = None
    """The plan's week on ``from_day``; weeks go on counting from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of the athlete and does not change from day to day."""

    sore: SoreLegs = "none"
    involved_leg: Leg | None = None
    """The injured leg, for the limb symmetry index and the order of the legs."""
    insertional: bool = False
    """Pain sits at the heel bone: floor level only [13, 43]."""
    smallest_step_kg: float = 1.0
    """Smallest step of added load the athlete owns."""
    acceptable_nrs: float = 5.0
    """Pain up to here changes nothing, if the plan allows as much [11]."""
    pain_free_nrs: float = 1.0
    """Pain up to here counts as none, if the plan allows as much [15]."""
    rest_weekdays: tuple[int, ...] = ()
    """Days of rest the athlete chose, Monday is 0 [34]."""
    body_mass_kg: float | None = None
    """Stated; used until a session has measured it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A plan given to an athlete: a copy of its document as it was that day."""

    id: str
    plan: Plan
    start_day: date
    assigned_us: int
    end_day: date | None = None
    """First day it no longer holds (a later assignment ends it by itself)."""
    start_load_kg: float | None = None
    """Added load the athlete already trains with; ``None``: what the plan before had reached, or the plan's."""

    @property
    def mode(self) -> PlanMode:
        """The plan's mode."""
        return self.plan.mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Everything that happened. The order of entries does not matter."""

    sessions: tuple[SessionDone, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    runs: tuple[RunDone, ...] = ()
    overrides: tuple[Override, ...] = ()
