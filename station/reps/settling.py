"""What was told of a set while it went on, beside what all its evidence says at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.reps.candidate import RepCandidate

_SHARED_MIN = 0.25
"""Two readings of the same rep share at least this part of what both cover."""
_RISE_SHARED_MIN = 0.4
"""Two readings of the same rise share this part of the shorter one: windows of fixed lengths fit it loosely."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A rep of the closed set; ``told`` is its place among those told before, ``None`` if it was not."""

    rep: RepCandidate
    told: int | None


def settle(told: Sequence[RepCandidate], read: Sequence[RepCandidate]) -> list[Settled]:
    """Return the reps that were read, each with the one that was told of it; each is used once."""
    shared = sorted(
        ((_shared(a, b), -i, -j) for i, a in enumerate(told) for j, b in enumerate(read)), reverse=True
    )
    pairs: dict[int, int] = {}
    for share, i, j in shared:
        if share >= _SHARED_MIN and -j not in pairs and -i not in pairs.values():
            pairs[-j] = -i
    return [
        Settled(rep if j not in pairs else _merged(told[pairs[j]], rep), pairs.get(j))
        for j, rep in enumerate(read)
    ]


def _merged(told: RepCandidate, read: RepCandidate) -> RepCandidate:
    """Return the rep as read; what is the same as it was told stays as it was told, to the tick."""
    rise = told.rise if _rise_together(told, read) else read.rise
    flags = read.flags | (told.flags - _ENDINGS)
    if told.mode == read.mode and told.side == read.side and _alike(told, read):
        return replace(told, rise=rise, flags=flags)
    return replace(read, rise=rise, flags=flags)


_ENDINGS = frozenset({"same_leg_return"})
_ALIKE_TICKS = 40


def _alike(told: RepCandidate, read: RepCandidate) -> bool:
    pairs = ((told.on_tick, read.on_tick), (told.off_tick, read.off_tick), (told.end_tick, read.end_tick))
    return all(
        a is b is None or (a is not None and b is not None and abs(a - b) <= _ALIKE_TICKS) for a, b in pairs
    )


def _shared(a: RepCandidate, b: RepCandidate) -> float:
    """Return the common part of two reps' spans as a share of what both cover, one more if they rise together."""
    common = _common(a.rise.start_tick, a.end_tick, b.rise.start_tick, b.end_tick)
    together = _rise_together(a, b)
    return together + common / (max(a.end_tick, b.end_tick) - min(a.rise.start_tick, b.rise.start_tick) + 1)


def _rise_together(a: RepCandidate, b: RepCandidate) -> bool:
    common = _common(a.rise.start_tick, a.rise.end_tick, b.rise.start_tick, b.rise.end_tick)
    shorter = min(a.rise.end_tick - a.rise.start_tick, b.rise.end_tick - b.rise.start_tick)
    return common > _RISE_SHARED_MIN * shorter


def _common(start_a: int, end_a: int, start_b: int, end_b: int) -> int:
    return min(end_a, end_b) - max(start_a, start_b)
