"""When the screen is drawn: as soon as force has come, after every key, and now and then when nothing comes."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Final

from station.events import ForceBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App
    from textual.message_pump import MessagePump

    from station.events import Event

SHORTEST_S: Final = 0.03
"""Frames are no closer than this: a source faster than life has frames dropped, not keys."""
CALM_S: Final = 0.25
"""... and no closer than this with reduced motion."""
SILENT_S: Final = 0.09
"""Without data for this long the screen is drawn all the same, so that what is old is told within half a second."""


class Frames:
    """Draws at the pace of the data: what was measured waits for no clock of the screen's own."""

    def __init__(
        self, app: App[None], draw: Callable[[], None], clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._draw, self._clock_s = app, draw, clock_s
        self.shortest_s = SHORTEST_S
        self._lock = Lock()
        self._asked = False
        self._drawn_s = clock_s()

    def begin(self) -> None:
        """Keep drawing when nothing comes; call it when the application is mounted."""
        self._app.set_interval(SILENT_S, self._silent)

    def arrived(self, events: Sequence[Event]) -> None:
        """Draw soon if force came; called on any thread. Many arrivals before a frame ask for one."""
        if any(isinstance(event, ForceBlock) for event in events):
            with self._lock:
                if self._asked:
                    return
                self._asked = True
            self._app.call_later(self._force_came)

    def react(self) -> None:
        """Draw as soon as the screen in front has dealt with what it was sent: a key."""
        self._draw_after(self._app.screen)

    def _draw_after(self, pump: MessagePump) -> None:
        pump.call_later(self._now)

    def _force_came(self) -> None:
        wait_s = self._drawn_s + self.shortest_s - self._clock_s()
        if wait_s > 0.0:
            self._app.set_timer(wait_s, self._now)
        else:
            self._now()

    def _silent(self) -> None:
        if self._clock_s() - self._drawn_s >= max(0.75 * SILENT_S, self.shortest_s):
            self._now()

    def _now(self) -> None:
        with self._lock:
            self._asked = False
        self._drawn_s = self._clock_s()
        self._draw()
