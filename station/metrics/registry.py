"""The one table of metrics. Database columns, InfluxDB fields, labels, exports and the docs page follow it.

``name`` is the attribute of ``events.Rep``, ``events.SetSummary`` or ``events.SessionSummary`` that carries the
value, the SQLite column and the InfluxDB field, spelled the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.metrics.comparisons import BETWEEN_LEGS, BY_FOOT, BY_LEG, ON_TWO_FEET, Comparison
from station.metrics.limits import FAULT

Level = Literal["rep", "set", "session"]
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
_MEAN_HZ = 8.0
"""Means of force over seconds are as good at a converter's slow rate ("10 samples/s" is 9 to 11) as at any."""
_TRANSFER = "load transfer between the plates; a few ms sharp at 80 samples/s"

_SCATTER = "reps of a set as repeated measurements"
_CLEAN = (
    "count of reps without a fault; a light touch of the rail (fault 'rail' with hand_share up to "
    f"{FAULT.rail_unclean_share:g}) is told and does not count against a rep"
)


def _legs(one: Comparison) -> tuple[Metric, ...]:
    """Return a session's left-leg reps, right-leg reps and their difference."""
    raw = tuple(
        Metric(name, "session", "float", one.unit, one.decimals, "none", True, f"{one.label}, {side}-leg reps",
               f"mean over {side}-leg reps, >= 3 a side", _SCATTER)
        for name, side in ((one.left, "left"), (one.right, "right"))
    )  # fmt: skip
    return (*raw, *_difference(one, "Bishop 2018, unilateral tests"))


def _feet(one: Comparison) -> tuple[Metric, ...]:
    """Return a session's left share of a load on both feet, and what differs."""
    share = Metric(one.left, "session", "float", one.unit, one.decimals, "target", False,
                   f"left share: {one.label}", "mean over reps on both feet, >= 3", _SCATTER)  # fmt: skip
    return (share, *_difference(one, "Bishop 2018, bilateral tests"))


def _difference(one: Comparison, source: str) -> tuple[Metric, ...]:
    return (
        Metric(one.percent, "session", "float", "%", 1, "target", True, f"left-right difference: {one.label}",
               f"{one.formula}; right positive", source),
        Metric(one.band, "session", "float", "%", 1, "lower", False, f"its noise band: {one.label}",
               "1.96 standard errors of the difference, by the same formula", "Exell 2012"),
        Metric(one.told, "session", "text", "", 0, "none", True, f"the difference in words: {one.label}",
               "size and side (11 % R); inside the noise band it is below detectable change", source),
    )  # fmt: skip


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
           "end of the lowering to the other foot's return; below 0.3 s it is not to be called a hold", _TRANSFER),
    Metric("rise_s", "rep", "float", "s", 1, "none", True, "rise time",
           "(t90 - t10) / 0.8 of the centre-of-mass rise before the rep", _PHYSICS),
    Metric("rise_left_share", "rep", "float", "", 3, "target", False, "left share of the rise",
           "mean of left / (left + right) over the rise", "direct", minimum_rate_hz=_MEAN_HZ),
    Metric("lowering_left_share", "rep", "float", "", 3, "none", False, "left share of the lowering",
           "mean of left / (left + right) over the lowering", "direct", minimum_rate_hz=_MEAN_HZ),
    Metric("left_share_sd", "rep", "float", "", 4, "lower", False, "left share, uncertainty of the plates",
           "standard deviation from the plates' ratio and zeros: the same error in every rep of a set",
           "propagation of uncertainty", minimum_rate_hz=_MEAN_HZ),
    Metric("added_load_kg", "rep", "float", "kg", 1, "target", False, "added load",
           "system mass from rest-to-rest mean force - same session's unloaded stance",
           "mean force between two moments of rest equals weight", minimum_rate_hz=_MEAN_HZ),
    Metric("added_load_sd_kg", "rep", "float", "kg", 2, "lower", False, "added load, standard deviation",
           "root sum of squares: noise of both weighings, plates' difference at unlike shares, wander of zeros, "
           "0.1 % of the load for what both plates share", "propagation of uncertainty",
           minimum_rate_hz=_MEAN_HZ),
    Metric("hand_share", "rep", "float", "", 3, "lower", False, "share of weight on the rail",
           "1 - mean total force / system weight", _PHYSICS, minimum_rate_hz=_MEAN_HZ),
    Metric("com_lowering_m", "rep", "float", "m", 3, "none", True, "centre-of-mass lowering",
           "double integral of (force / mass - g) over the lowering", _PHYSICS),
    Metric("lowering_speed_m_s", "rep", "float", "m/s", 3, "lower", True, "mean lowering speed",
           "com_lowering_m / eccentric_tut_s", _PHYSICS),
    Metric("tremor_rms_n", "rep", "float", "N", 1, "none", True, "tremor",
           "root mean square of 8-12 Hz over >= 2 s of lowering, converter response divided out",
           "Grigg 2013, MSSE 45(3)"),
    Metric("smoothness_bw_pct", "rep", "float", "% BW", 2, "none", True, "unsteadiness of the lowering",
           "root mean square of total force in 4.5-11.5 Hz over >= 1 s of lowering, converter response divided "
           "out, per cent of the weight; standing still has 0.1-0.2, and no size is a fault",
           "Grigg 2013, MSSE 45(3): power of ground reaction force, lowering against rising"),
    Metric("load_time_kg_s", "rep", "float", "kg s", 0, "target", True, "load x time",
           "mean force on the working leg / g x single_leg_time_s (both feet or same leg: mean total force / g x "
           "eccentric_tut_s); as carried, less what hands take",
           "direct"),
    Metric("reps_done", "set", "int", "", 0, "target", False, "reps", "count", "direct", 0.0),
    Metric("reps_clean", "set", "int", "", 0, "higher", False, "clean reps", _CLEAN, "direct", 0.0),
    Metric("reps_left", "set", "int", "", 0, "none", True, "left reps", "count", "direct", 0.0),
    Metric("reps_right", "set", "int", "", 0, "none", True, "right reps", "count", "direct", 0.0),
    Metric("tut_total_s", "set", "float", "s", 0, "higher", False, "time under tension",
           "sum of single_leg_time_s (bilateral: of eccentric_tut_s)", _TRANSFER),
    Metric("tut_good_s", "set", "float", "s", 0, "higher", False, "time under tension in good form",
           "the part of tut_total_s from clean reps (see reps_clean)", _TRANSFER),
    Metric("eccentric_tut_mean_s", "set", "float", "s", 2, "target", True, "mean lowering time", "mean over reps",
           _PHYSICS),
    Metric("eccentric_tut_mean_se_s", "set", "float", "s", 2, "lower", True, "its standard error",
           "larger of spread and measurement's standard deviation / sqrt(n)", _SCATTER),
    Metric("eccentric_tut_sd_s", "set", "float", "s", 2, "lower", True, "spread of lowering time",
           "standard deviation over reps", _PHYSICS),
    Metric("eccentric_tut_sd_se_s", "set", "float", "s", 2, "lower", True, "its standard error",
           "sd / sqrt(2 (n - 1))", _SCATTER),
    Metric("single_leg_time_mean_s", "set", "float", "s", 2, "target", True, "mean time on one leg",
           "mean over reps", _TRANSFER),
    Metric("single_leg_time_mean_se_s", "set", "float", "s", 2, "lower", True, "its standard error",
           "sd / sqrt(n)", _SCATTER),
    Metric("single_leg_time_sd_s", "set", "float", "s", 2, "lower", True, "spread of time on one leg",
           "standard deviation over reps", _TRANSFER),
    Metric("single_leg_time_sd_se_s", "set", "float", "s", 2, "lower", True, "its standard error",
           "sd / sqrt(2 (n - 1))", _SCATTER),
    Metric("fade_s_per_rep", "set", "float", "s", 3, "target", False, "change of time under tension per rep",
           "least-squares slope of single_leg_time_s (on two feet: eccentric_tut_s) over the count of reps on a leg, "
           "each leg about its own mean; >= 5 reps", _SCATTER),
    Metric("fade_se_s_per_rep", "set", "float", "s", 3, "lower", False, "its standard error",
           "of that slope", _SCATTER),
    Metric("fade_pct", "set", "float", "%", 0, "target", False, "change from the first to the last rep",
           "by that slope, per cent of the first; a loss of 10 % that is certain at 97.5 % is the fault fading",
           _SCATTER),
    Metric("volume_load_kg_s", "set", "float", "kg s", 0, "target", False, "volume-load",
           "sum of load_time_kg_s over reps", "direct"),
    Metric("single_leg_asymmetry_pct", "set", "float", "%", 1, "target", True, "left-right difference of time",
           f"{BETWEEN_LEGS} of mean single_leg_time_s, >= 3 reps a side", "Bishop 2018, unilateral tests"),
    Metric("single_leg_asymmetry_band_pct", "set", "float", "%", 1, "lower", False, "its noise band",
           "100 x 1.96 sqrt(se_L^2 + se_R^2) / max(R, L)", "Exell 2012"),
    Metric("rise_asymmetry_pct", "set", "float", "%", 1, "target", True, "left-right difference of the rise",
           f"{ON_TWO_FEET} of load over the rises", "Bishop 2018, bilateral tests", minimum_rate_hz=_MEAN_HZ),
    Metric("added_load_kg", "set", "float", "kg", 1, "target", False, "added load",
           "precision-weighted mean over reps", _PHYSICS, minimum_rate_hz=_MEAN_HZ),
    Metric("added_load_sd_kg", "set", "float", "kg", 2, "lower", False, "added load, standard deviation",
           "of that mean", "propagation of uncertainty", minimum_rate_hz=_MEAN_HZ),
    Metric("hand_share", "set", "float", "", 3, "lower", False, "share of weight on the rail", "mean over reps",
           _PHYSICS, minimum_rate_hz=_MEAN_HZ),
    Metric("system_mass_kg", "set", "float", "kg", 1, "none", False, "system mass",
           "rest-to-rest mean force / g", "mean force between two moments of rest equals weight",
           minimum_rate_hz=_MEAN_HZ),
    Metric("zero_drift_n", "set", "float", "N", 1, "lower", False, "drift of zero",
           "largest change of a plate's zero from its last reading before the set to its last one since",
           "empty plates", 0.0),
    Metric("sample_rate_hz", "set", "float", "Hz", 1, "higher", False, "sample rate",
           "slowest channel's conversions per device second", "device time stamps", 0.0),
    Metric("invalid_sample_share", "set", "float", "", 4, "lower", False, "invalid samples",
           "share of grid instants not backed by good conversions", "direct", 0.0),
    Metric("firmware", "set", "text", "", 0, "none", False, "firmware of the step",
           "as the step announced it", "direct", 0.0),
    Metric("calibration", "set", "text", "", 0, "none", False, "calibration of the plates",
           "channel = newtons per count @ zero in counts / when taken, seconds since 1970", "direct", 0.0),
    Metric("reps_done", "session", "int", "", 0, "target", False, "reps", "count", "direct", 0.0),
    Metric("reps_clean", "session", "int", "", 0, "higher", False, "clean reps", _CLEAN, "direct", 0.0),
    Metric("reps_left", "session", "int", "", 0, "none", True, "left reps", "count", "direct", 0.0),
    Metric("reps_right", "session", "int", "", 0, "none", True, "right reps", "count", "direct", 0.0),
    Metric("tut_total_s", "session", "float", "s", 0, "higher", False, "time under tension",
           "sum of single_leg_time_s (on two feet: of eccentric_tut_s)", _TRANSFER),
    Metric("tut_good_s", "session", "float", "s", 0, "higher", False, "time under tension in good form",
           "the part of tut_total_s from clean reps (see reps_clean)", _TRANSFER),
    Metric("volume_load_kg_s", "session", "float", "kg s", 0, "target", False, "volume-load",
           "sum of load_time_kg_s over reps", "direct"),
    *(metric for one in BY_LEG for metric in _legs(one)),
    *(metric for one in BY_FOOT for metric in _feet(one)),
    Metric("limb_symmetry_index_pct", "session", "float", "%", 0, "target", False, "limb symmetry index",
           "100 x involved / other leg's mean single_leg_time_s; only when the athlete names the involved leg",
           "Zifchock 2008"),
    Metric("planned_sets", "session", "int", "", 0, "none", False, "sets planned",
           "count of the plan's sets that were to do when the visit began", "the plan as assigned", 0.0),
    Metric("planned_reps", "session", "int", "", 0, "none", False, "reps planned",
           "sum over these sets", "the plan as assigned", 0.0),
    Metric("planned_load_kg", "session", "float", "kg", 1, "none", False, "added load planned",
           "largest of these sets", "the plan as assigned", 0.0),
    Metric("reps_adherence", "session", "float", "", 2, "target", False, "reps done of those planned",
           "reps of planned kinds / planned_reps, at most 1; withheld where fewer are as good", "direct", 0.0),
    Metric("tempo_adherence", "session", "float", "", 2, "higher", False, "reps not too fast",
           "reps whose tempo is not fast / reps whose tempo is judged", "direct"),
    Metric("load_adherence", "session", "float", "", 2, "higher", False, "reps at the planned load",
           "reps within half the smallest step, or 2 standard deviations, of a planned load of their kind / reps "
           "of planned kinds with a measured load", "direct", minimum_rate_hz=_MEAN_HZ),
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
