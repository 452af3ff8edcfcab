"""Answers that Debian's influxd never gives: InfluxDB 2's codes, proxies, and cut connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from tests.support.forwarding import Running, fill, push
from tests.support.scripted import CUT, STORED, Reply, ScriptedServer
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from station.store import Store

TOKEN = "very-secret-token"  # noqa: S105  not one


def config(server: ScriptedServer) -> InfluxSection:
    """Return the configuration that leads to a scripted server."""
    return InfluxSection(url=server.url, org="clinic", bucket="steps", timeout_s=0.5)


def all_sent(store: Store) -> bool:
    """Tell whether nothing waits and nothing is parked."""
    return store.outbox_counts() == (0, 0)


@pytest.mark.parametrize(
    "trouble",
    [
        CUT,
        (200, {}, b"<html>Please log in to Guest Wi-Fi</html>"),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (500, {}, b'{"code":"internal error","message":"oops"}'),
        (503, {}, b"\xff\xfe not text"),
        (429, {"Retry-After": "0"}, b'{"code":"too many requests","message":"slow down"}'),
    ],
)
def test_same_bytes_go_again_until_204(store: Store, trouble: Reply) -> None:
    """Nothing but 204 deletes a point; what is sent again is the same, byte for byte."""
    fill(store, sets=1, reps=1)
    with ScriptedServer(trouble) as server, Running(store, config(server), TOKEN) as running:
        wait_until(lambda: all_sent(store))
        assert len(server.bodies) >= 2
        assert len(running.pauses) == 1
        assert b"\n".join(server.bodies[1:]) == server.bodies[0]


def test_stations_wait_as_long_as_the_server_asks(store: Store) -> None:
    """Retry-After in seconds decides the pause when it is longer than ours."""
    fill(store)
    busy: Reply = (429, {"Retry-After": "17"}, b'{"code":"too many requests","message":"quota"}')
    with ScriptedServer(busy) as server, Running(store, config(server), TOKEN) as running:
        wait_until(lambda: all_sent(store))
        assert running.pauses == [17.0]
        running.wait_for("waiting", "quota")


@pytest.mark.parametrize("status", [400, 422])
def test_version_2_refusals_park_one_line(store: Store, status: int) -> None:
    """InfluxDB 2 refuses the batch; the halves are sent until the line stands alone with its words."""
    fill(store, sets=1, reps=1)
    refusal: Reply = (status, {}, b'{"code":"invalid","message":"field type conflict"}')
    with ScriptedServer(refusal, refusal, STORED) as server:
        state = push(store, config(server), TOKEN)
    assert (state.pending, state.parked) == (0, 1)
    assert store.outbox_parked()[0].refusal == f"{status} field type conflict"


def test_body_too_large_is_halved(store: Store) -> None:
    """413 from a proxy shrinks the request instead of losing it."""
    fill(store)
    with ScriptedServer((413, {}, b"<html>too large</html>")) as server:
        assert push(store, config(server), TOKEN).parked == 0
        assert b"\n".join(server.bodies[1:]) == server.bodies[0]


def test_secret_is_sent_and_never_told(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """The token is in the Authorization header and in no state, log or text of the station."""
    caplog.set_level("DEBUG")
    fill(store)
    denied: Reply = (401, {}, b'{"code":"unauthorized","message":"unauthorized access"}')
    with ScriptedServer(denied) as server, Running(store, config(server), TOKEN) as running:
        wait_until(lambda: all_sent(store))
        assert {headers["Authorization"] for headers in server.headers} == {f"Token {TOKEN}"}
        assert TOKEN not in caplog.text + repr(running.heard.events) + repr(vars(running))
