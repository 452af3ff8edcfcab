"""``replay://FILE?speed=1``: a recording as a port, for pyserial's URL handlers.

``speed`` is ``1`` (as it happened, the default), any factor, or ``max``. The port carries the recording's own
arrival times (``read_stamped``) and raises ``EOFError`` at its end. Writing to it goes nowhere.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from serial import PortNotOpenError
from serial.serialutil import SerialBase

from station.errors import UsageError
from station.recording import CLOCK_SET, Control, Wire, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Buffer

_BATCH_BYTES = 1 << 14
"""At full speed this much is handed over at once."""


class Serial(SerialBase):
    """A port that plays a recording."""

    clock: Callable[[], float] = staticmethod(time.monotonic)
    pause: Callable[[float], None] = staticmethod(time.sleep)

    def open(self) -> None:
        """Open the file named by the URL; ``RecordingError`` when it is none."""
        path, self._speed = _parse(str(self.port))
        self._records = _wire_of(path)
        self._next = next(self._records, None)
        self._first_us = self._next.arrival_us if self._next else 0
        self._begun_s = self.clock()
        self._left_over = b""
        self.is_open = True

    def close(self) -> None:
        """Stop playing."""
        self.is_open = False

    def _reconfigure_port(self, force_update: bool = False) -> None:  # noqa: FBT001, FBT002  pyserial's signature
        """Do nothing: a recording has one speed on the wire."""

    @property
    def in_waiting(self) -> int:
        """Return how many bytes can be read at once."""
        return len(self._left_over)

    def read_stamped(self) -> list[tuple[int, bytes]]:
        """Return the chunks that are due, with the arrival times of the recording.

        Waits at most the port's timeout for the next one; ``EOFError`` at the end.
        """
        self._must_be_open()
        if self._next is None:
            raise EOFError(f"{self.port} has ended")
        self._wait(self._next.arrival_us)
        due: list[tuple[int, bytes]] = []
        size = 0
        while self._next is not None and size < _BATCH_BYTES and self._until_s(self._next.arrival_us) <= 0.0:
            due.append((self._next.arrival_us, self._next.raw))
            size += len(self._next.raw)
            self._next = next(self._records, None)
        return due

    def read(self, size: int = 1, /) -> bytes:
        """Return up to ``size`` bytes that are due; ``EOFError`` at the end."""
        if not self._left_over:
            self._left_over = b"".join(raw for _arrival_us, raw in self.read_stamped())
        taken, self._left_over = self._left_over[:size], self._left_over[size:]
        return taken

    def write(self, b: Buffer, /) -> int:
        """Take and forget: a recording answers nobody."""
        self._must_be_open()
        return len(bytes(b))

    def _until_s(self, arrival_us: int) -> float:
        """Return the host seconds until a chunk is due."""
        if math.isinf(self._speed):
            return 0.0
        return self._begun_s + (arrival_us - self._first_us) / 1e6 / self._speed - self.clock()

    def _wait(self, arrival_us: int) -> None:
        until_s = self._until_s(arrival_us)
        if until_s > 0.0:
            self.pause(until_s if self.timeout is None else min(until_s, float(self.timeout)))

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise PortNotOpenError


def _wire_of(path: Path) -> Iterator[Wire]:
    """Yield the wire as it came, on one clock: of one that was set meanwhile the steps are taken out."""
    ahead_us = 0
    for record in read_records(path):
        if isinstance(record, Wire):
            yield Wire(record.arrival_us - ahead_us, record.raw)
        elif isinstance(record, Control) and record.action == CLOCK_SET:
            ahead_us += record.arguments["by_us"]


def _parse(url: str) -> tuple[Path, float]:
    name, _, query = url.removeprefix("replay://").partition("?")
    options = parse_qs(query, keep_blank_values=True)
    unknown = sorted(set(options) - {"speed"})
    if unknown or not name:
        what = f"the option {unknown[0]}" if unknown else "no file"
        raise UsageError(f"{url} has {what}", "Write replay://FILE?speed=1, or speed=max")
    text = options.get("speed", ["1"])[-1]
    try:
        speed = math.inf if text == "max" else float(text)
    except ValueError:
        speed = 0.0
    if not speed > 0.0:
        raise UsageError(f"{url} has the speed {text}", "Use a number above 0, or max")
    return Path(unquote(name)), speed
