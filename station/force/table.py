"""Forces of other plates (a table of times and newtons) on the same time base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force.grid import BREAK_S, GRID_HZ, GridBlock
from station.force.limits import LIMITS
from station.force.spikes import is_spike

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AVERAGE_ABOVE_HZ = 180.0
HOLE_INTERVALS = 2.6
"""An interval this many times the median one has samples missing (polled boards jitter by up to 1.5)."""


def median_interval_s(t_s: NDArray[np.float64]) -> float:
    """Return the usual interval of a table's times, s."""
    return float(np.median(np.diff(t_s)))


@dataclass(frozen=True, slots=True, eq=False)
class MendedTable:
    """Forces of a table without misreads, N, and where those were; arrays of shape ``(n,)``."""

    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    left_bad: NDArray[np.bool_]
    right_bad: NDArray[np.bool_]


def mend_table(left_n: NDArray[np.float64], right_n: NDArray[np.float64]) -> MendedTable:
    """Replace misreads of one or two samples by a straight line between their neighbours."""
    left_n, left_bad = _mend_spikes(left_n)
    right_n, right_bad = _mend_spikes(right_n)
    return MendedTable(left_n, right_n, left_bad, right_bad)


def grid_table(
    t_s: NDArray[np.float64],
    left_n: NDArray[np.float64],
    right_n: NDArray[np.float64],
    mended: MendedTable | None = None,
) -> GridBlock:
    """Return the table on grid instants; ``t_s`` ascends strictly, arrays have shape ``(n,)``, ``n >= 2``.

    Faster tables are averaged over one grid step around each instant, slower ones are interpolated.
    Misreads are mended, here or before. Silences of over a second are left out.
    """
    median_s = median_interval_s(t_s)
    mended = mended or mend_table(left_n, right_n)
    left_n, right_n = mended.left_n, mended.right_n
    tick = np.arange(
        int(np.ceil(t_s[0] * GRID_HZ - 1e-6)), int(np.floor(t_s[-1] * GRID_HZ + 1e-6)) + 1, dtype=np.int64
    )
    at_s = tick / GRID_HZ
    after = np.clip(np.searchsorted(t_s, at_s - 1e-9), 1, len(t_s) - 1)
    interval_s = t_s[after] - t_s[after - 1]
    bad = mended.left_bad | mended.right_bad
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
    """Return forces without misreads, and where those were. Misreads beside misreads show one after the other."""
    bad = np.zeros(len(force_n), dtype=np.bool_)
    mended = force_n
    for _ in range(_PASSES):
        mended, lone = _mend_lone(mended)
        mended, pairs = _mend_pairs(mended)
        if not (lone.any() or pairs.any()):
            break
        bad |= lone | pairs
    return mended, bad


_PASSES = 4


def _mend_lone(force_n: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Replace single misreads by the mean of their neighbours."""
    bad = np.zeros(len(force_n), dtype=np.bool_)
    if len(force_n) < _LONE_SPAN:
        return force_n, bad
    bad[2:-1] = is_spike(force_n)
    middle = 0.5 * (force_n[1:-2] + force_n[3:])
    mended = force_n.copy()
    mended[2:-1][bad[2:-1]] = middle[bad[2:-1]]
    return mended, bad


def _mend_pairs(force_n: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Replace two misreads in a row, judged by two samples on either side, so that impacts stay."""
    bad = np.zeros(len(force_n), dtype=np.bool_)
    if len(force_n) < _PAIR_SPAN:
        return force_n, bad
    before2, before, first, second, after, after2 = (force_n[k : len(force_n) - 5 + k] for k in range(6))
    change = np.maximum(np.abs(before - before2), np.abs(after2 - after))
    limit_n = LIMITS.spike_n + _PAIR_PER_CHANGE * np.maximum(change, np.abs(after - before))
    third = (after - before) / 3.0
    spiky = np.minimum(np.abs(first - before - third), np.abs(second - after + third)) > limit_n
    at = np.flatnonzero(spiky) + 2
    mended = force_n.copy()
    mended[at], mended[at + 1] = (before + third)[at - 2], (after - third)[at - 2]
    bad[at] = bad[at + 1] = True
    return mended, bad


_PAIR_PER_CHANGE = 3.0
"""Two samples in a row may be the peak of an impact: its flanks are steep, too."""
_LONE_SPAN = 4
_PAIR_SPAN = 6
