"""Everybody who is told events, in order; one that fails is told no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.events import Event
    from station.session.timeline import TimeLine

    Subscriber = Callable[[Sequence[Event]], None]


class Audience:
    """Told by the core thread; anybody may join and leave from any thread."""

    def __init__(self, time: TimeLine) -> None:
        self._time = time
        self._subscribers: list[Subscriber] = []

    def join(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` with every batch of events from now on."""
        self._subscribers = [*self._subscribers, subscriber]

    def leave(self, subscriber: Subscriber) -> None:
        """Call it no more."""
        self._subscribers = [other for other in self._subscribers if other is not subscriber]

    def tell(self, events: Sequence[Event]) -> None:
        """Tell everybody; that one failed, the others learn."""
        failures: list[Event] = []
        for subscriber in self._subscribers:
            try:
                subscriber(events)
            except Exception as error:  # noqa: BLE001  one broken screen must not stop measuring: it is an alarm
                self.leave(subscriber)
                failures.append(Alarm("subscriber", f"{type(error).__name__}: {error}", self._time.now_us()))
        if failures:
            self.tell(failures)
