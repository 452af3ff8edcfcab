"""How far the plates' zeros can have wandered between two moments, given when they were last read."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.stance import ZeroSet
    from station.stance.wander import Plate

_KEPT = 256
_TICKS_A_MINUTE = 6000.0


class ZeroBook:
    """Keeps when zeros were read, and how fast they wander."""

    def __init__(self) -> None:
        self._ticks: dict[Plate, list[int]] = {"left": [], "right": []}
        self.drift_n = 0.0
        """Wander of both zeros together in a minute, N."""

    def note(self, zero: ZeroSet) -> None:
        """Take readings."""
        self.drift_n = zero.drift_n
        for reading in zero.readings:
            ticks = self._ticks[reading.plate]
            ticks.append(reading.read_tick)
            del ticks[:-_KEPT]

    def minutes(self, a_tick: int | None, b_tick: int) -> float:
        """Return the minutes that both zeros together had to wander from ``a_tick`` to ``b_tick``, unobserved.

        Between two readings zeros are interpolated, so that they can only deviate from a straight line
        (Brownian bridge); after the last one they wander freely. Half of the sum over the plates. Without
        ``a_tick``: by how much they may be off at ``b_tick``.
        """
        if a_tick is None:
            return 0.5 * sum(_alone(ticks, b_tick) for ticks in self._ticks.values()) / _TICKS_A_MINUTE
        early, late = min(a_tick, b_tick), max(a_tick, b_tick)
        return 0.5 * sum(_unobserved(ticks, early, late) for ticks in self._ticks.values()) / _TICKS_A_MINUTE


def _unobserved(ticks: list[int], early: int, late: int) -> float:
    """Return the variance of the wander between two ticks, in ticks, given readings at ``ticks``."""
    at = bisect_right(ticks, early)
    if at != bisect_right(ticks, late):
        return _alone(ticks, early) + _alone(ticks, late)
    apart = float(late - early)
    if 0 < at < len(ticks):
        return apart - apart * apart / (ticks[at] - ticks[at - 1])
    return apart


def _alone(ticks: list[int], tick: int) -> float:
    if not ticks:
        return 0.0
    at = bisect_right(ticks, tick)
    since = tick - ticks[at - 1] if at else math.inf
    until = ticks[at] - tick if at < len(ticks) else math.inf
    if math.isinf(since) or math.isinf(until):
        return float(min(since, until))
    return since * until / (since + until)
