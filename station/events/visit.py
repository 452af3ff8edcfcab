"""A person's visit: when it begins and ends, what it comes to, what the person says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from station.events.asked import SessionPlan  # noqa: TC001  those who read events back resolve the hints
from station.events.clock import ClockStamp  # noqa: TC001  those who read events back resolve the hints
from station.events.words import Side  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A visit summed up. Values are in ``station.metrics.registry`` at level ``session``; right is positive."""

    reps_done: int
    reps_clean: int
    reps_left: int
    reps_right: int
    tut_total_s: float | None
    tut_good_s: float | None
    volume_load_kg_s: float | None
    single_leg_time_left_s: float | None
    single_leg_time_right_s: float | None
    single_leg_asymmetry_pct: float | None
    single_leg_asymmetry_band_pct: float | None
    single_leg_asymmetry: str | None
    eccentric_tut_left_s: float | None
    eccentric_tut_right_s: float | None
    eccentric_tut_asymmetry_pct: float | None
    eccentric_tut_asymmetry_band_pct: float | None
    eccentric_tut_asymmetry: str | None
    load_time_left_kg_s: float | None
    load_time_right_kg_s: float | None
    load_time_asymmetry_pct: float | None
    load_time_asymmetry_band_pct: float | None
    load_time_asymmetry: str | None
    compliant_share_left: float | None
    compliant_share_right: float | None
    compliant_asymmetry_pct: float | None
    compliant_asymmetry_band_pct: float | None
    compliant_asymmetry: str | None
    rise_share_left: float | None
    rise_share_right: float | None
    rise_share_asymmetry_pct: float | None
    rise_share_asymmetry_band_pct: float | None
    rise_share_asymmetry: str | None
    rise_left_share: float | None
    rise_asymmetry_pct: float | None
    rise_asymmetry_band_pct: float | None
    rise_asymmetry: str | None
    lowering_left_share: float | None
    lowering_asymmetry_pct: float | None
    lowering_asymmetry_band_pct: float | None
    lowering_asymmetry: str | None
    limb_symmetry_index_pct: float | None
    planned_sets: int | None = None
    planned_reps: int | None = None
    planned_load_kg: float | None = None
    reps_adherence: float | None = None
    tempo_adherence: float | None = None
    load_adherence: float | None = None
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """A person's visit began or ended. Made by the session layer."""

    type: ClassVar[str] = "session"
    state: Literal["opened", "closed"]
    session_id: str
    athlete_id: str | None
    time_us: int
    port: str
    step_uid: str | None = None
    body_mass_kg: float | None = None
    sets_done: int = 0
    reps_done: int = 0
    summary: SessionSummary | None = None
    """Of a visit that closed."""
    clock: ClockStamp | None = None
    """``None`` when the source brings its own time."""
    plan: SessionPlan | None = None
    """What was planned for it; ``None`` without a plan."""


@dataclass(frozen=True, slots=True)
class SymptomNoted:
    """A person said how it feels, or that they ran; at the step, between sets or in the middle of one.

    ``values`` by kind, as in ``station.store.symptoms.KINDS``: pain NRS 0 to 10, minutes, 1 for yes and 0 for no.
    """

    type: ClassVar[str] = "symptom"
    athlete_id: str | None
    """``None``: a guest, of whom it is kept with the visit's events only."""
    time_us: int
    values: dict[str, float]
    leg: Side | None = None
    """``None``: not said."""
    session_id: str | None = None
    """The visit it was said in."""
    day: str | None = None
    """Local date it tells of, as in 2026-03-01, when that was stated; ``None``: the date of ``time_us``."""
    run_surface: str | None = None
    """``flat``, ``hills`` or ``speed`` of a run; ``None``: not about a run."""
    note: str = ""
