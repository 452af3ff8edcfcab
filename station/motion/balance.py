"""Weight, gains and calm of the body on the plates, instant by instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.motion.gains import GainTracker
from station.motion.lobes import STEP_TICKS, Lobe, LobeFinder

if TYPE_CHECKING:
    from station.stance import QuietStance


class MotionStage:
    """Feeds on grid instants; averages them to motion instants; finds rises and drops."""

    def __init__(self) -> None:
        self.weight_n: float | None = None
        self.gains = GainTracker()
        self.lobes = LobeFinder()
        self._count = 0
        self._left_n = self._right_n = 0.0
        self._last_n = 0.0, 0.0

    @property
    def still(self) -> bool:
        """Whether the last second was quiet."""
        return self.lobes.still

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
        return self.lobes.feed(tick, left * self.gains.left, right * self.gains.right, self.weight_n)
