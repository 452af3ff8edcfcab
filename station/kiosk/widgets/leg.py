"""One leg's corner of the screen: its name in its hue, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult


class LegPanel(Rows):
    """A leg's rep count in huge figures; lit while that leg works."""

    def __init__(self, side: Literal["left", "right"]) -> None:
        super().__init__(id=f"leg-{side}", classes=f"-{side}")
        self.side = side
        self.count = 0
        self._shown: tuple[int, bool, str] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the name, the count and a word below."""
        yield Say(say(f"SIDE.{self.side}"), classes="leg-name")
        yield Figure(classes="leg-count")
        yield Say("", classes="leg-word")

    def show(self, count: int, *, working: bool, word: str = "") -> None:
        """Show the count and whether this leg carries the load now."""
        if (count, working, word) == self._shown:
            return
        self.count, self._shown = count, (count, working, word)
        self.set_class(working, "-working")
        self.query_one(Figure).show(str(count))
        name = say(f"SIDE.{self.side}")
        mark = ("◀ {}", "{} ▶")[self.side == "right"] if working else "{}"
        self.query_one(".leg-name", Say).show(mark.format(name))
        self.query_one(".leg-word", Say).show(word)
