"""One who watches: what is on its way to them, and how far they are. They can do nothing but take and leave."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket

    from station.viewing.lines import Lines

DEAD_AFTER_S: Final = 30.0
"""Whoever takes nothing for so long, though something waits, is not there any more."""
SYSTEM_BUFFER_BYTES: Final = 1 << 16
"""What the system may hold for one watcher; without a limit it keeps megabytes."""
_HEARD_BYTES: Final = 4096


class Watching:
    """A connection that never blocks."""

    def __init__(self, connection: socket.socket, begin: bytes, number: int, now_s: float) -> None:
        """``begin`` is told first, then the lines from ``number`` on."""
        self._connection = connection
        self._pending = memoryview(begin)
        self.number = number
        self.gone = False
        self._took_s = now_s

    @property
    def waits(self) -> bool:
        """Whether nothing is on its way: what comes next may be told."""
        return not self._pending

    def begin_again(self, begin: bytes, number: int) -> None:
        """Tell everything anew."""
        self._pending, self.number = memoryview(begin), number

    def push(self, lines: Lines, now_s: float) -> None:
        """Send what there is, as far as it is taken."""
        if not self._pending:
            self._pending = memoryview(lines.since(self.number) or b"")
            self.number = lines.end
        if not self._pending:
            self._took_s = now_s
            return
        try:
            sent = self._connection.send(self._pending)
        except BlockingIOError:
            self.gone = now_s - self._took_s > DEAD_AFTER_S
        except OSError:
            self.gone = True
        else:
            self._pending = self._pending[sent:]
            self._took_s = now_s

    def ignore(self) -> None:
        """Take what they say, which counts for nothing, so that it is not kept anywhere."""
        with suppress(OSError):
            self._connection.recv(_HEARD_BYTES)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
