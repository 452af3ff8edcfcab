"""Goodbye: what is kept, when it goes on; then the next one may come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from station.kiosk.idling import Kind
    from station.kiosk.snapshot import Snapshot


class GoodbyeScreen(KioskScreen):
    """Goes by itself after a few seconds; a key, or somebody stepping on, ends it before."""

    CSS_PATH = "goodbye.tcss"
    idle_kind: ClassVar[Kind] = "goodbye"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,pageup,space,escape", "go_on", "key.next_person", key_display="Enter"),
    ]

    def __init__(self, name: str, numbers: Sequence[int], following: str = "", waiting: str = "") -> None:
        """``numbers`` are the visits of who leaves, ``following`` when it goes on, ``waiting`` whose turn it is."""
        super().__init__()
        self.person_name, self.numbers = name, tuple(numbers)
        self.following, self.waiting = following, waiting
        self._empty_seen = False

    def body(self) -> ComposeResult:
        """Lay out the farewell, the reps of today, what is kept."""
        with Rows(id="goodbye"):
            yield Say(say("goodbye.title", name=self.person_name), id="title")
            yield Figure(id="reps")
            yield Say("", id="kept")
            yield Say(self.following, id="following")
            yield Say(say("goodbye.turn", name=self.waiting) if self.waiting else "", id="waiting")

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot with what the one who leaves did: the line of states tells of that, too."""
        super().show(replace(snapshot, visit=self.kiosk.parts.of(self.numbers)))

    def draw(self, snapshot: Snapshot) -> None:
        """Tell how much is kept, as receipts still come in; let the next one step on."""
        visit = snapshot.visit
        reps, saved = len(visit.reps), visit.saved
        figure = self.query_one("#reps", Figure)
        figure.display = reps > 0
        figure.show(str(reps))
        done = saved == reps
        key = "goodbye.nothing" if not reps else "goodbye.kept" if done else "goodbye.saving"
        mark = "✓  " if reps and done else ""
        self.query_one("#kept", Say).show(
            mark + say(key, count=reps, saved=saved), "go" if reps and done else "quiet"
        )
        self.query_one("#following", Say).display = bool(self.following)
        self._step_on(snapshot)

    def _step_on(self, snapshot: Snapshot) -> None:
        if snapshot.blind or snapshot.stance is None:
            return
        if not snapshot.standing:
            self._empty_seen = True
        elif self._empty_seen:
            self.action_go_on()

    def action_go_on(self) -> None:
        """Turn to whoever waits, or ask who is next."""
        self.kiosk.go_on()
