"""The campaign in small: stations and servers killed, servers that misbehave; full by ``make campaign``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.influx import influx_binaries
from tools.campaign import kills, servers, soak, victoria
from tools.campaign.bench import Bench
from tools.influxd import ServersMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.campaign.outcome import Outcome
    from tools.influxd import Binaries

__all__ = ["influx_binaries"]
pytestmark = pytest.mark.influx
SEED = 2024


@pytest.fixture(scope="module")
def bench(influx_binaries: Binaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Yield a bench whose server all tests here share."""
    assert influx_binaries.influxd.exists()
    with Bench(tmp_path_factory.mktemp("campaign"), seed=SEED) as shared:
        yield shared


def is_true(outcome: Outcome, runs: int) -> None:
    """Every promise was kept, and there were promises to keep."""
    assert outcome.wrong == []
    assert (outcome.runs, outcome.lost, outcome.doubled) == (runs, 0, 0)
    assert outcome.saved > 0


def test_killed_stations_keep_what_they_promised(bench: Bench) -> None:
    """SIGKILL of real stations: promised on their output, there by plain SQL, there by InfluxQL, once."""
    is_true(kills.kill_station(bench.room("station"), bench.server(), 6, SEED), 6)


def test_killed_server_is_not_noticed_by_the_station(bench: Bench) -> None:
    """SIGKILL of influxd under a sending station: everything arrives once it is back."""
    is_true(kills.kill_influxd(bench.room("influxd"), bench.server(), 2, SEED), 2)


def test_both_killed(bench: Bench) -> None:
    """SIGKILL of station and server."""
    is_true(kills.kill_both(bench.room("both"), bench.server(), 4, SEED), 4)


@pytest.mark.parametrize("fault", servers.FAULTS, ids=lambda fault: fault.words)
def test_server_that_misbehaves(bench: Bench, fault: servers.Fault) -> None:
    """Nothing is lost, doubled or parked, whatever the way to the server does."""
    is_true(servers.sending(bench.room("server"), bench.server(), 1, SEED, fault), 1)


def test_simulated_month(bench: Bench) -> None:
    """Daily use, restarts, crashes, pulled cables, wrong clocks, a server away for days: the ledger is true."""
    outcome = soak.month(bench.room("month"), bench.server(), SEED, 1, 15)
    is_true(outcome, soak.DAYS)


def test_server_whose_word_is_worth_nothing(bench: Bench) -> None:
    """It says 204 and forgets: the station says that it cannot be asked, has everything, and sends it again."""
    try:
        victoria.find_victoria()
    except ServersMissingError as missing:
        pytest.skip(str(missing))
    is_true(victoria.worth(bench.room("victoria"), 1), 1)
