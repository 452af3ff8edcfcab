"""A server that answers anything at all: no crash, no hang, no memory, and no point called delivered."""

from __future__ import annotations

import re
import socket
import threading
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.config import InfluxSection
from station.errors import InfluxError
from station.sinks.influx import erase
from station.sinks.influx.answers import Answer
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.client import WriteClient
from tests.support.forwarding import fill, push

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.store import Store

DRIP_S = 0.05
ENDLESS = b"x" * 65536
HEAD = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
DATED = b"Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
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
    "far year": b"HTTP/1.1 429 x\r\nRetry-After: Mon, 01 Jan 99999999999999999999 00:00:00 GMT\r\n" + DATED,
    "far zone": b"HTTP/1.1 429 x\r\nRetry-After: Mon, 01 Jan 2024 00:00:00 +99999999999999999\r\n" + DATED,
    "endless retry": b"HTTP/1.1 429 x\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n",
    "date of rubbish": b"HTTP/1.1 503 x\r\nRetry-After: Thu, 99 Foo 9999\r\nDate: now\r\nContent-Length: 0\r\n\r\n",
    "escape in reason": b"HTTP/1.1 400 \x1b[2J\r\nContent-Length: 0\r\n\r\n",
    "two answers": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n",
    "redirect to nowhere": b"HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
    "redirect to a file": b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "redirect to no address": b"HTTP/1.1 307 x\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
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
        self._over = threading.Event()
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
                    self._hear(connection)
                    connection.sendall(self._answer)
                    if self._then:
                        self._then(connection)
                except OSError:
                    pass  # whoever asked has heard enough

    def _hear(self, connection: socket.socket) -> None:
        """Read a request, whole if it is to be answered and done: what is unread on closing takes the answer back."""
        head, _, body = connection.recv(1 << 20).partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        missing = int(length[1]) - len(body) if length else 0
        while missing > 0 and not self._then:
            missing -= len(connection.recv(1 << 20)) or missing

    def endless(self, connection: socket.socket) -> None:
        """Go on sending until the other side hangs up."""
        while True:
            self.sent += connection.send(ENDLESS)

    def drip(self, drop: bytes) -> None:
        """Go on after the answer with one drop at a time."""

        def on(connection: socket.socket) -> None:
            while not self._over.wait(DRIP_S):
                connection.sendall(drop)

        self._then = on

    def sip(self) -> None:
        """Read what comes a little at a time."""

        def on(connection: socket.socket) -> None:
            while not self._over.wait(DRIP_S) and connection.recv(4096):
                pass

        self._then = on

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
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


DRIPS: dict[str, tuple[bytes, bytes]] = {
    "status line": (b"HTTP/1.1 204 ", b"a"),
    "header": (b"HTTP/1.1 204 No Content\r\nX-a: ", b"a"),
    "headers": (b"HTTP/1.1 204 No Content\r\n", b"a: b\r\n"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}
SLOW_WORDS: dict[str, tuple[bytes, bytes]] = {
    "body": (b"HTTP/1.1 503 x\r\nContent-Length: 100000\r\n\r\n", b"a"),
    "chunks": (b"HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "length of a chunk": (b"HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
}


@pytest.mark.parametrize("what", DRIPS)
def test_dripping_answer_is_cut_off(what: str) -> None:
    """A server that is never silent for long, and never done, has said nothing when the time is up."""
    begin, drop = DRIPS[what]
    with RawServer(begin) as server:
        server.drip(drop)
        with WriteClient(config(server), "t") as client:
            assert client.send(b"x") == Answer("unknown", "no complete answer within 0.5 s")
        with QueryClient(config(server), "t") as asking, pytest.raises(InfluxError, match=r"within 0\.5 s"):
            asking.ask(["SELECT 1"])


@pytest.mark.parametrize("what", SLOW_WORDS)
def test_slow_words_keep_their_status(what: str) -> None:
    """When status and headers are whole, dripping words are cut off; what they explain is known."""
    begin, drop = SLOW_WORDS[what]
    with RawServer(begin) as server:
        server.drip(drop)
        with WriteClient(config(server), "t") as client:
            assert client.send(b"x").meaning == "busy"
        with QueryClient(config(server), "t") as asking, pytest.raises(InfluxError, match=r"within 0\.5 s"):
            asking.ask(["SELECT 1"])


def test_slow_server_is_asked_again_on_a_new_connection() -> None:
    """A connection that was cut off is not used again."""
    with RawServer(DRIPS["header"][0]) as server, WriteClient(config(server), "t") as client:
        server.drip(b"a")
        assert client.send(b"x").meaning == "unknown"
        server._answer, server._then = b"HTTP/1.1 204 No Content\r\n\r\n", None
        assert client.send(b"x").meaning == "stored"


def test_server_that_does_not_listen_is_given_up() -> None:
    """A request that is taken in drops is over in time as well."""
    with RawServer(b"") as server, WriteClient(config(server), "t") as client:
        server.sip()
        assert client.send(b"x" * (32 << 20)) == Answer("unknown", "no complete answer within 0.5 s")


def test_dripping_handshake_is_cut_off() -> None:
    """TLS that never gets anywhere ends as well."""
    with RawServer(b"\x16\x03\x03\x40\x00") as server:
        server.drip(b"a")
        server.url = server.url.replace("http:", "https:")
        with WriteClient(config(server), "t") as client:
            assert client.send(b"x").meaning == "unknown"


WORDS_OF_NO_ENCODING = {
    "Latin-1": b"Content-Length: 21\r\nConnection: close\r\n\r\nline refused: ung\xfcltig",
    "broken gzip": b"Content-Encoding: gzip\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
    "cut off": b"Content-Length: 500\r\nConnection: close\r\n\r\nline refused",
    "bad chunk": b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\nabc",
}


@pytest.mark.parametrize("words", WORDS_OF_NO_ENCODING)
def test_unreadable_words_keep_their_status(store: Store, words: str) -> None:
    """A refusal nobody can read is a refusal: the points are parked, a token is not accepted, a wait is kept."""
    with RawServer(b"HTTP/1.1 401 x\r\n" + WORDS_OF_NO_ENCODING[words]) as server:
        with WriteClient(config(server), "t") as client:
            assert client.send(b"x").meaning == "denied"
            server._answer = b"HTTP/1.1 429 x\r\nRetry-After: 7\r\n" + WORDS_OF_NO_ENCODING[words]
            answer = client.send(b"x")
            assert (answer.meaning, answer.retry_after_s) == ("busy", 7.0)
        server._answer = b"HTTP/1.1 400 x\r\n" + WORDS_OF_NO_ENCODING[words]
        fill(store)
        state = push(store, config(server), "t")
    assert (state.pending, state.parked) == (0, 11)


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
