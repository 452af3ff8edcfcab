"""Attaches to a running station and hears its stream; looks for it again when it is gone. It can only listen."""

from __future__ import annotations

import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.errors import StationError
from station.viewing.decoding import event_of
from station.viewing.telling import SCHEMA, Beat, Missed, Opened, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.events import Event
    from station.viewing.telling import Asked

SILENT_S: Final = 4.0
"""Four beats: a station that says nothing for so long does not run any more."""
AGAIN_S: Final = 1.0
_LONGEST_LINE: Final = 8 << 20
_READ_BYTES: Final = 1 << 16
_MOST_HEARD: Final = 50_000
"""Kept for a screen that does not look; then the oldest are forgotten and said to be missed."""

Connection = Literal["looking", "attached", "gone", "refused"]


@dataclass(frozen=True, slots=True)
class Tie:
    """How the watcher is tied to the station."""

    state: Connection
    address: str = ""
    detail: str = ""


class Watcher:
    """``take`` what was heard since the last call; ``tie`` says whether anything is heard at all."""

    def __init__(self, where: Callable[[], tuple[str, int]]) -> None:
        """``where`` says the address, anew at every attempt; ``StationError`` while there is none."""
        self._where = where
        self._heard: deque[Event | Asked | Opened | Missed] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="station-watcher", daemon=True)
        self._connection: socket.socket | None = None
        self.tie = Tie("looking")
        self.unread = 0
        """Lines that meant nothing here: of a newer station, or spoiled."""

    def start(self) -> None:
        """Begin to look for the station."""
        self._thread.start()

    def stop(self) -> None:
        """Let go; returns when the thread has ended."""
        self._stopping.set()
        connection = self._connection
        if connection is not None:
            with suppress(OSError):  # it was gone by itself
                connection.shutdown(socket.SHUT_RDWR)
        if self._thread.ident is not None:
            self._thread.join()

    def take(self) -> list[Event | Asked | Opened | Missed]:
        """Return and forget what was heard."""
        with self._lock:
            heard = list(self._heard)
            self._heard.clear()
        return heard

    def _run(self) -> None:
        while not self._stopping.is_set():
            address = ""
            try:
                host, port = self._where()
                address = f"{host}:{port}"
                with socket.create_connection((host, port), timeout=SILENT_S) as connection:
                    self._connection = connection
                    self._listen(connection, address)
            except StationError as error:
                self.tie = Tie("refused" if self.tie.state == "refused" else "gone", address, error.problem)
            except OSError as error:
                self.tie = Tie("gone", address, _reason(error))
            except Exception as error:  # noqa: BLE001  whatever is sent, the screen says that nothing is heard
                self.tie = Tie("gone", address, f"{type(error).__name__}: {error}")
            finally:
                self._connection = None
            self._stopping.wait(AGAIN_S)

    def _listen(self, connection: socket.socket, address: str) -> None:
        """Hear lines until there are no more."""
        rest = b""
        while not self._stopping.is_set():
            piece = connection.recv(_READ_BYTES)
            if not piece:
                raise StationError("it ended", "It is looked for again")
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self._hear(line, address)
            if len(rest) > _LONGEST_LINE:
                raise StationError("what answers there is no station", "Check the address")

    def _hear(self, line: bytes, address: str) -> None:
        told = event_of(line)
        if self.tie.state != "attached" or self.tie.address != address:
            if isinstance(told, Refused):
                self.tie = Tie("refused", address, told.reason)
                raise StationError(told.reason, "")
            if not isinstance(told, Opened | Missed) or (
                isinstance(told, Opened) and told.schema.partition("/")[0] != SCHEMA.partition("/")[0]
            ):
                raise StationError("what answers there is no station", "Check the address")
            self.tie = Tie("attached", address)
        if told is None:
            self.unread += 1
        elif not isinstance(told, Beat | Refused):
            self._keep(told)

    def _keep(self, told: Event | Asked | Opened | Missed) -> None:
        with self._lock:
            if len(self._heard) >= _MOST_HEARD:
                self._heard.clear()
                self._heard.append(Missed(_MOST_HEARD))
            self._heard.append(told)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "it says nothing"
    return error.strerror or type(error).__name__
