"""One-leg stances on a single board under both feet, where a lifted foot leaves the load at about 80:20.

Two plates show a lifted foot by its plate reading nothing. On one board (a balance board with cells at its
corners) the share stops at where the standing foot is; that it is one leg shows in the total force, which sways
several times more than on two feet. Such stances are told, but never make a rep.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.events import Leg


@dataclass(frozen=True, slots=True)
class SharedLimits:
    """When an uneven load is one leg on a common board."""

    block_ticks: int = 50
    """Half a second holds a cycle and more of the 2-5 Hz in which one leg sways."""
    share: float = 0.68
    """The loaded side carries at least this much; on two feet people stay within 0.35-0.65."""
    even_share: float = 0.62
    """Blocks more even than this are the two-feet reference."""
    blocks_min: int = 4
    """Two seconds on each side: a share and a sway of less are chance."""
    sway_ratio: float = 1.7
    """Total force sways this many times more than on two feet (measured on a balance board: 3-5)."""
    sway_weight_share: float = 0.0015
    """... and by at least this share of weight: two feet sway by 0.1 %, one by 0.5 %."""


LIMITS = SharedLimits()


@dataclass(frozen=True, slots=True)
class SharedStance:
    """One leg carried the board on ``[start_tick, end_tick)``."""

    side: Leg
    start_tick: int
    end_tick: int
    load_share: float


class SharedBoard:
    """Feeds on instants of a loaded board; returns stances when they end. Two-plate stances switch it off."""

    def __init__(self) -> None:
        self.separate_plates = False
        self._count = 0
        self._sum_n = self._square = self._left_n = 0.0
        self._start_tick = 0
        self._even_sways: list[float] = []
        self._side: Leg | None = None
        self._side_start_tick = 0
        self._sways: list[float] = []
        self._shares: list[float] = []
        self._weight_n = 0.0

    def leave(self, tick: int) -> SharedStance | None:
        """Note that the board emptied."""
        self._count = 0
        return self._end(tick)

    def add(self, tick: int, left_n: float, right_n: float) -> SharedStance | None:
        """Take one instant; return a stance that has just ended."""
        if self.separate_plates:
            return None
        if self._count == 0:
            self._start_tick = tick
            self._sum_n = self._square = self._left_n = 0.0
        total_n = left_n + right_n
        self._count += 1
        self._sum_n += total_n
        self._square += total_n * total_n
        self._left_n += left_n
        return self._block() if self._count >= LIMITS.block_ticks else None

    def _block(self) -> SharedStance | None:
        mean_n = self._sum_n / self._count
        sway_n = max(self._square / self._count - mean_n * mean_n, 0.0) ** 0.5
        share = self._left_n / self._sum_n
        self._count = 0
        self._weight_n = mean_n
        side: Leg | None = None
        if share >= LIMITS.share:
            side = "left"
        elif share <= 1.0 - LIMITS.share:
            side = "right"
        elif 1.0 - LIMITS.even_share <= share <= LIMITS.even_share:
            self._even_sways.append(sway_n)
            del self._even_sways[:-_REFERENCE_BLOCKS]
        ended = self._end(self._start_tick) if side != self._side else None
        if side is not None:
            if self._side is None:
                self._side, self._side_start_tick = side, self._start_tick
            self._sways.append(sway_n)
            self._shares.append(max(share, 1.0 - share))
        return ended

    def _end(self, tick: int) -> SharedStance | None:
        side, self._side = self._side, None
        sways, shares = self._sways, self._shares
        self._sways, self._shares = [], []
        if side is None or len(sways) < LIMITS.blocks_min or len(self._even_sways) < LIMITS.blocks_min:
            return None
        sway_n = median(sways)
        swaying = sway_n >= LIMITS.sway_ratio * median(self._even_sways)
        if not swaying or sway_n < LIMITS.sway_weight_share * self._weight_n:
            return None
        return SharedStance(side, self._side_start_tick, tick, median(shares))


_REFERENCE_BLOCKS = 40
