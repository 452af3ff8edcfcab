"""Whether what lies on a plate lies still: mean, spread and slope of the newest conversions."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.limits import STEADY
from station.wire.messages import SampleFlag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from station.calibration.model import PlateSample

_SATURATED = int(SampleFlag.SATURATED)
_UNUSABLE = int(SampleFlag.SATURATED | SampleFlag.DESYNC | SampleFlag.SETTLING)
_SD_OF_MAD = 1.4826
_FLOOR_COUNT = 2.0
"""Converters of less noise than this do not exist; simulated ideal ones do."""


@dataclass(frozen=True, slots=True)
class Level:
    """Mean, spread about its own line, and slope of some conversions; counts."""

    mean: float
    sd: float
    slope_per_s: float
    samples: int
    span_s: float
    saturated: bool = False


def level_of(times_s: Iterable[float], counts: Iterable[float], *, saturated: bool = False) -> Level:
    """Return the level of at least two conversions; single misreads are left out."""
    t_s, count = np.fromiter(times_s, float), np.fromiter(counts, float)
    middle = _median(count)
    far = np.abs(count - middle)
    kept = far <= max(STEADY.spike_sds * _SD_OF_MAD * _median(far), _FLOOR_COUNT)
    if kept.sum() < 0.9 * count.size:  # so many are no misreads: the load is moving
        kept[:] = True
    t_s, count = t_s[kept] - t_s[0], count[kept]
    mean, centred = float(count.mean()), t_s - t_s.mean()
    power = float(centred @ centred)
    slope = float(centred @ count) / power if power else 0.0
    left = count - mean - slope * centred
    sd = math.sqrt(float(left @ left) / left.size)
    return Level(mean, sd, slope, int(kept.sum()), float(t_s[-1]) if t_s.size else 0.0, saturated)


def _median(values: NDArray[np.float64]) -> float:
    """Return the median of at least one value; ``numpy.median`` takes three times as long for a hundred."""
    ordered, half = np.sort(values), values.size // 2
    return float(ordered[half] if values.size % 2 else (ordered[half - 1] + ordered[half]) / 2.0)


class Window:
    """The newest conversions of one plate."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, int]] = deque()
        self._saturated: deque[float] = deque()
        self._level: Level | None = None
        self._judged = False

    def clear(self) -> None:
        """Forget everything: the step was silent meanwhile."""
        self._kept.clear()
        self._saturated.clear()
        self._judged = False

    def add(self, sample: PlateSample) -> bool:
        """Take a conversion; return whether it can be used."""
        since_s = sample.t_s - STEADY.window_s
        self._judged = False
        if sample.flags & _SATURATED:
            self._saturated.append(sample.t_s)
        usable = not sample.flags & _UNUSABLE
        if usable:
            self._kept.append((sample.t_s, sample.raw_count))
        while self._kept and self._kept[0][0] < since_s:
            self._kept.popleft()
        while self._saturated and self._saturated[0] < since_s:
            self._saturated.popleft()
        return usable

    def arrays(self) -> tuple[list[float], list[int]]:
        """Return times and counts of what is kept."""
        return [t_s for t_s, _ in self._kept], [count for _, count in self._kept]

    def level(self) -> Level | None:
        """Return the level, or ``None`` while the window is not full; judged once for what is kept."""
        if not self._judged:
            self._level, self._judged = self._newest(), True
        return self._level

    def _newest(self) -> Level | None:
        saturated = len(self._saturated) >= STEADY.samples_min // 4
        full = len(self._kept) >= STEADY.samples_min
        if full and self._kept[-1][0] - self._kept[0][0] >= 0.9 * STEADY.window_s:
            return level_of(*zip(*self._kept, strict=True), saturated=saturated)
        return Level(0.0, 0.0, 0.0, 0, 0.0, saturated=True) if saturated else None


def steadiness(level: Level, noise_count: float, net_count: float) -> float:
    """Return 1 for what lies still enough, less the more it shakes or creeps."""
    noise = max(noise_count, _FLOOR_COUNT)
    spread = max(STEADY.noise_factor * noise, STEADY.spread_share * abs(net_count))
    creep = max(STEADY.slope_noise_factor * noise, STEADY.slope_share * abs(net_count))
    return _within(level, spread, creep)


def steadiness_of_person(level: Level, noise: float) -> float:
    """Return 1 for somebody, or something, that stands still enough on both plates together; any unit."""
    spread = max(STEADY.noise_factor * noise, STEADY.person_spread_share * abs(level.mean))
    creep = max(STEADY.slope_noise_factor * noise, STEADY.person_slope_share * abs(level.mean))
    return _within(level, spread, creep)


def _within(level: Level, spread: float, creep: float) -> float:
    moved = abs(level.slope_per_s) * level.span_s
    return min(1.0, spread / max(level.sd, 1e-9), creep / max(moved, 1e-9))
