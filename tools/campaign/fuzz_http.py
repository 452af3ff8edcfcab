"""A server that answers anything: endless headers, huge bodies, bombs, drops by the second, wrong lengths.

Nothing but an answer of 204 delivers; no answer takes much memory or much longer than the patience set.
"""

from __future__ import annotations

import gzip
import os
import random
import socket
import threading
from typing import TYPE_CHECKING, Self

from station.config import InfluxSection
from station.errors import InfluxError
from station.sinks.influx import Forwarder
from station.sinks.influx.asking import QueryClient
from station.store import Store, StoreWriter
from tools.campaign import visits
from tools.campaign.counting import rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.processes import resident_mb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

PATIENCE_S = 0.3
LONGEST_S = 30.0
"""A push that takes longer hangs: a hundred times the patience, for a machine that is busy."""
GROWTH_MB = 60.0
OPENED_US = 1_760_000_000_000_000
_DROPS: tuple[bytes | float, ...] = (b"0", 0.1) * 1000
_BOMB = gzip.compress(bytes(200 << 20), 9)


class RawServer:
    """Reads a request and sends what ``answer`` yields, with pauses where it yields seconds."""

    def __init__(self) -> None:
        self.answer: list[bytes | float] = []
        self.endless = b""
        """Sent again and again after the answer, as long as somebody listens."""
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(2.0)
            try:
                connection.recv(1 << 20)
                for part in self.answer:
                    if isinstance(part, bytes):
                        connection.sendall(part)
                    else:
                        self._closing.wait(part)
                while self.endless and not self._closing.is_set():
                    connection.sendall(self.endless)
            except OSError:
                pass  # whoever asked has heard enough

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def _any_answer(chance: random.Random) -> bytes:
    """Return an answer put together from good and bad parts; never a status of 204."""
    status = chance.choice(
        (b"200", b"400", b"413", b"422", b"429", b"500", b"503", b"302", b"100", b"999", b"-1", b"")
    )
    headers = b"".join(
        chance.choice(
            (
                b"Content-Length: %d\r\n" % chance.choice((0, 3, 10**6, 2**63, -1)),
                b"Content-Length: x\r\n",
                b"Transfer-Encoding: chunked\r\n",
                b"Content-Encoding: gzip\r\n",
                b"Retry-After: %s\r\n" % chance.choice((b"1e9", b"-5", b"9" * 50, b"\xff")),
                b"Location: http://127.0.0.1:9/\r\n",
                b"Connection: close\r\n",
                chance.randbytes(20) + b": " + chance.randbytes(20) + b"\r\n",
            )
        )
        for _ in range(chance.randrange(6))
    )
    body = chance.choice((b"", b"{", b"[" * 5000, b'{"error": null}', chance.randbytes(300), b"zz\r\nabc"))
    return b"HTTP/1.1 " + status + b" x\r\n" + headers + b"\r\n" + body


def _special(kind: str, server: RawServer) -> None:
    head = b"HTTP/1.1 400 Bad\r\n"
    server.endless = b""
    if kind == "endless body":
        server.answer, server.endless = [head + b"\r\n"], b"x" * 65536
    elif kind == "endless headers":
        server.answer, server.endless = [head], b"a: b\r\n" * 1000
    elif kind == "header without an end":
        server.answer, server.endless = [head + b"a: "], b"x" * 65536
    elif kind == "endless continues":
        server.answer, server.endless = [b""], b"HTTP/1.1 100 Continue\r\n\r\n" * 100
    elif kind == "gzip bomb":
        server.answer = [head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_BOMB) + _BOMB]
    elif kind == "body by drops":
        server.answer = [head + b"Content-Length: 1000\r\n\r\n", *_DROPS]
    elif kind == "headers by drops":
        server.answer = [head + b"a: ", *_DROPS]
    else:
        server.answer = [b"HTTP/1.1 20", *_DROPS]


SPECIAL = (
    "endless body", "endless headers", "header without an end", "endless continues", "gzip bomb", "body by drops",
    "headers by drops", "first line by drops",
)  # fmt: skip


def answers(folder: Path, runs: int, seed: int) -> Outcome:
    """Push points to a server that answers from anything at all."""
    chance = random.Random(seed)  # noqa: S311  reproducible

    def prepare(server: RawServer) -> str:
        server.answer = [_any_answer(chance)]
        return repr(server.answer)[:200]

    return _pushed("HTTP: answers of any parts", folder, runs, prepare)


def extremes(folder: Path, rounds: int) -> Outcome:
    """Push points to a server that never ends, in one of eight ways."""
    left = list(SPECIAL) * rounds

    def prepare(server: RawServer) -> str:
        kind = left.pop()
        _special(kind, server)
        return kind

    return _pushed("HTTP: answers without an end, bombs, drops", folder, len(left), prepare)


def _pushed(words: str, folder: Path, runs: int, prepare: Callable[[RawServer], str]) -> Outcome:
    with timed(Outcome(words)) as outcome, RawServer() as server, Store.open(folder / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle(visits.visit("visit0", OPENED_US))
        queued = store.outbox_counts()[0]
        config = InfluxSection(url=server.url, timeout_s=PATIENCE_S)
        begun_mb = resident_mb(os.getpid())
        for _ in range(runs):
            what = prepare(server)
            begun_s = watch_s()
            try:
                _push_and_ask(store, config)
            except Exception as error:  # noqa: BLE001  finding these is what this is for
                outcome.wrong.append(f"{what}: {error!r}"[:300])
            took_s = watch_s() - begun_s
            outcome.runs += 1
            outcome.recovered(took_s)
            outcome.expect(
                took_s < LONGEST_S, f"{what}: took {took_s:.0f} s with a patience of {PATIENCE_S} s"
            )
            outcome.expect(
                sum(store.outbox_counts()) == queued, f"{what}: points went away: {store.outbox_counts()}"
            )
            store.outbox_retry(None)
        grown_mb = resident_mb(os.getpid()) - begun_mb
        outcome.expect(grown_mb < GROWTH_MB, f"memory grew by {grown_mb:.0f} MB")
        outcome.expect(rows_of(folder / "station.db").delivered == 0, "points were called delivered")
        outcome.notes.append(f"longest push and question instead of recovery; memory {grown_mb:+.1f} MB")
    return outcome


def _push_and_ask(store: Store, config: InfluxSection) -> None:
    """Send everything, then ask; only what the station has words for may come of it."""
    Forwarder(store, config, "t", lambda _: None).push_once()
    try:
        with QueryClient(config, "t") as client:
            client.ask(["SELECT 1"])
    except InfluxError:
        return
