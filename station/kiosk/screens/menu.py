"""Screens with a line of things to do: digits, arrows with Enter, or a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Key

_DIGITS = 9


class MenuScreen(KioskScreen):
    """Yield a ``Menu`` in the body, offer items, and say what each does in ``do_ACTION``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space", "choose", "key.do", key_display="Enter"),
        Binding("left,up,pageup", "move(-1)", "key.move", key_display="← →"),
        Binding("right,down,tab", "move(1)", show=False),
        *(Binding(str(digit), f"pick({digit})", show=False) for digit in range(1, _DIGITS + 1)),
    ]
    items: tuple[Item, ...] = ()
    chosen = 0

    def offer(self, items: Sequence[Item]) -> None:
        """Offer these things to do, the first one marked."""
        self.items, self.chosen = tuple(items), 0
        self.query_one(Menu).show(self.items, self.chosen)

    def do(self, action: str) -> None:
        """Do what was chosen."""
        raise NotImplementedError

    def action_move(self, by: int) -> None:
        """Move the mark, around the ends."""
        if self.items:
            self.chosen = (self.chosen + by) % len(self.items)
            self.query_one(Menu).show(self.items, self.chosen)

    def action_choose(self) -> None:
        """Do the marked thing."""
        if self.items:
            self.do(self.items[self.chosen].action)

    def action_pick(self, number: int) -> None:
        """Do the thing with this number."""
        if number <= len(self.items):
            self.do(self.items[number - 1].action)

    def on_key(self, event: Key) -> None:
        """Do the thing with the letter that was typed; which letters there are depends on the language."""
        typed = (event.character or "").upper()
        item = next((each for each in self.items if typed and each.letter == typed), None)
        if item is not None:
            event.stop()
            self.do(item.action)
