"""``station kiosk --view``: the application that watches. It holds no store, no session and no port."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.kiosk.aids import Aids
from station.kiosk.frames import CALM_S
from station.kiosk.look import Look
from station.kiosk.screens.base import KioskScreen
from station.kiosk.terminal import ending_with_terminal
from station.kiosk.view.onlooker import Onlooker
from station.kiosk.view.screens import SetPage, StepPage, ViewPage, VisitPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.kiosk.planned import SetQueue
    from station.kiosk.view.onlooker import Watched

FRAMES_PER_S: Final = 20
INTERRUPTED: Final = 130
PAGES: Final = (SetPage, VisitPage, StepPage)


class Following:
    """What the live set reads of a plan: only what was told."""

    def __init__(self, onlooker: Onlooker) -> None:
        self._onlooker = onlooker

    @property
    def queue(self) -> SetQueue:
        """Today's sets."""
        return self._onlooker.queue


class ViewApp(Aids):
    """Three pages of one running station."""

    CSS_PATH = "../kiosk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "key.quit", show=False, priority=True),
    ]

    def __init__(
        self, watched: Watched, *, look: Look | None = None, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.onlooker = Onlooker(watched)
        self.course = Following(self.onlooker)
        self._clock_s = clock_s
        self.wear(look or Look())

    def on_mount(self) -> None:
        """Begin to look for the station."""
        self.onlooker.watched.start()
        self.push_screen(SetPage())
        self.set_interval(CALM_S if self.look.reduced_motion else 1 / FRAMES_PER_S, self.frame)

    def frame(self) -> None:
        """Fold what was heard since the last frame and draw once."""
        if not self.is_running:
            return
        now_s = self._clock_s()
        self.onlooker.look(now_s)
        screen = self.screen
        if isinstance(screen, KioskScreen) and screen.drawable:
            screen.show(self.onlooker.snapshot(now_s))

    def action_page(self, name: str) -> None:
        """Show a page."""
        screen = self.screen
        if isinstance(screen, ViewPage) and screen.page != name:
            self.switch_screen(next(page for page in PAGES if page.page == name)())

    def action_turn(self, by: int) -> None:
        """Show the next page, or the one before."""
        screen = self.screen
        if isinstance(screen, ViewPage):
            names = [page.page for page in PAGES]
            self.action_page(names[(names.index(screen.page) + by) % len(names)])

    def action_interrupt(self) -> None:
        """Leave in order; the exit code tells the shell of Ctrl-C."""
        self.exit(return_code=INTERRUPTED)

    def leave_keys(self) -> None:
        """Let the thread that waits for keys end, also where the screen was not closed in order."""
        waiting = getattr(self._driver, "exit_event", None)
        if waiting is not None:
            waiting.set()


def run_view(watched: Watched, look: Look) -> int:
    """Show the view until it is left; return the exit code."""
    app = ViewApp(watched, look=look)
    try:
        with ending_with_terminal():
            try:
                app.run()
            finally:
                app.leave_keys()
    finally:
        watched.stop()
    return app.return_code or 0
