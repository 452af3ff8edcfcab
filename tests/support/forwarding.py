"""A forwarder under test: what it says, how long it would have waited, and stores worth forwarding."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from station.events import InfluxState
from station.sinks.influx import Forwarder
from station.store import Store, StoreWriter
from tests.support.stream import OPENED_US, visit
from tests.support.watch import Heard

if TYPE_CHECKING:
    from station.config import InfluxSection
    from station.events import Event

HOUR_US = 3_600_000_000
SHORT_PAUSE_S = 0.02


def fill(store: Store, visits: int = 1, *, sets: int = 2, reps: int = 4) -> None:
    """Store whole visits, each an hour after the one before."""
    writer = StoreWriter(store, "clinic", "step1")
    first = len(store.sessions(limit=-1))
    for number in range(first, first + visits):
        writer.handle(visit(f"visit{number}", sets, reps, OPENED_US + number * HOUR_US))


def push(store: Store, config: InfluxSection, token: str | None) -> InfluxState:
    """Send what waits, once."""
    return Forwarder(store, config, token, lambda _: None).push_once()


class Running:
    """A forwarder in its thread; its pauses are written down and cut short, so no test waits for them."""

    def __init__(self, store: Store, config: InfluxSection, token: str | None) -> None:
        self.heard = Heard()
        self.pauses: list[float] = []
        self._ended = threading.Event()
        self._forwarder = Forwarder(store, config, token, self.heard, unit=lambda: 0.0, pause=self._pause)

    def _pause(self, wait_s: float) -> None:
        self.pauses.append(wait_s)
        self._ended.wait(SHORT_PAUSE_S)

    def __enter__(self) -> Self:
        self._forwarder.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._forwarder.stop()

    def wait_for(self, state: str, words: str = "") -> InfluxState:
        """Return the first state of that kind, told already or still to come, whose detail has the words."""

        def wanted(event: Event) -> bool:
            return isinstance(event, InfluxState) and event.state == state and words in event.detail

        event = self.heard.wait_for(wanted)
        assert isinstance(event, InfluxState)
        return event
