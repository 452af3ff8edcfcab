"""The reader thread: from the port to the core's inbox, reconnecting by itself."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from station.errors import PortError, StationError
from station.events import Link
from station.session.items import Arrived, LinkChanged, SourceEnded
from station.session.shared_port import SharedPort
from station.sources import Connection, connect, list_ports
from station.sources.chunks import ChunkReader
from station.sources.handshake import Interrupted
from station.sources.ports import is_device

if TYPE_CHECKING:
    from collections.abc import Iterator
    from queue import SimpleQueue
    from typing import Literal

    from station.session.items import Item
    from station.sources import HostTime

BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Pauses between attempts to reconnect; the last one repeats."""
AHEAD_ITEMS = 64
"""A source faster than life waits when the core is this far behind; a real one never waits."""
_AHEAD_PAUSE_S = 0.002


class Reader:
    """Owns the port. ``run`` is the thread's body; it ends with one ``SourceEnded``."""

    def __init__(
        self, url: str, *, uid: str, inbox: SimpleQueue[Item], time: HostTime, patient: bool, gather_s: float
    ) -> None:
        """``patient``: keep trying when the very first connection fails, instead of ending with its error.

        ``gather_s``: bytes of a real port are collected for this long.
        """
        self._gather_s = gather_s
        self._url, self._uid, self._inbox, self._time, self._patient = url, uid, inbox, time, patient
        self._stopping = threading.Event()
        self._introduce = threading.Event()
        self._questions: list[str] = []
        self._reading: Connection | None = None
        """The connection that is read now."""
        self._shared: SharedPort | None = None
        self._connected_to: Connection | None = None
        self._ports_before: frozenset[str] = frozenset()
        self._told: str | None = ""
        """The last reason told; ``None`` after a loss, whose first reason is only its echo."""
        self._last_arrival_us: int | None = None

    def stop(self) -> None:
        """Ask the thread to end; it does within the port's timeout."""
        self._stopping.set()

    def ask_again(self) -> None:
        """Ask the step once more who it is and how it is calibrated, for a recording that begins now."""
        self._introduce.set()

    def share(self) -> Connection:
        """Return a connection of somebody else's to the step that is read here: it hears what the session hears.

        To be closed by him; only one at a time. ``PortError`` when no step is there, or it cannot be spoken to.
        """
        reading = self._reading
        if reading is None:
            raise PortError("the step is not connected", "Plug it in")
        if reading.identity is None:
            raise PortError(f"{self._url} plays without listening", "Name a port with a step behind it")
        if self._shared is not None and not self._shared.is_closed:
            raise PortError("somebody talks to the step already", "Wait until that has ended")
        self._shared = shared = SharedPort(reading.baud)
        if self._reading is not reading:
            shared.lose(OSError("the link was lost"))
        return Connection(
            reading.url, ChunkReader(shared, reading.url, self._time), reading.identity, (), reading.baud
        )

    def run(self) -> None:
        """Connect, read, reconnect, until the source ends or ``stop`` is called."""
        error: StationError | None = None
        try:
            self._tell("opening", self._url)
            while not self._stopping.is_set() and not self._read(self._connect()):
                pass
        except Interrupted:
            pass
        except StationError as problem:
            error = problem
        self._inbox.put(SourceEnded(error))

    def _connect(self) -> Connection:
        for pause_s in self._pauses():
            for url, uid in self._candidates():
                try:
                    connection = connect(url, uid=uid, time=self._time, wanted=self._wanted)
                except PortError as error:
                    if not (self._patient or self._connected_to):
                        raise
                    self._tell_reason(error.problem)
                    continue
                self._welcome(connection)
                return connection
            self._stopping.wait(pause_s)
        raise Interrupted

    def _pauses(self) -> Iterator[float]:
        yield from BACK_OFF_S
        while self._wanted():
            yield BACK_OFF_S[-1]

    def _wanted(self) -> bool:
        return not self._stopping.is_set()

    def _candidates(self) -> list[tuple[str, str]]:
        """Return ports to try, each with the uid that must answer.

        A step that comes back may get another name: ports that were not here before are tried for it.
        """
        if self._connected_to is None:
            return [(self._url, self._uid)]
        same = [(self._connected_to.url, self._uid)]
        identity = self._connected_to.identity
        if identity is None or not is_device(self._connected_to.url):
            return same
        fresh = [(url, identity.uid) for url in list_ports() if url not in self._ports_before]
        return (same if Path(self._connected_to.url).exists() or not fresh else []) + fresh

    def _welcome(self, connection: Connection) -> None:
        if is_device(connection.url):
            self._ports_before = frozenset((*list_ports(), connection.url))
        self._connected_to = connection
        connection.reader.gather_s = self._gather_s
        identity = connection.identity
        detail = f"{identity.board} {identity.uid} at {connection.baud} baud" if identity else ""
        self._tell("connected", connection.url, detail)

    def _read(self, connection: Connection) -> bool:
        """Pass on what arrives; return true when nothing more will come, false when the link is lost."""
        try:
            self._reading = connection
            self._pass_on(list(connection.heard), connection)
            while not self._stopping.is_set():
                self._pass_on(connection.reader.read(), connection)
                self._ask_when_asked_to(connection)
                self._let_core_catch_up(connection)
        except EOFError:
            return True
        except OSError as error:
            self._told = None
            self._tell("lost", connection.url, _why(connection.url, error))
            return False
        finally:
            self._reading = None
            if self._shared is not None:
                self._shared.lose(OSError("the link was lost"))
            connection.close()
        return True

    def _ask_when_asked_to(self, connection: Connection) -> None:
        shared = self._shared
        if (
            shared is not None and not shared.is_closed
        ):  # its questions first: ours can wait until it is closed
            command = shared.next_command()
            if command is not None:
                connection.reader.port.write(command)
            return
        if self._introduce.is_set():
            self._introduce.clear()
            self._questions = ["?", "K?"]
        if self._questions:  # one at a time: a small step need not keep a second one while it answers
            connection.send(self._questions.pop(0))

    def _pass_on(self, chunks: list[tuple[int, bytes]], connection: Connection) -> None:
        if chunks:
            self._last_arrival_us = chunks[-1][0]
            if self._shared is not None:
                self._shared.hear(b"".join(raw for _, raw in chunks))
            self._inbox.put(Arrived(chunks, connection.reader.brings_time))

    def _let_core_catch_up(self, connection: Connection) -> None:
        while connection.reader.brings_time and self._inbox.qsize() > AHEAD_ITEMS and self._wanted():
            self._stopping.wait(_AHEAD_PAUSE_S)

    def _tell_reason(self, reason: str) -> None:
        if reason != self._told:
            echo = self._told is None
            self._told = reason
            if not echo:
                self._tell("lost" if self._connected_to else "opening", self._url, reason)

    def _tell(self, state: Literal["opening", "connected", "lost"], url: str, detail: str = "") -> None:
        """Tell a change; a source that brings its own time stamps it too."""
        source = self._connected_to
        brings_time = source is not None and source.reader.brings_time
        time_us = self._last_arrival_us if brings_time else None
        now_us = self._time.now_us() if time_us is None else time_us
        self._inbox.put(LinkChanged(Link(state, url, now_us, detail), brings_time=brings_time))


def _why(url: str, error: OSError) -> str:
    text = " ".join(str(error).split()).removeprefix(f"{url}: ")
    return "the device has vanished" if "returned no data" in text or "Input/output error" in text else text
