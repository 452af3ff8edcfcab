"""Everything that runs at a step, put together: store, session, forwarder."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.config import database_path, recordings_dir
from station.errors import StoreError
from station.session.clock_keeper import ClockKeeper
from station.session.housekeeping import Housekeeper
from station.session.live import LiveSession
from station.session.pedigree import known_here
from station.session.timeline import TimeLine
from station.sinks.influx import Forwarder
from station.sources import SystemTime, ThisMachine
from station.store import Store, StoreWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.config import Config
    from station.events import Calibration


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a running station; ``session`` is not started yet."""

    session: LiveSession
    store: Store
    forwarder: Forwarder


@contextmanager
def assembled(config: Config, port: str, token: str | None, *, patient: bool = False) -> Iterator[Running]:
    """Yield a station that stores what it measures; on leaving, everything is ended in order.

    Subscribe, then ``session.start()`` and ``forwarder.start()``. ``StoreError`` when the database cannot be
    used or has another writer, and on leaving, whatever else happened, when something could not be saved.
    """
    session: LiveSession | None = None
    try:
        with _put_together(config, port, token, patient=patient) as running:
            session = running.session
            yield running
    finally:
        if session is not None and session.unsaved is not None:
            raise session.unsaved


def _calibrations(store: Store, uid: str) -> Sequence[Calibration]:
    """Return what is stored of a step's calibration; nothing while the database cannot be read, which others tell."""
    try:
        return known_here(store, uid)
    except StoreError:
        return ()


@contextmanager
def _put_together(config: Config, port: str, token: str | None, *, patient: bool) -> Iterator[Running]:
    with ExitStack() as stack:
        line = TimeLine(SystemTime())
        store = stack.enter_context(Store.open(database_path(config), clock_us=line.now_us))
        clock = ClockKeeper(store, line, ThisMachine())
        session = LiveSession(
            port,
            config,
            writer=StoreWriter(store, config.station.site, config.station.name),
            recordings_dir=recordings_dir(config) if config.station.record else None,
            plate_gains=store.plate_gains(),
            patient=patient,
            time=line,
            clock=clock.stamp,
            known_calibration=lambda uid: _calibrations(store, uid),
        )
        keeper = Housekeeper(config, store, line, session.publish, lambda: session.recording_path)
        forwarder = Forwarder(store, config.influx, token, session.publish)
        stack.callback(forwarder.stop)
        stack.callback(clock.stop)  # after the session's end, which it may have to put right
        stack.callback(session.stop)
        stack.callback(keeper.stop)
        keeper.start()
        clock.start(session.publish)
        yield Running(session, store, forwarder)
