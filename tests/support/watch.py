"""Waiting for what another thread does: until it has happened, never for a time."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.events import Event

DEADLINE_S = 30.0


def wait_until(happened: Callable[[], bool]) -> None:
    """Return as soon as it has happened; fail the test after the deadline."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(0.005)


class Heard:
    """A subscriber that remembers, and lets a test wait for an event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = threading.Condition()

    def __call__(self, event: Event) -> None:
        """Take one event, from any thread."""
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[Event], bool]) -> Event:
        """Return the first event that is wanted, already heard or still to come."""
        with self._news:
            assert self._news.wait_for(lambda: any(map(wanted, self.events)), DEADLINE_S), self.events
            return next(event for event in self.events if wanted(event))
