"""How far the plates' zeros can have wandered between two moments, given when they were last read."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.stance.wander import LIMITS as WANDER
from station.stance.zero import LIMITS

if TYPE_CHECKING:
    from station.events import Plate
    from station.stance import ZeroRefused, ZeroSet

_KEPT = 256
_TICKS_A_MINUTE = 6000.0


@dataclass(frozen=True, slots=True)
class ZeroDrift:
    """How far one plate's zero moved over a set: from the last reading before it to the last one since."""

    plate: Plate
    moved_n: float
    credible: bool
    """Whether plates drift that far in that time; what moves more was touched, or carries something."""


class ZeroBook:
    """Keeps when zeros were read, and how fast they wander."""

    def __init__(self) -> None:
        self._ticks: dict[Plate, list[int]] = {"left": [], "right": []}
        self._offsets_n: dict[Plate, list[float]] = {"left": [], "right": []}
        self._refused: dict[Plate, ZeroRefused | None] = {"left": None, "right": None}
        self.drift_n = 0.0
        """Wander of both zeros together in a minute, N."""

    def note(self, zero: ZeroSet) -> None:
        """Take readings."""
        self.drift_n = zero.drift_n
        for reading in zero.readings:
            ticks, offsets_n = self._ticks[reading.plate], self._offsets_n[reading.plate]
            ticks.append(reading.read_tick)
            offsets_n.append(zero.left_n if reading.plate == "left" else zero.right_n)
            del ticks[:-_KEPT], offsets_n[:-_KEPT]
            self._refused[reading.plate] = None

    def refuse(self, zero: ZeroRefused) -> None:
        """Take what an empty plate shows and what is not taken for its zero."""
        self._refused[zero.plate] = zero

    def calibrated(self, plate: Plate, moved_n: float | None) -> None:
        """Note that a plate's counts are read with another zero, further up by ``moved_n``, or with another scale."""
        offsets_n = self._offsets_n[plate]
        self._refused[plate] = None
        if moved_n is None:
            self._ticks[plate].clear()
            offsets_n.clear()
        else:
            offsets_n[:] = [each - moved_n for each in offsets_n]

    def drifts(self, start_tick: int) -> list[ZeroDrift]:
        """Return what moved since ``start_tick``, of each plate whose zero was read before it and again after."""
        found = []
        for plate, ticks in self._ticks.items():
            at = bisect_right(ticks, start_tick)
            refused = self._refused[plate]
            if refused is not None and refused.known_tick <= start_tick:
                refused = None
            if at == 0 or (at == len(ticks) and refused is None):
                continue
            before_tick, before_n = ticks[at - 1], self._offsets_n[plate][at - 1]
            after_tick, after_n = ticks[-1], self._offsets_n[plate][-1]
            if refused is not None:
                after_tick, after_n = refused.known_tick, refused.offset_n
            moved_n = after_n - before_n
            credible_n = LIMITS.credible_n(after_tick - before_tick, loaded=True)
            credible = refused is None and abs(moved_n) <= credible_n
            found.append(ZeroDrift(plate, moved_n, credible))
        return found

    def sd_n(self, tick: int, drift_n: float) -> float:
        """Return the standard deviation of both zeros together at ``tick``, N.

        ``drift_n``: their wander in a minute, N. A zero that was never read is the calibration's.
        """
        read = sum(bool(ticks) for ticks in self._ticks.values())
        unread = (len(self._ticks) - read) * LIMITS.unread_sd_n**2
        return math.sqrt(unread + read * WANDER.reading_sd_n**2 + drift_n**2 * self.minutes(None, tick))

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
