"""From the event stream to the disk: what is worth keeping, in order, each batch all or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import (
    Alarm,
    Fault,
    Saved,
    Session,
)
from station.store.reopen import reopen
from station.store.transaction import STORED, Now, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Event
    from station.store.database import Store
    from station.store.rows import Visit


def _merge_faults(batch: Iterable[Event]) -> list[Event]:
    """Join repeated faults of one code and channel within a batch: a broken cable makes hundreds a second."""
    merged: list[Event] = []
    place: dict[tuple[str, str | None, str], int] = {}
    for event in batch:
        if not isinstance(event, STORED):
            continue
        if isinstance(event, Session):
            place.clear()
        if isinstance(event, Fault):
            key = (event.code, event.channel, event.detail)
            if key in place:
                first = merged[place[key]]
                if isinstance(first, Fault):
                    merged[place[key]] = replace(first, end_s=event.end_s, count=first.count + event.count)
                continue
            place[key] = len(merged)
        merged.append(event)
    return merged


class StoreWriter:
    """Stores one station's events; ``handle`` them in stream order from one thread.

    One call is one transaction: after a ``StoreError`` (a full disk, say) nothing of the batch is stored and
    the very same events may be handed in again.
    """

    def __init__(self, store: Store, site: str, station: str) -> None:
        self._store = store
        self._site = site
        self._station = station
        self._now = Now()

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Store a batch, told at ``time_us`` (by default the store's time); what is returned is on disk.

        An alarm among it: the plates' ratio has moved, as the history that is kept here shows.

        ``RuntimeError``, a mistake of the caller: a rep or set outside every session, an unknown athlete.
        """
        batch = _merge_faults(events)
        if not batch:
            return []
        step = Transaction(
            self._store.now_us() if time_us is None else time_us, self._site, self._station, self._now
        )
        with self._store.transaction() as connection:
            for event in batch:
                step.take(connection, event)
        self._now = step.now
        if step.queued:
            self._store.tell_outbox()
        return [*step.saved, *step.alarms]

    def go_on(self, visit: Visit) -> None:
        """Go on with a session that the database knows, interrupted or still open."""
        with self._store.transaction() as connection:
            reopen(connection, visit)
        self._now = replace(
            self._now, visit=replace(visit, state="open", closed_us=None), health_uptime_s=None
        )
