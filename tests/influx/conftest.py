"""A store with points to send, and the real InfluxDB to send them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.store import Store
from tests.support.influx import influx, influx_binaries, own_influx, shared_influx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.influxd import InfluxServer

__all__ = ["influx", "influx_binaries", "own_influx", "shared_influx"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield an empty store."""
    with Store.open(tmp_path / "station.db") as opened:
        yield opened


@pytest.fixture
def config(influx: InfluxServer) -> InfluxSection:
    """Return the configuration that leads to the shared server's empty bucket."""
    return InfluxSection(url=influx.url)
