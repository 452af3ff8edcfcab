"""Dropouts: a plate that reads nothing for some tens of milliseconds while somebody stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force.grid import GridBlock

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MenderLimits:
    """What a dropout looks like on 100 Hz instants."""

    ticks_max: int = 5
    """Boards drop a cell for 10-40 ms; a foot cannot leave and return in 50 ms."""
    fall_share: float = 0.4
    """Each instant of it reads less than this share of the force before and after."""
    load_min_n: float = 60.0
    alike_share: float = 0.35
    """The force after is at most this share below the force before. It may be more above it: the instant before
    may lie half-way between a good conversion and the first that dropped out, and so may one at the other end."""
    half_way_share: float = 0.97
    """An instant with less than this of the next may be one of those."""


LIMITS = MenderLimits()


class Mender:
    """Bridges dropouts and marks them as not valid; gives blocks back 60 ms late."""

    def __init__(self) -> None:
        self._held: GridBlock | None = None

    def feed(self, block: GridBlock) -> list[GridBlock]:
        """Return what is certain by now, in consecutive pieces."""
        pieces: list[GridBlock] = []
        for part in _consecutive(block):
            held = self._held
            if held is not None and len(held) and int(part.tick[0]) != int(held.tick[-1]) + 1:
                pieces.append(held)
                held = None
            joined = part if held is None else _join(held, part)
            certain = max(len(joined) - _HELD_TICKS, 0)
            mended, self._held = _mend(joined).split(certain)
            pieces.append(mended)
        return [piece for piece in pieces if len(piece)]

    def flush(self) -> list[GridBlock]:
        """Return what was held back: the source ended."""
        held, self._held = self._held, None
        return [held] if held is not None and len(held) else []


_HELD_TICKS = LIMITS.ticks_max + 1


def _mend(block: GridBlock) -> GridBlock:
    """Return the block with dropouts of both plates bridged."""
    falls = [_falls(force_n) for force_n in (block.left_n, block.right_n)]
    if not falls[0] and not falls[1]:
        return block
    left_n, right_n, valid = block.left_n.copy(), block.right_n.copy(), block.valid.copy()
    _bridge(left_n, falls[0], valid)
    _bridge(right_n, falls[1], valid)
    return GridBlock(block.tick, left_n, right_n, valid)


def _falls(force_n: NDArray[np.float64]) -> list[int]:
    """Return the instants before a plate's force falls as in a dropout."""
    falls = (force_n[:-1] > LIMITS.load_min_n) & (force_n[1:] < LIMITS.fall_share * force_n[:-1])
    return np.flatnonzero(falls).tolist() if falls.any() else []


def _bridge(force_n: NDArray[np.float64], falls: list[int], valid: NDArray[np.bool_]) -> None:
    """Replace dropouts in place by a straight line; clear ``valid`` there."""
    for before in falls:
        after = _back(force_n, before)
        if after is not None:
            steps = np.arange(1, after - before) / (after - before)
            force_n[before + 1 : after] = force_n[before] + steps * (force_n[after] - force_n[before])
            valid[before + 1 : after] = False


def _back(force_n: NDArray[np.float64], before: int) -> int | None:
    """Return where the force is back; ``None`` when this is no dropout, or not yet known to be one."""
    level_n = float(force_n[before])
    low_n, high_n = (1.0 - LIMITS.alike_share) * level_n, level_n / LIMITS.fall_share
    last, half_way = before + 1 + LIMITS.ticks_max, 0
    for after in range(before + 2, min(last + 1, len(force_n))):
        if low_n <= force_n[after] <= high_n:
            if after == last:
                return after
            if after + 1 == len(force_n):
                return None
            rises = force_n[after] < LIMITS.half_way_share * force_n[after + 1] <= high_n
            return after + int(rises)
        half_way += force_n[after] >= LIMITS.fall_share * level_n
        if half_way > 1:
            return None
    return None


def _consecutive(block: GridBlock) -> list[GridBlock]:
    if not len(block) or int(block.tick[-1]) - int(block.tick[0]) == len(block) - 1:
        return [block] if len(block) else []
    parts, rest = [], block
    for cut in reversed((np.flatnonzero(np.diff(block.tick) != 1) + 1).tolist()):
        rest, part = rest.split(cut)
        parts.append(part)
    return [rest, *reversed(parts)]


def _join(a: GridBlock, b: GridBlock) -> GridBlock:
    return GridBlock(
        np.concatenate((a.tick, b.tick)),
        np.concatenate((a.left_n, b.left_n)),
        np.concatenate((a.right_n, b.right_n)),
        np.concatenate((a.valid, b.valid)),
    )
