"""A visit in one picture: its reps as bars, left above the line and right below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.widgets.drawing import LOWER_EIGHTHS, Drawn, Row
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.snapshot import RepLine

_HEADROOM: Final = 1.15
_LABEL_CELLS: Final = 5
_WIDEST_BAR: Final = 8
_FULL: Final = 8
_WORDS_FROM_CELLS: Final = 5


class RepBars(Drawn):
    """Seconds on one leg per rep; a dotted line at the target; a symbol at each foot; a dash for an unknown time."""

    PREFIX = "bars"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bars--left", "bars--right", "bars--both", "bars--left-down", "bars--right-down", "bars--both-down",
        "bars--target", "bars--go", "bars--mind", "bars--stop", "bars--quiet",
    }  # fmt: skip
    lines: tuple[RepLine, ...] = ()
    target_s = 3.0

    def show(self, lines: tuple[RepLine, ...], target_s: float) -> None:
        """Show these reps against a target."""
        if lines is not self.lines or target_s != self.target_s:
            self.lines, self.target_s = lines, target_s
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return bars growing up with their symbols; with both feet, the right's growing down below."""
        above = [line for line in self.lines if line.rep.side != "right"]
        below = [line for line in self.lines if line.rep.side == "right"]
        feet = (above, below) if above and below else (self.lines,)
        rows = (height - len(feet)) // len(feet)
        if rows < 1 or not self.lines:
            return []
        pitch = max(1, min(_WIDEST_BAR + 1, (width - _LABEL_CELLS) // max(map(len, feet))))
        scale = 8 * rows / (_HEADROOM * max(self.target_s, *map(_height_s, self.lines)))
        up = [self._bars(feet[0], row, scale, pitch, width, upward=True) for row in reversed(range(rows))]
        if len(feet) == 1:
            return [*up, _symbols(feet[0], pitch)]
        down = [self._bars(below, row, scale, pitch, width, upward=False) for row in range(rows)]
        return [*up, _symbols(above, pitch), _symbols(below, pitch), *down]

    def _bars(
        self, lines: Sequence[RepLine], row: int, scale: float, pitch: int, width: int, *, upward: bool
    ) -> Row:
        """Return one row of bars; ``row`` counts from the line between the feet, ``scale`` is eighths a second."""
        on_target = int(self.target_s * scale) // 8 == row
        gap = "┄" if on_target else " "
        bar_cells = max(1, pitch - 1)
        parts: list[tuple[str, str]] = []
        for line in lines:
            eighths = min(_FULL, max(0, round(_height_s(line) * scale) - 8 * row))
            if eighths == 0:
                parts.append((gap * bar_cells, "target"))
            elif on_target and eighths == _FULL:  # the line goes on over the bar, in the colours exchanged
                parts.append((gap * bar_cells, f"{line.rep.side}-down"))
            elif upward:
                parts.append((LOWER_EIGHTHS[eighths] * bar_cells, line.rep.side))
            else:  # a bar growing down is a lower block in the colours exchanged
                parts.append((LOWER_EIGHTHS[8 - eighths] * bar_cells, f"{line.rep.side}-down"))
            parts.append((gap * (pitch - bar_cells), "target"))
        used = sum(len(text) for text, _ in parts)
        label = f" {say.number(self.target_s, 0)} {say('unit.s')}" if on_target else ""
        return (*parts, (gap * (width - used - len(label)) + label, "target"))


def _symbols(lines: Sequence[RepLine], pitch: int) -> Row:
    """Return the row that says of each bar how the rep was."""
    bar_cells = max(1, pitch - 1)
    parts: list[tuple[str, str]] = []
    for line in lines:
        words = line.verdict.symbol
        if bar_cells >= _WORDS_FROM_CELLS:
            seconds = _seconds(line)
            words = f"{words} {say('table.unknown') if seconds is None else say.number(seconds)}"
        parts.append((words.center(bar_cells).ljust(pitch), line.verdict.tone))
    return tuple(parts)


def _seconds(line: RepLine) -> float | None:
    """Return the time a bar stands for, ``None`` when it is unknown."""
    seconds = line.rep.single_leg_time_s
    return line.rep.eccentric_tut_s if seconds is None else seconds


def _height_s(line: RepLine) -> float:
    """Return how high a bar is; one of unknown time has none, which its foot says."""
    return _seconds(line) or 0.0
