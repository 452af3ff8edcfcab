"""A set, summed up from its reps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from station.events import SetSummary
from station.metrics import registry
from station.metrics.asymmetry import REPS_MIN, side_asymmetry, two_feet_asymmetry
from station.metrics.clean import is_clean, shared_rise, time_under_tension_s
from station.metrics.spread import Fade, Spread, fade_of, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Rep, Side
    from station.sets import ClosedBy


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


def summarize(index: int, reps: Sequence[Rep], context: SetContext) -> SetSummary:
    """Sum up the final reps of a set; there is at least one."""
    refused: dict[str, str] = {}
    times = spread([rep.single_leg_time_s for rep in reps if rep.single_leg_time_s is not None])
    tuts = _tuts(reps)
    loads = [rep.load_time_kg_s for rep in reps if rep.load_time_kg_s is not None]
    load_kg, load_sd_kg = _load(reps)
    asymmetry = side_asymmetry(_times(reps, "left"), _times(reps, "right"))
    tension = [(time_under_tension_s(rep), rep) for rep in reps]
    known = [(time_s, rep) for time_s, rep in tension if time_s is not None]
    fade = fade_of([(rep.side, time_s) for time_s, rep in known])
    hands = [rep.hand_share for rep in reps if rep.hand_share is not None]
    shares = [share for rep in reps if (share := shared_rise(rep)) is not None]
    for name, value in (
        ("eccentric_tut_mean_s", tuts), ("hand_share", hands), ("added_load_kg", load_kg),
        ("volume_load_kg_s", loads),
    ):  # fmt: skip
        if value is None or value == []:
            refused[name] = _common_reason(reps, _OF_REP.get(name, name))
    if asymmetry is None:
        refused["single_leg_asymmetry_pct"] = f"needs {REPS_MIN} reps a side"
    if fade is None:
        refused["fade_pct"] = "too few reps with a time"
    told = sum(rep.eccentric_tut_s is not None for rep in reps)
    if tuts is None and told:
        refused["eccentric_tut_mean_s"] = f"told of only {told} of {len(reps)} reps"
    sides = {rep.side for rep in reps}
    side: Side = sides.pop() if len(sides) == 1 else "both"
    summary = SetSummary(
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
        tut_good_s=sum(time_s for time_s, rep in known if is_clean(rep)) if known else None,
        eccentric_tut_mean_s=tuts.mean if tuts else None,
        eccentric_tut_mean_se_s=tuts.mean_se if tuts else None,
        eccentric_tut_sd_s=tuts.sd if tuts else None,
        eccentric_tut_sd_se_s=tuts.sd_se if tuts else None,
        single_leg_time_mean_s=times.mean if times else None,
        single_leg_time_mean_se_s=times.mean_se if times else None,
        single_leg_time_sd_s=times.sd if times else None,
        single_leg_time_sd_se_s=times.sd_se if times else None,
        fade_s_per_rep=fade.slope_s if fade else None,
        fade_se_s_per_rep=fade.slope_se_s if fade else None,
        fade_pct=100.0 * fade.change_share if fade else None,
        volume_load_kg_s=sum(loads) if loads else None,
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
        firmware=context.firmware,
        calibration=context.calibration,
        fault_counts=_fault_counts(reps, fade),
        refused=refused,
    )
    return replace(summary, refused=_every_reason(summary, reps))


def _every_reason(summary: SetSummary, reps: Sequence[Rep]) -> dict[str, str]:
    """Return a reason for every value of the set that is withheld."""
    reasons = dict(summary.refused)
    for metric in registry.metrics("set"):
        name = metric.name
        if name in reasons or getattr(summary, name) is not None:
            continue
        base = _FOLLOWS.get(name)
        of_rep = _OF_REP.get(base or name, base or name)
        if base is not None and base in reasons:
            reasons[name] = reasons[base]
        elif name in _ELSEWHERE:
            reasons[name] = _ELSEWHERE[name]
        elif any(of_rep in rep.refused for rep in reps) and base is None:
            reasons[name] = _common_reason(reps, of_rep)
        else:
            reasons[name] = "needs two reps with a value"
    return reasons


_FOLLOWS = {
    "eccentric_tut_mean_se_s": "eccentric_tut_mean_s",
    "eccentric_tut_sd_s": "eccentric_tut_mean_s",
    "eccentric_tut_sd_se_s": "eccentric_tut_mean_s",
    "single_leg_time_mean_se_s": "single_leg_time_mean_s",
    "single_leg_time_sd_s": "single_leg_time_mean_s",
    "single_leg_time_sd_se_s": "single_leg_time_mean_s",
    "single_leg_asymmetry_band_pct": "single_leg_asymmetry_pct",
    "fade_s_per_rep": "fade_pct",
    "fade_se_s_per_rep": "fade_pct",
    "added_load_sd_kg": "added_load_kg",
}
"""What is withheld with another value of the set, for its reason."""
_ELSEWHERE = {
    "zero_drift_n": "no plate's zero was read before the set and again since",
    "sample_rate_hz": "the source does not tell its rate",
    "invalid_sample_share": "the set was recovered from its reps",
    "system_mass_kg": "nobody was weighed, and no rep went from rest to rest",
    "added_load_kg": "no rep was weighed",
}


_TOLD_SHARE = 0.5
_OF_REP = {
    "eccentric_tut_mean_s": "eccentric_tut_s",
    "volume_load_kg_s": "load_time_kg_s",
    "tut_total_s": "single_leg_time_s",
    "tut_good_s": "single_leg_time_s",
    "single_leg_time_mean_s": "single_leg_time_s",
    "rise_asymmetry_pct": "rise_left_share",
}
"""From which value of a rep a set's value is made, where it has another name."""


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


def _common_reason(reps: Sequence[Rep], name: str) -> str:
    reasons = Counter(rep.refused[name] for rep in reps if name in rep.refused)
    return reasons.most_common(1)[0][0] if reasons else "not measured in any rep"
