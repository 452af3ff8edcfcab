"""What every screen of the kiosk shares: a banner above, states and keys below, a snapshot to draw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widgets import Footer

from station.kiosk.widgets.status import Banner, StatusLine
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from station.kiosk.app import KioskApp
    from station.kiosk.snapshot import Snapshot


class KioskScreen(Screen[None]):
    """A screen that draws snapshots; it knows nothing but the newest one."""

    BLANK = True
    snapshot: Snapshot | None = None
    drawable = False
    """Whether the widgets are there; a frame may come before them."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the keys do now, in the language spoken: a binding's description is a key of the catalogue."""
        return {
            key: active._replace(
                binding=replace(active.binding, description=say.words_of(active.binding.description))
            )
            for key, active in super().active_bindings.items()
        }

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
        yield from self.body()
        yield StatusLine(id="status")
        yield Footer(show_command_palette=False, compact=True)

    def body(self) -> ComposeResult:
        """Return the screen's own widgets."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot."""
        self.snapshot = snapshot
        self.query_one(Banner).show_notice(snapshot)
        self.query_one(StatusLine).show(snapshot)
        self.draw(snapshot)

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the screen's own part of a snapshot."""
        raise NotImplementedError
