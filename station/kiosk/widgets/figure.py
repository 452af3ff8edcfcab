"""Huge figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from station.kiosk.figures import figure_lines
from station.kiosk.widgets.drawing import strip_of

if TYPE_CHECKING:
    from textual.geometry import Size


class Figure(Widget):
    """A number in the largest block figures that its box can hold, centred."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id, classes=classes)
        self.text = ""
        self.unit = ""
        self._lines: list[str] = []
        self._laid_out_for: Size | None = None

    def show(self, text: str, unit: str = "") -> None:
        """Show ``text`` with a small unit at its foot."""
        if (text, unit) != (self.text, self.unit):
            self.text, self.unit, self._laid_out_for = text, unit, None
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row of the figures."""
        if self._laid_out_for != self.size:
            self._laid_out_for = self.size
            self._lines = self._laid_out(self.size.width, self.size.height)
        style = self.rich_style
        if y >= len(self._lines):
            return Strip.blank(self.size.width, style)
        return strip_of([(self._lines[y], style)], self.size.width, style)

    def _laid_out(self, width: int, height: int) -> list[str]:
        room = len(self.unit) + 1 if self.unit else 0
        lines = figure_lines(self.text, max(0, width - 2 * room), height)
        if lines and self.unit:
            lines = [line + " " * room for line in lines[:-1]] + [f"{lines[-1]} {self.unit}"]
        above = max(0, (height - len(lines)) // 2)
        return [""] * above + [line.center(width) for line in lines]
