"""What every screen of the kiosk shares: a banner above, states and keys below, a snapshot to draw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.screen import Screen
from textual.widget import Widget

from station.kiosk.widgets.boxes import grounded
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.keys import Keys
from station.kiosk.widgets.painting import Painter
from station.kiosk.widgets.status import Banner, StatusLine
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.geometry import Region
    from textual.strip import Strip

    from station.kiosk.app import KioskApp
    from station.kiosk.idling import Kind
    from station.kiosk.snapshot import Snapshot

W = TypeVar("W", bound=Widget)

NAMED_FROM_CELLS: Final[dict[str, int]] = {"other_person": 104, "undo": 104, "pause": 74}
"""Width from which on the foot names what can be done on many screens."""


class KioskScreen(Screen[None]):
    """A screen that draws snapshots; it knows nothing but the newest one."""

    BLANK = True
    idle_kind: ClassVar[Kind] = "visit"
    named_from_cells: ClassVar[Mapping[str, int]] = NAMED_FROM_CELLS
    snapshot: Snapshot | None = None
    drawable = False
    """Whether the widgets are there; a frame may come before them."""

    def __init__(self) -> None:
        super().__init__()
        self._painter = Painter(self)
        self._parts: dict[str, Widget] = {}

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the keys do now, in the language spoken: a binding's description is a key of the catalogue.

        In a narrow terminal the foot names only what has no other way; the rest is in the menu and in the help.
        """
        width = self.app.size.width
        return {
            key: active._replace(
                binding=replace(
                    active.binding,
                    description=say.words_of(active.binding.description),
                    show=active.binding.show and width >= self.named_from_cells.get(active.binding.action, 0),
                )
            )
            for key, active in super().active_bindings.items()
        }

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the ground."""
        return grounded(self, super().render_lines(crop))

    def on_mount(self) -> None:
        """Be drawn from now on."""
        self.drawable = True

    @property
    def kiosk(self) -> KioskApp:
        """The application, which owns what screens may ask for."""
        from station.kiosk.app import KioskApp  # noqa: PLC0415  the application imports its screens

        app = self.app
        assert isinstance(app, KioskApp)  # noqa: S101  these screens live in no other application
        return app

    def compose(self) -> ComposeResult:
        """Lay out the banner, the screen's own body, the states and the keys."""
        yield Banner(id="banner")
        yield Say("", id="told-line")
        yield from self.body()
        yield StatusLine(id="status")
        yield Keys(id="keys")

    def body(self) -> ComposeResult:
        """Return the screen's own widgets."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot."""
        self.snapshot = snapshot
        with self._painter.frame():
            self.part(Banner.__name__, Banner).show_notice(snapshot)
            self.part(StatusLine.__name__, StatusLine).show(snapshot)
            told = self.part("#told-line", Say)
            told.show(self.told_words(snapshot.now_s))
            if told.display != bool(told.text):
                told.display = bool(told.text)
            self.draw(snapshot)

    def part(self, selector: str, kind: type[W]) -> W:
        """Return a widget of this screen, looked for once: every frame asks for all of them."""
        part = self._parts.get(selector)
        if not isinstance(part, kind):
            part = self._parts[selector] = self.query_one(selector, kind)
        return part

    def told_words(self, now_s: float) -> str:
        """Return the line that tells of the last choice, or that nobody seems to be here."""
        return self.kiosk.told(now_s)

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the screen's own part of a snapshot."""
        raise NotImplementedError
