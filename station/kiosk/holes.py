"""Where the force is missing: a clock that ran across a hole cannot be shown."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from station.kiosk.snapshot import HOLE_S

if TYPE_CHECKING:
    from station.events import ForceBlock

_REMEMBERED: Final = 16
"""Holes kept; older ones lie before any stance on show."""


class Holes:
    """Stretches of device time without good force: longer than ``HOLE_S``, or across a lost link."""

    def __init__(self) -> None:
        self._holes: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._good_s: float | None = None
        self._link_was_lost = False

    def feed(self, block: ForceBlock) -> None:
        """Take a block's good samples."""
        good_s = block.t_s[block.valid]
        if not good_s.size:
            return
        if self._good_s is not None and good_s[0] < self._good_s:  # the clock began anew: another source
            self._holes.clear()
            self._good_s = None
        before_s = float(good_s[0]) if self._good_s is None else self._good_s
        if self._link_was_lost or good_s[-1] - before_s > HOLE_S:
            self._note(np.concatenate(([before_s], good_s)))
        self._good_s = float(good_s[-1])
        self._link_was_lost = False

    def _note(self, good_s: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        wide = np.diff(good_s) > HOLE_S
        wide[0] |= self._link_was_lost
        self._holes.extend((float(good_s[at]), float(good_s[at + 1])) for at in np.flatnonzero(wide))

    def link_lost(self) -> None:
        """Take what comes next to come after a hole, however short."""
        self._link_was_lost = self._good_s is not None

    def within(self, start_s: float, end_s: float) -> bool:
        """Return whether force is missing anywhere between two instants."""
        return any(start_s < hole_end_s and hole_start_s < end_s for hole_start_s, hole_end_s in self._holes)

    def last_good_s(self, now_s: float) -> float:
        """Return the newest instant with good force; ``now_s``, the newest instant, when none ever was."""
        return now_s if self._good_s is None else self._good_s
