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
    """The force after differs from the force before by at most this share."""


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
        level_n = float(force_n[before])
        for after in range(before + 2, min(before + 2 + LIMITS.ticks_max, len(force_n))):
            if force_n[after] < LIMITS.fall_share * level_n:
                continue
            if abs(float(force_n[after]) - level_n) <= LIMITS.alike_share * level_n:
                steps = np.arange(1, after - before) / (after - before)
                force_n[before + 1 : after] = level_n + steps * (float(force_n[after]) - level_n)
                valid[before + 1 : after] = False
            break


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
