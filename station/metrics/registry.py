"""The one table of metrics. Database columns, InfluxDB fields, labels, exports and the docs page follow it.

``name`` is the attribute of ``events.Rep`` or ``events.SetSummary`` that carries the value, the SQLite
column and the InfluxDB field, spelled the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["rep", "set"]
Kind = Literal["float", "int", "text"]
Better = Literal["higher", "lower", "target", "none"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured value: where it lives, how it reads, what it means."""

    name: str
    level: Level
    kind: Kind
    unit: str
    """As printed after the value; empty for shares, counts and words."""
    decimals: int
    better: Better
    has_side: bool
    """Left and right are told apart by this value or by the rep it belongs to."""
    label: str
    formula: str
    source: str
    minimum_rate_hz: float = 60.0
    """Below this rate per plate the value is refused by name."""


_PHYSICS = "free-body identity: total force = m (g + a)"
_TRANSFER = "load transfer between the plates; a few ms sharp at 80 samples/s"

METRICS: tuple[Metric, ...] = (
    Metric("single_leg_time_s", "rep", "float", "s", 2, "target", True, "time on one leg",
           "time the working leg's share stays above its own plateau - 0.05", _TRANSFER),
    Metric("eccentric_tut_s", "rep", "float", "s", 1, "target", True, "lowering time",
           "(t90 - t10) / 0.8 of this rep's centre-of-mass lowering", _PHYSICS),
    Metric("eccentric_tut_lo_s", "rep", "float", "s", 1, "none", True, "lowering time, lower bound",
           "lower end of the 90 % interval", _PHYSICS),
    Metric("eccentric_tut_hi_s", "rep", "float", "s", 1, "none", True, "lowering time, upper bound",
           "upper end of the 90 % interval", _PHYSICS),
    Metric("eccentric_tut_sd_s", "rep", "float", "s", 2, "lower", True, "lowering time, standard deviation",
           "standard deviation behind the 90 % interval", _PHYSICS),
    Metric("tempo", "rep", "text", "", 0, "none", True, "tempo",
           "fast | borderline | ok against 0.7 x the prescribed seconds; certain when single_leg_time_s is below it",
           "start-to-stop time is 1.2-1.6 x the steady-equivalent time"),
    Metric("near_bottom_s", "rep", "float", "s", 1, "none", True, "time near the bottom",
           "end of the lowering to the other foot's return", _TRANSFER),
    Metric("rise_s", "rep", "float", "s", 1, "none", True, "rise time",
           "(t90 - t10) / 0.8 of the centre-of-mass rise before the rep", _PHYSICS),
    Metric("rise_left_share", "rep", "float", "", 3, "target", False, "left share of the rise",
           "mean of left / (left + right) over the rise", "direct"),
    Metric("lowering_left_share", "rep", "float", "", 3, "none", False, "left share of the lowering",
           "mean of left / (left + right) over the lowering", "direct"),
    Metric("added_load_kg", "rep", "float", "kg", 1, "target", False, "added load",
           "system mass from rest-to-rest mean force - same session's unloaded stance",
           "mean force between two moments of rest equals weight"),
    Metric("added_load_sd_kg", "rep", "float", "kg", 2, "lower", False, "added load, standard deviation",
           "root sum of squares of both masses' standard deviations", "propagation of uncertainty"),
    Metric("hand_share", "rep", "float", "", 3, "lower", False, "share of weight on the rail",
           "1 - mean total force / system weight", _PHYSICS),
    Metric("com_lowering_m", "rep", "float", "m", 3, "none", True, "centre-of-mass lowering",
           "double integral of (force / mass - g) over the lowering", _PHYSICS),
    Metric("lowering_speed_m_s", "rep", "float", "m/s", 3, "lower", True, "mean lowering speed",
           "com_lowering_m / eccentric_tut_s", _PHYSICS),
    Metric("tremor_rms_n", "rep", "float", "N", 1, "none", True, "tremor",
           "root mean square of 8-12 Hz over >= 2 s of lowering, converter response divided out",
           "Grigg 2013, MSSE 45(3)"),
    Metric("reps_done", "set", "int", "", 0, "target", False, "reps", "count", "direct", 0.0),
    Metric("reps_clean", "set", "int", "", 0, "higher", False, "clean reps", "count of reps without a fault",
           "direct", 0.0),
    Metric("reps_left", "set", "int", "", 0, "none", True, "left reps", "count", "direct", 0.0),
    Metric("reps_right", "set", "int", "", 0, "none", True, "right reps", "count", "direct", 0.0),
    Metric("tut_total_s", "set", "float", "s", 0, "higher", False, "time under tension",
           "sum of single_leg_time_s (bilateral: of eccentric_tut_s)", _TRANSFER),
    Metric("tut_good_s", "set", "float", "s", 0, "higher", False, "time under tension in good form",
           "the part of tut_total_s from reps without a fault", _TRANSFER),
    Metric("eccentric_tut_mean_s", "set", "float", "s", 2, "target", True, "mean lowering time", "mean over reps",
           _PHYSICS),
    Metric("eccentric_tut_sd_s", "set", "float", "s", 2, "lower", True, "spread of lowering time",
           "standard deviation over reps", _PHYSICS),
    Metric("single_leg_time_mean_s", "set", "float", "s", 2, "target", True, "mean time on one leg",
           "mean over reps", _TRANSFER),
    Metric("single_leg_time_sd_s", "set", "float", "s", 2, "lower", True, "spread of time on one leg",
           "standard deviation over reps", _TRANSFER),
    Metric("single_leg_asymmetry_pct", "set", "float", "%", 1, "target", True, "left-right difference of time",
           "100 (R - L) / max(R, L) of mean single_leg_time_s, >= 3 reps a side", "Bishop 2018, unilateral tests"),
    Metric("single_leg_asymmetry_band_pct", "set", "float", "%", 1, "lower", False, "its noise band",
           "100 x 1.96 sqrt(se_L^2 + se_R^2) / max(R, L)", "Exell 2012"),
    Metric("rise_asymmetry_pct", "set", "float", "%", 1, "target", True, "left-right difference of the rise",
           "100 (R - L) / (R + L) of load over the rises", "Bishop 2018, bilateral tests"),
    Metric("added_load_kg", "set", "float", "kg", 1, "target", False, "added load",
           "precision-weighted mean over reps", _PHYSICS),
    Metric("added_load_sd_kg", "set", "float", "kg", 2, "lower", False, "added load, standard deviation",
           "of that mean", "propagation of uncertainty"),
    Metric("hand_share", "set", "float", "", 3, "lower", False, "share of weight on the rail", "mean over reps",
           _PHYSICS),
    Metric("system_mass_kg", "set", "float", "kg", 1, "none", False, "system mass",
           "rest-to-rest mean force / g", "mean force between two moments of rest equals weight"),
    Metric("zero_drift_n", "set", "float", "N", 1, "lower", False, "drift of zero",
           "largest change of a plate's zero since the set before", "empty plates", 0.0),
    Metric("sample_rate_hz", "set", "float", "Hz", 1, "higher", False, "sample rate",
           "slowest channel's conversions per device second", "device time stamps", 0.0),
    Metric("invalid_sample_share", "set", "float", "", 4, "lower", False, "invalid samples",
           "share of grid instants not backed by good conversions", "direct", 0.0),
)  # fmt: skip


def metrics(level: Level) -> tuple[Metric, ...]:
    """Return the metrics of one level, in the order they are stored and shown."""
    return tuple(metric for metric in METRICS if metric.level == level)


def metric(level: Level, name: str) -> Metric:
    """Return one metric; ``KeyError`` names what does not exist."""
    for row in METRICS:
        if row.level == level and row.name == name:
            return row
    raise KeyError(f"no metric {name!r} at level {level!r}")
