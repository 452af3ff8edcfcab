"""Publishes a running station's stream on a loopback socket: the session never waits for whoever watches."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import station
from station.errors import PortError
from station.session.worker import Worker
from station.viewing.audience import SYSTEM_BUFFER_BYTES, Watching
from station.viewing.lines import Lines
from station.viewing.places import LOOPBACK
from station.viewing.state import StateSoFar
from station.viewing.telling import SCHEMA, Asked, Beat, Missed, Opened, Refused, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.events import Event

CYCLE_S: Final = 0.05
"""Lines are sent this often: as often as a screen draws."""
BEAT_S: Final = 1.0
MOST_WATCHERS: Final = 64
"""Each costs a little of this computer, which has a step to listen to."""
_ACCEPTED_AT_ONCE: Final = 8
"""So that a thousand who knock at once are dealt with one after the other."""
_LAST_TURNS: Final = 20
"""At the end what was not sent yet is offered so often: a second for whoever is slow."""
_BACKLOG: Final = 32
_ROOM_BYTES: Final = 1 << 19
"""Lines kept for those who are slow: about a minute of force."""
_MOST_WAITING: Final = 20_000
"""Events that wait to be told; more than that only when the telling thread hangs."""


class Publisher:
    """``put`` is a subscriber of the session: it takes references and returns. A thread of its own does the rest."""

    def __init__(
        self,
        *,
        site: str,
        name: str,
        port: int = 0,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
        monotonic_s: Callable[[], float] = time.monotonic,
        most: int = MOST_WATCHERS,
    ) -> None:
        """Listen on ``port`` of the loopback address, 0: a free one. ``PortError`` when it cannot be had."""
        self._site, self._name, self._most = site, name, most
        self._now_us, self._monotonic_s = now_us, monotonic_s
        self._listener = _listening(port)
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._lock = threading.Lock()
        self._state = StateSoFar()
        self._asked = Asked()
        self._waiting: deque[Event | Asked] = deque(maxlen=_MOST_WAITING)
        self._lost = 0
        self._watched = False
        self._lines = Lines(_ROOM_BYTES)
        self._watching: list[Watching] = []
        self._stopping = threading.Event()
        self._beat_s = 0.0
        self._worker: Worker | None = None

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._listener.getsockname()[1])

    @property
    def watchers(self) -> int:
        """How many watch now."""
        return len(self._watching)

    def put(self, events: Sequence[Event]) -> None:
        """Take events in the order of the stream; called on the session's thread, never waits for a watcher."""
        with self._lock:
            self._state.feed(events)
            if self._watched:
                self._lost += max(0, len(self._waiting) + len(events) - _MOST_WAITING)
                self._waiting.extend(events)

    def tell(self, asked: Asked) -> None:
        """Tell who trains and what they are asked for, when that changed; callable from any thread."""
        with self._lock:
            if asked == self._asked:
                return
            self._asked = asked
            if self._watched:
                self._waiting.append(asked)

    def start(self, died: Callable[[str, Exception], None]) -> None:
        """Begin to answer; ``died`` hears of it when the thread fails."""
        self._worker = Worker("view", self._run, died)
        self._worker.start()

    def stop(self) -> None:
        """Send what waits, as far as it is taken soon, and close every connection; returns when that is done."""
        self._stopping.set()
        with suppress(OSError):
            self._bell.send(b"x")
        if self._worker is not None:
            self._worker.join()
        for each in (self._listener, self._bell, self._ear):
            each.close()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                if not self._watching:
                    select.select([self._listener, self._ear], [], [])
                self.turn()
                self._stopping.wait(CYCLE_S)
            self._tell_the_end()
        finally:
            with self._lock:
                self._watched = False
                self._waiting.clear()
            for each in self._watching:
                each.close()
            self._watching = []

    def _tell_the_end(self) -> None:
        for _ in range(_LAST_TURNS):
            self.turn()
            if all(each.waits and each.number == self._lines.end for each in self._watching):
                return
            time.sleep(CYCLE_S)

    def turn(self) -> None:
        """Let in who knocks, tell everybody what is new, let go of who left."""
        now_s = self._monotonic_s()
        self._encode(now_s)
        self._let_in(now_s)
        begin: bytes | None = None
        for each in self._watching:
            if each.waits and each.number < self._lines.first:
                begin = begin or self._begin()
                missed = line_of(Missed(self._lines.end - each.number))
                each.begin_again(missed + begin, self._lines.end)
            each.push(self._lines, now_s)
            each.ignore()
        for each in self._watching:
            if each.gone:
                each.close()
        self._watching = [each for each in self._watching if not each.gone]
        with self._lock:
            self._watched = bool(self._watching)
            if not self._watched:
                self._waiting.clear()
        if not self._watching:
            self._lines.clear()

    def _encode(self, now_s: float) -> None:
        """Make lines of what waits, once for everybody."""
        with self._lock:
            waiting = list(self._waiting)
            self._waiting.clear()
            lost, self._lost = self._lost, 0
        if lost:
            self._lines.skip(lost)
        lines = [line_of(each) for each in waiting]
        if now_s - self._beat_s >= BEAT_S:
            self._beat_s = now_s
            lines.append(line_of(Beat(self._now_us())))
        self._lines.add(lines)

    def _let_in(self, now_s: float) -> None:
        begin: bytes | None = None
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connection, _address = self._listener.accept()
            except OSError:  # nobody knocks, or left again, or there are no more handles
                return
            connection.setblocking(False)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_BUFFER_BYTES)
            if len(self._watching) >= self._most:
                with suppress(OSError):
                    connection.send(line_of(Refused(f"{self._most} watch already: close one first")))
                connection.close()
                continue
            begin = begin or self._begin()
            self._watching.append(Watching(connection, begin, self._lines.end, now_s))

    def _begin(self) -> bytes:
        """Return everything that still counts, and let nothing come twice: what waits comes to the lines first."""
        with self._lock:
            self._watched = True
            waiting = list(self._waiting)
            self._waiting.clear()
            state, asked = self._state.events(), self._asked
        self._lines.add(line_of(each) for each in waiting)
        opened = Opened(SCHEMA, station.__version__, self._site, self._name, self._now_us())
        return b"".join(line_of(each) for each in (opened, asked, *state))


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if port:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise PortError(
            f"port {port} for watching (kiosk.view_port) cannot be had: {error.strerror}",
            "Choose another one, or 0 for any that is free",
        ) from error
    return listener
