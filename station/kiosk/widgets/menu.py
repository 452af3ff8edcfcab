"""A line of things to do: one is marked, each has a digit, and a letter where there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do."""

    action: str
    words: str
    letter: str = ""


class Menu(Drawn):
    """The items beside each other, the marked one lit and held between marks."""

    PREFIX = "menu"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"menu--chosen", "menu--key"}
    items: tuple[Item, ...] = ()
    chosen = 0

    def show(self, items: tuple[Item, ...], chosen: int) -> None:
        """Show these items."""
        self.items, self.chosen = items, chosen
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the line in the middle of the box; letters and distances go where there is no room for them."""
        row = next(fitting for fitting in self._tries(width) if _cells(fitting) <= width or not fitting)
        room = max(0, width - _cells(row)) // 2
        return [()] * (height // 2) + [((" " * room, ""), *row)]

    def _tries(self, width: int) -> Iterator[Row]:
        """Yield the line with ever less in it; at last the marked item with those beside it that have room."""
        everything = range(len(self.items))
        for gap, letters in ((4, True), (2, True), (2, False), (1, False)):
            yield self._line(everything, gap=gap, letters=letters)
        for count in range(len(self.items) - 1, 0, -1):
            first = min(max(0, self.chosen - count // 2), len(self.items) - count)
            yield self._line(range(first, first + count), gap=1, letters=False)
        yield ((self.items[self.chosen].words[:width], "chosen"),) if self.items else ()

    def _line(self, shown: range, *, gap: int, letters: bool) -> Row:
        parts: list[tuple[str, str]] = []
        for at in shown:
            item = self.items[at]
            lit = at == self.chosen
            key = f" {item.letter}" if letters and item.letter else ""
            marks = ("▸", "◂") if lit else (" ", " ")
            name = "chosen" if lit else ""
            parts += [(f"{marks[0]}{at + 1} ", name or "key"), (item.words, name)]
            parts += [(key, name or "key"), (marks[1], name), (" " * gap, "")]
        return tuple(parts[:-1])


def _cells(row: Row) -> int:
    return sum(cell_len(text) for text, _ in row)
