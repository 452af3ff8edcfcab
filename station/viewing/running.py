"""Letting others watch a session while it runs."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from station.config import database_path, views_dir
from station.errors import PortError
from station.events import Alarm
from station.viewing.places import LOOPBACK, Place, published
from station.viewing.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.config import Config
    from station.session import LiveSession


@contextmanager
def publishing(config: Config, session: LiveSession) -> Iterator[tuple[Publisher | None, str]]:
    """Let others watch a session meanwhile; yield the publisher, or ``None`` and why nobody can.

    On leaving the session is ended first: whoever watches hears how its last set closed, and that it was saved.
    A port that cannot be had is no reason not to measure.
    """
    if not config.kiosk.view:
        yield None, ""
        return
    try:
        publisher = Publisher(site=config.station.site, name=config.station.name, port=config.kiosk.view_port)
    except PortError as error:
        yield None, str(error)
        return
    session.subscribe(publisher.put)

    def died(who: str, error: Exception) -> None:
        session.publish(Alarm(who, f"{type(error).__name__}: {error}", time.time_ns() // 1000))

    publisher.start(died)
    place = Place(LOOPBACK, publisher.port, os.getpid(), config.station.name, str(database_path(config)))
    try:
        with published(views_dir(), place):
            yield publisher, ""
    finally:
        session.stop()
        publisher.stop()
