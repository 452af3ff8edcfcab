"""Everything that runs at a step, put together: store, session, forwarder."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.config import database_path, recordings_dir
from station.session.housekeeping import Housekeeper
from station.session.live import LiveSession
from station.sinks.influx import Forwarder
from station.sources import SystemTime
from station.store import Store, StoreWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.config import Config


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a running station; ``session`` is not started yet."""

    session: LiveSession
    store: Store
    forwarder: Forwarder


@contextmanager
def assembled(
    config: Config, port: str, token: str | None, *, patient: bool = False, watched: bool = True
) -> Iterator[Running]:
    """Yield a station that stores what it measures; on leaving, everything is ended in order.

    Subscribe, then ``session.start()`` and ``forwarder.start()``. ``StoreError`` when the database cannot be
    used or has another writer, and on leaving, whatever else happened, when something could not be saved.
    """
    session: LiveSession | None = None
    try:
        with _put_together(config, port, token, patient=patient, watched=watched) as running:
            session = running.session
            yield running
    finally:
        if session is not None and session.unsaved is not None:
            raise session.unsaved


@contextmanager
def _put_together(
    config: Config, port: str, token: str | None, *, patient: bool, watched: bool
) -> Iterator[Running]:
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(database_path(config)))
        session = LiveSession(
            port,
            config,
            writer=StoreWriter(store, config.station.site, config.station.name),
            recordings_dir=recordings_dir(config) if config.station.record else None,
            plate_gains=store.plate_gains(),
            patient=patient,
            watched=watched,
        )
        keeper = Housekeeper(config, store, SystemTime(), session.publish, lambda: session.recording_path)
        forwarder = Forwarder(store, config.influx, token, session.publish)
        stack.callback(forwarder.stop)
        stack.callback(session.stop)
        stack.callback(keeper.stop)
        keeper.start()
        yield Running(session, store, forwarder)
