"""How the two plates' gains differ, learned while the body is in balance."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GainLimits:
    """A recursive least-squares fit of ``gain_left * left + gain_right * right = weight``."""

    prior_sd: float = 0.004
    """Plates calibrated with gym masses differ by this much (1 sd)."""
    block_instants: int = 12
    """Half a second at 25 Hz."""
    block_sd: float = 0.01
    """A half-second mean of a quiet force differs from weight by this share: sway and slow movement."""
    quiet_sd: float = 0.02
    """Blocks with more movement than this share of weight say nothing."""
    drift_sd: float = 2e-5
    """Gains may wander by this much per block."""


LIMITS = GainLimits()


class GainTracker:
    """Learns both gains relative to the weight last measured; begins at 1 and 1."""

    def __init__(self) -> None:
        self.left = 1.0
        self.right = 1.0
        self._p_ll = self._p_rr = LIMITS.prior_sd**2
        self._p_lr = 0.0
        self._left_share = 0.5
        self._lefts: list[float] = []
        self._rights: list[float] = []

    def reweigh(self, left_share: float) -> None:
        """Take a new weight, measured at ``left_share``: the corrected sum is 1 there, the ratio stays."""
        scale = self.left * left_share + self.right * (1.0 - left_share)
        self.left /= scale
        self.right /= scale
        self._left_share = left_share

    def adopt(self, log_ratio: float, sd: float) -> None:
        """Take a ratio ``ln(left / right)`` of what the plates read that is known better, with its deviation."""
        self.left, self.right = math.exp(-0.5 * log_ratio), math.exp(0.5 * log_ratio)
        common = 0.5 * LIMITS.prior_sd**2
        self._p_ll = self._p_rr = common + 0.25 * sd**2
        self._p_lr = common - 0.25 * sd**2
        self.reweigh(self._left_share)

    def restart_block(self) -> None:
        """Drop the half-finished block: the body was not in balance."""
        self._lefts.clear()
        self._rights.clear()

    def feed(self, left: float, right: float) -> None:
        """Take one instant's forces as shares of the weight."""
        self._lefts.append(left)
        self._rights.append(right)
        if len(self._lefts) < LIMITS.block_instants:
            return
        n = len(self._lefts)
        totals = [a + b for a, b in zip(self._lefts, self._rights, strict=True)]
        mean = sum(totals) / n
        variance = sum((total - mean) ** 2 for total in totals) / n
        if variance < LIMITS.quiet_sd**2 and abs(mean - 1.0) < 2 * LIMITS.quiet_sd:
            self._learn(sum(self._lefts) / n, sum(self._rights) / n)
        self.restart_block()

    def _learn(self, left: float, right: float) -> None:
        drift = LIMITS.drift_sd**2
        self._p_ll += drift
        self._p_rr += drift
        gain_l = self._p_ll * left + self._p_lr * right
        gain_r = self._p_lr * left + self._p_rr * right
        spread = left * gain_l + right * gain_r + LIMITS.block_sd**2
        error = 1.0 - (self.left * left + self.right * right)
        self.left += gain_l / spread * error
        self.right += gain_r / spread * error
        self._p_ll -= gain_l * gain_l / spread
        self._p_rr -= gain_r * gain_r / spread
        self._p_lr -= gain_l * gain_r / spread
