"""One large fact: its name, huge figures, a word below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Fact(Rows):
    """Read from two metres; a leg's fact has the class ``-left`` or ``-right``."""

    def compose(self) -> ComposeResult:
        """Lay out name, figures, word."""
        yield Say("", classes="fact-name")
        yield Figure(classes="fact-figure")
        yield Say("", classes="fact-word")

    def show(self, name: str, figure: str, word: str = "", unit: str = "") -> None:
        """Show this."""
        self.query_one(".fact-name", Say).show(name)
        self.query_one(Figure).show(figure, unit)
        self.query_one(".fact-word", Say).show(word)
