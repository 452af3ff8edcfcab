"""One filter over plates' gains and weight, driven by impulses between moments of rest.

A Kalman filter over ``(log ratio, weight, speed)`` is driven by the impulse of each part of a rep and told at
its end how fast the body can still have moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from station.events import STANDARD_GRAVITY_M_S2

Rest = Literal["rest", "lifted", "bottom", "quiet"]


@dataclass(frozen=True, slots=True)
class GainLimits:
    """Standard deviations of what the filter rests on."""

    prior_sd: float = 0.0057
    """Two plates calibrated with gym masses, each to 0.4 %, differ by this share."""
    between_sessions_sd: float = 0.0005
    """Temperature moves the span of a bar cell by 0.02-0.05 % per 10 degrees (data sheets, class C3)."""
    floor_sd: float = 0.0008
    """Creep of the loaded cell (0.05 % of load) looks like a gain."""
    speed_sd_m_s: tuple[tuple[Rest, float], ...] = (
        ("rest", 0.015), ("lifted", 0.035), ("bottom", 0.020), ("quiet", 0.003),
    )  # fmt: skip
    """Speed the body may still have: before a rise, when the free foot has left (lift-off moves it by 20-45
    mm/s), when the foot is back, and at the ends of a quiet stance."""
    weight_sd_share: float = 0.02
    """Of a weight that was only guessed."""
    mean_sd_share: float = 0.0002
    """Noise and hum in the mean of a part."""
    gate: float = 4.5
    """An impulse this many standard deviations off is a hand, a slip or a load, not a gain."""
    part_min_s: float = 0.3
    """Shorter parts of a rep hold less impulse than the speed at their ends is uncertain by."""
    pause_max_s: float = 6.0
    """Longer pauses say nothing that a weighing does not say better."""
    assisted_share: float = 0.012
    """Reps that miss more of the weight than this were done with a hand on the rail."""
    assisted_sds: float = 1.0
    """... beyond what weight and ratio are still uncertain by."""
    rejected_max: float = 0.3
    """With more impulses than this out of line, nothing was learned."""
    rejected_min: int = 3
    """So many make it a disagreement of the plates, not one slip."""
    news_sds: float = 0.5
    """What was learned is told again when it moved by this many of its deviations ..."""
    surer: float = 0.9
    """... or when its deviation fell to this share of what was told."""
    known_sd: float = 0.002
    """A ratio this certain is worth keeping: a third of what calibration alone promises."""


LIMITS = GainLimits()
_SPEED_SD = dict(LIMITS.speed_sd_m_s)
TICK_S = 0.01


@dataclass(frozen=True, slots=True)
class GainRatio:
    """``log_ratio = ln(left / right)`` of what the plates read for the same weight, and its standard deviation."""

    log_ratio: float = 0.0
    sd: float = LIMITS.prior_sd

    @property
    def left(self) -> float:
        """Factor that corrects the left plate; the geometric mean of both is 1."""
        return math.exp(-0.5 * self.log_ratio)

    @property
    def right(self) -> float:
        """Factor that corrects the right plate."""
        return math.exp(0.5 * self.log_ratio)

    def correction(self, left_share: float) -> float:
        """Factor that corrects a total force of which the left plate carried this share."""
        return left_share * self.left + (1.0 - left_share) * self.right


@dataclass(frozen=True, slots=True)
class Part:
    """Mean force of both plates on ``[start_s, end_s)``, N, and what the body did at its ends."""

    start_s: float
    end_s: float
    left_n: float
    right_n: float
    begins: Rest
    ends: Rest


class ImpulseFilter:
    """One Kalman filter over ``(log ratio, weight as a share of the scale, speed in m/s)``."""

    def __init__(self, drift_n: float, share: float) -> None:
        """``share`` is how many plates drift like that."""
        self.drift_n = drift_n
        self._log_share = math.log(share)
        self.start(GainRatio())

    def start(self, known: GainRatio) -> None:
        """Begin with this ratio and nothing else."""
        self.ratio = known.log_ratio
        self.p_rr = known.sd**2
        self.log_evidence = self._log_share
        self.taken = self.rejected = 0
        self.lose_weight()

    def lose_weight(self) -> None:
        """Forget weight and speed, keep the ratio: somebody else, or another load, may come."""
        self.scale_n: float | None = None
        self.weight, self.p_ww, self.p_rw = 1.0, LIMITS.weight_sd_share**2, 0.0
        self.end_s = -math.inf
        self._lose_speed()

    def _lose_speed(self) -> None:
        self.speed, self.p_vv, self.p_rv, self.p_wv = 0.0, -1.0, 0.0, 0.0

    def take(self, part: Part) -> None:
        """Learn from one part; parts come in order of time. A quiet stance out of line is another load."""
        if not self._follow(part) and part.ends == "quiet":
            self.lose_weight()
            self._follow(part)

    def _follow(self, part: Part) -> bool:
        total_n = part.left_n + part.right_n
        if self.scale_n is None:
            self.scale_n = total_n
        elif part.start_s > self.end_s:
            self.p_ww += (self.drift_n / self.scale_n) ** 2 * (part.start_s - self.end_s) / 60.0
        if part.start_s - self.end_s > TICK_S or self.p_vv < 0.0:
            self._lose_speed()
            self.p_vv = _SPEED_SD[part.begins] ** 2
        before = (self.ratio, self.weight, self.speed)
        matrix = (self.p_rr, self.p_ww, self.p_vv, self.p_rw, self.p_rv, self.p_wv)
        self._predict(part, total_n / self.scale_n, (part.left_n - part.right_n) / self.scale_n)
        self.end_s = part.end_s
        if self._correct(_SPEED_SD[part.ends] ** 2):
            return True
        self.ratio, self.weight, self.speed = before
        self.p_rr, self.p_ww, self.p_vv, self.p_rw, self.p_rv, self.p_wv = matrix
        self._lose_speed()
        return False

    def _predict(self, part: Part, total: float, difference: float) -> None:
        duration_s = part.end_s - part.start_s
        gain = duration_s * STANDARD_GRAVITY_M_S2
        half = 0.5 * gain * difference
        self.p_ww += (self.drift_n / (self.scale_n or 1.0)) ** 2 * duration_s / 60.0
        self.speed += gain * (total - self.weight) - half * self.ratio
        p_rv = self.p_rv - half * self.p_rr - gain * self.p_rw
        p_wv = self.p_wv - half * self.p_rw - gain * self.p_ww
        self.p_vv += -2.0 * (half * self.p_rv + gain * self.p_wv) + half * half * self.p_rr
        self.p_vv += gain * gain * self.p_ww + 2.0 * half * gain * self.p_rw
        self.p_vv += (LIMITS.mean_sd_share * gain) ** 2
        self.p_rv, self.p_wv = p_rv, p_wv

    def _correct(self, rest_variance: float) -> bool:
        """Learn that the body is as good as at rest; return whether that was credible."""
        spread = self.p_vv + rest_variance
        error = -self.speed
        if error * error > LIMITS.gate**2 * spread:
            self.rejected += 1
            self.log_evidence -= 0.5 * (LIMITS.gate**2 + math.log(spread))
            return False
        self.taken += 1
        self.log_evidence -= 0.5 * (error * error / spread + math.log(spread))
        k_r, k_w, k_v = self.p_rv / spread, self.p_wv / spread, self.p_vv / spread
        self.ratio += k_r * error
        self.weight += k_w * error
        self.speed += k_v * error
        p_rv, p_wv, p_vv = self.p_rv, self.p_wv, self.p_vv
        self.p_rr -= k_r * p_rv
        self.p_ww -= k_w * p_wv
        self.p_rw -= k_r * p_wv
        self.p_rv -= k_r * p_vv
        self.p_wv -= k_w * p_vv
        self.p_vv -= k_v * p_vv
        return True
