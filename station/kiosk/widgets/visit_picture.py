"""A visit's reps as a picture: a plot with axes where it has the room, else bars alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.rep_bars import RepBars
from station.kiosk.widgets.rep_plot import AROUND_ROWS, RepPlot

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.snapshot import RepLine

_ROWS_A_LEG: Final = 5
"""Fewer rows for a leg's bars, and the mark beyond them, and half-row steps say less than the bars' eighths."""


class VisitPicture(Rows):
    """Seconds on one leg per rep, against the target."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.plot, self.bars = RepPlot(), RepBars()
        self._legs = 1

    def compose(self) -> ComposeResult:
        """Lay out both; one is on show."""
        yield self.plot
        yield self.bars

    def show(self, lines: tuple[RepLine, ...], target_s: float) -> None:
        """Show these reps against a target."""
        self._legs = 2 if {"left", "right"} <= {line.rep.side for line in lines} else 1
        self._choose()
        self.plot.show(lines, target_s)
        self.bars.show(lines, target_s)

    def on_resize(self) -> None:
        """Choose for the new size."""
        self._choose()

    def _choose(self) -> None:
        roomy = (self.size.height - AROUND_ROWS) // self._legs >= _ROWS_A_LEG
        self.plot.display, self.bars.display = roomy, not roomy
