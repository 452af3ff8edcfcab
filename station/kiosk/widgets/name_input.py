"""The line a name is typed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.events import Key


class NameInput(Input):
    """A line for a name that leaves digits to the list while it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "key.choose", key_display="Enter")]

    @dataclass
    class Picked(Message):
        """A digit was pressed while the line was empty."""

        number: int

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether typing this key belongs to the line: not a question mark."""
        return character != "?" and super().check_consume_key(key, character)

    def on_key(self, event: Key) -> None:
        """Leave a digit to the list, in the order of what was typed: names may hold digits after their first letter."""
        if not self.value and event.character is not None and event.character in "123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.Picked(int(event.character)))
