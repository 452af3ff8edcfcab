"""Why values of a set are withheld: for a reason of their own, of another value, or of the reps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from station.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Rep, SetSummary

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
    "firmware": "the source names no firmware",
    "calibration": "the source has no calibration",
    "invalid_sample_share": "the set was recovered from its reps",
    "system_mass_kg": "nobody was weighed, and no rep went from rest to rest",
    "added_load_kg": "no rep was weighed",
}
OF_REP = {
    "eccentric_tut_mean_s": "eccentric_tut_s",
    "volume_load_kg_s": "load_time_kg_s",
    "tut_total_s": "single_leg_time_s",
    "tut_good_s": "single_leg_time_s",
    "single_leg_time_mean_s": "single_leg_time_s",
    "rise_asymmetry_pct": "rise_left_share",
}
"""From which value of a rep a set's value is made, where it has another name."""


def every_reason(summary: SetSummary, reps: Sequence[Rep]) -> dict[str, str]:
    """Return a reason for every value of the set that is withheld."""
    reasons = dict(summary.refused)
    for metric in registry.metrics("set"):
        name = metric.name
        if name in reasons or getattr(summary, name) is not None:
            continue
        base = _FOLLOWS.get(name)
        of_rep = OF_REP.get(base or name, base or name)
        if base is not None and base in reasons:
            reasons[name] = reasons[base]
        elif name in _ELSEWHERE:
            reasons[name] = _ELSEWHERE[name]
        elif any(of_rep in rep.refused for rep in reps) and base is None:
            reasons[name] = common_reason(reps, of_rep)
        else:
            reasons[name] = "needs two reps with a value"
    return reasons


def common_reason(reps: Sequence[Rep], name: str) -> str:
    """Return why most reps withhold a value of theirs."""
    reasons = Counter(rep.refused[name] for rep in reps if name in rep.refused)
    return reasons.most_common(1)[0][0] if reasons else "not measured in any rep"
