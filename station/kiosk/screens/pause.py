"""A line of things to do in the middle of a visit, for whoever has two pedals only; the step goes on measuring."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.menu import MenuScreen
from station.kiosk.widgets.balance import BalanceBar
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.menu import Item, Menu
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot


class PauseScreen(MenuScreen):
    """Lies above the weighing or the live set until something is chosen, also when the athlete moves on."""

    CSS_PATH = "pause.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "key.back", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        """Lay out whose visit this is, what is kept, the things to do."""
        with Rows(id="pause"):
            yield Say(say("pause.title", name=self.kiosk.person_name), id="title")
            yield Figure(id="reps")
            yield Say("", id="kept")
            yield BalanceBar(id="balance")
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Offer what is possible now."""
        self.offer(tuple(self._items()))

    def _items(self) -> list[Item]:
        kiosk = self.kiosk
        other = kiosk.turns.other
        turn = say("menu.turn_to", name=other.name) if other is not None else say("menu.other")
        items = [Item("go_on", say("menu.go_on")), Item("other", turn, "X")]
        if kiosk.turns.front.undo is not None:
            items.append(Item("undo", say("menu.undo"), say("letter.undo")))
        return [*items, Item("pain", say("menu.pain")), Item("end", say("menu.end"))]

    def draw(self, snapshot: Snapshot) -> None:
        """Say that reps are kept, and go on counting them; only a choice takes this away."""
        reps, saved = len(snapshot.visit.reps), snapshot.visit.saved
        figure = self.query_one("#reps", Figure)
        figure.display = reps > 0
        figure.show(str(reps))
        key = "none" if not reps else "kept" if saved == reps else "saving"
        self.query_one("#kept", Say).show(say(f"pause.{key}", count=reps, saved=saved))
        self.query_one(BalanceBar).show(snapshot)

    def do(self, action: str) -> None:
        """Do what was chosen."""
        kiosk, snapshot = self.kiosk, self.snapshot
        self.action_back()
        if action == "other":
            kiosk.other_turn()
        elif action == "undo":
            kiosk.undo()
        elif action == "pain":
            kiosk.course.symptoms.sharp_pain(snapshot)
        elif action == "end":
            kiosk.finish()

    def action_back(self) -> None:
        """Go on as before."""
        if self.is_current:
            self.app.pop_screen()
