"""Why: every reason of today's suggestion, with its rule and the data it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from station.kiosk.screens.reading import ReadingScreen
from station.kiosk.telling import plan_words, reasons_told
from station.kiosk.widgets.boxes import Columns
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Advice


class WhyScreen(ReadingScreen):
    """A page to scroll through."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "scroll(2)", "key.scroll", key_display="↓ ↑"),
        Binding("up,left", "scroll(-2)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape,enter,y", "back", "key.back", key_display="Esc"),
    ]

    def __init__(self, advice: Advice) -> None:
        super().__init__()
        self.advice = advice

    def body(self) -> ComposeResult:
        """Lay out the title and the reasons."""
        with Columns(id="heading"):
            yield Say(say("why.title"), id="title")
            yield Fits(id="plan")
        with VerticalScroll(id="page", can_focus=False):
            yield Paragraphs(id="reasons")

    def on_mount(self) -> None:
        """Show the reasons."""
        self.query_one(Fits).offer(*plan_words(self.advice))
        self.query_one(Paragraphs).show(reasons_told(self.advice))

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""
