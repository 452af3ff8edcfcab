"""A visit in one picture: its reps as bars, left above the line and right below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from station.kiosk.widgets.drawing import LOWER_EIGHTHS, strip_of
from station.kiosk.words import say

if TYPE_CHECKING:
    from station.kiosk.snapshot import RepLine

_HEADROOM: Final = 1.15
_LABEL_CELLS: Final = 5
_WIDEST_BAR: Final = 8
_WORDS_FROM_CELLS: Final = 5


class RepBars(Widget):
    """Seconds on one leg per rep; a dotted line at the target; a symbol under each rep that was not good."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bars--left", "bars--right", "bars--both", "bars--target", "bars--go", "bars--mind", "bars--stop",
        "bars--quiet",
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.above: tuple[RepLine, ...] = ()
        self.below: tuple[RepLine, ...] = ()
        self.target_s = 3.0

    def show(self, lines: tuple[RepLine, ...], target_s: float) -> None:
        """Show these reps against a target."""
        above = tuple(line for line in lines if line.rep.side != "right")
        below = tuple(line for line in lines if line.rep.side == "right")
        if (above, below, target_s) != (self.above, self.below, self.target_s):
            self.above, self.below, self.target_s = above, below, target_s
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row: bars growing up, the symbols of both, bars growing down."""
        blank = self.rich_style
        rows = (self.size.height - 2) // 2
        if rows < 1 or not (self.above or self.below):
            return Strip.blank(self.size.width, blank)
        if y < rows:
            parts = self._bars(self.above, rows - 1 - y, rows, upward=True)
        elif y in (rows, rows + 1):
            parts = self._symbols(self.above if y == rows else self.below)
        elif y < 2 * rows + 2:
            parts = self._bars(self.below, y - rows - 2, rows, upward=False)
        else:
            parts = []
        return strip_of(parts, self.size.width, blank)

    @property
    def _pitch(self) -> int:
        """Cells from one bar to the next."""
        longest = max(len(self.above), len(self.below), 1)
        return max(1, min(_WIDEST_BAR + 1, (self.size.width - _LABEL_CELLS) // longest))

    def _scale_s(self) -> float:
        return _HEADROOM * max(self.target_s, *(_seconds(line) for line in (*self.above, *self.below)))

    def _bars(
        self, lines: tuple[RepLine, ...], row: int, rows: int, *, upward: bool
    ) -> list[tuple[str, Style]]:
        """Return one row of bars; ``row`` counts from the line between the feet."""
        scale = 8 * rows / self._scale_s()
        on_target = int(self.target_s * scale) // 8 == row
        target = self.get_component_rich_style("bars--target")
        gap = "┄" if on_target else " "
        bar_cells = max(1, self._pitch - 1)
        parts: list[tuple[str, Style]] = []
        for line in lines:
            eighths = min(8, max(0, round(_seconds(line) * scale) - 8 * row))
            style = self.get_component_rich_style(f"bars--{line.rep.side}")
            if eighths == 0:
                parts.append((gap * bar_cells, target))
            elif upward:
                parts.append((LOWER_EIGHTHS[eighths] * bar_cells, style))
            else:  # a bar growing down is a lower block in the colours exchanged
                swapped = Style(color=style.bgcolor, bgcolor=style.color)
                parts.append((LOWER_EIGHTHS[8 - eighths] * bar_cells, swapped))
            parts.append((gap * (self._pitch - bar_cells), target))
        used = sum(len(text) for text, _ in parts)
        label = f" {say.number(self.target_s, 0)} {say('unit.s')}" if on_target else ""
        return [*parts, (gap * (self.size.width - used - len(label)) + label, target)]

    def _symbols(self, lines: tuple[RepLine, ...]) -> list[tuple[str, Style]]:
        """Return the row that says of each bar how the rep was."""
        bar_cells = max(1, self._pitch - 1)
        parts: list[tuple[str, Style]] = []
        for line in lines:
            words = line.verdict.symbol
            if bar_cells >= _WORDS_FROM_CELLS:
                words = f"{words} {say.number(_seconds(line))}"
            style = self.get_component_rich_style(f"bars--{line.verdict.tone}")
            parts.append((words.center(bar_cells) + " " * (self._pitch - bar_cells), style))
        return parts


def _seconds(line: RepLine) -> float:
    seconds = line.rep.single_leg_time_s
    return (line.rep.eccentric_tut_s if seconds is None else seconds) or 0.0
