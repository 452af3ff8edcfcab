"""Lines to choose from and to change: a name, and what is chosen on it between arrows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len, set_cell_size

from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME_CELLS: Final = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """One line."""

    name: str
    value: str
    changed: bool = False
    button: bool = False
    """Enter does something on this line; arrows change nothing."""


class Lines(Drawn):
    """The marked line is lit; values that differ from the plan have a sign of their own."""

    PREFIX = "lines"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--chosen", "lines--name", "lines--changed", "lines--quiet"}
    settings: tuple[Setting, ...] = ()
    chosen = 0

    def show(self, settings: tuple[Setting, ...], chosen: int) -> None:
        """Show these lines."""
        self.settings, self.chosen = settings, chosen
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the lines, as far as there is room around the marked one."""
        first = max(0, min(self.chosen - height // 2, len(self.settings) - height))
        shown = list(enumerate(self.settings))[first : first + height]
        return [self._row(setting, width, lit=at == self.chosen) for at, setting in shown]

    def _row(self, setting: Setting, width: int, *, lit: bool) -> Row:
        sign = "✎ " if setting.changed else "  "
        if setting.button:
            room = max(0, width - cell_len(setting.name) - 5)
            value = set_cell_size(setting.value, room) if cell_len(setting.value) > room else setting.value
            text = f"{'▸ ' if lit else '  '}{sign}{setting.name}  {value}".rstrip()
            return ((set_cell_size(text, width) if lit else text, "chosen" if lit else ""),)
        arrows = ("◂ ", " ▸") if lit else ("  ", "  ")
        value = f"{arrows[0]}{setting.value}{arrows[1]}"
        text = f"{'▸ ' if lit else '  '}{sign}{setting.name.ljust(_NAME_CELLS)}"
        if lit:
            return ((set_cell_size(text + value, width), "chosen"),)
        return ((text, "name"), (value, "changed" if setting.changed else ""))
