"""Station and server killed while points flow: what was called saved is in InfluxDB, once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.store import Store, ledger
from tests.support.forwarding import push
from tests.support.killing import receipts_until_killed
from tools.readback import differences, influx_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tools.influxd import InfluxServer

pytestmark = pytest.mark.influx


def killed_rounds(server: InfluxServer, database: Path, rounds: int) -> set[tuple[int, str, str]]:
    """Kill the station every time and the server every third; return the reps called saved."""
    chance = random.Random(7)  # noqa: S311  reproducible instants
    promised = set()
    for number in range(rounds):
        receipts = receipts_until_killed(database, number, chance, server.url, server.write_token, most=1000)
        promised |= {(number, set_index, index) for what, set_index, index in receipts if what == "rep"}
        if number % 3 == 0:
            server.kill_influxd()
            server.start_influxd()
    return promised


def check_everything_arrived(server: InfluxServer, database: Path, rounds: int) -> None:
    """Every promise is kept in InfluxDB, and InfluxDB equals the store."""
    promised = killed_rounds(server, database, rounds)
    with Store.open(database) as store:
        assert any(each.delivered for each in store.outbox_totals())
        assert push(store, InfluxSection(url=server.url), server.write_token).pending == 0
        assert differences(store, server) == []
        assert ledger.audit(store) == []
        assert all(each.queued == each.delivered for each in store.outbox_totals())
    rows = [(row["session_id"], row["set_index"], row["rep_index"]) for row in influx_rows(server, "rep")]
    assert len(rows) == len(set(rows))
    assert {(f"visit{number}", int(s), int(i)) for number, s, i in promised} <= set(rows)


def test_station_and_server_killed(own_influx: InfluxServer, tmp_path: Path) -> None:
    """SIGKILL of both at random instants: nothing lost, nothing twice, and the account adds up."""
    own_influx.start()
    check_everything_arrived(own_influx, tmp_path / "station.db", 12)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(600)
def test_station_and_server_killed_60_times(own_influx: InfluxServer, tmp_path: Path) -> None:
    """The same, 60 times the station and 20 times the server."""
    own_influx.start()
    check_everything_arrived(own_influx, tmp_path / "station.db", 60)
