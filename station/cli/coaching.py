"""What ``plan``, ``symptom`` and ``live`` share: a coach over the store, and entries with a day that can be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from station.cli.clocks import clock_now
from station.cli.common import effective, find_athlete
from station.coach import Coach, Library
from station.coach.days import noon_us
from station.config import database_path
from station.errors import UsageError
from station.store import Store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from station.config import Config, Effective
    from station.store.rows import Athlete


def library_of(configuration: Effective) -> Library:
    """Return the plans that come with the station and the user's own."""
    return Library.open(own_plans(configuration))


def own_plans(configuration: Effective) -> Path:
    """Return the folder of the user's own plans: ``plans`` beside the configuration's file."""
    return configuration.file.parent / "plans"


def coach_of(store: Store, configuration: Effective) -> Coach:
    """Return the coach of everybody in a store."""
    where = configuration.config.station
    return Coach(store, library_of(configuration), site=where.site, station=where.name)


@contextmanager
def coached(options: argparse.Namespace, *, read_only: bool) -> Iterator[tuple[Coach, Athlete, Store]]:
    """Yield the coach and the person a command is about. ``UsageError`` when there is nobody of that name."""
    configuration = effective(options)
    database = database_path(configuration.config)
    if not database.exists():
        raise UsageError("nobody trains here yet", "Add a person: station athlete add NAME")
    with Store.open(database, read_only=read_only) as store:
        yield coach_of(store, configuration), find_athlete(store, options.athlete), store


def entry_time_us(config: Config, day: date | None, now_us: int) -> int:
    """Return the time an entry is made at; with a clock that is proven wrong, noon of the stated day.

    ``UsageError`` when the clock is wrong and no day is stated.
    """
    now = clock_now(config)
    if now.state != "wrong":
        return now_us
    if day is None:
        raise UsageError(f"the computer's clock is wrong: {now.reason}", "Say the day: --date 2026-03-01")
    return noon_us(day)
