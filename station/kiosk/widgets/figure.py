"""Huge figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk.figures import figure_lines
from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Sequence


class Figure(Drawn):
    """A number in the largest block figures that its box can hold, centred, with a small unit at its foot."""

    text = ""
    unit = ""

    def show(self, text: str, unit: str = "") -> None:
        """Show ``text``."""
        if (text, unit) != (self.text, self.unit):
            self.text, self.unit = text, unit
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the figures in the middle of the box."""
        room = len(self.unit) + 1 if self.unit else 0
        lines = figure_lines(self.text, max(0, width - 2 * room), height)
        if lines and self.unit:
            lines = [line + " " * room for line in lines[:-1]] + [f"{lines[-1]} {self.unit}"]
        above = max(0, (height - len(lines)) // 2)
        return [()] * above + [((line.center(width), ""),) for line in lines]
