"""A clinic in a real influxd: a few simulated lives, each lived by several people."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from station.config import InfluxSection
from station.sinks.influx.client import WriteClient
from station.sinks.influx.lines import encode
from tools.dashboards.compare.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.store import Point, Store
    from tools.influxd import InfluxServer

_LINES: Final = 5000
_STEPS: Final = 3
_WIDEST_WINDOWS: Final = 400
"""Grafana asks for windows so wide that a picture has a point for every few of its dots."""


def people(points: Iterable[Point], copies: int) -> Iterator[Point]:
    """Yield everything once, and again for more people with other ids at other steps."""
    for point in points:
        yield point
        if point.tags["athlete"] == "none":
            continue
        for number in range(1, copies):
            who = {"athlete": f"{point.tags['athlete']}-{number}", "station": f"step{1 + number % _STEPS}"}
            yield replace(point, tags=point.tags | who)


def send(server: InfluxServer, points: Iterable[Point]) -> None:
    """Write points as a station does; ``RuntimeError`` when they are not taken."""
    waiting = iter(points)
    with WriteClient(InfluxSection(url=server.url, timeout_s=60.0), server.write_token) as client:
        while lines := [encode(point) for point in islice(waiting, _LINES)]:
            answer = client.send(b"\n".join(lines))
            if answer.meaning != "stored":
                raise RuntimeError(f"influxd answered {answer.words}")


def looks(store: Store, points: Iterable[Point]) -> tuple[Setting, Setting]:
    """Return a look at the busiest person's whole time and longest visit, and one at somebody decided for."""
    times = [point.time_us for point in points]
    visits = [visit for athlete in store.athletes() for visit in store.sessions(athlete.id, limit=10**6)]
    longest = max(visits, key=lambda visit: visit.reps_done)
    decided = next(visit for visit in visits if visit.id == "decided-0")
    start_us, stop_us = min(times), max(times) + 1
    interval_s = max(60, (stop_us - start_us) // 1_000_000 // _WIDEST_WINDOWS // 60 * 60)
    first = Setting(start_us, stop_us, str(longest.athlete_id), longest.id, interval_s=interval_s)
    return first, replace(first, athlete=str(decided.athlete_id), session=decided.id)
