"""The weeks in one picture: load and pain as plots with axes where there is room, else all drawn in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.week_plots import LoadPlot, PainPlot
from station.kiosk.widgets.weeks_chart import COLUMNS, WeeksChart

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.programme.model import WeekDone

_HEAD: Final = ("now", "week", "sessions")
_FOOT: Final = ("reps", "tempo", "signs")
_PLOTS_FROM_ROWS: Final = 22
"""Rows of both plots, with frames and labels, and of the rows around them."""


class WeeksPicture(Rows):
    """A column a week; the one under the cursor is lit."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.whole, self.head, self.foot = (
            WeeksChart(),
            WeeksChart(classes="head"),
            WeeksChart(classes="foot"),
        )
        self.head.only, self.foot.only = _HEAD, _FOOT
        self.load, self.pain = LoadPlot(), PainPlot()
        self._shown: tuple[tuple[WeekDone, ...], int, float] = ((), 0, 5.0)

    def compose(self) -> ComposeResult:
        """Lay out both ways; one is on show."""
        yield from (self.whole, self.head, self.load, self.pain, self.foot)

    def show(self, weeks: tuple[WeekDone, ...], cursor: int, acceptable_nrs: float = 5.0) -> None:
        """Show these weeks with the cursor on one."""
        self._shown = weeks, cursor, acceptable_nrs
        self._choose()

    def on_resize(self) -> None:
        """Choose for the new size."""
        self._choose()

    def _choose(self) -> None:
        weeks, cursor, acceptable_nrs = self._shown
        roomy = self.size.height >= _PLOTS_FROM_ROWS and bool(weeks)
        self.whole.display = not roomy
        for part in (self.head, self.load, self.pain, self.foot):
            part.display = roomy
        for rows in (self.whole, self.head, self.foot):
            rows.show(weeks, cursor, acceptable_nrs)
        first = self.whole.first
        for plot in (self.load, self.pain) if roomy else ():
            plot.show(weeks[first : first + COLUMNS], cursor - first, self.size.width, acceptable_nrs)
