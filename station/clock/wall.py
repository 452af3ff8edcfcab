"""Wall time of device time: a line under all arrivals, because an arrival can only be late."""

from __future__ import annotations

import itertools
import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BIN_S = 1.0
_BINS = 900
"""Fifteen minutes of one-second minima carry the drift of a resonator without following a hot room."""
_BINS_AHEAD = 600
"""Kept beyond those: when a recording is read, arrivals are known some minutes ahead of what is asked for."""
_SETTLED_BINS = 2
"""A second takes part in answers about times this many seconds after it."""
_SLOPE_LIMIT = 0.01
_SLOPE_MIN_SPAN_S = 30.0


class WallClockFit:
    """Lower envelope of ``arrival - device time``.

    Only finished seconds of device time take part, so the answer does not depend on how bytes were cut.
    """

    def __init__(self) -> None:
        self._bins: deque[tuple[float, float]] = deque(maxlen=_BINS + _BINS_AHEAD)
        self._first_offset_s: float | None = None
        self._open_index: int | None = None
        self._open_minimum: tuple[float, float] = (0.0, 0.0)
        self._last_s, self._last_wall_us = -math.inf, 0

    def restart(self) -> None:
        """Forget all arrivals: the step booted."""
        self._bins.clear()
        self._first_offset_s = None
        self._open_index = None

    def clock_set(self, by_us: int) -> None:
        """Arrivals are told on a wall clock from here on that is ``by_us`` ahead of the one before; so are answers."""
        by_s = by_us / 1e6
        kept = [(t_s, offset_s + by_s) for t_s, offset_s in self._bins]
        self._bins.clear()
        self._bins.extend(kept)
        self._open_minimum = (self._open_minimum[0], self._open_minimum[1] + by_s)
        if self._first_offset_s is not None:
            self._first_offset_s += by_s
        self._last_wall_us += by_us

    def observe(self, t_s: float, arrival_us: int) -> None:
        """Take one arrival of a sample whose device time is ``t_s``."""
        offset_s = arrival_us / 1e6 - t_s
        if self._first_offset_s is None:
            self._first_offset_s = offset_s
        self._note(int(t_s // _BIN_S), t_s, offset_s)

    def _note(self, second: int, t_s: float, offset_s: float) -> None:
        if second != self._open_index:
            if self._open_index is not None:
                self._bins.append(self._open_minimum)
            self._open_index, self._open_minimum = second, (t_s, offset_s)
        elif offset_s < self._open_minimum[1]:
            self._open_minimum = (t_s, offset_s)

    def observe_all(self, t_s: NDArray[np.float64], arrival_us: NDArray[np.int64]) -> None:
        """Take arrivals in a row, as ``observe`` does one by one; arrays of shape ``(n,)``."""
        second = np.floor_divide(t_s, _BIN_S)
        offset_s = arrival_us / 1e6 - t_s
        if self._first_offset_s is None:
            self._first_offset_s = float(offset_s[0])
        begins = np.flatnonzero(np.diff(second, prepend=np.nan) != 0.0)
        for begin, end in itertools.pairwise([*begins.tolist(), len(second)]):
            least = begin + int(offset_s[begin:end].argmin())  # the others of this second change nothing
            self._note(int(second[begin]), float(t_s[least]), float(offset_s[least]))

    def wall_us(self, t_s: float, as_of_s: float | None = None) -> int | None:
        """Return wall time of device time ``t_s`` in µs since the epoch: later than any of an earlier device time.

        An earlier device time may be asked for later, when a set's end has told more of its reps.
        ``as_of_s``: use only seconds finished well before this device time.
        """
        if self._first_offset_s is None:
            return None
        wall_us = round((t_s + self._offset_s(t_s, as_of_s)) * 1e6)
        if t_s < self._last_s:
            return min(wall_us, self._last_wall_us - 1)
        self._last_s, self._last_wall_us = t_s, max(wall_us, self._last_wall_us + 1)
        return self._last_wall_us

    def _offset_s(self, t_s: float, as_of_s: float | None) -> float:
        if not self._bins:
            return self._first_offset_s or 0.0
        bin_t_s, offset_s = np.asarray(self._bins).T
        if as_of_s is not None:
            settled = bin_t_s // _BIN_S <= as_of_s // _BIN_S - _SETTLED_BINS
            bin_t_s, offset_s = bin_t_s[settled], offset_s[settled]
        bin_t_s, offset_s = bin_t_s[-_BINS:], offset_s[-_BINS:]
        if not len(bin_t_s):
            return self._first_offset_s or 0.0
        if bin_t_s[-1] - bin_t_s[0] < _SLOPE_MIN_SPAN_S:
            return float(offset_s.min())
        left, right = _edge_under(bin_t_s, offset_s)
        rise_s, run_s = float(offset_s[right] - offset_s[left]), float(bin_t_s[right] - bin_t_s[left])
        slope = max(-_SLOPE_LIMIT, min(_SLOPE_LIMIT, rise_s / run_s))
        return float(offset_s[left]) + slope * (t_s - float(bin_t_s[left]))


def _edge_under(t_s: NDArray[np.float64], offset_s: NDArray[np.float64]) -> tuple[int, int]:
    """Return the ends of the line below all points that is closest to them in sum; times ascend.

    It is the edge of their lower hull over the middle of all times. Points below a line between two points of
    the hull lead to it: the lowest of them is a point of the hull, too.
    """
    left, right, middle_s = 0, len(t_s) - 1, float(t_s.mean())
    while right - left > 1:
        slope = (offset_s[right] - offset_s[left]) / (t_s[right] - t_s[left])
        above_s = offset_s[left : right + 1] - offset_s[left] - slope * (t_s[left : right + 1] - t_s[left])
        lowest = left + int(above_s.argmin())
        if lowest in (left, right) or above_s[lowest - left] >= 0.0:
            break
        left, right = (lowest, right) if t_s[lowest] <= middle_s else (left, lowest)
    return left, right
