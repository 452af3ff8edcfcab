"""Reading a port in stamped pieces, few enough a second that reading costs next to nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.sources.ports import Port
    from station.sources.timing import HostTime

Chunk = tuple[int, bytes]
"""Wall time of arrival in microseconds since the epoch, and the bytes."""
GATHER_S = 0.035
"""Bytes are collected for about three samples of each foot: 28 reads a second instead of 400, because each one wakes
three threads and has the screen drawn; longer would let who looks at the screen wait for it."""
_SOCKET_READ = 4096


class ChunkReader:
    """Reads chunks of one open port; knows whether the port brings its own time."""

    def __init__(self, port: Port, url: str, time: HostTime) -> None:
        self.port = port
        stamped = getattr(port, "read_stamped", None)
        self._stamped = cast("Callable[[], list[Chunk]] | None", stamped)
        self._is_socket = url.startswith("socket://")
        self._time = time
        self.gather_s = GATHER_S
        """How long bytes are collected before they are read."""

    @property
    def brings_time(self) -> bool:
        """True for a simulation at full speed or a recording: nothing to wait for, nobody to talk to."""
        return self._stamped is not None

    def read(self) -> list[Chunk]:
        """Return what has arrived, ``[]`` after the port's timeout.

        ``EOFError`` at the end of a finite source, ``OSError`` when the port is gone.
        """
        if self._stamped is not None:
            return self._stamped()
        raw = self.port.read(_SOCKET_READ) if self._is_socket else self._gather()
        return [(self._time.now_us(), raw)] if raw else []

    def _gather(self) -> bytes:
        self._time.sleep_s(self.gather_s)
        waiting = self.port.in_waiting
        device: int | None = getattr(self.port, "fd", None)
        if waiting and device is not None:  # at once: what waits need not be waited for
            return os.read(device, waiting)
        return self.port.read(waiting or 1)
