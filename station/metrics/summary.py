"""A set, summed up from its reps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from station.events import SetSummary
from station.metrics.limits import CLEAN_IN_SPITE_OF, FAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Rep, Side
    from station.sets import ClosedBy

_SIDE_REPS_MIN = 3
"""Fewer reps a side say nothing about a difference between sides."""
_Z95 = 1.96


@dataclass(frozen=True, slots=True)
class SetContext:
    """What a set knows besides its reps."""

    end_s: float
    closed_by: ClosedBy
    start_time_us: int | None
    variant: str
    system_mass_kg: float | None
    zero_drift_n: float | None
    sample_rate_hz: float | None
    invalid_sample_share: float


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """``100 (R - L) / max(R, L)`` with its noise band, per cent; right positive."""

    percent: float
    band_percent: float


def is_clean(rep: Rep) -> bool:
    """Whether a rep counts as good form: no fault but a light touch of the rail."""
    heavy_on_rail = rep.hand_share is not None and rep.hand_share > FAULT.rail_unclean_share
    return not set(rep.faults) - CLEAN_IN_SPITE_OF and not heavy_on_rail


def side_asymmetry(left: Sequence[float], right: Sequence[float]) -> Asymmetry | None:
    """Compare left-leg reps with right-leg reps; ``None`` with fewer than three a side.

    Formula: percentage difference (Bishop 2018, unilateral tests); band 1.96 sqrt(se_L^2 + se_R^2).
    """
    if min(len(left), len(right)) < _SIDE_REPS_MIN:
        return None
    mean_l, mean_r = fmean(left), fmean(right)
    larger = max(mean_l, mean_r)
    if larger <= 0.0:
        return None
    band = _Z95 * (stdev(left) ** 2 / len(left) + stdev(right) ** 2 / len(right)) ** 0.5
    return Asymmetry(100.0 * (mean_r - mean_l) / larger, 100.0 * band / larger)


def two_feet_asymmetry(left: float, right: float) -> float:
    """Return ``100 (R - L) / (R + L)``, per cent, for load on both feet at once (Bishop 2018)."""
    return 100.0 * (right - left) / (right + left)


def summarize(index: int, reps: Sequence[Rep], context: SetContext) -> SetSummary:
    """Sum up the final reps of a set; there is at least one."""
    refused: dict[str, str] = {}
    times = [rep.single_leg_time_s for rep in reps if rep.single_leg_time_s is not None]
    tuts = [rep.eccentric_tut_s for rep in reps if rep.eccentric_tut_s is not None]
    loads = [rep for rep in reps if rep.added_load_kg is not None and rep.added_load_sd_kg]
    load_kg, load_sd_kg = _load(loads)
    asymmetry = side_asymmetry(_times(reps, "left"), _times(reps, "right"))
    if asymmetry is None:
        refused["single_leg_asymmetry_pct"] = f"needs {_SIDE_REPS_MIN} reps a side"
    tension = [(rep.single_leg_time_s or rep.eccentric_tut_s, is_clean(rep)) for rep in reps]
    known = [(time_s, clean) for time_s, clean in tension if time_s is not None]
    hands = [rep.hand_share for rep in reps if rep.hand_share is not None]
    shares = [
        rep.rise_left_share
        for rep in reps
        if rep.rise_left_share is not None and rep.mode != "single_leg_raise"
    ]
    for name, values in (("eccentric_tut_mean_s", tuts), ("hand_share", hands), ("added_load_kg", loads)):
        if not values:
            refused[name] = _common_reason(reps, name.replace("_mean", ""))
    sides = {rep.side for rep in reps}
    side: Side = sides.pop() if len(sides) == 1 else "both"
    return SetSummary(
        index=index,
        mode=Counter(rep.mode for rep in reps).most_common(1)[0][0],
        side=side,
        variant=context.variant,
        start_s=reps[0].start_s,
        end_s=context.end_s,
        start_time_us=context.start_time_us,
        closed_by=context.closed_by,
        reps_done=len(reps),
        reps_clean=sum(is_clean(rep) for rep in reps),
        reps_left=sum(rep.side == "left" for rep in reps),
        reps_right=sum(rep.side == "right" for rep in reps),
        tut_total_s=sum(time_s for time_s, _ in known) if known else None,
        tut_good_s=sum(time_s for time_s, clean in known if clean) if known else None,
        eccentric_tut_mean_s=fmean(tuts) if tuts else None,
        eccentric_tut_sd_s=stdev(tuts) if len(tuts) > 1 else None,
        single_leg_time_mean_s=fmean(times) if times else None,
        single_leg_time_sd_s=stdev(times) if len(times) > 1 else None,
        single_leg_asymmetry_pct=asymmetry.percent if asymmetry else None,
        single_leg_asymmetry_band_pct=asymmetry.band_percent if asymmetry else None,
        rise_asymmetry_pct=two_feet_asymmetry(fmean(shares), 1.0 - fmean(shares)) if shares else None,
        added_load_kg=load_kg,
        added_load_sd_kg=load_sd_kg,
        hand_share=fmean(hands) if hands else None,
        system_mass_kg=context.system_mass_kg,
        zero_drift_n=context.zero_drift_n,
        sample_rate_hz=context.sample_rate_hz,
        invalid_sample_share=context.invalid_sample_share,
        fault_counts=dict(Counter(fault for rep in reps for fault in rep.faults)),
        refused=refused,
    )


def _times(reps: Sequence[Rep], side: Side) -> list[float]:
    return [rep.single_leg_time_s for rep in reps if rep.side == side and rep.single_leg_time_s is not None]


def _load(reps: Sequence[Rep]) -> tuple[float | None, float | None]:
    """Return the mean added load and its sd, kg; the unloaded stance is common to all reps, so sd stays."""
    loads = [rep.added_load_kg for rep in reps if rep.added_load_kg is not None]
    sds = [rep.added_load_sd_kg for rep in reps if rep.added_load_sd_kg is not None]
    return (fmean(loads), min(sds)) if loads else (None, None)


def _common_reason(reps: Sequence[Rep], name: str) -> str:
    reasons = Counter(rep.refused[name] for rep in reps if name in rep.refused)
    return reasons.most_common(1)[0][0] if reasons else "not measured in any rep"
