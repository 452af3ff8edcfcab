"""A visit in one plot: seconds on one leg per rep, left upwards and right downwards, against the target."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Final

from station.kiosk.widgets.plot import Chart, Labels
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.snapshot import RepLine

_TARGET: Final = "┄"
_STEPS_S: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""From label to label; few labels are read from afar."""
AROUND_ROWS: Final = 3
"""Rows that frame and labels take."""
_WIDEST_BAR: Final = 8
_NUMBERED: Final = 3
"""Bars this far apart are all numbered, those closer only by fives."""


class RepPlot(Chart):
    """Bars in the hues of their legs, the verdict's mark beyond each end, an axis in seconds, a line at the target.

    Of an unknown time there is a dash in place of the bar.
    """

    lines: tuple[RepLine, ...] = ()
    target_s = 3.0

    def show(self, lines: tuple[RepLine, ...], target_s: float) -> None:
        """Show these reps against a target."""
        if lines is not self.lines or target_s != self.target_s:
            self.lines, self.target_s = lines, target_s
            self.redraw()

    def figures(self, width: int, height: int) -> None:
        """Draw target, bars, marks and axes: across in cells, up and down in seconds, a row so many seconds."""
        up = [line for line in self.lines if line.rep.side != "right"]
        down = [line for line in self.lines if line.rep.side == "right"]
        both = bool(up and down)
        rows_up = height - height // 2 if both else height
        rows_down = height - rows_up
        tallest_s = max([self.target_s, *(height_s(line) for line in self.lines)])
        row_s = tallest_s / max(1, (rows_down or rows_up) - 1)  # the row of the marks
        pitch = max(2, min(_WIDEST_BAR + 1, width // max(1, len(up), len(down))))
        self.set_xlimits(0.0, float(width))
        self.set_ylimits(-row_s * rows_down, row_s * rows_up)
        self._axes(pitch, tallest_s, max(len(up), len(down)), both=both)
        legs = [(up, 1.0), (down, -1.0)] if both else [(list(self.lines), 1.0)]
        for lines, sign in legs:
            row = floor(self.target_s / row_s)
            self.write(0, sign * (row + 0.5) * row_s, _TARGET * width, "target")
            self._leg(lines, sign, pitch, row_s)

    def _axes(self, pitch: int, tallest_s: float, count: int, *, both: bool) -> None:
        every_s = next((step_s for step_s in _STEPS_S if tallest_s < 4 * step_s), tallest_s)
        seconds = [every_s * number for number in range(floor(tallest_s / every_s) + 1)]
        ticks = sorted({sign * each for each in seconds for sign in ((1.0, -1.0) if both else (1.0,))})
        self.set_y_formatter(Labels(ticks, lambda tick: f"{say.number(abs(tick), 0)} {say('unit.s')}"))
        every = 1 if pitch >= _NUMBERED else 5
        numbers = {
            number * pitch + (pitch - 1) / 2: number + 1
            for number in range(count)
            if number == 0 or (number + 1) % every == 0
        }
        self.set_x_formatter(Labels(list(numbers), lambda tick: str(numbers[tick])))

    def _leg(self, lines: Sequence[RepLine], sign: float, pitch: int, row_s: float) -> None:
        """Draw one leg's bars from the line, up or down, and what the verdict was beyond their ends."""
        cells = pitch - 1
        placed = [(at * pitch + cells / 2, line) for at, line in enumerate(lines)]
        for at, line in placed:
            if height_s(line):
                self.column(at, sign * height_s(line), cells, row_s, line.rep.side)
        self._over(lines, sign, pitch, row_s)
        for at, line in placed:
            row = ceil(round(2.0 * height_s(line) / row_s) / 2.0)
            words = _words(line, cells)
            start = floor(at - len(words) / 2 + 0.5)
            self.write(start, sign * (row + 0.5) * row_s, words, line.verdict.tone)

    def _over(self, lines: Sequence[RepLine], sign: float, pitch: int, row_s: float) -> None:
        """Draw the target's line over the bars that fill its row: how far beyond it they reach is what counts."""
        row = floor(self.target_s / row_s)
        for at, line in enumerate(lines):
            if round(2.0 * height_s(line) / row_s) >= 2 * (row + 1):
                level_s = sign * (row + 0.5) * row_s
                self.write(at * pitch, level_s, _TARGET * (pitch - 1), f"{line.rep.side}-target")


def _words(line: RepLine, cells: int) -> str:
    """Return what stands beyond a bar's end: the verdict's mark, and the seconds where they have room."""
    seconds = say.number(height_s(line)) if height_s(line) else say("table.unknown")
    words = f"{line.verdict.symbol} {seconds}"
    return words if len(words) <= cells else line.verdict.symbol if height_s(line) else seconds


def height_s(line: RepLine) -> float:
    """Return how high a rep's bar is, s; one of unknown time has none."""
    seconds = line.rep.single_leg_time_s
    return (line.rep.eccentric_tut_s if seconds is None else seconds) or 0.0
