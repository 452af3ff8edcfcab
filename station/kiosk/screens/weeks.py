"""The weeks of the plan at a glance; a cursor explains each in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from station.kiosk.screens.base import KioskScreen
from station.kiosk.week_words import week_told
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.weeks_picture import WeeksPicture
    from station.programme.model import Timeline


class WeeksScreen(KioskScreen):
    """The picture above, the chosen week in words below."""

    CSS_PATH: ClassVar = ["weeks.tcss", "../widgets/chart.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,pageup", "week(-1)", "key.week", key_display="← →"),
        Binding("right,pagedown", "week(1)", show=False),
        Binding("down", "scroll(1)", "key.scroll", key_display="↓ ↑"),
        Binding("up", "scroll(-1)", show=False),
        Binding("escape,enter,w", "back", "key.back", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.timeline: Timeline | None = None
        self.cursor = 0
        self._picture: WeeksPicture | None = None

    def body(self) -> ComposeResult:
        """Lay out title, picture, words."""
        from station.kiosk.widgets.weeks_picture import WeeksPicture  # noqa: PLC0415  no start waits for its library

        yield Say(say("weeks.reading"), id="title")
        self._picture = WeeksPicture(id="chart")
        yield self._picture
        with VerticalScroll(id="told-box", can_focus=False):
            yield Paragraphs(id="told")

    def on_mount(self) -> None:
        """Show what came before the widgets were there."""
        if self.timeline is not None:
            self._show()

    def show_weeks(self, timeline: Timeline) -> None:
        """Take the weeks; the cursor begins on this one."""
        self.timeline = timeline
        states = [week.state for week in timeline.weeks]
        self.cursor = states.index("now") if "now" in states else max(0, len(states) - 1)
        if self.drawable:
            self._show()

    def failed(self) -> None:
        """Say that the weeks could not be read."""
        if self.drawable:
            self.query_one("#title", Say).show(say("weeks.none"))

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    def action_week(self, by: int) -> None:
        """Go to another week."""
        if self.timeline is not None and self.timeline.weeks:
            self.cursor = min(len(self.timeline.weeks) - 1, max(0, self.cursor + by))
            self._show()

    def action_scroll(self, lines: int) -> None:
        """Go down or up in the words."""
        self.query_one("#told-box").scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Back to where this was asked for."""
        self.app.pop_screen()

    def _show(self) -> None:
        timeline = self.timeline
        if timeline is None or not timeline.weeks:
            self.query_one("#title", Say).show(say("weeks.none"))
            return
        self.query_one("#title", Say).show(say("weeks.title"))
        if self._picture is not None:
            self._picture.show(timeline.weeks, self.cursor)
        self.query_one(Paragraphs).show(week_told(timeline.weeks[self.cursor], timeline.today))
        self.query_one("#told-box").scroll_home(animate=False)
