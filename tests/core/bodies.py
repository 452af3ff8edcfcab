"""A body on two plates that rises, lowers, shifts and sways as a test says, without any simulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from station.reps.reading import read_reps

if TYPE_CHECKING:
    from station.reps import Reading

FloatArray = NDArray[np.float64]
WEIGHT_N = 700.0
GRAVITY_M_S2 = 9.80665


def smooth_speed(seconds: float, height_m: float) -> FloatArray:
    """Return the speed of a smooth movement from rest to rest over ``height_m``, m/s, at 100 Hz."""
    x = (np.arange(round(100 * seconds)) + 0.5) / round(100 * seconds)
    return 30.0 * x**2 * (1.0 - x) ** 2 * height_m / seconds


@dataclass
class Body:
    """Speed of the body, m/s, and left share of the load, at 100 Hz; each method adds a stretch of seconds."""

    left_share: float = 0.5
    sway: float = 0.002
    """Rms of a slow ripple, as a share of weight."""
    seed: int = 3
    speeds: list[FloatArray] = field(default_factory=list)
    shares: list[FloatArray] = field(default_factory=list)
    loads: list[FloatArray] = field(default_factory=list)

    def _add(self, speed_m_s: FloatArray, shares: FloatArray, load: float = 1.0) -> Body:
        self.speeds.append(speed_m_s)
        self.shares.append(shares)
        self.loads.append(np.full(len(speed_m_s), load))
        return self

    def stay(self, seconds: float) -> Body:
        """Do nothing."""
        return self.go(seconds, 0.0)

    def go(self, seconds: float, height_m: float) -> Body:
        """Move up or down."""
        speed_m_s = smooth_speed(seconds, height_m)
        return self._add(speed_m_s, np.full(len(speed_m_s), self.left_share))

    def shift(self, left_share: float, seconds: float = 0.3) -> Body:
        """Move the load between the feet."""
        ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(100 * seconds)))
        shares = self.left_share + (left_share - self.left_share) * ramp
        self.left_share = left_share
        return self._add(np.zeros(len(shares)), shares)

    def away(self, seconds: float) -> Body:
        """Leave the plates."""
        count = round(100 * seconds)
        return self._add(np.zeros(count), np.full(count, 0.5), load=0.0)

    def rep(self, *, rise_m: float = 0.08, alone: float = 1.0, lowering_s: float = 3.0) -> Body:
        """Rise on both feet, lower on the left, put the right foot back."""
        self.go(1.0, rise_m).stay(0.4).shift(alone).stay(0.3)
        return self.go(lowering_s, -0.08).stay(0.4).shift(0.5).stay(0.8)

    def forces(self) -> tuple[FloatArray, FloatArray]:
        """Return left and right force, N."""
        speed_m_s = np.concatenate(self.speeds)
        rng = np.random.default_rng(self.seed)
        t_s = np.arange(len(speed_m_s)) / 100.0
        phases = rng.uniform(0.0, 2 * np.pi, 3)
        ripple = sum(np.sin(2 * np.pi * f * t_s + p) for f, p in zip((2.3, 3.7, 5.1), phases, strict=True))
        acceleration = np.gradient(speed_m_s, 0.01) + self.sway * GRAVITY_M_S2 * np.sqrt(2 / 3) * ripple
        total_n = WEIGHT_N * (1.0 + acceleration / GRAVITY_M_S2) * np.concatenate(self.loads)
        share = np.concatenate(self.shares)
        noise_n = rng.normal(0.0, 0.4, (2, len(share)))
        return share * total_n + noise_n[0], (1.0 - share) * total_n + noise_n[1]

    def reading(self, *, weight_n: float = WEIGHT_N, missing: tuple[float, float] | None = None) -> Reading:
        """Read it; ``missing`` are seconds of which no data came."""
        left_n, right_n = self.forces()
        valid = np.ones(len(left_n), dtype=np.bool_)
        if missing is not None:
            gone = slice(round(100 * missing[0]), round(100 * missing[1]))
            left_n[gone] = right_n[gone] = 0.0
            valid[gone] = False
        return read_reps(left_n, right_n, valid, 0, weight_n)


def standing() -> Body:
    """Return a body that has stepped on and stands."""
    return Body().away(1.0).stay(3.0)
