"""Sharp pain: the set is over. Nothing is asked until nobody stands on the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

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


class StopScreen(KioskScreen):
    """Says stop in the largest letters there are, and waits."""

    CSS_PATH = "stop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space,escape", "go_on", "key.go_on", key_display="Enter"),
    ]

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self._then = then
        self.off = False

    def body(self) -> ComposeResult:
        """Lay out what to do, in large, and what is waited for."""
        with Rows(id="stop"):
            yield Figure(id="title")
            yield Say(say("stop.set"), id="set")
            yield Say(say("stop.off"), id="off")
            yield Say("", id="state")
            yield Say(say("stop.kept"), id="kept")
            yield Say(say("stop.slip"), id="slip")

    def on_mount(self) -> None:
        """Say it at once."""
        self.query_one(Figure).show(say("stop.title"))

    def draw(self, snapshot: Snapshot) -> None:
        """Say whether somebody still stands there."""
        blind = snapshot.blind or snapshot.stance is None or snapshot.link != "connected"
        off = blind or snapshot.stance == "empty"
        key = "stop.no_step" if blind else "stop.gone_on" if off else "stop.wait_off"
        self.query_one("#state", Say).show(say(key), "go" if off and not blind else "quiet")
        if off != self.off:
            self.off = off
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only once nobody stands there."""
        del parameters
        return action != "go_on" or self.off

    def action_go_on(self) -> None:
        """Ask how it was."""
        self._then()
