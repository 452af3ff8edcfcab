"""The reps of a set: a strip where there is little room, a table where there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.widget import Widget

from station.kiosk.verdict import is_about
from station.kiosk.widgets.drawing import strip_of
from station.kiosk.words import say

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from station.kiosk.snapshot import RepLine

_ITEM_CELLS: Final = 11
_TABLE_ROWS: Final = 4
"""From this height on there is room for a table with its heading."""
_COLUMNS: Final = (("rep", 5), ("leg", 7), ("down", 8), ("one_leg", 12), ("load", 9), ("verdict", 16))
_TABLE_CELLS: Final = sum(cells for _, cells in _COLUMNS)


class RepList(Widget):
    """The newest reps of one set; each with its leg's letter, a symbol and its seconds."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reps--left", "reps--right", "reps--both", "reps--go", "reps--mind", "reps--stop", "reps--quiet",
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.lines: tuple[RepLine, ...] = ()

    def show(self, lines: tuple[RepLine, ...]) -> None:
        """Show these reps."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    @property
    def _is_table(self) -> bool:
        return self.size.height >= _TABLE_ROWS and self.size.width >= _TABLE_CELLS

    def render_line(self, y: int) -> Strip:
        """Return one row of the strip or of the table."""
        if not self.lines:
            parts = [(say("live.no_reps"), self._style("quiet"))] if y == 0 else []
        else:
            parts = self._table_row(y) if self._is_table else self._strip_row(y)
        return strip_of(parts, self.size.width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"reps--{name}")

    def _strip_row(self, y: int) -> list[tuple[str, Style]]:
        per_row = max(1, self.size.width // _ITEM_CELLS)
        shown = self.lines[-per_row * self.size.height :]
        parts: list[tuple[str, Style]] = []
        for line in shown[y * per_row : (y + 1) * per_row]:
            leg = f"{say('letter.' + line.rep.side)}{line.rep.index}"
            value = f"{line.verdict.symbol}{_headline(line)}"
            parts.append((f"{leg} ", self._style(line.rep.side)))
            parts.append((value.ljust(_ITEM_CELLS - len(leg) - 1), self._style(line.verdict.tone)))
        return parts

    def _table_row(self, y: int) -> list[tuple[str, Style]]:
        """Return a row of the table, which stands in as many columns as there is room for."""
        columns = self.size.width // _TABLE_CELLS
        if y == 0:
            heading = "".join(say(f"table.{name}").ljust(cells) for name, cells in _COLUMNS)
            used = min(columns, -(-len(self.lines) // (self.size.height - 1)))
            return [(heading * used, self._style("quiet"))]
        rows = self.size.height - 1
        shown = self.lines[-rows * columns :]
        parts: list[tuple[str, Style]] = []
        for line in shown[y - 1 :: rows]:
            parts += self._entry(line, newest=line is shown[-1])
        return parts

    def _entry(self, line: RepLine, *, newest: bool) -> list[tuple[str, Style]]:
        plain = self.rich_style if newest else self._style("quiet")
        styles = (plain, self._style(line.rep.side), plain, plain, plain, self._style(line.verdict.tone))
        entry = zip(_cells(line), _COLUMNS, styles, strict=True)
        return [(cell.ljust(cells), style) for cell, (_, cells), style in entry]


def _headline(line: RepLine) -> str:
    seconds = line.rep.eccentric_tut_s
    seconds = line.rep.single_leg_time_s if seconds is None else seconds
    return "" if seconds is None else say.number(seconds)


def _cells(line: RepLine) -> tuple[str, ...]:
    rep, unknown = line.rep, say("table.unknown")
    about = "~" if is_about(rep) else ""
    down = (
        unknown
        if rep.eccentric_tut_s is None
        else f"{about}{say.number(rep.eccentric_tut_s)} {say('unit.s')}"
    )
    leg = unknown if rep.single_leg_time_s is None else f"{say.number(rep.single_leg_time_s)} {say('unit.s')}"
    load = unknown if rep.added_load_kg is None else f"{say.number(rep.added_load_kg)} {say('unit.kg')}"
    verdict = f"{line.verdict.symbol} {line.verdict.word}"
    return str(rep.index), say(f"side.{rep.side}"), down, leg, load, verdict
