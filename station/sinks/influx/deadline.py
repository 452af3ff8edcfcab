"""One instant by which a whole request must be over, however slowly the other side speaks.

Time limits of sockets are for each piece that arrives: a server that sends a byte now and then never meets
one. Here a watch shuts the connection's socket down from beside it, whatever is being read or written then:
the request, a status line, headers, "100 Continue" without end, or the length of a chunk. Only looking the
name up and connecting, TLS included, come before that; both have limits of their own.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from types import TracebackType

    from urllib3 import PoolManager

_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class Deadline:
    """Ends what the connections of ``bind`` do in this thread within the ``with`` block, after ``patience_s``."""

    def __init__(self, patience_s: float) -> None:
        """Prepare; time begins to count on entering."""
        self.passed = False
        """Whether the time ran out: a connection was, or would have been, cut off."""
        self._twins: list[socket.socket] = []
        self._lock = threading.Lock()
        self._watch = threading.Timer(patience_s, self._pass)
        self._watch.name, self._watch.daemon = "influx-deadline", True

    def hold(self, connected: socket.socket) -> None:
        """Take a connection's socket under this deadline.

        A twin of it is shut down, whose number stays its own until the request has ended, whoever closes the
        socket meanwhile.
        """
        twin = socket.fromfd(connected.fileno(), connected.family, connected.type)
        with self._lock:
            self._twins.append(twin)
            if self.passed:
                _shut(twin)

    def _pass(self) -> None:
        with self._lock:
            self.passed = True
            for twin in self._twins:
                _shut(twin)

    def __enter__(self) -> Self:
        self._before = _CURRENT.set(self)
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _CURRENT.reset(self._before)
        self._watch.cancel()
        self._watch.join()
        for twin in self._twins:
            twin.close()


def _shut(twin: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        twin.shutdown(socket.SHUT_RDWR)


def _hold(connected: socket.socket | None) -> None:
    deadline = _CURRENT.get()
    if deadline is not None and connected is not None:
        deadline.hold(connected)


class _Connection(HTTPConnection):
    """A connection that every request, the first and those on it later, puts under its deadline."""

    def connect(self) -> None:
        super().connect()
        _hold(self.sock)

    def request(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  whatever the library asks
        _hold(self.sock)
        super().request(*arguments, **options)


class _SecureConnection(HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        super().connect()
        _hold(self.sock)

    def request(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  whatever the library asks
        _hold(self.sock)
        super().request(*arguments, **options)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def bind(pool: PoolManager) -> None:
    """Let a pool make connections that keep deadlines."""
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
