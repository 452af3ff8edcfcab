"""How much goes at once: as much as is taken, the same bytes after a silence, less when that does not help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.events import Alarm
from station.sinks.influx import Forwarder
from station.sinks.influx.answers import Answer
from station.sinks.influx.batch import FEWEST_BYTES, FIRST_LINES, MOST_BYTES, MOST_LINES, BatchSize
from station.sinks.influx.exchange import deliver
from station.sinks.influx.lines import encode
from station.store import OutboxRow, Point, ledger
from tests.support.forwarding import Running, fill, push
from tests.support.scripted import CUT, STORED, ScriptedServer
from tests.support.watch import Heard, wait_until

if TYPE_CHECKING:
    from station.store import Store
    from tests.support.scripted import Reply

SILENCE = Answer("unknown", "timed out")
BUSY = Answer("busy", "later", 503)


def test_batches_grow_while_all_goes_well() -> None:
    """Doubled after each success, up to the limit."""
    size = BatchSize()
    seen = [size.lines]
    for _ in range(5):
        size.note(None, too_large=False)
        seen.append(size.lines)
    assert seen[:2] == [FIRST_LINES, 2 * FIRST_LINES]
    assert seen[-1] == MOST_LINES


def test_one_silence_changes_nothing_the_second_halves() -> None:
    """What nobody acknowledged goes again as it was; when that fails too, in halves, down to one line."""
    size = BatchSize()
    size.note(SILENCE, too_large=False)
    assert size.lines == FIRST_LINES
    size.note(SILENCE, too_large=False)
    assert size.lines == FIRST_LINES // 2
    for _ in range(20):
        size.note(SILENCE, too_large=False)
    assert size.lines == 1
    size.note(None, too_large=False)
    size.note(SILENCE, too_large=False)
    assert size.lines == 2


def test_busy_server_does_not_shrink_batches() -> None:
    """A server that says later has read the request: its size was not the matter."""
    size = BatchSize()
    size.note(BUSY, too_large=False)
    size.note(BUSY, too_large=False)
    assert size.lines == FIRST_LINES


def test_size_of_bodies_is_learned() -> None:
    """A proxy's limit is found by halving, and never below what single points need."""
    size = BatchSize()
    size.note(None, too_large=True)
    assert size.bytes == MOST_BYTES // 2
    for _ in range(20):
        size.note(None, too_large=True)
    assert size.bytes == FEWEST_BYTES


@pytest.mark.parametrize("most_bytes", [1, 40, 100, 5000])
def test_body_is_no_larger_than_asked(most_bytes: int) -> None:
    """Whole lines up to the limit, at least one; the others are neither delivered nor refused."""
    rows = [OutboxRow(n, Point("rep", {"site": "home"}, {"x": 1.0}, n)) for n in range(10, 60)]
    sent: list[bytes] = []

    def send(body: bytes) -> Answer:
        sent.append(body)
        return Answer("stored", status=204)

    exchange = deliver(rows, send, most_bytes)
    (body,) = sent
    line = len(encode(rows[0].point)) + 1
    assert len(exchange.delivered) == min(50, max(1, most_bytes // line))
    assert exchange.delivered == [row.id for row in rows[: len(exchange.delivered)]]
    assert len(body) <= max(most_bytes, line)
    assert exchange.refusals == []


def test_same_bytes_after_a_cut(store: Store) -> None:
    """The connection is cut after the server stored: the very same body goes again, and counts once."""
    fill(store, 3)
    with ScriptedServer(CUT, CUT) as server:
        with Running(store, InfluxSection(url=server.url, timeout_s=0.5), "t"):
            wait_until(lambda: store.outbox_counts() == (0, 0))
        first, second, *rest = server.bodies
    assert first == second
    assert b"\n".join(rest).splitlines() == first.splitlines()
    assert ledger.audit(store) == []
    assert sum(total.delivered for total in store.outbox_totals()) == 33


def test_limit_of_a_proxy_is_not_tried_again_and_again(store: Store) -> None:
    """After a 413 the next bodies are smaller from the start; nothing is parked for the company it was in."""
    fill(store, 20, reps=20)
    too_large: Reply = (413, {}, b"<html>too large</html>")
    with ScriptedServer(too_large) as server:
        assert push(store, InfluxSection(url=server.url), "t").parked == 0
    assert store.outbox_counts() == (0, 0)
    assert len(server.bodies[0]) > max(len(body) for body in server.bodies[1:3])


def test_mistake_of_our_own_is_told_and_tried_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw is an alarm, once; the points stay, and forwarding goes on when it is gone."""
    fill(store)
    with ScriptedServer(STORED) as server:
        heard = Heard()
        left = [3]

        def broken(rows: object, send: object, most_bytes: object) -> object:
            if left[0]:
                left[0] -= 1
                raise ZeroDivisionError("for the test")
            return deliver(rows, send, most_bytes)  # type: ignore[arg-type]  # passed on as they came

        monkeypatch.setattr("station.sinks.influx.forwarder.deliver", broken)
        config = InfluxSection(url=server.url)
        forwarder = Forwarder(store, config, "t", heard, unit=lambda: 0.0, pause=lambda _: None)
        forwarder.start()
        wait_until(lambda: store.outbox_counts() == (0, 0))
        forwarder.stop()
    alarms = [event for event in heard.events if isinstance(event, Alarm)]
    assert ["ZeroDivisionError" in alarm.message for alarm in alarms] == [True]
