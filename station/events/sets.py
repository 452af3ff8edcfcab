"""Sets, summed up and drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from station.events.words import Mode, Side  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set closed. Measured values are in ``station.metrics.registry`` at level ``set``."""

    type: ClassVar[str] = "set"
    index: int
    mode: Mode
    side: Side
    variant: str
    start_s: float
    end_s: float
    start_time_us: int | None
    closed_by: Literal["rest", "step_off", "end", "prescription"]
    reps_done: int
    reps_clean: int
    reps_left: int
    reps_right: int
    tut_total_s: float | None
    tut_good_s: float | None
    eccentric_tut_mean_s: float | None
    eccentric_tut_sd_s: float | None
    single_leg_time_mean_s: float | None
    single_leg_time_sd_s: float | None
    single_leg_asymmetry_pct: float | None
    single_leg_asymmetry_band_pct: float | None
    rise_asymmetry_pct: float | None
    added_load_kg: float | None
    added_load_sd_kg: float | None
    hand_share: float | None
    system_mass_kg: float | None
    zero_drift_n: float | None
    sample_rate_hz: float | None
    invalid_sample_share: float | None
    """``None`` for a set that was closed by recovery after a crash."""
    eccentric_tut_mean_se_s: float | None = None
    eccentric_tut_sd_se_s: float | None = None
    single_leg_time_mean_se_s: float | None = None
    single_leg_time_sd_se_s: float | None = None
    fade_s_per_rep: float | None = None
    fade_se_s_per_rep: float | None = None
    fade_pct: float | None = None
    volume_load_kg_s: float | None = None
    firmware: str | None = None
    calibration: str | None = None
    fault_counts: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetCurve:
    """A set's forces, thinned out, for dashboards: stored only to be sent. Made by the session layer."""

    type: ClassVar[str] = "set_curve"
    index: int
    side: Side
    variant: str
    start_s: float
    start_time_us: int | None
    t_s: tuple[float, ...]
    """Middle of each stretch of time, on the source's own clock."""
    left_n: tuple[float, ...]
    """Mean over the stretch's good instants."""
    right_n: tuple[float, ...]
