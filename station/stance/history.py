"""The last minutes of both plates' forces, addressed by grid tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.force import GridBlock
    from station.stance.zero import ZeroReading

_KEEP_TICKS = 90_000
"""Fifteen minutes at 100 Hz: longer than any set."""


class History:
    """Forces on consecutive ticks; ticks of a silence hold zeros and are not valid."""

    def __init__(self) -> None:
        self._first = 0
        self._end: int | None = None
        self._left_n = np.zeros(4096)
        self._right_n = np.zeros(4096)
        self._valid = np.zeros(4096, dtype=np.bool_)

    @property
    def end_tick(self) -> int:
        """One past the newest tick; 0 when empty."""
        return self._end or 0

    @property
    def first_tick(self) -> int:
        """The oldest tick kept."""
        return self._first

    def append(self, block: GridBlock) -> None:
        """Add a block, corrected for zero."""
        if not len(block):
            return
        if self._end is None or int(block.tick[0]) - self._end > _KEEP_TICKS:
            self._first = self._end = int(block.tick[0])
        end = int(block.tick[-1]) + 1
        self._make_room(end)
        if end - self._end == len(block):  # no silence since the last block, or in this one
            new = slice(self._end - self._first, end - self._first)
            self._left_n[new], self._right_n[new], self._valid[new] = block.left_n, block.right_n, block.valid
            self._end = end
            return
        gap = slice(self._end - self._first, end - self._first)
        self._left_n[gap] = self._right_n[gap] = 0.0
        self._valid[gap] = False
        at = block.tick - self._first
        self._left_n[at], self._right_n[at], self._valid[at] = block.left_n, block.right_n, block.valid
        self._end = end

    def window(
        self, start_tick: int, end_tick: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Return left force, right force (N) and validity on ``[start_tick, end_tick)``, as far as kept."""
        part = slice(max(start_tick - self._first, 0), max(min(end_tick, self.end_tick) - self._first, 0))
        return self._left_n[part], self._right_n[part], self._valid[part]

    def correct_zero(self, reading: ZeroReading, until_tick: int) -> None:
        """Take a zero back in time, up to ``until_tick``: it moved evenly since it was last right, or always was so.

        What comes after ``until_tick`` was appended with the new zero.
        """
        force_n = self._left_n if reading.plate == "left" else self._right_n
        since_tick = self._first if reading.since_tick is None else reading.since_tick
        ticks = np.arange(max(since_tick, self._first), min(until_tick + 1, self.end_tick))
        if not len(ticks):
            return
        way = np.ones(len(ticks))
        if reading.since_tick is not None:
            way = np.minimum((ticks - reading.since_tick) / (reading.read_tick - reading.since_tick), 1.0)
        force_n[ticks - self._first] -= reading.moved_n * way

    def _make_room(self, end: int) -> None:
        size = end - self._first
        if size <= len(self._left_n):
            return
        used = self.end_tick - self._first
        drop = max(used - _KEEP_TICKS, 0)
        capacity = max(2 * (size - drop), 4096)
        for name in ("_left_n", "_right_n", "_valid"):
            old = getattr(self, name)
            new = np.zeros(capacity, dtype=old.dtype)
            new[: used - drop] = old[drop:used]
            setattr(self, name, new)
        self._first += drop
