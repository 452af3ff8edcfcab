"""Who is training, or who joins? Recent people first; type to search or to add; a guest needs no name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from station.kiosk.finding import found
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.name_input import NameInput
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

    from station.kiosk.idling import Kind
    from station.kiosk.ports import Person
    from station.kiosk.snapshot import Snapshot

US_PER_DAY = 86_400_000_000
_DAYS_AS_DAYS, _DAYS_AS_WEEKS = 14, 60
_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Known:
    """A person with the day of their last visit, and whether they are asked for a PIN."""

    person: Person
    last_visit_us: int | None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line to choose."""

    kind: Literal["person", "add", "guest"]
    known: Known | None = None
    name: str = ""
    when: str = ""


class WhoScreen(KioskScreen):
    """The list of people and one line to type in."""

    CSS_PATH = "who.tcss"
    idle_kind: ClassVar[Kind] = "list"
    AUTO_FOCUS = "#filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "key.choose", key_display="Enter"),
        Binding("up,pageup", "move(-1)", "key.up", key_display="↑", priority=True),
        Binding("down,pagedown", "move(1)", "key.down", key_display="↓", priority=True),
        Binding("escape", "clear", "key.clear", key_display="Esc"),
        Binding("f10", "quit", "key.quit", key_display="F10", show=False),
    ]

    def __init__(self, typed: str = "", beside: str = "") -> None:
        """``typed`` is what was typed of a name so far, ``beside`` whom somebody is to take turns with."""
        super().__init__()
        self._typed_before, self.beside = typed, beside
        self.known: tuple[Known, ...] | None = None
        self.rows: tuple[Row, ...] = ()
        self._left = False
        self._chosen_early = False
        self.typable = False
        """Whether the line takes keys."""

    def body(self) -> ComposeResult:
        """Lay out the question, the line to type in and the list."""
        with Rows(classes="page"), Rows(classes="column"):
            yield Say(say("product"), id="product")
            yield Say(say("who.beside", name=self.beside) if self.beside else say("who.title"), id="title")
            yield NameInput(
                self._typed_before,
                placeholder=say("who.filter"),
                id="filter",
                max_length=60,
                select_on_focus=False,
            )
            yield OptionList(id="people", markup=False, compact=True)
            yield Say(say("who.loading"), id="note")

    def on_mount(self) -> None:
        """Ask for the people; the screen works for a guest before they come."""
        self.query_one(OptionList).can_focus = False
        self._list()
        self.kiosk.welcome.load(self)
        self.set_focus(self.query_one(NameInput))
        self.typable = True
        self.kiosk.call_later(self.kiosk.early.release)

    def show_people(self, known: tuple[Known, ...]) -> None:
        """Take the list of people."""
        self.known = known
        self._list()
        if self._chosen_early:
            self._chosen_early = False
            self.action_choose()

    def not_read(self) -> None:
        """Go on without a list: the banner says why it could not be read."""
        self.show_people(())

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    def on_key(self, event: Key) -> None:
        """Let a key that came before the line had the focus be typed into it after all."""
        line = self.query(NameInput)
        if self._here and event.is_printable and line and self.focused is None:
            event.stop()
            line.first().focus()
            line.first().post_message(event)

    def on_input_changed(self) -> None:
        """Filter while typing."""
        if self._here:
            self._list()

    def on_input_submitted(self) -> None:
        """Choose the marked line: Enter comes after all that was typed before it, however fast.

        Before the list is read nobody knows whether the name is on it: Enter waits for that.
        """
        self._chosen_early = self.known is None and bool(self.typed)
        if not self._chosen_early:
            self.action_choose()

    @property
    def typed(self) -> str:
        """What was typed, as it would be shown."""
        return harmless(self.query_one("#filter", Input).value)

    @property
    def _here(self) -> bool:
        """Whether this is the screen in front, with its widgets: keys may come before them, and after it has gone."""
        return self.drawable and self.app.screen is self

    def _list(self) -> None:
        self.rows = tuple(matching_rows(self.known or (), self.typed, self.kiosk.wall_us()))
        people = self.query_one(OptionList)
        people.clear_options()
        people.add_options(
            Option(_line(number, row, numbered=not self.typed)) for number, row in enumerate(self.rows, 1)
        )
        people.highlighted = 0
        self.query_one("#note", Say).show(
            say("who.loading")
            if self.known is None
            else ""
            if self.known or self.beside
            else say("who.nobody")
        )

    def on_name_input_picked(self, event: NameInput.Picked) -> None:
        """Choose the line with this number."""
        if self._here and event.number <= len(self.rows):
            self._choose(self.rows[event.number - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose with the mouse."""
        self._choose(self.rows[event.option_index])

    def action_move(self, step: int) -> None:
        """Move the mark through the list, around its ends."""
        if self._here and self.rows:
            people = self.query_one(OptionList)
            people.highlighted = ((people.highlighted or 0) + step) % len(self.rows)

    def action_choose(self) -> None:
        """Choose the marked line."""
        if not self._here:
            return
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self.rows):
            self._choose(self.rows[highlighted])

    def action_clear(self) -> None:
        """Forget what was typed; with nothing typed, go back to whoever was here, or to the first screen."""
        if not self._here:
            return
        line = self.query_one("#filter", Input)
        if line.value:
            line.value = ""
        else:
            self.kiosk.nobody_chosen()

    def action_quit(self) -> None:
        """Quit, when pressed twice: whoever trains comes by this key, too."""
        self.kiosk.welcome.quit_asked()

    def _choose(self, row: Row) -> None:
        """Go on with a line, once: a key may come while somebody is being added."""
        if self._left:
            return
        self._left = row.kind == "add"
        if row.kind == "add":
            self.kiosk.welcome.add(row.name, self._not_added)
        elif row.known is not None:
            self.kiosk.welcome.choose(row.known)
        else:
            self.kiosk.begin(None)

    def _not_added(self) -> None:
        self._left = False


def matching_rows(known: tuple[Known, ...], typed: str, now_us: int) -> list[Row]:
    """Return the lines to choose from: people matching what was typed, somebody new, a guest."""
    rows = [
        Row("person", one, harmless(one.person.name), ago(one.last_visit_us, now_us))
        for one in found(known, typed, lambda each: harmless(each.person.name))
    ]
    if typed.strip() and all(row.name.casefold() != typed.strip().casefold() for row in rows):
        rows.append(Row("add", name=typed))
    return [*rows, Row("guest", name=say("who.guest"), when=say("who.guest_note"))]


def ago(visit_us: int | None, now_us: int) -> str:
    """Return when somebody was here last, in words."""
    if visit_us is None:
        return say("who.never")
    days = max(0, (now_us - visit_us) // US_PER_DAY)
    if days < 2:  # noqa: PLR2004  today and yesterday have names
        return say("ago.yesterday" if days else "ago.today")
    if days < _DAYS_AS_DAYS:
        return say("ago.days", count=days)
    if days < _DAYS_AS_WEEKS:
        return say("ago.weeks", count=days // 7)
    return say("ago.months", count=days // 30)


def _line(number: int, row: Row, *, numbered: bool) -> Content:
    key = f"{number}  " if numbered and number <= _NUMBERED else "   "
    name = say("who.add", name=row.name) if row.kind == "add" else row.name
    mark = "+ " if row.kind == "add" else ""
    when = f"{row.when} · {say('who.locked')}" if row.known is not None and row.known.locked else row.when
    return Content.assemble((key, "dim"), (mark + name, "bold"), (f"   {when}", "dim"))
