"""How fast the zeros of these plates wander, told from how far readings moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.events import Plate


@dataclass(frozen=True, slots=True)
class WanderLimits:
    """A zero wanders at random, at one of a few rates."""

    drifts_n: tuple[float, ...] = (0.15, 1.5, 10.0)
    """Wander of both zeros together in a minute: warm plates, cold plates, plates that were just switched on."""
    shares: tuple[float, ...] = (0.90, 0.09, 0.01)
    """How many plates are like that, before anything was seen."""
    reading_sd_n: float = 0.2
    """Noise, hum and creep in one reading."""
    apart_ticks: int = 500
    """Readings of one plate this far apart (5 s) tell of its wander."""


LIMITS = WanderLimits()
_TICKS_A_MINUTE = 6000.0


class Wander:
    """Keeps how likely each rate is."""

    def __init__(self) -> None:
        self._log_shares = [math.log(share) for share in LIMITS.shares]
        self._last: dict[Plate, tuple[int, float]] = {}

    def note(self, plate: Plate, tick: int, zero_n: float) -> None:
        """Take a reading of a plate's zero."""
        if plate not in self._last:
            self._last[plate] = tick, zero_n
            return
        last_tick, last_n = self._last[plate]
        if tick - last_tick < LIMITS.apart_ticks:
            return
        self._last[plate] = tick, zero_n
        for level, drift_n in enumerate(LIMITS.drifts_n):
            variance = self._variance(drift_n, tick - last_tick) + 2.0 * LIMITS.reading_sd_n**2
            self._log_shares[level] -= 0.5 * ((zero_n - last_n) ** 2 / variance + math.log(variance))

    @property
    def drift_n(self) -> float:
        """Wander of both zeros together in a minute, N (rms over what it may be)."""
        best = max(self._log_shares)
        shares = [math.exp(each - best) for each in self._log_shares]
        squares = sum(share * drift_n**2 for share, drift_n in zip(shares, LIMITS.drifts_n, strict=True))
        return math.sqrt(squares / sum(shares))

    def trust(self, ticks: int) -> float:
        """Return how much of what a reading shows after so many ticks is the zero's wander, not its noise."""
        variance = self._variance(self.drift_n, ticks)
        return variance / (variance + LIMITS.reading_sd_n**2)

    @staticmethod
    def _variance(drift_n: float, ticks: int) -> float:
        """Return by how much one plate's zero wanders, N²."""
        return 0.5 * drift_n**2 * ticks / _TICKS_A_MINUTE
