"""Forces of other plates (a table of times and newtons) on the same time base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.force.grid import BREAK_S, GRID_HZ, GridBlock
from station.force.intake import is_spike

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AVERAGE_ABOVE_HZ = 180.0
HOLE_INTERVALS = 2.6
"""An interval this many times the median one has samples missing (polled boards jitter by up to 1.5)."""


def median_interval_s(t_s: NDArray[np.float64]) -> float:
    """Return the usual interval of a table's times, s."""
    return float(np.median(np.diff(t_s)))


def grid_table(
    t_s: NDArray[np.float64], left_n: NDArray[np.float64], right_n: NDArray[np.float64]
) -> GridBlock:
    """Return the table on grid instants; ``t_s`` ascends strictly, arrays have shape ``(n,)``, ``n >= 2``.

    Faster tables are averaged over one grid step around each instant, slower ones are interpolated.
    Single-sample spikes are mended. Silences of over a second are left out.
    """
    median_s = median_interval_s(t_s)
    left_n, left_bad = _mend_spikes(left_n)
    right_n, right_bad = _mend_spikes(right_n)
    tick = np.arange(
        int(np.ceil(t_s[0] * GRID_HZ - 1e-6)), int(np.floor(t_s[-1] * GRID_HZ + 1e-6)) + 1, dtype=np.int64
    )
    at_s = tick / GRID_HZ
    after = np.clip(np.searchsorted(t_s, at_s - 1e-9), 1, len(t_s) - 1)
    interval_s = t_s[after] - t_s[after - 1]
    bad = left_bad | right_bad
    valid = (interval_s <= HOLE_INTERVALS * median_s) & ~bad[after] & ~bad[after - 1]
    keep = interval_s <= max(BREAK_S, HOLE_INTERVALS * median_s)
    if 1.0 / median_s > _AVERAGE_ABOVE_HZ:
        left_n, right_n = _average(left_n, median_s), _average(right_n, median_s)
    left, right = np.interp(at_s, t_s, left_n), np.interp(at_s, t_s, right_n)
    return GridBlock(tick[keep], left[keep], right[keep], valid[keep])


def _average(force_n: NDArray[np.float64], interval_s: float) -> NDArray[np.float64]:
    width = max(1, round(1.0 / GRID_HZ / interval_s)) | 1
    padded = np.pad(force_n, width // 2, mode="edge")
    return np.convolve(padded, np.full(width, 1.0 / width), mode="valid")


def _mend_spikes(force_n: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return forces with lone misreads replaced by the mean of their neighbours, and where that was."""
    bad = np.zeros(len(force_n), dtype=np.bool_)
    if len(force_n) < 4:  # noqa: PLR2004  a spike needs two samples before and one after
        return force_n, bad
    bad[2:-1] = is_spike(force_n)
    middle = 0.5 * (force_n[1:-2] + force_n[3:])
    mended = force_n.copy()
    mended[2:-1][bad[2:-1]] = middle[bad[2:-1]]
    return mended, bad
