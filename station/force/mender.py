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
    """Bridges dropouts and marks them as not valid; gives instants back 10 ms late, 70 ms after a fall."""

    def __init__(self) -> None:
        self._held: GridBlock | None = None
        self._judged = 0
        """How many of the held instants were already looked at as the last before a fall."""

    def feed(self, block: GridBlock) -> list[GridBlock]:
        """Return what is certain by now, in consecutive pieces."""
        pieces: list[GridBlock] = []
        for part in _consecutive(block):
            if self._held is not None and int(part.tick[0]) != int(self._held.tick[-1]) + 1:
                pieces += self.flush()
            joined = part if self._held is None else _join(self._held, part)
            pieces.append(self._settle(joined, max(len(joined) - _SEEN_TICKS, 0)))
        return [piece for piece in pieces if len(piece)]

    def flush(self) -> list[GridBlock]:
        """Return what was held back: the source ended, or was silent."""
        held, self._held = self._held, None
        pieces = [] if held is None else [self._settle(held, len(held))]
        self._held, self._judged = None, 0
        return pieces

    def _settle(self, block: GridBlock, judge: int) -> GridBlock:
        """Return what nothing later can change; hold the rest.

        Falls among the first ``judge`` instants are judged, each once: enough follows, or nothing will. So how
        instants are cut into blocks changes nothing. The newest one may be the last before a fall.
        """
        falls = [_falls(force_n) for force_n in (block.left_n, block.right_n)]
        pending = [fall for found in falls for fall in found if fall >= judge]
        mended = _bridged(
            block, [[fall for fall in found if self._judged <= fall < judge] for found in falls]
        )
        last = judge == len(block)
        certain = len(block) if last else min([len(block) - 1, *pending])
        settled, self._held = mended.split(certain)
        self._judged = max(judge - certain, 0)
        return settled


_FEW = 32
"""The largest of so few forces is found sooner without arrays."""
_SEEN_TICKS = LIMITS.ticks_max + 2
"""So much after a fall says whether it was a dropout."""


def _bridged(block: GridBlock, falls: list[list[int]]) -> GridBlock:
    """Return the block with the dropouts among the left and right plate's falls bridged."""
    if not any(falls):
        return block
    left_n, right_n, valid = block.left_n.copy(), block.right_n.copy(), block.valid.copy()
    for force_n, found in zip((left_n, right_n), falls, strict=True):
        for fall in found:
            if _falls_after(force_n[fall], force_n[fall + 1]):  # else an earlier bridge lies over it
                _bridge(force_n, [fall], valid)
    return GridBlock(block.tick, left_n, right_n, valid)


def _falls(force_n: NDArray[np.float64]) -> list[int]:
    """Return the instants before a plate's force falls as in a dropout."""
    if len(force_n) <= _FEW:
        few_n = force_n.tolist()
        highest_n, lowest_n = max(few_n), min(few_n)
    else:
        highest_n, lowest_n = float(force_n.max()), float(force_n.min())
    if highest_n <= LIMITS.load_min_n or lowest_n >= LIMITS.fall_share * highest_n:
        return []  # almost always, so it is asked first
    falls = _falls_after(force_n[:-1], force_n[1:])
    return np.flatnonzero(falls).tolist() if falls.any() else []


def _falls_after(before_n: NDArray[np.float64], after_n: NDArray[np.float64]) -> NDArray[np.bool_]:
    falls: NDArray[np.bool_] = (before_n > LIMITS.load_min_n) & (after_n < LIMITS.fall_share * before_n)
    return falls


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
