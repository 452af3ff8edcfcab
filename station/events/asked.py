"""What a person is asked to do, by whoever plans for them."""

from __future__ import annotations

from dataclasses import dataclass

from station.events.words import Mode, Side  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class Prescription:
    """What the athlete is asked to do; an input of the pipeline, recorded with the bytes it applies to."""

    lowering_target_s: float = 3.0
    """Prescribed seconds down; faster is a fault."""
    lowering_upper_s: float = 5.0
    """Upper end of the band; slower is never penalised."""
    target_reps: int | None = None
    planned_side: Side | None = None
    planned_added_load_kg: float | None = None
    variant: str = "straight_step"
    body_mass_kg: float | None = None
    """Stored or stated body mass; used for the added load only until an unloaded stance is measured."""
    body_mass_sd_kg: float = 0.7
    involved_side: Side | None = None
    """The injured leg, if the athlete named it: then a limb symmetry index is told."""


@dataclass(frozen=True, slots=True)
class SetAsked:
    """One set of a visit's plan."""

    side: Side
    mode: Mode
    variant: str
    reps: int
    added_load_kg: float


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What the plan asked of a visit when it began: kept with it, and what adherence is told against."""

    plan_id: str
    week: int | None
    """Week of the plan, from 1."""
    phase: str
    mode: str
    """``rehab``, ``strength``, ``maintenance`` or ``performance``."""
    action: str
    """What was suggested: ``train``, ``rest``, ``done_today``, ``stop_and_ask``."""
    sets: tuple[SetAsked, ...] = ()
    """Those that were still to do when the visit began."""
    load_step_kg: float = 1.0
    """Smallest step of added load the athlete owns: half of it either way is the load as planned."""
    as_tolerated: bool = False
    """Fewer repetitions are as good as all of them."""
    override: str = ""
    """What was decided instead of the plan, as in ``load 12.5, reps 8``; who decided it and why is not told here."""
    alerts: tuple[str, ...] = ()
    """Names of the programme's alerts that stood when the visit began."""
    phase_began: bool = False
    """The athlete's visit before was in another phase or plan, or there was none."""
    override_began: bool = False
    """... something else had been decided for it."""
    alerts_began: tuple[str, ...] = ()
    """Those of ``alerts`` that did not stand when it began."""
