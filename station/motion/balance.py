"""Weight, gains and calm of the body on the plates, instant by instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.motion.gains import GainTracker
from station.motion.heels import HeelContact
from station.motion.lobes import STEP_TICKS, Lobe, LobeFinder, unseen_rise

if TYPE_CHECKING:
    from station.stance import QuietStance


class MotionStage:
    """Feeds on grid instants; averages them to motion instants; finds rises and drops."""

    def __init__(self) -> None:
        self.weight_n: float | None = None
        self.gains = GainTracker()
        self.lobes = LobeFinder()
        self._heels = HeelContact()
        self._count = 0
        self._left_n = self._right_n = 0.0
        self._last_n = 0.0, 0.0

    @property
    def still(self) -> bool:
        """Whether the last second was quiet."""
        return self.lobes.still

    @property
    def violent(self) -> bool:
        """Whether the last instant was a landing or a stamp."""
        return self.lobes.violent

    def weigh(self, stance: QuietStance) -> None:
        """Take the weight of a quiet stance."""
        self.weight_n = stance.weight_n
        self.gains.reweigh(stance.left_share)

    def guess(self, weight_n: float) -> None:
        """Take a provisional weight."""
        self.weight_n = weight_n

    def leave(self) -> None:
        """Note that nobody stands on the plates, or that time was lost."""
        self.lobes.restart()
        self._heels.restart()
        self.gains.restart_block()
        self._count = 0

    def feed(self, tick: int, left_n: float, right_n: float, *, valid: bool) -> list[Lobe]:
        """Take one grid instant; return movements that are now certain."""
        if tick % STEP_TICKS == 0:
            self._count, self._left_n, self._right_n = 0, 0.0, 0.0
        if valid:
            self._count += 1
            self._left_n += left_n
            self._right_n += right_n
        if tick % STEP_TICKS != STEP_TICKS - 1 or self.weight_n is None:
            return []
        if self._count:
            self._last_n = self._left_n / self._count, self._right_n / self._count
        left, right = self._last_n
        self.gains.feed(left / self.weight_n, right / self.weight_n)
        found = self.lobes.feed(tick, left * self.gains.left, right * self.gains.right, self.weight_n)
        total = left + right
        share = left / total if total > 0.0 else 0.5
        lifted = self._heels.feed(total / self.weight_n, min(share, 1.0 - share))
        if lifted and self.weight_n >= _GROWN_N:
            self.lobes.restart()  # what the plates did not carry before is no acceleration
            found.append(_heels_lifted(tick, share))
        return found


_GROWN_N = 390.0
"""Lighter things that are put down in two moves are dumbbells."""
_LIFT_TICKS = 40
_RISE_TICKS = 60


def _heels_lifted(tick: int, left_share: float) -> Lobe:
    """Return the rise that begins when the heels leave the floor."""
    return unseen_rise(
        tick, tick - _LIFT_TICKS, tick + _RISE_TICKS, left_share, "the heels rest on the floor"
    )
