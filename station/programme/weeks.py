"""The plan's weeks at a glance: what was done, carried and felt, beside what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from station.programme.advice import Alert, Sentence
    from station.programme.plan import PlanMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Right against left over a week: ``(R - L) / max(R, L)`` of single-leg time per repetition, in percent."""

    left_s: float
    right_s: float
    reps_left: int
    reps_right: int
    difference_percent: float
    """Right is positive."""
    band_percent: float
    """Half width of the 95 % band from the spread between sets; a smaller difference cannot be told from none."""
    detectable: bool
    sentence: Sentence
    """With the words for a difference below detectable change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDone:
    """One week of the plan. Shares are 0 to 1; ``None`` is what could not be told."""

    first_day: date
    last_day: date
    calendar_week: int
    """Weeks since the start, from 1."""
    plan_week: int | None
    """Week of the plan that the week began with; ``None`` in a break."""
    plan_id: str
    mode: PlanMode
    phase: str
    """Phase that the week began with."""
    state: Literal["past", "now", "ahead"]
    sessions_done: int = 0
    sessions_planned: int = 0
    """Rest that the plan, the athlete's rest days or an override asked for is not planned training."""
    training_days: int = 0
    reps_done: int = 0
    reps_planned: int = 0
    added_load_mean_kg: float | None = None
    added_load_max_kg: float | None = None
    planned_load_kg: float | None = None
    """Largest load the plan suggested in the week."""
    planned_by_day_kg: tuple[float, ...] = ()
    """Day by day, up to today: the larger of both legs' loads that the plan suggested as the day began."""
    volume_load_kg_s: float | None = None
    volume_jump_percent: float | None = None
    """Against the week before; ``None`` without one."""
    pain_max_nrs: float | None = None
    pain_mean_nrs: float | None = None
    next_morning_max_nrs: float | None = None
    stiffness_max_min: float | None = None
    visa_a: float | None = None
    reps_adherence: float | None = None
    """Repetitions done of those planned for the sessions done; more on one leg or day makes up for no other."""
    tempo_adherence: float | None = None
    """Repetitions not too fast, of those judged."""
    load_adherence: float | None = None
    """Legs and days at the planned load (half a step either way); a planned leg left out was not at it."""
    good_form_share: float | None = None
    """Time under tension in good form, of all."""
    balance: Balance | None = None
    plan_weeks: tuple[int, ...] = ()
    """Weeks of the plan that its days lie in, up to today: two where a break moved them."""
    phases: tuple[str, ...] = ()
    """Phases that its days lie in, up to today."""
    overrides: tuple[str, ...] = ()
    """Ids of the overrides in force."""
    marks: tuple[str, ...] = ()
    """What happened, for small signs in a table: ``sharp``, ``eased``, ``load_up``, ``load_back``, ``break`` ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All weeks from the first assignment to the end of the plan, or to today."""

    today: date
    weeks: tuple[WeekDone, ...]
    alerts: tuple[Alert, ...] = ()
