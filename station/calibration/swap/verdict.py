"""What three stances tell of the legs and of the plates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from station.calibration.swap.limits import LIMITS
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Sequence

Dominating = Literal["legs", "plates", "both alike", "neither"]
_LEAN = ". To see the plates more sharply, stand with more weight on one leg, the same one each time"
_FACING = (1.0, -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One stance: means and the standard deviation of the mean of their sum, N; zeros are taken off."""

    left_n: float
    right_n: float
    total_sd_n: float

    @property
    def total_n(self) -> float:
        """What both plates read together."""
        return self.left_n + self.right_n

    @property
    def left_share(self) -> float:
        """Share of what the left plate reads."""
        return self.left_n / self.total_n


@dataclass(frozen=True, slots=True)
class SwapResult:
    """The legs' difference and the plates', each with its standard deviation."""

    leg_share: float
    """Share of weight on the left leg, the plates' difference taken out."""
    leg_share_sd: float
    left_over_right: float
    """What the left plate reads for a weight, over what the right one reads."""
    left_over_right_sd: float
    dominates: Dominating
    """Which makes more of what is seen in a stance; ``neither`` is larger than its uncertainty."""
    mass_kg: float
    shares: tuple[float, float, float]
    """As they were read."""

    @property
    def words(self) -> str:
        """Say it in two sentences."""
        legs = f"the left leg carries {100 * self.leg_share:.1f} % ± {100 * self.leg_share_sd:.1f} %"
        percent = 100.0 * (self.left_over_right - 1.0)
        high = "high" if percent >= 0.0 else "low"
        plates = (
            f"the left plate reads {abs(percent):.2f} % {high} against the right, "
            f"± {100 * self.left_over_right_sd:.2f} %"
        )
        verdict = {
            "legs": "the difference is the legs'",
            "plates": "the difference is the plates': calibrate both with the same mass",
            "both alike": "legs and plates differ about as much",
            "neither": "neither differs beyond its uncertainty",
        }[self.dominates]
        hint = "" if self.left_over_right_sd < LIMITS.vague_sd else _LEAN
        return f"{legs}; {plates}. So {verdict}{hint}"


def judge(stances: Sequence[Standing], gravity_m_s2: float = STANDARD_GRAVITY_M_S2) -> SwapResult | str:
    """Return what three stances tell, or in one sentence why they tell nothing."""
    first, turned, again = stances
    g, leg, mass_n, covariance = _fit(stances)
    apart_n = again.total_n - first.total_n - g * (again.left_share - first.left_share) * mass_n
    sd_n = math.hypot(first.total_sd_n, again.total_sd_n)
    if abs(apart_n) > LIMITS.same_sds * sd_n:
        return (
            f"the last stance weighs {apart_n / gravity_m_s2:+.2f} kg against the first: "
            "the same person, nothing in the hands, no hand on the rail; do it again"
        )
    if abs(g) > LIMITS.ratio_max:
        turned_kg = (turned.total_n - (first.total_n + again.total_n) / 2.0) / gravity_m_s2
        return (
            f"turned around you weigh {turned_kg:+.2f} kg more, which plates alone do not explain: "
            "no hand on the rail, the whole foot on each plate; do it again"
        )
    g_sd, leg_sd = math.sqrt(covariance[0, 0]), math.sqrt(covariance[1, 1])
    share = 1.0 / (1.0 + math.exp(-leg))
    return SwapResult(
        share,
        share * (1.0 - share) * leg_sd,
        math.exp(g),
        math.exp(g) * g_sd,
        _dominates(g, g_sd, leg, leg_sd),
        mass_n / gravity_m_s2,
        (first.left_share, turned.left_share, again.left_share),
    )


def _fit(stances: Sequence[Standing]) -> tuple[float, float, float, np.ndarray]:
    """Return the plates' log ratio, the legs', the weight in N, and the covariance of the first two and ln W."""
    shares = [each.left_share for each in stances]
    repeats = (shares[0] - shares[2]) ** 2 / 2.0
    freedom = LIMITS.posture_freedom
    posture_sd = math.sqrt((freedom * LIMITS.posture_sd**2 + repeats) / (freedom + 1.0))
    rows, values, sds = [], [], []
    for each, share, facing in zip(stances, shares, _FACING, strict=True):
        rows.append((1.0, facing, 0.0))
        values.append(math.log(share / (1.0 - share)))
        sds.append(posture_sd / (share * (1.0 - share)))
        rows.append((share - 0.5, 0.0, 1.0))
        values.append(math.log(each.total_n))
        sds.append(each.total_sd_n / each.total_n)
    design = np.asarray(rows) / np.asarray(sds)[:, None]
    covariance = np.linalg.inv(design.T @ design)
    g, leg, log_weight = (float(x) for x in covariance @ design.T @ (np.asarray(values) / np.asarray(sds)))
    return g, leg, math.exp(log_weight), covariance


def _dominates(g: float, g_sd: float, leg: float, leg_sd: float) -> Dominating:
    """Compare what each makes of the share that is read: both move its logarithm by themselves."""
    if abs(g) <= LIMITS.clear_sds * g_sd and abs(leg) <= LIMITS.clear_sds * leg_sd:
        return "neither"
    if abs(abs(g) - abs(leg)) <= math.hypot(g_sd, leg_sd):
        return "both alike"
    return "plates" if abs(g) > abs(leg) else "legs"
