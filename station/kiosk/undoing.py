"""The last choice, which one key takes back, and the line that says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.background import Background
from station.kiosk.turns import Undo
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.kiosk.turns import Turns

TOLD_S: Final = 6.0
"""A line that only tells something stays this long."""


class Undoing(Background):
    """Tells for a moment what was done, and takes back what whoever is in front chose last."""

    turns: Turns

    def __init__(self, clock_s: Callable[[], float], wall_us: Callable[[], int]) -> None:
        super().__init__(wall_us)
        self._clock_s = clock_s
        self._told = ("", 0.0)

    def now_s(self) -> float:
        """Return the drawing clock, seconds."""
        return self._clock_s()

    def offer_undo(self, what: str, do: Callable[[], None], *, told: bool = True) -> None:
        """Let the last choice be taken back; ``what`` names the words that say so."""
        self.turns.front.undo = Undo(what, do)
        if told:
            self.tell(say(f"kept.{what}"))

    def undo(self) -> None:
        """Take the last choice back, and say what that was."""
        undo, self.turns.front.undo = self.turns.front.undo, None
        if undo is not None:
            undo.do()
            self.tell(say(f"undone.{undo.what}"))

    def tell(self, words: str) -> None:
        """Show a line for a moment."""
        self._told = (words, self._clock_s() + TOLD_S)

    def told(self, now_s: float) -> str:
        """Return the line to be shown now; empty for none."""
        words, until_s = self._told
        return words if now_s < until_s else ""
