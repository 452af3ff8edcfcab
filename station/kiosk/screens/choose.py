"""One plain question with a few answers to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot

_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it stands for, its words, and what they mean."""

    value: str
    words: str
    note: str = ""


class ChooseScreen(KioskScreen):
    """Digits or arrows and Enter choose; Esc leaves it open."""

    CSS_PATH = "choose.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "key.choose", key_display="Enter", priority=True),
        Binding("up,pageup,left", "move(-1)", "key.up", key_display="↑", priority=True),
        Binding("down,pagedown,right", "move(1)", "key.down", key_display="↓", priority=True),
        Binding("escape", "leave", "key.not_now", key_display="Esc"),
        *(Binding(str(digit), f"pick({digit})", show=False) for digit in range(1, _NUMBERED + 1)),
    ]

    def __init__(
        self,
        question: str,
        note: str,
        choices: Sequence[Choice],
        then: Callable[[str | None], None],
        *,
        marked: int = 0,
    ) -> None:
        """``then`` gets the chosen value, ``None`` when it is left open."""
        super().__init__()
        self.question_text, self.note_text = question, note
        self.choices, self._then, self._marked = tuple(choices), then, marked
        self._left = False

    def body(self) -> ComposeResult:
        """Lay out the question, a note, the list."""
        with Rows(classes="page"), Rows(classes="column"):
            yield Say(self.question_text, id="question")
            yield Say(self.note_text, id="note")
            yield OptionList(
                *map(self._option, range(len(self.choices))), id="choices", markup=False, compact=True
            )
            yield Say("", id="more")

    def on_mount(self) -> None:
        """Mark the likeliest answer."""
        choices = self.query_one(OptionList)
        choices.can_focus = False
        choices.highlighted = self._marked if self.choices else None

    def draw(self, snapshot: Snapshot) -> None:
        """Say that the list goes on below, where it does."""
        del snapshot
        choices = self.query_one(OptionList)
        self.query_one("#more", Say).show(
            say("choose.more") if choices.scroll_target_y < choices.max_scroll_y else ""
        )

    def action_move(self, step: int) -> None:
        """Move the mark through the list, around its ends."""
        choices = self.query_one(OptionList)
        if self.choices:
            choices.highlighted = ((choices.highlighted or 0) + step) % len(self.choices)

    def action_choose(self) -> None:
        """Choose the marked line."""
        highlighted = self.query_one(OptionList).highlighted
        self._end(None if highlighted is None else self.choices[highlighted].value)

    def action_pick(self, number: int) -> None:
        """Choose the line with this number."""
        if number <= len(self.choices):
            self._end(self.choices[number - 1].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose with the mouse."""
        self._end(self.choices[event.option_index].value)

    def action_leave(self) -> None:
        """Choose nothing."""
        self._end(None)

    def _end(self, value: str | None) -> None:
        """Hand over what was chosen, once: a key may come while it is being kept."""
        if not self._left:
            self._left = True
            self._then(value)

    def _option(self, at: int) -> Option:
        choice = self.choices[at]
        words = Text(harmless(choice.words, 60), "bold")
        if choice.note:
            words.append(f"\n{harmless(choice.note, 200)}", "not bold dim")
        row = Table.grid()
        row.add_column(width=3)
        row.add_column()
        row.add_row(Text(f"{at + 1}" if at < _NUMBERED else "", "dim"), words)
        return Option(row)
