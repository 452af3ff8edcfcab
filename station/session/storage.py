"""The storage thread: commits batches of events and hands the receipts back to the one stream."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

from station.errors import StationError
from station.events import Alarm
from station.session.items import Publish, Stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Event, Saved
    from station.session.items import Item
    from station.sources import HostTime

RETRY_S = 1.0
LAST_TRIES = 3
"""Once the session is ending, a store that still refuses gets this many more chances."""


class EventWriter(Protocol):
    """What stores events: ``station.store.StoreWriter``."""

    def handle(self, events: Sequence[Event]) -> list[Saved]:
        """Store a batch as a whole or not at all; return what is on disk now."""


class Storage:
    """Owns the writer. A store that refuses (a full disk) is tried again; nothing is skipped meanwhile."""

    def __init__(self, writer: EventWriter, inbox: SimpleQueue[Item], time: HostTime) -> None:
        self._writer, self._inbox, self._time = writer, inbox, time
        self._batches: SimpleQueue[Sequence[Event] | None] = SimpleQueue()
        self._ending = threading.Event()

    def put(self, events: Sequence[Event]) -> None:
        """Queue a batch; returns at once."""
        self._batches.put(events)

    def finish(self) -> None:
        """No more batches will come: store what is queued, then say ``Stored``."""
        self._ending.set()
        self._batches.put(None)

    def run(self) -> None:
        """Store batches until ``finish``."""
        while (batch := self._batches.get()) is not None:
            saved = self._store(batch)
            if saved:
                self._inbox.put(Publish(saved))
        self._inbox.put(Stored())

    def _store(self, batch: Sequence[Event]) -> list[Saved]:
        tries_left = LAST_TRIES
        told = ""
        while tries_left:
            try:
                return self._writer.handle(batch)
            except StationError as error:
                if str(error) != told:
                    told = str(error)
                    self._alarm(told)
            if self._ending.is_set():
                tries_left -= 1
            self._ending.wait(RETRY_S)
        self._alarm(f"{len(batch)} events could not be saved")
        return []

    def _alarm(self, message: str) -> None:
        self._inbox.put(Publish([Alarm("storage", message, self._time.now_us())]))
