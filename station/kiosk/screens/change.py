"""A change of what the plan suggests: what, for how long, by whom, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.changing import Change, override_words, starts
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.lines import Lines, Setting
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from station.kiosk.course import Course
    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Advice, Override, Profile

NAMES: Final = ("load", "reps", "sets", "variant", "plan_week", "until", "by", "reason")


class ChangeScreen(KioskScreen):
    """Up and down choose a line, left and right change it, Enter keeps all of it."""

    CSS_PATH = "change.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "key.keep", key_display="Enter"),
        Binding("up", "move(-1)", "key.move", key_display="↑ ↓"),
        Binding("down,pagedown", "move(1)", show=False),
        Binding("pageup", "turn", show=False),
        Binding("left", "change(-1)", "key.value", key_display="← →"),
        Binding("right", "change(1)", show=False),
        Binding("escape", "leave", "key.back", key_display="Esc"),
    ]

    def __init__(
        self, course: Course, advice: Advice, profile: Profile, in_force: tuple[Override, ...]
    ) -> None:
        super().__init__()
        self.course, self.advice, self.in_force = course, advice, in_force
        self.change = Change.of(advice, profile)
        self.starts = starts(advice, self.change.loads_kg)
        self.at = 0
        self._left = False

    def body(self) -> ComposeResult:
        """Lay out the lines and what is missing."""
        yield Say(say("change.title"), id="title")
        with Rows(classes="page"), Rows(classes="column"):
            yield Lines(id="lines")
            yield Say("", id="state")

    def on_mount(self) -> None:
        """Show the lines."""
        self._show()

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    @property
    def count(self) -> int:
        """How many lines there are: those to change, another plan, the PIN, one for each override in force."""
        return len(NAMES) + 2 + len(self.in_force)

    @property
    def marked(self) -> str | None:
        """The marked line; ``None`` on one that only Enter acts on."""
        return NAMES[self.at] if self.at < len(NAMES) else None

    def action_move(self, by: int) -> None:
        """Mark another line, around the ends."""
        self.at = (self.at + by) % self.count
        self._show()

    def action_change(self, by: int) -> None:
        """Change the marked line."""
        if self.marked is not None:
            self.change.step(self.marked, by, self.starts.get(self.marked, 0))
            self._show()

    def action_turn(self) -> None:
        """Go to the next value of the marked line with a pedal; after the last one to the first."""
        if self.marked is None:
            return
        before = self.change.words(self.marked)
        self.action_change(1)
        if self.change.words(self.marked) == before:
            self.change.first(self.marked)
            self._show()

    def on_key(self, event: events.Key) -> None:
        """Take letters of a reason in a person's own words."""
        if self.marked != "reason":
            return
        if event.key == "backspace":
            self.change.typed("")
        elif event.is_printable and event.character:
            self.change.typed(event.character)
        else:
            return
        event.stop()
        self._show()

    def action_keep(self) -> None:
        """Keep the change, open the list of plans, or take an override back: as the marked line says."""
        if self._left:
            return
        if self.at == len(NAMES):
            self._left = True
            self.course.deciding.choose_plan()
        elif self.at == len(NAMES) + 1:
            self._left = True
            self.course.choose_pin()
        elif self.at > len(NAMES):
            self._left = True
            self.course.deciding.withdraw(self.in_force[self.at - len(NAMES) - 2])
        elif not self.change.changes:
            self.at = 0
            self._show()
        elif not self.change.reason:
            self.at = NAMES.index("reason")
            self._show()
        else:
            self._left = True
            self.course.deciding.keep(self.change.override(self.advice.day))

    def action_leave(self) -> None:
        """Change nothing."""
        self.course.show_today()

    def _show(self) -> None:
        settings = [self._setting(name) for name in NAMES]
        settings.append(Setting(say("change.plan"), f"({say('change.open_list')})", button=True))
        settings.append(Setting(say("change.pin"), f"({say('change.new_pin')})", button=True))
        settings += [
            Setting(f"{say('change.withdraw')}:", override_words(one), button=True) for one in self.in_force
        ]
        self.query_one(Lines).show(tuple(settings), self.at)
        ready = self.change.changes and bool(self.change.reason)
        key = "ready" if ready else "why_first" if self.change.changes else "nothing"
        self.query_one("#state", Say).show(say(f"change.{key}"), "go" if ready else "quiet")

    def _setting(self, name: str) -> Setting:
        title = say("change.week_line" if name == "plan_week" else f"change.{name}")
        changed, value = self._changed(name), self.change.words(name)
        if name in self.starts and not changed:
            value = say("change.planned", value=self.change.option(name, self.starts[name]))
        return Setting(title, value, changed)

    def _changed(self, name: str) -> bool:
        return name not in ("until", "by", "reason") and self.change.index(name) > 0
