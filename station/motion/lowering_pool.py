"""What a posterior says, and what the other reps of a set add to it.

People repeat themselves: how long one rests at the top, waits at the bottom and how deep one goes varies less
from rep to rep than from person to person. Each rep's draws are weighed again by how the rest of its set went
(empirical Bayes, leave-one-out; Student-t, so that an odd rep stays odd).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

DRAWS = 256
"""Draws of a posterior."""


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """How alike the reps of a set may be taken to be."""

    others_min: int = 2
    alike_s: float = 0.08
    alike_log: float = 0.08
    alike_m: float = 0.008
    """Nobody repeats a rest, the length of a lowering or its depth closer than this (1 sd)."""
    freedom: float = 4.0
    odd_share: float = 0.08
    """Share of reps that have nothing to do with the others: a change of mind, a stumble."""
    rounds: int = 3
    """Of reading every rep in the light of the others: later ones change nothing."""


LIMITS = PoolLimits()


@dataclass(frozen=True, slots=True)
class LoweringEstimate:
    """Times on the source's clock, s; ``tut_sd_s`` is the standard deviation of the posterior."""

    start_s: float
    end_s: float
    end_sd_s: float
    tut_s: float
    tut_lo_s: float
    tut_hi_s: float
    tut_sd_s: float
    depth_m: float
    depth_sd_m: float


@dataclass(frozen=True, slots=True)
class LoweringPosterior:
    """Weighted draws of a lowering, arrays of shape ``(DRAWS,)``; s on the source's clock."""

    t10_s: FloatArray
    t90_s: FloatArray
    depth_m: FloatArray
    weight: FloatArray
    on_s: float
    off_s: float
    transfer: bool

    def estimate(self) -> LoweringEstimate:
        """Return medians and spreads of the draws."""
        tut_s = (self.t90_s - self.t10_s) / _MIDDLE_SHARE
        low_s, middle_s, high_s = _quantiles(tut_s, self.weight, (0.05, 0.5, 0.95))
        least_s = _Z90 * _FLOOR_SD_S
        return LoweringEstimate(
            start_s=_quantiles(self.t10_s, self.weight, (0.5,))[0],
            end_s=_quantiles(self.t90_s, self.weight, (0.5,))[0],
            end_sd_s=self._sd(self.t90_s),
            tut_s=middle_s,
            tut_lo_s=min(low_s, middle_s - least_s),
            tut_hi_s=max(high_s, middle_s + least_s),
            tut_sd_s=max(self._sd(tut_s), _FLOOR_SD_S),
            depth_m=_quantiles(self.depth_m, self.weight, (0.5,))[0],
            depth_sd_m=self._sd(self.depth_m),
        )

    def _sd(self, values: FloatArray) -> float:
        centre = self.weight @ values
        return float(np.sqrt(self.weight @ (values - centre) ** 2))

    def habits(self) -> FloatArray:
        """Return what people repeat: rest at the top, rest at the bottom or length, depth; ``(3, DRAWS)``."""
        length = np.log(np.maximum(self.t90_s - self.t10_s, _SHORTEST_S))
        second = self.off_s - self.t90_s if self.transfer else length
        return np.stack((self.t10_s - self.on_s, second, self.depth_m))


def pooled(posteriors: Sequence[LoweringPosterior]) -> list[LoweringPosterior]:
    """Return the posteriors of one leg's reps in one set, each in the light of the others."""
    if len(posteriors) <= LIMITS.others_min:
        return list(posteriors)
    habits = [posterior.habits() for posterior in posteriors]
    weights = [posterior.weight for posterior in posteriors]
    alike = np.array(
        (LIMITS.alike_s, LIMITS.alike_s if posteriors[0].transfer else LIMITS.alike_log, LIMITS.alike_m)
    )
    for _ in range(LIMITS.rounds):
        mean = np.array([habit @ weight for habit, weight in zip(habits, weights, strict=True)])
        variance = np.array(
            [
                (habit - m[:, None]) ** 2 @ weight
                for habit, m, weight in zip(habits, mean, weights, strict=True)
            ]
        )
        weights = [
            _reweighed(
                posterior.weight, habits[i], *_others(np.delete(mean, i, 0), np.delete(variance, i, 0), alike)
            )
            for i, posterior in enumerate(posteriors)
        ]
    return [replace(posterior, weight=weight) for posterior, weight in zip(posteriors, weights, strict=True)]


def _others(mean: FloatArray, variance: FloatArray, alike: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what the other reps predict of each habit: centre and variance, ``(3,)`` each."""
    precision = 1.0 / (variance + alike**2)
    centre = (mean * precision).sum(axis=0) / precision.sum(axis=0)
    # The spread of the others, what is uncertain of each included: rather too wide than too narrow.
    between = ((mean - centre) ** 2 + variance).mean(axis=0) * (len(mean) + 1) / len(mean)
    return centre, np.maximum(between, alike**2) + 1.0 / precision.sum(axis=0)


def _reweighed(
    weight: FloatArray, habits: FloatArray, centre: FloatArray, variance: FloatArray
) -> FloatArray:
    distance = (habits - centre[:, None]) ** 2 / variance[:, None]
    log = (-0.5 * (LIMITS.freedom + 1.0) * np.log1p(distance / LIMITS.freedom)).sum(axis=0)
    new = weight * ((1.0 - LIMITS.odd_share) * np.exp(log - log.max()) + LIMITS.odd_share)
    return np.asarray(new / new.sum())


_MIDDLE_SHARE = 0.8
_FLOOR_SD_S = 0.012
_Z90 = 1.645
_SHORTEST_S = 0.1


def _quantiles(values: FloatArray, weight: FloatArray, levels: Sequence[float]) -> list[float]:
    order = np.argsort(values)
    cumulated = np.cumsum(weight[order]) - 0.5 * weight[order]
    return [float(value) for value in np.interp(levels, cumulated, values[order])]
