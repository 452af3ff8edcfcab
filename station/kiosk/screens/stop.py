"""Sharp pain: the set is over. Nothing is asked until nobody stands on the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot


STUCK_S: Final = 20.0
"""Long enough to step off, and for whatever was pressed in haste."""


class StopScreen(KioskScreen):
    """Says stop in the largest letters there are, and waits."""

    CSS_PATH = "stop.tcss"
    named_from_cells: ClassVar = {}
    """Few keys do anything here: there is room for all of them."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space", "go_on", "key.go_on", key_display="Enter"),
        Binding("escape", "leave", "key.go_on", key_display="Esc"),
    ]

    def __init__(self, then: Callable[[], None], *, asks: bool = True) -> None:
        """``asks``: questions follow, which they do not for a guest."""
        super().__init__()
        self._then, self._asks = then, asks
        self.off = False
        self.stuck = False
        """Whether somebody, or something, has stood there for so long that a key may say that it is over."""
        self._since_s: float | None = None
        self._undoable = False

    def body(self) -> ComposeResult:
        """Lay out what to do, in large, and what is waited for."""
        with Rows(id="stop"):
            yield Figure(id="title")
            yield Say(say("stop.set"), id="set")
            yield Say(say("stop.off"), id="off")
            yield Say("", id="state")
            yield Say(say("stop.kept" if self._asks else "stop.kept_guest"), id="kept")
            yield Say(say("stop.slip" if self._asks else "stop.slip_guest"), id="slip")

    def on_mount(self) -> None:
        """Say it at once."""
        self.query_one(Figure).show(say("stop.title"))

    def draw(self, snapshot: Snapshot) -> None:
        """Say whether somebody still stands there."""
        blind = snapshot.blind or snapshot.stance is None or snapshot.link != "connected"
        off = blind or snapshot.stance == "empty"
        key = "stop.no_step" if blind else "stop.gone_on" if off else "stop.wait_off"
        self.query_one("#state", Say).show(say(key), "go" if off and not blind else "quiet")
        self._since_s = snapshot.now_s if self._since_s is None else self._since_s
        stuck = snapshot.now_s - self._since_s >= STUCK_S
        undoable = self.kiosk.turns.front.undo is not None
        if (off, stuck, undoable) != (self.off, self.stuck, self._undoable):
            self.off, self.stuck, self._undoable = off, stuck, undoable
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only once nobody stands there, or after a while: a bag on the plates holds nobody here."""
        del parameters
        return self.off if action == "go_on" else action != "leave" or (self.stuck and not self.off)

    def action_go_on(self) -> None:
        """Ask how it was."""
        self._then()

    def action_leave(self) -> None:
        """Ask how it was, although somebody seems to stand there."""
        self._then()
