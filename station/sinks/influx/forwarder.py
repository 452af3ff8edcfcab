"""From the outbox to InfluxDB: in order, deleted only when the server has it, in a thread of its own."""

from __future__ import annotations

import math
import random
import threading
import time
from typing import TYPE_CHECKING, Literal

from station.errors import StationError
from station.events import Alarm, InfluxState
from station.sinks.influx.answers import LONGEST_WAIT_S, Answer, advice
from station.sinks.influx.batch import BatchSize
from station.sinks.influx.client import WriteClient
from station.sinks.influx.erasing import erase
from station.sinks.influx.exchange import deliver

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.config import InfluxSection
    from station.events import Event
    from station.store import Store

_Kind = Literal["off", "ok", "waiting", "refused"]
FIRST_WAIT_S = 1.0
LONGEST_BACKOFF_S = 60.0
DENIED_WAIT_S = 60.0
"""Somebody has to change a token or a bucket first; asking once a minute notices when they have."""
ERASE_AGAIN_S = 3600.0
"""Rights and servers change seldom."""
STOP_PATIENCE_S = 1.0


class Backoff:
    """Waits that double up to a minute, spread so that many stations do not come back at once."""

    def __init__(self, unit: Callable[[], float]) -> None:
        """Begin with the shortest wait; ``unit`` returns numbers in [0, 1)."""
        self._unit = unit
        self._failures = 0

    def success(self) -> None:
        """Begin with a short wait again."""
        self._failures = 0

    def wait_s(self, answer: Answer) -> float:
        """Return how long to wait after ``answer``, never less than the server asks for."""
        spread = 1.0 + 0.5 * self._unit()
        if answer.meaning == "denied":
            return DENIED_WAIT_S * spread
        doubled = min(FIRST_WAIT_S * 2.0 ** min(self._failures, 10), LONGEST_BACKOFF_S)
        self._failures += 1
        return min(max(doubled, answer.retry_after_s or 0.0), LONGEST_WAIT_S) * spread


class Forwarder:
    """Sends what the store queues. Without a url it does nothing but say so.

    A server that is away, slow or refusing never reaches capture: the queue is on disk and the only thread
    that waits is this one. ``publish`` is called from it with ``InfluxState`` whenever that changes.
    """

    def __init__(
        self,
        store: Store,
        config: InfluxSection,
        token: str | None,
        publish: Callable[[Event], None],
        *,
        unit: Callable[[], float] = random.random,
        pause: Callable[[float], object] | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """``pause`` waits between attempts; the default one returns at once when ``stop`` is called."""
        self._store = store
        self._config = config
        self._token = token
        self._publish_event = publish
        self._backoff = Backoff(unit)
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._pause = pause or self._stop.wait
        self._monotonic_s = monotonic_s
        self._size = BatchSize()
        self._erase_again_s = -math.inf
        self._client: WriteClient | None = None
        self._thread: threading.Thread | None = None
        self._state: InfluxState | None = None
        self._known_good = False

    def start(self) -> None:
        """Begin sending in the background."""
        if not self._config.url:
            self._publish("off", "no InfluxDB is configured")
            return
        self._store.on_outbox(self._wake.set)
        self._thread = threading.Thread(target=self._run, name="influx-forwarder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, at once between requests.

        A request in flight gets a second; after that it is left to time out by itself, and what it carried
        is sent again next time.
        """
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(STOP_PATIENCE_S)

    def push_once(self) -> InfluxState:
        """Send everything that waits, here and now, and return how that went; nothing is retried."""
        if not self._config.url:
            return self._publish("off", "no InfluxDB is configured")
        try:
            while True:
                state, answer = self._send_batch()
                if answer is not None or not state.pending:
                    return state
        finally:
            self._close()

    def _run(self) -> None:
        told = ""
        try:
            while not self._stop.is_set():
                try:
                    self._turn()
                except Exception as error:  # noqa: BLE001  the points are safe on disk: seen, and tried again later
                    self._close()
                    if repr(error) != told:
                        told = repr(error)
                        self._publish_event(
                            Alarm("influx", f"forwarding failed: {told}", self._store.now_us())
                        )
                    self._pause(DENIED_WAIT_S)
        finally:
            self._close()

    def _turn(self) -> None:
        """Send one batch, then wait for more work, or for better times."""
        self._wake.clear()
        try:
            state, answer = self._send_batch()
            if answer is None and not self._known_good:
                state, answer = self._probe()
        except StationError as error:
            if self._stop.is_set():
                return
            answer = Answer("unknown", str(error))
            self._tell_trouble(str(error))
        else:
            if answer is None:
                self._backoff.success()
                if not state.pending:
                    self._wake.wait()
                return
        self._pause(self._backoff.wait_s(answer))

    def _send_batch(self) -> tuple[InfluxState, Answer | None]:
        """Send the oldest points; return the state after it, and the answer that stopped it, if one did."""
        stop = self._erase()
        if stop is not None:
            return self._judge(stop), stop
        rows = self._store.outbox_waiting(self._size.lines)
        if not rows:
            return InfluxState("ok", *self._store.outbox_counts()), None
        exchange = deliver(rows, self._connected().send, self._size.bytes)
        if exchange.delivered or exchange.refusals:
            self._store.outbox_delivered(exchange.delivered, exchange.refusals)
        self._size.note(exchange.stop, too_large=exchange.too_large)
        return self._judge(exchange.stop), exchange.stop

    def _probe(self) -> tuple[InfluxState, Answer | None]:
        """Ask whether we may write before there is anything to send, so that a wrong token shows at once."""
        answer = self._connected().probe()
        stop = None if answer.meaning in ("stored", "refused") else answer
        return self._judge(stop), stop

    def _judge(self, stop: Answer | None) -> InfluxState:
        """Tell what an exchange says about the server."""
        if stop is None:
            self._known_good = True
            return self._publish("ok")
        kind: _Kind = "refused" if stop.meaning == "denied" else "waiting"
        return self._publish(kind, ". ".join(advice(stop, self._config.bucket, self._config.url)))

    def _connected(self) -> WriteClient:
        if self._client is None:
            self._client = WriteClient(self._config, self._token)
        return self._client

    def _erase(self) -> Answer | None:
        """Delete what erased people left behind, before anything else; return what stands in the way of all else.

        A server that cannot delete, or does not let us, still takes points: it is told, and asked again later.
        """
        if self._monotonic_s() < self._erase_again_s:
            return None
        for athlete_id in self._store.erasures():
            outcome = erase(self._config, self._token, athlete_id)
            if outcome.deleted:
                self._store.erased(athlete_id)
            elif outcome.answer is not None and outcome.answer.meaning in ("busy", "unknown"):
                return outcome.answer
            else:
                self._erase_again_s = self._monotonic_s() + ERASE_AGAIN_S
                message = f"an erased person's points are still in InfluxDB: {outcome.words}"
                self._publish_event(Alarm("erasure", message, self._store.now_us()))
                break
        return None

    def _publish(self, kind: _Kind, detail: str = "") -> InfluxState:
        """Tell the state if it has changed."""
        pending, parked = self._store.outbox_counts()
        state = InfluxState(kind, pending, parked, detail)
        if state != self._state:
            self._state = state
            self._publish_event(state)
        return state

    def _tell_trouble(self, words: str) -> None:
        """Tell that the station itself cannot go on for now; its store may be what is in trouble."""
        last = self._state or InfluxState("waiting", 0, 0)
        self._state = InfluxState("waiting", last.pending, last.parked, words)
        self._publish_event(self._state)

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
