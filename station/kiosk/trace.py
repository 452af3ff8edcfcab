"""The last seconds of force, kept in one preallocated buffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.events import ForceBlock

KEPT_S: Final = 10.0
_CAPACITY: Final = 4096
"""Samples kept at most: 10 s at up to 400 samples a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Force of both feet over the last ``KEPT_S`` seconds: arrays of shape ``(n,)``, N and s, read only."""

    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    """NaN where a sample was not backed by good conversions."""

    @property
    def end_s(self) -> float | None:
        """Device time of the newest sample."""
        return float(self.t_s[-1]) if self.t_s.size else None

    def binned(self, columns: int, window_s: float = KEPT_S) -> NDArray[np.float64]:
        """Return mean force per column, N, shape ``(2, columns)``, newest last; NaN where there is no data.

        Columns are aligned to whole multiples of their width in device time, so that a drawn line moves
        without shimmering.
        """
        force_n = np.full((2, columns), np.nan)
        if self.t_s.size and columns > 0:
            column = np.floor(self.t_s * (columns / window_s)).astype(np.int64)
            column -= column[-1] - (columns - 1)
            shown = slice(int(np.searchsorted(column, 0)), None)
            for row, kept_n in enumerate((self.left_n[shown], self.right_n[shown])):
                good = np.isfinite(kept_n)
                part = slice(None) if good.all() else good
                at = column[shown][part]
                counts = np.bincount(at, minlength=columns)
                sums = np.bincount(at, weights=kept_n[part], minlength=columns)
                np.divide(sums, counts, out=force_n[row], where=counts > 0)
        return force_n


_NONE = np.empty(0)
_NONE.setflags(write=False)
EMPTY = Trace(_NONE, _NONE, _NONE)


class TraceRing:
    """Takes force blocks, gives the last ten seconds."""

    def __init__(self) -> None:
        self._buffer = np.empty((3, 2 * _CAPACITY))
        self._end = 0

    def feed(self, block: ForceBlock) -> None:
        """Append a block; a clock that ran backwards (another source) starts the trace afresh."""
        count = int(block.t_s.size)
        if count == 0:
            return
        if self._end and block.t_s[0] < self._buffer[0, self._end - 1]:
            self._end = 0
        self._make_room(min(count, _CAPACITY))
        part = slice(max(0, count - _CAPACITY), count)
        rows = self._buffer[:, self._end : self._end + min(count, _CAPACITY)]
        rows[0] = block.t_s[part]
        rows[1] = np.where(block.valid[part], block.left_n[part], np.nan)
        rows[2] = np.where(block.valid[part], block.right_n[part], np.nan)
        self._end += min(count, _CAPACITY)

    def clear(self) -> None:
        """Forget everything: somebody else is measured now."""
        self._end = 0

    def view(self) -> Trace:
        """Return a frozen copy of what is kept."""
        if self._end == 0:
            return EMPTY
        t_s = self._buffer[0, : self._end]
        start = max(int(np.searchsorted(t_s, t_s[-1] - KEPT_S)), self._end - _CAPACITY)
        kept = self._buffer[:, start : self._end].copy()
        kept.setflags(write=False)
        return Trace(kept[0], kept[1], kept[2])

    def _make_room(self, count: int) -> None:
        if self._end + count > self._buffer.shape[1]:
            keep = self._buffer[:, self._end - _CAPACITY : self._end].copy()
            self._buffer[:, :_CAPACITY] = keep
            self._end = _CAPACITY
