"""The way down: between the fastest and the slowest lowering asked for, time to the right, the heel downwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from station.kiosk.verdict import is_about
from station.kiosk.widgets.drawing import Row, runs
from station.kiosk.words import say

if TYPE_CHECKING:
    from station.events import Rep

PATH_ROWS: Final = 3
"""A way needs more rows than these, its scale included."""
TARGET: Final = "●"
"""What to follow: at the middle of the band it is down."""
_WORDS_FROM_CELLS: Final = 56
_WORD_MARGIN: Final = 1


@dataclass(frozen=True, slots=True)
class Way:
    """Its size in cells, and the seconds it stands for."""

    width: int
    height: int
    target_s: float
    upper_s: float
    cells_per_s: float

    def at(self, seconds: float) -> int:
        """Return the column of an instant, kept on the way."""
        return min(self.width - 1, max(0, int(seconds * self.cells_per_s)))

    def edges(self, row: int) -> tuple[int, int]:
        """Return the first column of the band in this row, and the one after its last."""
        depth = (row + 0.5) / self.height
        start = round(self.target_s * depth * self.cells_per_s)
        return start, max(start + 1, round(self.upper_s * depth * self.cells_per_s))


def way_rows(way: Way, last: Rep | None, hue: str, seconds: float, *, marked: bool) -> list[Row]:
    """Return the rows of a way filled up to ``seconds`` in ``hue``, the target on it when ``marked``.

    ``last``: the rep whose measured lowering is laid over it.
    """
    now = way.at(seconds) if hue else 0
    target_row = min(way.height - 1, int(way.height * 2.0 * seconds / (way.target_s + way.upper_s)))
    over = _lowering(way, last)
    rows = []
    for row in range(way.height):
        start, stop = way.edges(row)
        full = min(stop, max(start, now))
        target = now if marked and row == target_row else -1
        rows.append(_row(way.width, (start, full, stop), hue, target, over[row]))
    return rows


@lru_cache(maxsize=2048)
def _row(
    width: int, band: tuple[int, int, int], hue: str, target: int, over: tuple[tuple[int, str, str], ...]
) -> Row:
    """Return one row; most of them are the same from one frame to the next."""
    start, full, stop = band
    cells = [" "] * width
    names = ["empty"] * start + [hue] * (full - start) + ["band"] * (stop - full) + ["empty"] * (width - stop)
    cells[start:full] = "█" * (full - start)
    for column, text, name in over:
        for at, character in enumerate(text, start=column):
            if 0 <= at < width:
                cells[at] = character
                names[at] = name or _over(names[at])
    if 0 <= target < width:
        cells[target], names[target] = TARGET, _over(names[target])
    return runs("".join(cells), names)


def _over(name: str) -> str:
    """Return the style of a mark over a cell of this one."""
    return f"you-{name}" if name in ("empty", "band", "left", "right") else name


_Over = tuple[tuple[int, str, str], ...]


def _lowering(way: Way, rep: Rep | None) -> list[_Over]:
    """Return what is laid over each row: the last measured lowering, and the words for it and for the target.

    It begins with the scale, whenever it began after the foot had left: so the scale says how long it was.
    """
    over: list[list[tuple[int, str, str]]] = [[] for _ in range(way.height)]
    words = way.width >= _WORDS_FROM_CELLS
    if words:
        follow = say("pacer.follow", mark=TARGET)
        over[0].append((way.width - len(follow) - _WORD_MARGIN, follow, "word"))
    if rep is not None and rep.eccentric_tut_s is not None:
        down_s = rep.eccentric_tut_s
        for row in range(way.height):
            depth = (row + 0.5) / way.height
            over[row].append((way.at(depth * down_s), "╲", ""))
        over[-1] += _interval(way, rep)
        if words:
            key = "pacer.you_about" if is_about(rep) else "pacer.you"
            over[-1].append((_WORD_MARGIN, say(key, seconds=say.number(down_s)), "word"))
    return [tuple(one) for one in over]


def _interval(way: Way, rep: Rep) -> list[tuple[int, str, str]]:
    """Return the 90 % interval of the seconds down, at its seconds of the scale."""
    if rep.eccentric_tut_lo_s is None or rep.eccentric_tut_hi_s is None:
        return []
    first, final = way.at(rep.eccentric_tut_lo_s), way.at(rep.eccentric_tut_hi_s)
    if final <= first:
        return []
    return [(first, "├" + "─" * (final - first - 1) + "┤", "")]
