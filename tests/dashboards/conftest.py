"""A real influxd that holds what a store holds: simulated careers, and steps that tell of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from station.config import InfluxSection
from station.sinks.influx import Forwarder
from station.store import Store
from tests.support.influx import influx_binaries, shared_influx
from tools.dashboards.compare.filling import Life, fill_store, stored_points
from tools.dashboards.compare.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.store import Point
    from tools.influxd import InfluxServer

__all__ = ["influx_binaries", "shared_influx"]

LIVES = (Life("flare-up", 3), Life("over-eager", 5))
WEEKS = 6


@dataclass(frozen=True, slots=True)
class Filled:
    """A server, the points it was sent, and looks at the boards."""

    query: Callable[[str], list[dict[str, Any]]]
    points: list[Point]
    setting: Setting
    decided: Setting
    """Of somebody for whom a coach decided."""


@pytest.fixture(scope="session")
def filled(shared_influx: InfluxServer, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Return a server that was sent everything a store holds."""
    folder = tmp_path_factory.mktemp("careers")
    fill_store(folder, LIVES, WEEKS)
    shared_influx.empty()
    with Store.open(folder / "station.db") as store:
        points = stored_points(store)
        section = InfluxSection(url=shared_influx.url)
        state = Forwarder(store, section, shared_influx.write_token, lambda _event: None).push_once()
        people = {athlete.name: athlete.id for athlete in store.athletes()}
        visit = store.sessions(people["flare-up 3"])[5].id
    assert (state.pending, state.parked) == (0, 0)
    times = [point.time_us for point in points]
    setting = Setting(min(times), max(times) + 1, people["flare-up 3"], visit)
    decided = Setting(min(times), max(times) + 1, people["Decided (simulated)"], "decided-0")
    return Filled(shared_influx.query, points, setting, decided)
