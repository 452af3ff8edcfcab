"""Four digits: typed, or turned up one by one with pedals or arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot

PIN_DIGITS: Final = 4
_GIVEN, _OPEN = "●", "○"


class PinScreen(KioskScreen):
    """Hands over a PIN when its last digit is there; ``refuse`` asks for another."""

    CSS_PATH = "pin.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "key.digit", key_display="Enter"),
        Binding("up,right,pageup", "turn(1)", "key.turn", key_display="↑ ↓"),
        Binding("down,left,pagedown", "turn(-1)", show=False),
        Binding("backspace,delete", "clear", "key.clear", key_display="⌫"),
        Binding("escape", "back", "key.back", key_display="Esc"),
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
    ]

    def __init__(
        self, question: str, note: str, then: Callable[[PinScreen, str], None], back: Callable[[], None]
    ) -> None:
        """``then`` gets this screen and the PIN; ``back`` is done when it is left without one."""
        super().__init__()
        self.question, self.note = question, note
        self._then, self._back = then, back
        self.given = ""
        self.wheel = 0

    def body(self) -> ComposeResult:
        """Lay out whose PIN, the digit in hand, how many are given."""
        with Rows(id="pin"):
            yield Say(self.question, id="question")
            yield Figure(id="wheel")
            yield Say("", id="given")
            yield Say(self.note, id="note")

    def on_mount(self) -> None:
        """Show that nothing is given."""
        self._show()

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves by itself."""

    def refuse(self, words: str) -> None:
        """Say why it was not taken, and ask again."""
        self.given = ""
        self.query_one("#note", Say).show(words, "stop")
        self._show()

    def action_turn(self, by: int) -> None:
        """Turn to the next digit."""
        self.wheel = (self.wheel + by) % 10
        self._show()

    def action_take(self) -> None:
        """Take the digit in hand."""
        self.action_digit(self.wheel)

    def action_digit(self, digit: int) -> None:
        """Take a digit; the last one hands the PIN over."""
        if len(self.given) == PIN_DIGITS:
            return
        self.given += str(digit)
        self.wheel = 0
        self._show()
        if len(self.given) == PIN_DIGITS:
            self._then(self, self.given)

    def action_clear(self) -> None:
        """Take the last digit back."""
        if len(self.given) < PIN_DIGITS:
            self.given = self.given[:-1]
            self._show()

    def action_back(self) -> None:
        """Leave without."""
        self._back()

    def _show(self) -> None:
        self.query_one("#wheel", Figure).show(str(self.wheel))
        given, left = len(self.given), PIN_DIGITS - len(self.given)
        self.query_one("#given", Say).show("  ".join(_GIVEN * given + _OPEN * left))
