"""pyserial URL handler: ``sim://SCENARIO?seed=7&speed=1`` is a port with a step and an athlete behind it.

pyserial finds it when ``"simulators"`` is in ``serial.protocol_handler_packages``. Reading past the end
raises ``EOFError``; with the cable out, reading and opening raise ``SerialException``.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from serial import SerialBase, SerialException
from serial.serialutil import PortNotOpenError

from simulators.build import build
from simulators.link import Cable
from simulators.options import options_of_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer as Buffer

STRIDE_S = 0.1
"""Device time that one read covers at ``speed=max``."""
POLL_S = 0.02
USB_TIMER_S = 0.008
"""An adapter hands over what it has this often, not every line by itself."""
UNPLUGGED: dict[str, Cable] = {}
"""Steps whose cable is out, by URL: they go on, and the next opening of the same URL meets them again."""


class Serial(SerialBase):
    """A port to a simulated step."""

    read_stamped: Callable[[], list[tuple[int, bytes]]] | None = None
    """At ``speed=max``: returns ``(arrival_us, bytes)`` chunks, the port's own time."""

    def open(self) -> None:
        """Start the performance, or meet the step again whose cable was out."""
        if self.is_open:
            raise SerialException(f"port {self.port} is already open")
        if self.port is None:
            raise SerialException("no port given; use sim://SCENARIO?seed=7&speed=1")
        self._cable = _plugged(self.port)
        self._cable.host_baud = self.baudrate
        self._buffer = bytearray()
        self._stamped: list[tuple[float, bytes]] = []
        self._ended = False
        self._cancelled = False
        self._lock = threading.RLock()
        self.read_stamped = self._read_stamped if self._cable.options.speed is None else None
        self.is_open = True

    def check(self) -> None:
        """Raise ``ValueError`` for an address that means nothing; nothing is started."""
        options_of_url(str(self.port))

    def close(self) -> None:
        """Close the port; a reader in another thread returns."""
        self.is_open = False

    @property
    def in_waiting(self) -> int:
        """Return the number of bytes that can be read at once."""
        self._check_open()
        with self._lock:
            if self.read_stamped is None:
                self._fill()
            return len(self._buffer)

    def read(self, size: int = 1, /) -> bytes:
        """Return up to ``size`` bytes; fewer when the timeout passes first."""
        self._check_open()
        patience_s = float("inf") if self.timeout is None else self.timeout
        deadline_s = time.monotonic() + patience_s
        self._cancelled = False
        while self.is_open and not self._cancelled:
            with self._lock:
                if len(self._buffer) < size:
                    self._fill()
                left_s = deadline_s - time.monotonic()
                enough = len(self._buffer) >= size or self._ended
                if enough or (left_s <= 0.0 and (self._buffer or self.read_stamped is None)):
                    return self._take(size)
                wait_s = self._wait_s(left_s)
            time.sleep(wait_s)
        with self._lock:
            return self._take(size) if self._buffer else b""

    def write(self, data: Buffer, /) -> int:
        """Send bytes to the step."""
        self._check_open()
        with self._lock:
            cable = self._cable
            if self.read_stamped is None:
                self._fill()
            raw = bytes(data)
            cable.talker.receive(raw)
        return len(raw)

    def flush(self) -> None:
        """Return at once: everything written has been sent."""

    def cancel_read(self) -> None:
        """Make a read that waits in another thread return what it has."""
        self._cancelled = True

    def reset_input_buffer(self) -> None:
        """Forget what has arrived and was not read."""
        with self._lock:
            self._buffer.clear()
            self._stamped.clear()

    def reset_output_buffer(self) -> None:
        """Do nothing: everything written has been sent."""

    @property
    def out_waiting(self) -> int:
        """Return 0: everything written has been sent."""
        return 0

    def _check_open(self) -> None:
        if not self.is_open:
            raise PortNotOpenError

    def _take(self, size: int) -> bytes:
        if not self._buffer and self._ended and size:
            raise EOFError(f"{self.port} has ended")
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _wait_s(self, left_s: float) -> float:
        """Return how long nothing can arrive, at most until the deadline."""
        cable = self._cable
        if cable.options.speed is None:
            return 0.0
        ahead_s = (cable.next_s() - cable.clock_s()) / cable.options.speed
        return max(0.0, min(left_s, POLL_S, max(ahead_s, USB_TIMER_S)))

    def _fill(self) -> None:
        """Bring in what has arrived by now."""
        if self.read_stamped is None:
            self._buffer += b"".join(raw for _, raw in self._arrived(self._cable.clock_s()))
        else:
            self._buffer += b"".join(raw for _, raw in self._stride())

    def _arrived(self, now_s: float) -> list[tuple[float, bytes]]:
        cable = self._cable
        if cable.outage_at(now_s):
            self._unplug()
        chunks = cable.carry(now_s)
        if now_s >= cable.talker.duration_s:
            chunks += cable.flush()
            self._ended = True
        return chunks

    def _stride(self) -> list[tuple[float, bytes]]:
        """Return the chunks of the next stretch of device time."""
        cable = self._cable
        if cable.outage_at(cable.talker.now_s):
            self._unplug()
        until_s = min(cable.talker.now_s + STRIDE_S, cable.next_outage_s())
        chunks = cable.carry(until_s)
        if cable.talker.now_s >= cable.talker.duration_s:
            chunks += cable.flush()
            self._ended = True
        return chunks

    def _read_stamped(self) -> list[tuple[int, bytes]]:
        self._check_open()
        with self._lock:
            if self._ended:
                raise EOFError(f"{self.port} has ended")
            return [(self._cable.arrival_us(arrived_s), raw) for arrived_s, raw in self._stride()]

    def _unplug(self) -> None:
        self._cable.refusals = 0
        UNPLUGGED[str(self.port)] = self._cable
        raise SerialException(f"{self.port}: the cable is out")

    # pyserial calls these when line settings change; a simulated cable has no lines
    def _reconfigure_port(self) -> None:
        if self.is_open:
            self._cable.host_baud = self.baudrate

    def _update_rts_state(self) -> None:
        """Accept any state of RTS."""

    def _update_dtr_state(self) -> None:
        """Accept any state of DTR."""

    def _update_break_state(self) -> None:
        """Accept any break."""


def _plugged(url: str) -> Cable:
    """Return the cable to the step of this URL; ``SerialException`` while it is out, ``ValueError`` if none."""
    cable = UNPLUGGED.get(url)
    if cable is None:
        try:
            options = options_of_url(url)
        except ValueError as wrong:
            raise ValueError(str(wrong)) from None
        talker, _ = build(options)
        return Cable(talker, options)
    if cable.options.speed is None:
        outage, cable.refusals = cable.outage_at(cable.talker.now_s), cable.refusals + 1
        if outage and cable.refusals == 1:
            raise SerialException(f"{url}: the cable is out")
        if outage:
            cable.skip(outage[1])
    elif cable.outage_at(cable.clock_s()):
        raise SerialException(f"{url}: the cable is out")
    else:
        cable.skip(cable.clock_s())
    return UNPLUGGED.pop(url)
