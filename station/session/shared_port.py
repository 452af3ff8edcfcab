"""A second ear and mouth at a port that has one reader: for talking to a step whose session goes on."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

TIMEOUT_S: Final = 0.05
"""A read waits for this long, as that of a serial port."""
WAITING_MAX_BYTES: Final = 1 << 20
"""Who listens no more keeps no more than this: minutes of a step."""


class SharedPort:
    """A port (``station.sources.ports.Port``) made of what a reader hears; what is written, the reader sends.

    The reader's thread calls ``hear``, ``next_command`` and ``lose``; one other thread reads and writes.
    """

    def __init__(self, baudrate: int) -> None:
        self.baudrate = baudrate
        self._changed = threading.Condition()
        self._heard = bytearray()
        self._begun = False
        self._commands: deque[bytes] = deque()
        self._gone: OSError | EOFError | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the link is gone, or whoever shared it has left."""
        with self._changed:
            return self._gone is not None

    @property
    def in_waiting(self) -> int:
        """Return how many bytes can be read at once."""
        with self._changed:
            return len(self._heard)

    def read(self, size: int = 1, /) -> bytes:
        """Return up to ``size`` bytes within the timeout; ``OSError`` or ``EOFError`` once the link is gone."""
        with self._changed:
            if not self._heard and self._gone is None:
                self._changed.wait(TIMEOUT_S)
            if not self._heard and self._gone is not None:
                raise self._gone
            taken = bytes(self._heard[:size])
            del self._heard[:size]
            return taken

    def write(self, data: bytes, /) -> int:
        """Give the reader a command to send; ``OSError`` or ``EOFError`` once the link is gone."""
        with self._changed:
            if self._gone is not None:
                raise self._gone
            self._commands.append(bytes(data))
            return len(data)

    def close(self) -> None:
        """Take part no longer."""
        self.lose(OSError("no longer shared"))

    def hear(self, raw: bytes) -> None:
        """Take what the reader heard; the rest of a line that had begun before is left out."""
        with self._changed:
            if not self._begun:
                _, newline, raw = raw.partition(b"\n")
                self._begun = bool(newline)
            if len(self._heard) + len(raw) <= WAITING_MAX_BYTES:
                self._heard += raw
            self._changed.notify_all()

    def next_command(self) -> bytes | None:
        """Return what is to be sent next."""
        with self._changed:
            return self._commands.popleft() if self._commands else None

    def lose(self, why: OSError | EOFError) -> None:
        """Tell that the link is gone; what was heard before it can still be read."""
        with self._changed:
            self._gone = self._gone or why
            self._changed.notify_all()
