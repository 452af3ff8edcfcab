"""Edges of the single-leg phase, and which part of a rep is backed by data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force import GRID_S
from station.force.runs import runs
from station.metrics.limits import LIMITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.stance import History

_SEARCH_TICKS = 60
_FAR_TICKS = 12


@dataclass(frozen=True, slots=True)
class SinglePhase:
    """The single-leg phase to a fraction of an instant; s on the source's clock."""

    start_s: float
    end_s: float
    start_certain: bool
    end_certain: bool


def refine_single(
    history: History, on_tick: int, off_tick: int, side: str, end_limit_tick: int
) -> SinglePhase:
    """Return when the working leg's share rose above its own plateau - 0.05, and fell below it.

    Looks no further than ``end_limit_tick``.
    """
    first = max(on_tick - _SEARCH_TICKS, history.first_tick)
    last = min(off_tick + _SEARCH_TICKS, end_limit_tick)
    left_n, right_n, valid = history.window(first, last)
    total_n = np.maximum(left_n + right_n, 1.0)
    share = (left_n if side == "left" else right_n) / total_n
    inner = slice(
        on_tick - first + _FAR_TICKS, max(off_tick - first - _FAR_TICKS, on_tick - first + _FAR_TICKS + 1)
    )
    level = float(np.median(share[inner])) - LIMITS.plateau_points
    middle = min((on_tick + off_tick) // 2 - first, len(share) - 1)
    start = _edge(share, level, middle, on_tick - first, step=-1)
    end = _edge(share, level, middle, off_tick - first, step=+1)
    margin = round(LIMITS.transfer_margin_s / GRID_S)
    return SinglePhase(
        (first + start) * GRID_S,
        (first + end) * GRID_S,
        _backed(valid, start, margin),
        _backed(valid, end, margin),
    )


def _edge(share: NDArray[np.float64], level: float, middle: int, near: int, *, step: int) -> float:
    """Return the crossing of ``level`` nearest to ``near``, walking outwards from inside the phase.

    A share below the level for under 60 ms is a dropout, not the edge.
    """
    outside = 0
    index = (
        max(near - step * _FAR_TICKS * 2, middle) if step > 0 else min(near - step * _FAR_TICKS * 2, middle)
    )
    crossing = index
    while 0 <= index < len(share) and outside < _DEBOUNCE_TICKS:
        if share[index] >= level:
            outside, crossing = 0, index
        else:
            outside += 1
        index += step
    beyond = crossing + step
    if not 0 <= beyond < len(share) or share[beyond] >= level:
        return float(crossing)
    return crossing + step * float((share[crossing] - level) / (share[crossing] - share[beyond]))


_DEBOUNCE_TICKS = 6


def _backed(valid: NDArray[np.bool_], at: float, margin: int) -> bool:
    """Whether at most 30 ms are missing around an edge."""
    around = valid[max(int(at) - margin, 0) : int(at) + margin + 1]
    return bool(np.count_nonzero(~around) * GRID_S <= LIMITS.gap_transfer_s)


def longest_hole_s(valid: NDArray[np.bool_]) -> float:
    """Return the longest run of instants without data, s."""
    if valid.all():
        return 0.0
    return max(stop - start for start, stop in runs(~valid)) * GRID_S
