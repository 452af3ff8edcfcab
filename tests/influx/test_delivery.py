"""The store's rows in the real InfluxDB: all of them, once, whatever happens to the server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.events import ChannelHealth, Health, InfluxState
from station.sinks.influx import Forwarder
from station.store import Store, StoreWriter
from tests.support.forwarding import Running, fill, push
from tests.support.stream import closed, one_set, opened
from tests.support.watch import Heard, wait_until
from tools.readback import differences, influx_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.influxd import InfluxServer

pytestmark = pytest.mark.influx


@pytest.fixture
def own_server(own_influx: InfluxServer) -> Iterator[InfluxServer]:
    """Yield a running server that the test may kill."""
    own_influx.start()
    yield own_influx
    own_influx.stop()


def quick(server: InfluxServer) -> InfluxSection:
    """Return a configuration that soon gives up on an answer."""
    return InfluxSection(url=server.url, timeout_s=0.3)


def nothing_waits(store: Store) -> bool:
    """Tell whether everything has been delivered or parked."""
    return store.outbox_counts()[0] == 0


def test_influx_holds_what_the_store_holds(influx: InfluxServer, config: InfluxSection, store: Store) -> None:
    """Every rep, set and session is read back by InfluxQL equal to the store's, times and all."""
    athlete = store.add_athlete('Ann, = "quoted" 漢')
    writer = StoreWriter(store, "clinic one, west", "step=1\\")
    health = Health(1.0, 1.0, 0, 0, (ChannelHealth("L", 90, 0, 0, 90.0),))
    writer.handle([opened(athlete_id=athlete.id), health, *one_set(1, 5), *one_set(2, 5), closed()])
    assert push(store, config, influx.write_token).state == "ok"
    assert len(influx_rows(influx, "rep")) == 10
    assert differences(store, influx) == []
    assert influx_rows(influx, "rep")[0]["athlete"] == athlete.id
    assert influx_rows(influx, "step_health")[0]["rate_hz_l"] == 90
    for measurement in ("rep", "set", "session", "step_health"):
        assert "Ann" not in str(influx_rows(influx, measurement))


def test_field_types_are_those_of_the_registry(
    influx: InfluxServer, config: InfluxSection, store: Store
) -> None:
    """A float metric is a float field from its first whole number on; counts are integers."""
    fill(store)
    push(store, config, influx.write_token)
    types = {row["fieldKey"]: row["fieldType"] for row in influx.query('SHOW FIELD KEYS FROM "set"')}
    assert types["system_mass_kg"] == types["sample_rate_hz"] == types["duration_s"] == "float"
    assert types["reps_done"] == types["set_index"] == types["fault_count"] == "integer"
    assert types["refused"] == types["session_id"] == "string"


def test_sending_everything_again_changes_nothing(
    influx: InfluxServer, config: InfluxSection, store: Store, tmp_path: Path
) -> None:
    """The same visits from a second database make the same rows, not more."""
    fill(store, 3)
    push(store, config, influx.write_token)
    with Store.open(tmp_path / "again" / "station.db") as again:
        fill(again, 3)
        push(again, config, influx.write_token)
        assert differences(again, influx) == []
    assert len(influx_rows(influx, "rep")) == 24


def test_points_flow_while_the_session_goes_on(
    influx: InfluxServer, config: InfluxSection, store: Store
) -> None:
    """Each set arrives when it has closed, without anybody asking."""
    writer = StoreWriter(store, "clinic", "step1")
    with Running(store, config, influx.write_token) as running:
        running.wait_for("ok")
        writer.handle([opened()])
        for set_index in (1, 2):
            writer.handle(one_set(set_index))
            wait_until(lambda: nothing_waits(store))
            assert len(influx_rows(influx, "set")) == set_index
        assert running.pauses == []


def test_server_absent_at_the_start(own_influx: InfluxServer, store: Store) -> None:
    """Points wait on disk, the state says for whom, and they arrive when the server comes up."""
    fill(store)
    with Running(store, quick(own_influx), own_influx.write_token) as running:
        told = running.wait_for("waiting", "Connection refused")
        assert told.pending == 11
        own_influx.start()
        running.wait_for("ok")
        wait_until(lambda: nothing_waits(store))
    assert differences(store, own_influx) == []


def test_server_killed_in_the_middle(own_server: InfluxServer, store: Store) -> None:
    """SIGKILL and a restart, five times while points keep coming: all there, once."""
    with Running(store, quick(own_server), own_server.write_token) as running:
        for _ in range(5):
            fill(store, 2)
            own_server.kill_influxd()
            fill(store, 2)
            own_server.start_influxd()
        wait_until(lambda: nothing_waits(store))
        assert any(running.pauses)
    assert len(influx_rows(own_server, "rep")) == 20 * 8
    assert differences(store, own_server) == []


def test_timeout_is_unknown_and_the_same_bytes_go_again(own_server: InfluxServer, store: Store) -> None:
    """A frozen server may have stored what it never acknowledged: sent again, it is still there once."""
    fill(store, 3)
    with Running(store, quick(own_server), own_server.write_token) as running:
        with own_server.frozen():
            fill(store, 3)
            running.wait_for("waiting", "no complete answer within")
        wait_until(lambda: nothing_waits(store))
    assert differences(store, own_server) == []


def test_proxy_that_says_later_is_obeyed(own_server: InfluxServer, store: Store) -> None:
    """503 with Retry-After: the wait is at least what the server asked for."""
    own_server.kill_influxd()
    fill(store)
    with Running(store, quick(own_server), own_server.write_token) as running:
        running.wait_for("waiting", "influxd does not answer")
        own_server.start_influxd()
        wait_until(lambda: nothing_waits(store))
        assert running.pauses[0] >= 1.0


def test_stopping_does_not_wait_for_a_dead_server(store: Store) -> None:
    """With a long pause ahead the thread ends at once, and the points stay."""
    fill(store)
    heard = Heard()
    config = InfluxSection(url="http://127.0.0.1:9", timeout_s=0.3)
    forwarder = Forwarder(store, config, None, heard, unit=lambda: 1000.0)
    forwarder.start()
    heard.wait_for(lambda event: isinstance(event, InfluxState) and event.state == "waiting")
    forwarder.stop()
    assert "influx-forwarder" not in {thread.name for thread in threading.enumerate()}
    assert store.outbox_counts() == (11, 0)


def test_ten_thousand_points_drain(influx: InfluxServer, config: InfluxSection, store: Store) -> None:
    """A long absence is caught up in batches; nothing is missing at the end."""
    fill(store, 45, sets=4, reps=50)
    assert store.outbox_counts()[0] == 45 * 205
    assert push(store, config, influx.write_token).pending == 0
    assert influx.query('SELECT count("final") FROM "rep"')[0]["count"] == 9000
