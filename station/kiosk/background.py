"""What the application does off the drawing thread, and events on their way to it."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from station.events import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.events import Event

_T = TypeVar("_T")


class Inbox:
    """Events on their way from the session's thread to the drawing thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: deque[Event] = deque()

    def put(self, events: Sequence[Event]) -> None:
        """Append events; called on any thread."""
        with self._lock:
            self._events.extend(events)

    def take(self) -> list[Event]:
        """Return and forget everything that came."""
        with self._lock:
            events = list(self._events)
            self._events.clear()
        return events


class Background(App[None]):
    """An application that asks slow things on threads and goes on with the answers on its own."""

    def __init__(self, wall_us: Callable[[], int] = lambda: time.time_ns() // 1000) -> None:
        super().__init__()
        self.wall_us = wall_us
        self.inbox = Inbox()
        self._continuations: dict[
            Worker[object], tuple[Callable[[object], object], Callable[[], object]]
        ] = {}

    def ask(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], object],
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Run ``work`` on a thread, then ``then`` with what it returned here; a failure becomes an alarm.

        After a failure ``otherwise`` is called instead. What belongs to a screen that has gone meanwhile is not called.
        """
        worker = self.run_worker(work, thread=True, exit_on_error=False)
        self._continuations[cast("Worker[object]", worker)] = (
            cast("Callable[[object], object]", then),
            otherwise,
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Go on after work that ended; show work that failed."""
        if event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        waiting = self._continuations.pop(event.worker, None)
        if event.state is WorkerState.ERROR:
            self.inbox.put([Alarm("kiosk", str(event.worker.error), self.wall_us())])
            if waiting is not None and not self.is_gone(waiting[1]):
                waiting[1]()
        elif event.state is WorkerState.SUCCESS and waiting is not None and not self.is_gone(waiting[0]):
            waiting[0](event.worker.result)

    def is_gone(self, continuation: Callable[..., object]) -> bool:
        """Whether this is a method of a screen that is not there any more: nothing of it can be drawn."""
        owner = getattr(continuation, "__self__", None)
        return isinstance(owner, Screen) and owner not in self.screen_stack

    def leave_keys(self) -> None:
        """Let the thread that waits for keys end, also where the screen was not closed in order."""
        waiting = getattr(self._driver, "exit_event", None)
        if waiting is not None:
            waiting.set()
