"""The storage thread: commits batches of events and hands the receipts back to the one stream."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Literal, Protocol

from station.errors import StationError, StoreError
from station.events import StoreState
from station.session.held import Held, Holding
from station.session.items import Publish, Stored
from station.store.transaction import STORED
from station.store.unsaved import Batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Alarm, Event, Saved
    from station.session.items import Item
    from station.sources import HostTime

RETRY_S = 1.0
LAST_TRIES = 3
"""Once the session is ending, a store that still refuses gets this many more chances."""


class EventWriter(Protocol):
    """What stores events: ``station.store.StoreWriter``."""

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Store a batch, told at ``time_us``, as a whole or not at all; return what is on disk now."""


class Storage:
    """Owns the writer. What a store refuses (a full disk) is held in order and tried again every second.

    The stream is told how much is held, and when everything is saved again. What cannot be saved before the
    end goes into a file elsewhere; ``unsaved`` says so.
    """

    def __init__(
        self,
        writer: EventWriter,
        inbox: SimpleQueue[Item],
        host_time: HostTime,
        limits: Holding | None = None,
    ) -> None:
        self._writer, self._inbox, self._time = writer, inbox, host_time
        self._batches: SimpleQueue[Batch | None] = SimpleQueue()
        self._held = Held(limits or Holding())
        self._ending = threading.Event()
        self._refusal = ""
        self._tried_s: float | None = None
        self._told: StoreState | None = None
        self.unsaved: StoreError | None = None
        """What could not be saved by the end, and where it is; ``None`` when everything was."""

    def put(self, events: Sequence[Event]) -> None:
        """Queue a batch; returns at once."""
        kept = tuple(event for event in events if isinstance(event, STORED))
        if kept:
            self._batches.put(Batch(self._time.now_us(), kept))

    def finish(self) -> None:
        """No more batches will come: store what is queued, then say ``Stored``."""
        self._ending.set()
        self._batches.put(None)

    def run(self) -> None:
        """Store batches until ``finish``."""
        try:
            while self._take():
                self._store()
            self._store_at_last()
        finally:
            self._give_out()
        self._inbox.put(Stored())

    def _take(self) -> bool:
        """Hold what has come; while something waits for room, no longer than until the next try."""
        try:
            batch = self._batches.get(timeout=RETRY_S if self._held else None)
        except Empty:
            self._held.tend(self._time.now_us())
            return True
        if batch is not None:
            self._held.add(batch)
        return batch is not None

    def _store(self) -> None:
        """Save what is held, the oldest first, unless the store has just refused."""
        now_s = self._time.monotonic_s()
        if self._tried_s is not None and now_s - self._tried_s < RETRY_S and not self._ending.is_set():
            self._tell("held")
            return
        try:
            self._save_all()
        except StationError as error:
            self._refusal, self._tried_s = error.problem, now_s
            self._tell("held")
            return
        self._tried_s, self._refusal = None, ""
        if self._told is not None and self._told.state == "held":
            self._tell("ok")

    def _save_all(self) -> None:
        while (batch := self._held.first()) is not None:
            saved = self._writer.handle(batch.events, batch.time_us)
            self._held.stored()
            if saved:
                self._inbox.put(Publish(saved))

    def _store_at_last(self) -> None:
        for _ in range(LAST_TRIES):
            self._store()
            if not self._held:
                return
            time.sleep(RETRY_S)

    def _give_out(self) -> None:
        """Bring what is left to a file elsewhere, as the last deed, and say what became of it."""
        held = self._held
        while not self._batches.empty():  # only after a mistake of the program's own
            self._take()
        reps, events = held.reps, held.events
        held.end()
        if not (events or held.lost):
            return
        problem = f"NOT SAVED: {reps} reps, {events} events in all" + (
            f": {self._refusal}" if self._refusal else ""
        )
        if held.lost:
            problem += f"; {held.lost} events are lost, because no other folder took them either"
        remedy = (
            f"Make room, then: station store recover {held.path}"
            if held.path
            else "Make room before the next set"
        )
        self.unsaved = StoreError(problem, remedy)
        self._tell("unsaved", reps, events)

    def _tell(self, state: Literal["ok", "held", "unsaved"], reps: int = 0, events: int = 0) -> None:
        held = self._held
        if state == "held":
            reps, events = held.reps, held.events
        told = StoreState(state, reps, events, self._refusal, str(held.path or ""), held.lost)
        if self._told is None or replace(told, events=self._told.events) != self._told:
            self._told = told
            self._inbox.put(Publish([told]))
