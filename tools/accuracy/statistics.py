"""The few statistics of a table of errors."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Spread:
    """Errors of one quantity, in its unit: mean (bias), mean absolute and 95th percentile of the absolute."""

    count: int
    bias: float
    mae: float
    p95: float


def spread(errors: Sequence[float]) -> Spread | None:
    """Return what these errors amount to; ``None`` when there are none."""
    if not errors:
        return None
    size = np.abs(errors)
    return Spread(len(errors), fmean(errors), float(size.mean()), float(np.percentile(size, 95)))


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % confidence range of a share of which ``hits`` of ``count`` were seen (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    share, square = hits / count, _Z95**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _Z95 / (1 + square / count) * (share * (1 - share) / count + square / (4 * count**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def f1(hits: int, missed: int, false: int) -> float:
    """Return the harmonic mean of precision and recall; 1 when there was nothing to find and nothing was told."""
    return 2 * hits / (2 * hits + missed + false) if hits + missed + false else 1.0
