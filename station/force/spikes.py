"""Single conversions that are misreads, told by their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.force.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SPIKE_SPAN = 3
"""A sample is final once one more has followed it; two before it are looked at."""


def is_spike(force_n: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which of ``force_n[2:-1]`` are misreads, judged by two samples before and one after; shape ``(n - 3,)``."""
    before2, before, value, after = force_n[:-3], force_n[1:-2], force_n[2:-1], force_n[3:]
    change = np.maximum(np.abs(before - before2), np.abs(after - before))
    spike: NDArray[np.bool_] = (
        np.abs(value - 0.5 * (before + after)) > LIMITS.spike_n + LIMITS.spike_per_change * change
    )
    return spike


def mended_n(four_n: Sequence[float]) -> float | None:
    """Return what the third of four conversions should be, N, when it is a misread; else ``None``."""
    before2, before, value, after = four_n
    middle = 0.5 * (before + after)
    change = max(abs(before - before2), abs(after - before))
    return middle if abs(value - middle) > LIMITS.spike_n + LIMITS.spike_per_change * change else None
