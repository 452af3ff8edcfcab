"""Stances on one leg, told whether or not they belong to a rep: on two plates, or on one board under both feet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import SingleLegStance
from station.force import GRID_HZ, GRID_S
from station.stance import SharedBoard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.events import Leg
    from station.stance import SharedStance

_TOLD_TICKS = 100
_GAP_TICKS = 40


class SingleLegs:
    """Joins stances on one leg over touches of the other foot; what lasted a second is told."""

    def __init__(self) -> None:
        self._board = SharedBoard()
        self._since: tuple[Leg, int] | None = None
        self._pending: SingleLegStance | None = None

    @property
    def one_board(self) -> bool:
        """Whether both feet may stand on one board: no plate has carried everything for a second yet."""
        return not self._board.separate_plates

    def on_both(self, tick: int, left_n: float, right_n: float) -> list[SingleLegStance]:
        """Take an instant on both plates; one board tells by its share who stands on one leg."""
        return _of_board(self._board.add(tick, left_n, right_n))

    def leave(self, tick: int) -> list[SingleLegStance]:
        """Note that the plates emptied, or that nothing follows."""
        return _of_board(self._board.leave(tick))

    def begin(self, side: Leg, tick: int) -> None:
        """Note that one plate carries everything."""
        self._since = side, tick

    def end(self, tick: int) -> Iterator[SingleLegStance]:
        """Note that it does no more; touches of under 0.4 s do not divide a stance."""
        if self._since is None:
            return
        side, start_tick = self._since
        self._since = None
        pending = self._pending
        start_s, end_s = start_tick * GRID_S, tick * GRID_S
        joined = pending is not None and pending.side == side
        if pending is not None and joined and start_s - pending.end_s <= _GAP_TICKS * GRID_S:
            self._pending = replace(pending, end_s=end_s)
            return
        yield from self.flush()
        self._pending = SingleLegStance(side, start_s, end_s)

    def reach(self, tick: int) -> Iterator[SingleLegStance]:
        """Let time pass: tell what no stance can be joined to any more."""
        pending = self._pending
        if pending is not None and tick - pending.end_s * GRID_HZ > _GAP_TICKS and self._since is None:
            yield from self.flush()

    def flush(self) -> Iterator[SingleLegStance]:
        """Tell what was kept back, if it lasted long enough."""
        pending, self._pending = self._pending, None
        if pending is not None and pending.end_s - pending.start_s >= _TOLD_TICKS * GRID_S:
            self._board.separate_plates = True
            yield pending


def _of_board(stance: SharedStance | None) -> list[SingleLegStance]:
    if stance is None:
        return []
    start_s, end_s = stance.start_tick * GRID_S, stance.end_tick * GRID_S
    return [SingleLegStance(stance.side, start_s, end_s, stance.load_share)]
