"""A server that answers anything at all: no crash, no hang, no memory, and no point called delivered."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.config import InfluxSection
from station.errors import InfluxError
from station.sinks.influx import erase
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.client import WriteClient
from tests.support.forwarding import fill, push

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.store import Store

ENDLESS = b"x" * 65536
HEAD = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
ANSWERS = {
    "nothing": b"",
    "no protocol": b"hello\r\n\r\n",
    "wrong version": b"HTTP/9.9 204 No\r\n\r\n",
    "status of letters": b"HTTP/1.1 abc\r\n\r\n",
    "negative length": HEAD + b"Content-Length: -5\r\n\r\nabc",
    "short body": HEAD + b"Content-Length: 500\r\n\r\nabc",
    "bad chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "bad gzip": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde",
    "header of rubbish": b"HTTP/1.1 503 x\r\n\xff\xfe: \x00\r\nRetry-After: 1e9999\r\n\r\n",
    "endless retry": b"HTTP/1.1 429 x\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n",
    "date of rubbish": b"HTTP/1.1 503 x\r\nRetry-After: Thu, 99 Foo 9999\r\nDate: now\r\nContent-Length: 0\r\n\r\n",
    "escape in reason": b"HTTP/1.1 400 \x1b[2J\r\nContent-Length: 0\r\n\r\n",
    "two answers": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n",
    "redirect to nowhere": b"HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
    "redirect to a file": b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "login page": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    "deep JSON": HEAD + b"Content-Length: 60000\r\n\r\n" + b"[" * 60000,
    "large number": HEAD + b"Content-Length: 5002\r\n\r\n" + b"1" * 5002,
    "many headers": b"HTTP/1.1 503 x\r\n" + b"a: b\r\n" * 500 + b"\r\n",
}


class RawServer:
    """Reads a request, sends fixed bytes, and closes, or goes on as long as somebody listens."""

    def __init__(self, answer: bytes, then: Callable[[socket.socket], None] | None = None) -> None:
        self._answer, self._then = answer, then
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.sent = 0
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2.0)
                try:
                    connection.recv(1 << 20)
                    connection.sendall(self._answer)
                    if self._then:
                        self._then(connection)
                except OSError:
                    pass  # whoever asked has heard enough

    def endless(self, connection: socket.socket) -> None:
        """Go on sending until the other side hangs up."""
        while True:
            self.sent += connection.send(ENDLESS)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def config(server: RawServer) -> InfluxSection:
    """Return a configuration that is soon tired of waiting."""
    return InfluxSection(url=server.url, timeout_s=0.5)


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_answer_but_204_delivers(store: Store, answer: str) -> None:
    """Every point is still there, waiting or parked, with words that can be shown."""
    fill(store)
    with RawServer(ANSWERS[answer]) as server:
        state = push(store, config(server), "t")
    assert state.pending + state.parked == 11
    assert all(total.delivered == 0 for total in store.outbox_totals())
    assert state.detail.isprintable()
    assert all((row.refusal or "").isprintable() for row in store.outbox_parked())


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_answer_is_taken_for_a_reading_or_a_deletion(answer: str) -> None:
    """Asked for what it has, such a server is unaskable; asked to delete, nothing is deleted."""
    with RawServer(ANSWERS[answer]) as server:
        with QueryClient(config(server), "t") as client, pytest.raises(InfluxError) as caught:
            client.ask(["SELECT 1"])
        assert str(caught.value).isprintable()
        assert not erase(config(server), "t", "0a1b").deleted


def test_endless_answer_is_cut_off() -> None:
    """A body without end is read to a limit, not into memory until there is none."""
    with RawServer(HEAD + b"\r\n") as server:
        server._then = server.endless
        with WriteClient(config(server), "t") as client:
            answer = client.send(b"x")
        assert answer.meaning == "refused"
        assert len(answer.words) <= 300
        with QueryClient(config(server), "t") as asking, pytest.raises(InfluxError):
            asking.ask(["SELECT 1"])


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"HTTP/1.1 ", b"HTTP/1.1 400 x\r\n", b"HTTP/1.1 503 x\r\nRetry-After: "]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_break_the_client(body: bytes, begin: bytes) -> None:
    """Random bytes, alone and after a good beginning, are some answer, and never 'stored'."""
    with RawServer(begin + body) as server, WriteClient(config(server), "t") as client:
        answer = client.send(b"x")
    assert answer.meaning != "stored"
    assert answer.words.isprintable()
