"""The way down of one rep: what is asked of the force, and which of the answers are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.metrics.limits import LIMITS
from station.motion.lowering import look_at_lowering
from station.motion.lowering_pool import pooled
from station.motion.oscillation import band_rms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.motion.lowering import LoweringInference
    from station.motion.lowering_frame import RepFrame
    from station.motion.lowering_pool import LoweringEstimate, LoweringPosterior


@dataclass(frozen=True, slots=True)
class Descent:
    """What the force says of one rep's lowering: weighed, but not yet read."""

    inference: LoweringInference
    group: tuple[str, str]
    """Mode and side: reps of one kind go alike."""
    rise_height_m: float

    @property
    def sway_share(self) -> float:
        """Level of sway that this rep alone would choose."""
        return self.inference.sway_share


def look(
    total_n: NDArray[np.float64],
    *,
    rest_n: float,
    gravity_m_s2: float,
    start_s: float,
    frame: RepFrame,
    alone: slice,
    group: tuple[str, str],
) -> Descent | None:
    """Take the force of a rep, N, shape ``(n,)`` at 100 Hz from ``start_s``; ``None`` when it is too short.

    ``rest_n`` is the force at rest, ``alone`` where the lowering is looked for.
    """
    scale = gravity_m_s2 / rest_n
    sway_m_s2 = max(band_rms(total_n[alone], _SWAY_LOW_HZ, _SWAY_HIGH_HZ) * scale, _SWAY_MIN_M_S2)
    if group[0] == "bilateral":
        sway_m_s2 *= LIMITS.two_feet_noise
    inference = look_at_lowering(
        (total_n - rest_n) * scale, start_s=start_s, frame=frame, sway_m_s2=sway_m_s2
    )
    if inference is None or not np.isfinite(inference.sway_share):
        return None
    return Descent(inference, group, frame.rise_height_m if frame.rise_seen else 0.0)


@dataclass(frozen=True, slots=True)
class Past:
    """A rep of the set so far."""

    descent: Descent
    posterior: LoweringPosterior


def read(descents: Sequence[Descent | None]) -> list[LoweringPosterior | None]:
    """Return the lowerings of a whole set's reps, in order: each in the light of the others of its kind."""
    found: list[LoweringPosterior | None] = [None] * len(descents)
    for group in sorted({descent.group for descent in descents if descent is not None}):
        members = [
            (i, descent)
            for i, descent in enumerate(descents)
            if descent is not None and descent.group == group
        ]
        usual = _usual([descent for _, descent in members])
        posteriors = {i: descent.inference.posterior(_share(descent, usual)) for i, descent in members}
        told = {i: posterior for i, posterior in posteriors.items() if posterior is not None}
        for i, posterior in zip(told, pooled(list(told.values())), strict=True):
            found[i] = posterior
    return found


def read_next(
    past: Sequence[Past], descent: Descent
) -> tuple[LoweringPosterior | None, LoweringPosterior | None]:
    """Return a rep's lowering by itself, and in the light of those of its kind before it."""
    alike = [one for one in past if one.descent.group == descent.group]
    usual = _usual([*(one.descent for one in alike), descent])
    posterior = descent.inference.posterior(_share(descent, usual))
    if posterior is None:
        return None, None
    return posterior, pooled([*(one.posterior for one in alike), posterior])[-1]


def _usual(descents: Sequence[Descent]) -> float:
    return float(np.mean([np.log(descent.sway_share) for descent in descents]))


def _share(descent: Descent, usual: float) -> float:
    """Return the level of sway to reckon with: one athlete's is much alike, and each rep tells it but roughly."""
    return float(np.exp((np.log(descent.sway_share) + usual) / 2.0))


def reason_against(estimate: LoweringEstimate, rise_height_m: float) -> str | None:
    """Return why an estimate is no lowering that could be told, if so."""
    if not LIMITS.depth_min_m <= estimate.depth_m <= LIMITS.depth_max_m:
        return f"the body seems to move {estimate.depth_m * 100:.0f} cm"
    if estimate.depth_m < LIMITS.depth_share_min * rise_height_m:
        return "only part of the way down was seen"
    return None


def uncertain(estimate: LoweringEstimate) -> dict[str, str]:
    """Return which values of an estimate are too uncertain to be told, each with the reason."""
    slow = estimate.tut_s > LIMITS.tut_slow_s
    limit_s = LIMITS.tut_sd_max_share * estimate.tut_s if slow else LIMITS.tut_sd_max_s
    reasons: dict[str, str] = {}
    if estimate.tut_sd_s > limit_s:
        words = f"uncertain by {estimate.tut_sd_s:.2f} s (limit {limit_s:.2f} s)"
        reasons |= dict.fromkeys(_TIMES, words)
    if estimate.end_sd_s > LIMITS.bottom_sd_max_s:
        words = f"the end is uncertain by {estimate.end_sd_s:.2f} s (limit {LIMITS.bottom_sd_max_s:.2f} s)"
        reasons["near_bottom_s"] = words
    if estimate.depth_sd_m > LIMITS.depth_sd_max_m:
        millimetres = f"{1000 * estimate.depth_sd_m:.0f} mm (limit {1000 * LIMITS.depth_sd_max_m:.0f} mm)"
        reasons |= dict.fromkeys(("com_lowering_m", "lowering_speed_m_s"), f"uncertain by {millimetres}")
    return reasons


_TIMES = ("eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "lowering_speed_m_s")
_SWAY_LOW_HZ, _SWAY_HIGH_HZ = 1.5, 8.0
_SWAY_MIN_M_S2 = 0.01
