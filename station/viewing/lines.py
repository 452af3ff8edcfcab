"""Encoded lines for everybody who watches, kept once; each watcher has a place in them. Pure."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Lines:
    """The newest lines up to ``room`` bytes, numbered for ever."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lines: deque[bytes] = deque()
        self._bytes = 0
        self.end = 0
        """Number of the next line."""

    @property
    def first(self) -> int:
        """Number of the oldest line that is kept."""
        return self.end - len(self._lines)

    def add(self, lines: Iterable[bytes]) -> None:
        """Append lines, and forget the oldest where there is no room for them."""
        for line in lines:
            self._lines.append(line)
            self._bytes += len(line)
            self.end += 1
        while self._bytes > self._room:
            self._bytes -= len(self._lines.popleft())

    def clear(self) -> None:
        """Forget all lines; numbers go on."""
        self._lines.clear()
        self._bytes = 0

    def skip(self, count: int) -> None:
        """Forget all lines, and so many that never were: whoever watches has missed them."""
        self.clear()
        self.end += count

    def since(self, number: int) -> bytes | None:
        """Return everything from this line on in one piece; ``None`` when some of it is forgotten."""
        if number < self.first:
            return None
        skipped = number - self.first
        return b"".join(line for at, line in enumerate(self._lines) if at >= skipped)
