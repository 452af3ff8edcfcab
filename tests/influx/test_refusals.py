"""Wrong token, wrong bucket, wrong line: said in plain words, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.errors import InfluxError, UsageError
from station.sinks.influx import check, status
from station.sinks.influx.client import WriteClient
from tests.support.forwarding import Running, fill, push
from tests.support.watch import wait_until
from tools.readback import differences, influx_rows

if TYPE_CHECKING:
    from station.store import Store
    from tools.influxd import InfluxServer

pytestmark = pytest.mark.influx

CONFLICT = b'rep,athlete=other eccentric_tut_s="x" 1760000000000000'


def denied_ways(server: InfluxServer) -> dict[str, tuple[InfluxSection, str | None, str]]:
    """Return configuration, token and expected words of each way to be turned away."""
    right = InfluxSection(url=server.url)
    elsewhere = InfluxSection(url=server.url, bucket="elsewhere")
    return {
        "wrong token": (right, "station:wrong", "token is not accepted"),
        "no token": (right, None, "no token is set"),
        "read-only user": (right, server.read_token, "may not write to bucket 'steps'"),
        "wrong bucket": (elsewhere, server.write_token, "no bucket 'elsewhere'"),
    }


def with_conflict(influx: InfluxServer, config: InfluxSection) -> None:
    """Give a float metric a text value in InfluxDB first, so that the station's floats are refused."""
    with WriteClient(config, influx.write_token) as client:
        assert client.send(CONFLICT).meaning == "stored"


@pytest.mark.parametrize("way", ["wrong token", "no token", "read-only user", "wrong bucket"])
def test_denied_points_are_kept(influx: InfluxServer, store: Store, way: str) -> None:
    """Nothing is parked or deleted; the state says what to put right; then everything arrives."""
    config, token, words = denied_ways(influx)[way]
    fill(store)
    with Running(store, config, token) as running:
        told = running.wait_for("refused", words)
        assert (told.pending, told.parked) == (11, 0)
        wait_until(lambda: bool(running.pauses))
        assert running.pauses[0] == 60.0
    assert influx_rows(influx, "rep") == []
    push(store, InfluxSection(url=influx.url), influx.write_token)
    assert differences(store, influx) == []


@pytest.mark.parametrize("way", ["wrong token", "no token", "read-only user", "wrong bucket"])
def test_check_says_what_is_missing(influx: InfluxServer, way: str) -> None:
    """`station influx check` names token, right or bucket, with the remedy and without the secret."""
    config, token, words = denied_ways(influx)[way]
    with pytest.raises(InfluxError, match=words) as caught:
        check(config, token)
    assert caught.value.remedy
    assert not token or token not in str(caught.value)


def test_check_leaves_nothing_behind(influx: InfluxServer, config: InfluxSection) -> None:
    """Permission is proven without a point; the server's version is told."""
    report = check(config, influx.write_token)
    assert report.version.startswith("1.6.7")
    assert influx.query("SHOW MEASUREMENTS") == []


def test_check_without_a_server_or_a_url() -> None:
    """Nobody there, nothing configured, not a web address: three different sentences."""
    with pytest.raises(InfluxError, match=r"no answer from http://127.0.0.1:9 .*Connection refused"):
        check(InfluxSection(url="http://127.0.0.1:9", timeout_s=0.3), None)
    with pytest.raises(UsageError, match="no InfluxDB is configured"):
        check(InfluxSection(), None)
    with pytest.raises(UsageError, match=r"'influx\.local:8086'"):
        check(InfluxSection(url="influx.local:8086"), None)
    with pytest.raises(UsageError, match="token") as caught:
        check(InfluxSection(url="http://127.0.0.1:9"), "sec\nret")
    assert "sec" not in str(caught.value)


def test_refused_line_is_parked_among_good_ones(
    influx: InfluxServer, config: InfluxSection, store: Store
) -> None:
    """A field type conflict parks exactly the points it concerns, with the server's words."""
    with_conflict(influx, config)
    fill(store)
    state = push(store, config, influx.write_token)
    assert (state.pending, state.parked) == (0, 8)
    assert len(influx_rows(influx, "set")) == 2
    assert all("field type conflict" in str(row.refusal) for row in store.outbox_parked())


def test_one_bad_point_among_hundreds(influx: InfluxServer, config: InfluxSection, store: Store) -> None:
    """Bisection finds the one line; its neighbours on both sides are delivered."""
    fill(store, 30)
    with store.transaction() as connection:
        connection.execute("UPDATE outbox SET fields = replace(fields, '3.5', '\"fast\"') WHERE id = 100")
    state = push(store, config, influx.write_token)
    assert (state.pending, state.parked) == (0, 1)
    (parked,) = store.outbox_parked()
    assert parked.id == 100
    assert parked.refusal is not None
    assert parked.refusal.startswith("400 ")
    assert len(influx_rows(influx, "rep")) == 30 * 8 - 1


def test_parked_points_arrive_after_the_cause_is_gone(
    influx: InfluxServer, config: InfluxSection, store: Store
) -> None:
    """Nothing is given up: retried, the parked points make the record complete."""
    with_conflict(influx, config)
    fill(store)
    push(store, config, influx.write_token)
    influx.query("DROP MEASUREMENT rep")
    assert store.outbox_retry() == 8
    assert push(store, config, influx.write_token).parked == 0
    assert differences(store, influx) == []


def test_point_we_cannot_write_is_parked_in_our_words(
    influx: InfluxServer, config: InfluxSection, store: Store
) -> None:
    """A number beyond 64 bits would be refused by any server; the reason names it."""
    fill(store)
    with store.transaction() as connection:
        connection.execute(
            "UPDATE outbox SET fields = json_set(fields, '$.reps_done', json('9223372036854775808')) "
            "WHERE measurement = 'session'"
        )
    state = push(store, config, influx.write_token)
    assert (state.pending, state.parked) == (0, 1)
    assert store.outbox_parked()[0].refusal == "not sent: reps_done = 9223372036854775808 is beyond 64 bits"


def test_status_is_the_stores_own_account(influx: InfluxServer, config: InfluxSection, store: Store) -> None:
    """Delivered plus parked plus waiting is what was queued, without asking the server."""
    fill(store)
    push(store, config, influx.write_token)
    fill(store)
    told = status(store, config)
    assert (told.url, told.pending, told.parked) == (influx.url, 11, 0)
    assert {each.measurement: (each.queued, each.delivered) for each in told.totals} == {
        "rep": (16, 8), "set": (4, 2), "session": (2, 1),
    }  # fmt: skip


def test_without_a_url_nothing_is_sent_and_nothing_lost(store: Store) -> None:
    """Forwarding is off by default; the queue keeps everything for the day it is switched on."""
    fill(store)
    with Running(store, InfluxSection(), None) as running:
        assert running.wait_for("off").pending == 11
    assert push(store, InfluxSection(), None).state == "off"


@pytest.mark.parametrize("way", ["wrong token", "read-only user", "wrong bucket"])
def test_trouble_shows_before_the_first_rep(influx: InfluxServer, store: Store, way: str) -> None:
    """With nothing to send the forwarder still asks once, so that nobody trains against a wrong token."""
    config, token, words = denied_ways(influx)[way]
    with Running(store, config, token) as running:
        assert running.wait_for("refused", words).pending == 0
    assert influx.query("SHOW MEASUREMENTS") == []
