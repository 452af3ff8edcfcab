"""Fixtures that start the real InfluxDB; tests that use them skip where it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.influxd import Binaries, InfluxServer, ServersMissingError, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def influx_binaries() -> Binaries:
    """Return influxd and nginx, or skip with one clear line."""
    try:
        return find_binaries()
    except ServersMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def shared_influx(
    influx_binaries: Binaries, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InfluxServer]:
    """Yield one server for all tests that only write and read."""
    with InfluxServer(tmp_path_factory.mktemp("influxd"), influx_binaries) as server:
        yield server


@pytest.fixture
def influx(shared_influx: InfluxServer) -> InfluxServer:
    """Return the shared server with an empty bucket."""
    shared_influx.empty()
    return shared_influx


@pytest.fixture
def own_influx(influx_binaries: Binaries, tmp_path: Path) -> Iterator[InfluxServer]:
    """Yield a server, not started, for tests that kill it."""
    server = InfluxServer(tmp_path / "influxd", influx_binaries)
    yield server
    server.stop()
