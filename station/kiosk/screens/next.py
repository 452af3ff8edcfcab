"""What comes next: the last screen of a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.menu import MenuScreen
from station.kiosk.telling import day_words, plan_words, spoken
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say, set_tone
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.menu import Item, Menu
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.course import Course
    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Advice

_ALERTS = 2


class NextScreen(MenuScreen):
    """Says what the plan makes of what was done and said, and when it goes on."""

    CSS_PATH = "next.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "home", "key.done", key_display="Esc"),
    ]

    def __init__(self, course: Course, advice: Advice) -> None:
        super().__init__()
        self.course, self.advice = course, advice

    def body(self) -> ComposeResult:
        """Lay out the next day in large, then the sentences."""
        with Columns(id="heading"):
            yield Say(say("next.title"), id="title")
            yield Fits(id="plan")
        with Rows(id="page"):
            yield Say("", id="when")
            yield Say("", id="next")
            yield Say("", id="why")
            yield Say("", id="also")
            yield Say(say("next.thanks"), id="thanks")
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Show the advice."""
        advice = self.advice
        self.query_one(Fits).offer(*plan_words(advice))
        when = self.query_one("#when", Say)
        when.show(next_words(advice))
        set_tone(when, "stop" if advice.action == "stop_and_ask" else None)
        self.query_one("#next", Say).show(spoken(advice.next))
        self.query_one("#why", Say).show(say("today.rule", sentence=spoken(advice.why)))
        self.query_one("#also", Say).show("\n".join(_also(advice)))
        items = (
            Item("home", say("menu.home")),
            Item("why", say("menu.why"), say("letter.why")),
            Item("weeks", say("menu.weeks"), say("letter.weeks")),
            Item("undo", say("menu.answers"), say("letter.undo")),
        )
        self.offer(items)

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    def do(self, action: str) -> None:
        """Do what was chosen."""
        self.course.today_asked(action)

    def action_home(self) -> None:
        """Goodbye."""
        self.course.today_asked("home")


def next_words(advice: Advice) -> str:
    """Return when it goes on."""
    open_sets = [one for one in advice.sets if not one.done]
    if advice.action == "train" and len(open_sets) == len(advice.sets) and advice.session_of_day > 1:
        return say("next.again")
    if advice.action == "train" and any(one.done or one.short for one in advice.sets):
        return say("next.open", count=len(open_sets))
    if advice.next_day is None:
        return say("next.rest_title") if advice.action == "rest" else say("next.title")
    return say("next.when", day=day_words(advice.next_day, advice.day))


def _also(advice: Advice) -> list[str]:
    said = [f"!  {spoken(one.sentence)}" for one in advice.alerts[:_ALERTS]]
    running = advice.running
    if running is not None and running.open:
        title = harmless(say.plan_text(running.title), 80)
        said.append(say("running.level", level=running.level, levels=running.levels, title=title))
    return said
