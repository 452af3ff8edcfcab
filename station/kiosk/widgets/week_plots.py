"""The weeks' load and pain as plots, week under week with the rows above and below them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from station.kiosk.screens.questions import pain_meaning
from station.kiosk.widgets.plot import Chart, Labels
from station.kiosk.widgets.weeks_chart import (
    LABEL_CELLS,
    SMALLEST_SCALE_KG,
    columns,
    kilos,
    other_plan_kg,
    worst_pain,
)
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.model import WeekDone

_FRAME_CELLS: Final = 2
_PAIN_TOP: Final = 10.0
_HEADROOM: Final = 1.1
_LINE: Final = "┄"
_STEPS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


class WeekPlot(Chart):
    """A plot whose columns are weeks; the one under the cursor stands between two lines."""

    weeks: tuple[WeekDone, ...] = ()
    lit = 0
    acceptable_nrs = 5.0
    pitch = 2

    def show(self, weeks: tuple[WeekDone, ...], lit: int, width: int, acceptable_nrs: float) -> None:
        """Show these weeks, one of them lit, where the rows around are ``width`` cells wide."""
        left, self.pitch = columns(width, len(weeks))
        self.weeks, self.lit, self.acceptable_nrs = weeks, lit, acceptable_nrs
        self.margin_left = left + LABEL_CELLS - 1
        self.styles.width = min(width, self.margin_left + _FRAME_CELLS + self.pitch * len(weeks))
        self.call_after_refresh(self.redraw)

    def figures(self, width: int, height: int) -> None:
        """Draw the cursor's lines, then the weeks: across in cells."""
        if not self.weeks or width < self.pitch * len(self.weeks):
            return
        top = self.top()
        self.set_xlimits(0.0, float(width))
        self.set_ylimits(0.0, top)
        for edge in (self.lit * self.pitch - 1, (self.lit + 1) * self.pitch - 1):
            for row in range(height):
                self.write(edge, (row + 0.5) * top / height, "│" if edge >= 0 else "", "cursor")
        below = {at * self.pitch + (self.pitch - 2) // 2 + 0.5: week for at, week in enumerate(self.weeks)}
        self.set_x_formatter(Labels(list(below), lambda tick: self.label(below[tick])))
        self.columns(
            [(at * self.pitch + (self.pitch - 1) / 2, week) for at, week in enumerate(self.weeks)],
            top / height,
        )

    def top(self) -> float:
        """Return the highest value on the axis, and set the axis."""
        raise NotImplementedError

    def label(self, week: WeekDone) -> str:
        """Return what stands below a week."""
        raise NotImplementedError

    def columns(self, placed: Sequence[tuple[float, WeekDone]], row: float) -> None:
        """Draw every week about its place; a row of cells is so much of the axis."""
        raise NotImplementedError

    def line_at(self, middle: float, level: float, row: float, name: str) -> None:
        """Draw a dotted line through a week at a level."""
        start = round(middle - (self.pitch - 1) / 2)
        self.write(start, (int(level / row) + 0.5) * row, _LINE * (self.pitch - 1), name)


class LoadPlot(WeekPlot):
    """The added load carried as bars, the planned one dotted where it differs, the figure below."""

    def top(self) -> float:
        """Return the heaviest of all, in the unit in use."""
        loads = [
            kg
            for week in self.weeks
            for kg in (week.added_load_max_kg, week.planned_load_kg)
            if kg is not None
        ]
        top = say.in_unit(_HEADROOM * max([SMALLEST_SCALE_KG, *loads]))
        step = next((each for each in _STEPS if top < 4 * each), top)
        ticks = [step * number for number in range(int(top / step) + 1)]
        last = ticks[-1]
        self.set_y_formatter(
            Labels(
                ticks,
                lambda tick: (
                    f"{say.number(tick, 0)} {say.mass_unit}" if tick == last else say.number(tick, 0)
                ),
            )
        )
        return top

    def label(self, week: WeekDone) -> str:
        """Return the load in figures."""
        return kilos(week.added_load_max_kg)

    def columns(self, placed: Sequence[tuple[float, WeekDone]], row: float) -> None:
        """Draw bars and the plan."""
        for at, week in placed:
            if week.added_load_max_kg:
                self.column(at, say.in_unit(week.added_load_max_kg), self.pitch - 1, row, "line")
        for at, week in placed:
            planned_kg = other_plan_kg(week)
            if planned_kg is not None:
                self.line_at(at, say.in_unit(planned_kg), row, "quiet")


class PainPlot(WeekPlot):
    """Pain as a bar up to the week's mean, paler from there to the worst; the limit dotted, the worst below."""

    def top(self) -> float:
        """Return the worst there is on the scale."""
        word = say("weeks.label_pain")
        ticks = [0.0, self.acceptable_nrs, _PAIN_TOP]
        self.set_y_formatter(Labels(ticks, lambda tick: word if tick == _PAIN_TOP else say.number(tick, 0)))
        return _PAIN_TOP

    def label(self, week: WeekDone) -> str:
        """Return the worst in figures, marked when it says stop."""
        worst = worst_pain(week)
        if worst is None:
            return ""
        return say.number(worst, 0) + ("✕" if self._tone(worst) == "stop" else "")

    def columns(self, placed: Sequence[tuple[float, WeekDone]], row: float) -> None:
        """Draw the limit behind, then each week's worst and its mean."""
        for at, week in placed:
            worst = worst_pain(week)
            if worst is None:
                continue
            self.line_at(at, self.acceptable_nrs, row, "quiet")
            mean = min(worst, worst if week.pain_mean_nrs is None else week.pain_mean_nrs)
            tone = self._tone(worst)
            covered = ceil(round(2 * mean / row) / 2) <= round(2 * worst / row) / 2
            for nrs, name in ((worst, f"{tone}-band"), (mean, f"{tone}-over" if covered else tone)):
                if nrs > 0.0:
                    self.column(at, nrs, self.pitch - 1, row, name)

    def _tone(self, nrs: float) -> str:
        return pain_meaning(nrs, self.acceptable_nrs)[0]
