"""Running a live session in a test and looking at what it told."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from station.events import (
    ClockState,
    ClockStep,
    Event,
    HealthCheck,
    HealthReport,
    InfluxState,
    Link,
    Recording,
    Saved,
    Session,
    StoreState,
    Upkeep,
)
from station.jsonl import encode
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.session import LiveSession

Kind = TypeVar("Kind", bound=Event)
END_S = 60.0
AROUND_THE_CORE = (
    Link,
    Session,
    Saved,
    InfluxState,
    StoreState,
    Recording,
    Upkeep,
    ClockState,
    ClockStep,
    HealthCheck,
    HealthReport,
)


class Told:
    """A subscriber that keeps everything, and that it came from one thread."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.threads: set[int] = set()

    def __call__(self, events: Sequence[Event]) -> None:
        """Take a batch."""
        self.threads.add(threading.get_ident())
        self.events += events

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Return the events of a kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    def links(self) -> list[str]:
        """Return the states of the link, in order."""
        return [link.state for link in self.of(Link)]

    def core_lines(self) -> list[bytes]:
        """Return what the pipeline made, as JSON lines."""
        return [encode(event) for event in self.events if not isinstance(event, AROUND_THE_CORE)]


@contextmanager
def running(session: LiveSession) -> Iterator[Told]:
    """Start a session, yield what it tells, stop it, and see that no thread of it is left."""
    told = Told()
    session.subscribe(told)
    session.start()
    try:
        yield told
    finally:
        session.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("station-")]


def run_to_end(session: LiveSession) -> Told:
    """Run a session on a finite source."""
    with running(session) as told:
        assert session.join(END_S)
    return told


def wait_for_link(told: Told, state: str, count: int = 1) -> None:
    """Wait until the link has been in a state that often."""
    wait_until(lambda: told.links().count(state) >= count)
