"""The first screen: nobody is here. A key, or stepping on, leads to the list of people.

Keys do not come here: ``EarlyKeys`` takes them, so that no letter of a name is lost on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from station.instants import utc
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.force_trace import ForceTrace
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.idling import Kind
    from station.kiosk.snapshot import Snapshot

SEEN_S = 1.5
"""So long the force line shows somebody who steps on before the list of people comes, device time."""


class AttractScreen(KioskScreen):
    """Says what this is and how to begin; dim when nobody has been here for long."""

    CSS_PATH = "attract.tcss"
    idle_kind: ClassVar[Kind] = "attract"

    def __init__(self) -> None:
        super().__init__()
        self._empty_seen = False
        self._on_since_s: float | None = None

    def body(self) -> ComposeResult:
        """Lay out the name, what to do, and the force of whoever steps on."""
        with Rows(id="attract"):
            yield Figure(id="product")
            yield Say(say("attract.what"), id="what")
            yield Say(say("attract.begin"), id="begin")
            yield ForceTrace(id="trace")
            yield Say("", id="time")

    def on_mount(self) -> None:
        """Say what this is, as large as there is room."""
        self.query_one("#product", Figure).show(say("attract.name"))

    def draw(self, snapshot: Snapshot) -> None:
        """Show who steps on, then ask who that is; a bag that stood there before is nobody."""
        now = utc(self.kiosk.wall_us()).astimezone()
        self.query_one("#time", Say).show(f"{now:%H:%M}")
        there = snapshot.link == "connected" and not snapshot.blind
        self.query_one("#begin", Say).show(say("attract.begin" if there else "attract.press"))
        known = snapshot.stance is not None and not snapshot.blind
        on = known and snapshot.standing
        if known and not on:
            self._empty_seen, self._on_since_s = True, None
        stepped_on = on and self._empty_seen
        self.set_class(stepped_on, "-on")
        if not stepped_on:
            return
        self.query_one(ForceTrace).show(snapshot)
        end_s = snapshot.trace.end_s
        if end_s is None:
            return
        if self._on_since_s is None:
            self._on_since_s = end_s
        if end_s - self._on_since_s >= SEEN_S:
            self.kiosk.ask_who()

    def dim(self) -> None:
        """Go dark: nobody was here for long."""
        self.add_class("-dim")

    def on_click(self) -> None:
        """Ask who is there after a click, too."""
        self.kiosk.ask_who()
