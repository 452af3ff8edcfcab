"""A set, summed up from its reps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from station.events import SetSummary
from station.metrics.asymmetry import REPS_MIN, side_asymmetry, two_feet_asymmetry
from station.metrics.clean import is_clean, shared_rise, time_under_tension_s
from station.metrics.set_reasons import OF_REP, common_reason, every_reason
from station.metrics.spread import Fade, Spread, fade_of, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Rep, Side
    from station.metrics.asymmetry import Asymmetry
    from station.sets import ClosedBy

_TOLD_SHARE = 0.5


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
    firmware: str | None = None
    calibration: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the reps of a set come to; ``None`` or empty where too few of them have it."""

    times: Spread | None
    """Of single-leg times."""
    tuts: Spread | None
    """Of lowering times."""
    tension: list[tuple[float, Rep]]
    """Times under tension."""
    fade: Fade | None
    asymmetry: Asymmetry | None
    rise_shares: list[float]
    load_times_kg_s: list[float]
    hands: list[float]
    load_kg: float | None
    load_sd_kg: float | None


def summarize(index: int, reps: Sequence[Rep], context: SetContext) -> SetSummary:
    """Sum up the final reps of a set; there is at least one."""
    found = _found(reps)
    sides = {rep.side for rep in reps}
    summary = SetSummary(
        index=index,
        mode=Counter(rep.mode for rep in reps).most_common(1)[0][0],
        side=sides.pop() if len(sides) == 1 else "both",
        start_s=reps[0].start_s,
        reps_done=len(reps),
        reps_clean=sum(is_clean(rep) for rep in reps),
        reps_left=sum(rep.side == "left" for rep in reps),
        reps_right=sum(rep.side == "right" for rep in reps),
        fault_counts=_fault_counts(reps, found.fade),
        refused=_reasons(reps, found),
        **_times_told(found),
        **_loads_told(found),
        **{each.name: getattr(context, each.name) for each in fields(context)},
    )
    return replace(summary, refused=every_reason(summary, reps))


def _found(reps: Sequence[Rep]) -> _Found:
    tension = [(time_s, rep) for rep in reps if (time_s := time_under_tension_s(rep)) is not None]
    load_kg, load_sd_kg = _load(reps)
    return _Found(
        times=spread([rep.single_leg_time_s for rep in reps if rep.single_leg_time_s is not None]),
        tuts=_tuts(reps),
        tension=tension,
        fade=fade_of([(rep.side, time_s) for time_s, rep in tension]),
        asymmetry=side_asymmetry(_times(reps, "left"), _times(reps, "right")),
        rise_shares=[share for rep in reps if (share := shared_rise(rep)) is not None],
        load_times_kg_s=[rep.load_time_kg_s for rep in reps if rep.load_time_kg_s is not None],
        hands=[rep.hand_share for rep in reps if rep.hand_share is not None],
        load_kg=load_kg,
        load_sd_kg=load_sd_kg,
    )


def _times_told(found: _Found) -> dict[str, Any]:
    fade, asymmetry, tension = found.fade, found.asymmetry, found.tension
    return {
        "tut_total_s": sum(time_s for time_s, _ in tension) if tension else None,
        "tut_good_s": sum(time_s for time_s, rep in tension if is_clean(rep)) if tension else None,
        **_spread_told("eccentric_tut", found.tuts),
        **_spread_told("single_leg_time", found.times),
        "fade_s_per_rep": fade.slope_s if fade else None,
        "fade_se_s_per_rep": fade.slope_se_s if fade else None,
        "fade_pct": 100.0 * fade.change_share if fade else None,
        "single_leg_asymmetry_pct": asymmetry.percent if asymmetry else None,
        "single_leg_asymmetry_band_pct": asymmetry.band_percent if asymmetry else None,
        "rise_asymmetry_pct": _rise_asymmetry_pct(found.rise_shares),
    }


def _rise_asymmetry_pct(left_shares: list[float]) -> float | None:
    if not left_shares:
        return None
    left_share = fmean(left_shares)
    return two_feet_asymmetry(left_share, 1.0 - left_share)


def _spread_told(name: str, found: Spread | None) -> dict[str, Any]:
    return {
        f"{name}_mean_s": found.mean if found else None,
        f"{name}_mean_se_s": found.mean_se if found else None,
        f"{name}_sd_s": found.sd if found else None,
        f"{name}_sd_se_s": found.sd_se if found else None,
    }


def _loads_told(found: _Found) -> dict[str, Any]:
    return {
        "volume_load_kg_s": sum(found.load_times_kg_s) if found.load_times_kg_s else None,
        "added_load_kg": found.load_kg,
        "added_load_sd_kg": found.load_sd_kg,
        "hand_share": fmean(found.hands) if found.hands else None,
    }


def _reasons(reps: Sequence[Rep], found: _Found) -> dict[str, str]:
    """Return why what only a set can tell is withheld, and what most of its reps withhold."""
    missing = {
        "eccentric_tut_mean_s": found.tuts is None,
        "hand_share": not found.hands,
        "added_load_kg": found.load_kg is None,
        "volume_load_kg_s": not found.load_times_kg_s,
    }
    refused = {name: common_reason(reps, OF_REP.get(name, name)) for name, is_so in missing.items() if is_so}
    if found.asymmetry is None:
        refused["single_leg_asymmetry_pct"] = f"needs {REPS_MIN} reps a side"
    if found.fade is None:
        refused["fade_pct"] = "too few reps with a time"
    told = sum(rep.eccentric_tut_s is not None for rep in reps)
    if found.tuts is None and told:
        refused["eccentric_tut_mean_s"] = f"told of only {told} of {len(reps)} reps"
    return refused


def _fault_counts(reps: Sequence[Rep], fade: Fade | None) -> dict[str, int]:
    """Return how many reps had each fault; a fault of the set as a whole counts once."""
    counts = Counter(fault for rep in reps for fault in rep.faults)
    return dict(counts) | ({"fading": 1} if fade is not None and fade.fading else {})


def told_of_enough(reps: Sequence[Rep]) -> bool:
    """Whether a mean of the lowering times of these reps may be told: half of them or more have one."""
    return sum(rep.eccentric_tut_s is not None for rep in reps) >= _TOLD_SHARE * len(reps)


def _tuts(reps: Sequence[Rep]) -> Spread | None:
    """Return the spread of lowering times, if half of the reps have one: those withheld are not like the others."""
    if not told_of_enough(reps):
        return None
    known = [rep for rep in reps if rep.eccentric_tut_s is not None]
    sds = [rep.eccentric_tut_sd_s for rep in known if rep.eccentric_tut_sd_s is not None]
    return spread([rep.eccentric_tut_s for rep in known if rep.eccentric_tut_s is not None], sds)


def _times(reps: Sequence[Rep], side: Side) -> list[float]:
    return [rep.single_leg_time_s for rep in reps if rep.side == side and rep.single_leg_time_s is not None]


def _load(reps: Sequence[Rep]) -> tuple[float | None, float | None]:
    """Return the mean added load and its sd, kg; the unloaded stance is common to all reps, so sd stays."""
    loads = [rep.added_load_kg for rep in reps if rep.added_load_kg is not None]
    sds = [rep.added_load_sd_kg for rep in reps if rep.added_load_sd_kg is not None]
    return (fmean(loads) if loads else None, min(sds, default=None))
