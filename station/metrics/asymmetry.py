"""Differences between left and right: right positive, the side always named, never without their noise.

Two formulas, because two questions (Bishop 2018): the feet at one time share a load; the legs one after the other
are two tests. ``NAMES`` says them in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

REPS_MIN: Final = 3
"""Fewer reps a side say nothing about a difference between sides."""
_Z95 = 1.96
_HALF_PERCENT = 0.5


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """A difference with its noise band, per cent; right positive. ``left`` and ``right`` are what was compared."""

    percent: float
    band_percent: float
    left: float
    right: float

    @property
    def detectable(self) -> bool:
        """Whether it is larger than the legs' own variation (Exell 2012)."""
        return abs(self.percent) > self.band_percent

    @property
    def told(self) -> str:
        """Return it with its side: ``11 % R``, or ``4 % L, below detectable change``."""
        return told_difference(self.percent, self.band_percent)


def told_difference(percent: float, band_percent: float) -> str:
    """Return a difference with its side, and that it is below detectable change inside its noise band."""
    size = abs(percent)
    side = "" if size < _HALF_PERCENT else " R" if percent > 0.0 else " L"
    return f"{size:.0f} %{side}" + ("" if size > band_percent else ", below detectable change")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One side's value with its standard error."""

    value: float
    se: float


def mean_of(values: Sequence[float]) -> Estimate | None:
    """Return the mean of one leg's reps; ``None`` with fewer than three."""
    if len(values) < REPS_MIN:
        return None
    return Estimate(fmean(values), stdev(values) / len(values) ** 0.5)


def share_of(hits: Sequence[bool]) -> Estimate | None:
    """Return how many of one leg's reps are so, as a share; ``None`` with fewer than three.

    Standard error after Agresti and Coull (1998): all of a few reps is not surely all of many.
    """
    n = len(hits)
    if n < REPS_MIN:
        return None
    likely = (sum(hits) + 2.0) / (n + 4.0)
    return Estimate(sum(hits) / n, (likely * (1.0 - likely) / (n + 4.0)) ** 0.5)


def between_legs(left: Estimate | None, right: Estimate | None, plates_sd: float = 0.0) -> Asymmetry | None:
    """Compare left-leg reps with right-leg reps: percentage difference (Bishop 2018, unilateral tests).

    Band: 1.96 sqrt(se_L^2 + se_R^2 + sd^2) over the larger side; ``plates_sd`` is what the plates leave open of the
    difference, in the unit of the values. ``None`` when a side is missing or both are zero.
    """
    if left is None or right is None:
        return None
    larger = max(left.value, right.value)
    if larger <= 0.0:
        return None
    band = _Z95 * (left.se**2 + right.se**2 + plates_sd**2) ** 0.5
    return Asymmetry(
        100.0 * (right.value - left.value) / larger, 100.0 * band / larger, left.value, right.value
    )


def side_asymmetry(left: Sequence[float], right: Sequence[float]) -> Asymmetry | None:
    """Compare the means of left-leg and of right-leg reps; ``None`` with fewer than three a side."""
    return between_legs(mean_of(left), mean_of(right))


def two_feet_asymmetry(left: float, right: float) -> float:
    """Return ``100 (R - L) / (R + L)``, per cent, for load on both feet at once (Bishop 2018, bilateral tests)."""
    return 100.0 * (right - left) / (right + left)


def on_two_feet(left_shares: Sequence[float], plates_sd: float = 0.0) -> Asymmetry | None:
    """Return the asymmetry of a load shared at one time, from its left shares; ``None`` with fewer than three.

    ``plates_sd`` is what the plates leave open of every one of them alike.
    """
    mean = mean_of(left_shares)
    if mean is None:
        return None
    left, right = mean.value, 1.0 - mean.value
    return Asymmetry(
        two_feet_asymmetry(left, right), 100.0 * _Z95 * 2.0 * (mean.se**2 + plates_sd**2) ** 0.5, left, right
    )


def limb_symmetry_index(involved: float, uninvolved: float) -> float:
    """Return the involved leg's value as a percentage of the other's; only a person can name the involved leg."""
    return 100.0 * involved / uninvolved
