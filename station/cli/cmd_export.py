"""``station export``: stored results as CSV."""

from __future__ import annotations

import csv
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from station.cli.common import effective, find_athlete, utc
from station.config import database_path
from station.errors import StationError, StoreError
from station.metrics import registry
from station.store import Store

if TYPE_CHECKING:
    import argparse
    import io
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import TextIO

    from station.events import Rep, SetSummary
    from station.store.rows import Visit

_VISIT = ("session_id", "athlete_id", "site", "station")
_REP = ("set", "index", "mode", "side", "variant", "start_time", "start_s")
_SET = ("index", "mode", "side", "variant", "start_time", "start_s", "end_s", "closed_by")
_SESSION = (
    "opened",
    "closed",
    "state",
    "port",
    "step_uid",
    "body_mass_kg",
    "sets_done",
    "reps_done",
    "clock",
)
_EVERYTHING = 1 << 60


def run(options: argparse.Namespace) -> int:
    """Write a header and a row per rep, set or session, the oldest first."""
    config = effective(options).config
    if not database_path(config).exists():
        raise StoreError(f"there is no database {database_path(config)}", "Measure something first")
    with Store.open(database_path(config), read_only=True) as store:
        athlete = find_athlete(store, options.athlete).id if options.athlete else None
        visits = store.sessions(athlete, _EVERYTHING)[::-1]
        with _output(options) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_header(options.what))
            for visit in visits:
                writer.writerows(_rows(store, visit, options.what))
    return 0


def _output(options: argparse.Namespace) -> AbstractContextManager[TextIO]:
    if options.out is None:
        return nullcontext(sys.stdout)
    try:
        file: io.TextIOWrapper = options.out.open("x", encoding="utf-8", newline="")
    except FileExistsError as error:
        raise StationError(f"{options.out} exists already", "Choose another name") from error
    except OSError as error:
        raise StationError(
            f"{options.out} cannot be written: {error.strerror}", "Choose another place"
        ) from error
    return file


def _names(level: registry.Level) -> list[str]:
    return [metric.name for metric in registry.metrics(level)]


def _session_names() -> list[str]:
    """Return the session's metrics that its row does not count anyway."""
    return [name for name in _names("session") if name not in _SESSION]


def _header(what: str) -> list[str]:
    if what == "sessions":
        return [*_VISIT, *_SESSION, *_session_names(), "refused"]
    if what == "sets":
        return [*_VISIT, *_SET, *_names("set"), "fault_counts", "refused"]
    return [*_VISIT, *_REP, *_names("rep"), "faults", "refused"]


def _rows(store: Store, visit: Visit, what: str) -> Iterator[list[Any]]:
    who = [visit.id, visit.athlete_id, visit.site, visit.station]
    if what == "sessions":
        times = [_utc(visit.opened_us), _utc(visit.closed_us)]
        row = [*who, *times, *(getattr(visit, name) for name in _SESSION[2:])]
        came_to = store.session_summary(visit.id)
        measured = [getattr(came_to, name, None) for name in _session_names()]
        yield [*row, *measured, _pairs(came_to.refused if came_to else {})]
    elif what == "sets":
        for summary in store.sets(visit.id):
            yield [
                *who,
                *_values(summary, (*_SET, *_names("set"))),
                _pairs(summary.fault_counts),
                _pairs(summary.refused),
            ]
    else:
        reps = store.provisional_reps(visit.id) if what == "provisional" else store.reps(visit.id)
        for rep in reps:
            yield [*who, *_values(rep, (*_REP, *_names("rep"))), ";".join(rep.faults), _pairs(rep.refused)]


def _values(event: Rep | SetSummary, names: tuple[str, ...]) -> Iterator[object]:
    for name in names:
        yield _utc(event.start_time_us) if name == "start_time" else getattr(event, name)


def _pairs(pairs: dict[str, Any]) -> str:
    return ";".join(f"{name}={value}" for name, value in pairs.items())


def _utc(time_us: int | None) -> str:
    """Return an instant in UTC, marked as such, which no change of clocks touches."""
    return "" if time_us is None else f"{utc(time_us):%Y-%m-%dT%H:%M:%S}.{time_us // 1000 % 1000:03d}Z"
