"""Plates that stopped telling: a reading that never changes is a wall (saturation) or a grave (a stuck converter).

Real plates are never still: a loaded one has a body on it, and an empty one has noise. The same number again and
again under load is the end of the converter's range when it is the largest ever seen, else a frozen reading. An
unloaded plate may well read the same for long in tables that were rounded or cut at zero; only one that was seen
alive before can be told to have died.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq
from typing import TYPE_CHECKING

import numpy as np

from station.force.grid import GridBlock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.events import Plate

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FlatLimits:
    """What a reading that never changes is. Ticks are 10 ms."""

    fine_n: float = 0.05
    """Plates that resolve this have noise of 0.1 N and more; 24 bits resolve 0.0005 N."""
    fine_ticks: int = 10
    """They never read the same for 0.1 s."""
    coarse_ticks: int = 200
    """Coarser ones (tables rounded to newtons) may, but no body stands still to the newton for 2 s."""
    loaded_n: float = 20.0
    """Above this a plate carries something: zeros wander by less than 10 N in a session."""
    unloaded_ticks: int = 200
    """For so long an unloaded plate must have been seen alive, and then be still, to be called stuck."""
    alive_share: float = 0.02
    """Of its neighbouring readings at most this many were equal."""


LIMITS = FlatLimits()


@dataclass(frozen=True, slots=True)
class FlatBegun:
    """A plate has read ``level_n`` and nothing else since ``start_tick``; certain at ``known_tick``."""

    known_tick: int
    plate: Plate
    start_tick: int
    level_n: float
    saturated: bool
    """The level is the highest ever: the force is at least that. Otherwise the reading says nothing."""


@dataclass(frozen=True, slots=True)
class FlatEnded:
    """The plate moves again, or its data ended, at ``known_tick``."""

    known_tick: int
    plate: Plate


FlatItem = FlatBegun | FlatEnded


class PlateWatch:
    """Feeds on grid blocks; gives them back with stuck readings marked as not valid, and what was noticed."""

    def __init__(self) -> None:
        self._plates = (_PlateState("left"), _PlateState("right"))

    def feed(self, block: GridBlock) -> tuple[GridBlock, list[FlatItem]]:
        """Return the block and what became certain in it, in order of ``known_tick``."""
        items: list[FlatItem] = []
        valid = block.valid
        for plate, force_n in zip(self._plates, (block.left_n, block.right_n), strict=True):
            items += plate.feed(block.tick, force_n, block.valid)
            if plate.stuck is not None:
                valid = valid & ~plate.stuck
        items.sort(key=lambda item: item.known_tick)
        if valid is not block.valid:
            block = GridBlock(block.tick, block.left_n, block.right_n, valid)
        return block, items


_NO_STEPS = np.zeros(0)
_FEW = 16


class _PlateState:
    """What one plate has read so far."""

    def __init__(self, name: Plate) -> None:
        self.name = name
        self.stuck: BoolArray | None = None
        """Which instants of the last block are a stuck reading; ``None`` when none are."""
        self._last: tuple[int, float, bool] | None = None
        self._run_tick: int | None = None
        """Where the present run of equal readings began."""
        self._run_level_n = 0.0
        self._told: FlatBegun | None = None
        self._highest_n = -float(np.inf)
        self._step_n = float(np.inf)
        """Smallest step between neighbouring readings."""
        self._unloaded = self._unloaded_equal = 0

    def feed(self, tick: NDArray[np.int64], force_n: FloatArray, valid: BoolArray) -> list[FlatItem]:
        self.stuck = None
        if len(tick) <= _FEW and self._is_plain(force_n.tolist(), valid):
            self._last = int(tick[-1]), float(force_n[-1]), True
            return []
        if self._is_lively(force_n):
            self._learn(force_n, valid, _NO_STEPS, slice(None))
            self._last = int(tick[-1]), float(force_n[-1]), bool(valid[-1])
            return []
        steps_n = self._steps(tick, force_n, valid)
        equal = steps_n == 0.0
        items: list[FlatItem] = []
        seen = 0
        if self._run_tick is not None or equal.any():
            running = np.diff(equal.astype(np.int8), prepend=np.int8(self._run_tick is not None))
            for at in np.flatnonzero(running).tolist():
                if equal[at]:
                    self._learn(force_n, valid, steps_n, slice(seen, at))
                    self._run_tick = int(tick[at]) - 1
                else:
                    items += self._end(int(tick[at]), tick, force_n, slice(seen, at))
                seen = at
        rest = slice(seen, len(tick))
        if self._run_tick is None:
            self._learn(force_n, valid, steps_n, rest)
        else:
            items += self._judge(tick, force_n, rest)
        self._last = int(tick[-1]), float(force_n[-1]), bool(valid[-1])
        return items

    def _is_plain(self, few_n: list[float], valid: BoolArray) -> bool:
        """Learn from a short block of valid readings none of which equals the one before; tell whether it was one.

        Such are almost all blocks of a stream, and so few readings are seen through sooner without arrays.
        """
        if self._run_tick is not None or self._last is None or self._step_n > LIMITS.fine_n:
            return False
        if any(map(eq, few_n, (self._last[1], *few_n))) or False in valid.tolist():
            return False
        self._highest_n = max(self._highest_n, *few_n)
        self._unloaded += sum(each_n <= LIMITS.loaded_n for each_n in few_n)
        return True

    def _is_lively(self, force_n: FloatArray) -> bool:
        """Tell the ordinary block, in which no reading equals the one before, as cheaply as may be."""
        if self._run_tick is not None or self._last is None or self._step_n > LIMITS.fine_n:
            return False
        return force_n[0] != self._last[1] and not (force_n[1:] == force_n[:-1]).any()

    def _steps(self, tick: NDArray[np.int64], force_n: FloatArray, valid: BoolArray) -> FloatArray:
        """Return how far each reading is from the one a tick before, N; NaN where one of them is no reading."""
        last_tick, last_n, last_valid = self._last or (-2, 0.0, False)
        steps_n: FloatArray = np.abs(np.diff(force_n, prepend=last_n))
        follows = (np.diff(tick, prepend=last_tick) == 1) & valid
        follows[1:] &= valid[:-1]
        follows[0] &= last_valid
        return np.where(follows, steps_n, np.nan)

    def _end(self, end_tick: int, tick: NDArray[np.int64], force_n: FloatArray, run: slice) -> list[FlatItem]:
        """End the present run; ``run`` is its part in this block."""
        items = self._judge(tick, force_n, run)
        if self._told is not None:
            items.append(FlatEnded(end_tick, self.name))
        elif self._run_tick is not None and self._run_level_n <= LIMITS.loaded_n:
            self._unloaded += end_tick - self._run_tick
            self._unloaded_equal += end_tick - self._run_tick
        self._run_tick = self._told = None
        return items

    def _judge(self, tick: NDArray[np.int64], force_n: FloatArray, run: slice) -> list[FlatItem]:
        """Tell the present run once it is long enough, and mark it if it is stuck."""
        if self._run_tick is None or run.start >= run.stop:
            return []
        items: list[FlatItem] = []
        self._run_level_n = float(force_n[run.start])
        needed = self._needed(self._run_level_n)
        if self._told is None and needed is not None and tick[run.stop - 1] >= self._run_tick + needed - 1:
            level_n = self._run_level_n
            saturated = level_n >= max(self._highest_n, LIMITS.loaded_n)
            known_tick = self._run_tick + needed - 1
            self._told = FlatBegun(known_tick, self.name, self._run_tick, level_n, saturated)
            items.append(self._told)
        if self._told is not None and not self._told.saturated:
            self.stuck = np.zeros(len(tick), dtype=np.bool_) if self.stuck is None else self.stuck
            self.stuck[run] |= tick[run] >= self._told.known_tick
        return items

    def _needed(self, level_n: float) -> int | None:
        """Return after how many equal readings they are too many; ``None``: never."""
        fine = self._step_n <= LIMITS.fine_n
        if level_n > LIMITS.loaded_n:
            return LIMITS.fine_ticks if fine else LIMITS.coarse_ticks
        alive = (
            self._unloaded >= LIMITS.unloaded_ticks
            and self._unloaded_equal <= LIMITS.alive_share * self._unloaded
        )
        return LIMITS.unloaded_ticks if alive and fine else None

    def _learn(self, force_n: FloatArray, valid: BoolArray, steps_n: FloatArray, part: slice) -> None:
        """Take in readings outside of runs: what is normal for this plate."""
        good_n = force_n[part] if valid.all() else force_n[part][valid[part]]
        if not len(good_n):
            return
        self._highest_n = max(self._highest_n, float(good_n.max()))
        self._unloaded += int((good_n <= LIMITS.loaded_n).sum())
        if self._step_n > LIMITS.fine_n:
            moved_n = steps_n[part][steps_n[part] > 0.0]
            self._step_n = min(self._step_n, float(moved_n.min(initial=np.inf)))
