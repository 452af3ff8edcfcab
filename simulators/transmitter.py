"""The sending half of a virtual step's serial port: a buffer, a wire of finite speed, lines whole or not at all."""

from __future__ import annotations

from simulators.lines import line

READ_S = 175e-6
"""From ready to the first bit on the wire: reading 24 bits and writing the line."""
TX_BUFFER, TX_RESERVE = 384, 256
"""Bytes that may wait for the wire, and more for what is not a sample; a line that does not fit is dropped."""


class Transmitter:
    """Times are the device's seconds."""

    def __init__(self, baud: int) -> None:
        self.dropped = 0
        self._bytes_a_second = baud / 10.0
        self._free_s = 0.0
        """When the wire has carried everything."""
        self._sent: list[tuple[float, bytes]] = []

    def send(self, body: str, at_s: float) -> None:
        """Send a line, or drop and count it when too much waits already."""
        raw = line(body)
        waiting = (self._free_s - at_s) * self._bytes_a_second
        if waiting + len(raw) > (TX_BUFFER if body.startswith("S") else TX_BUFFER + TX_RESERVE):
            self.dropped += 1
            return
        self._free_s = max(at_s + READ_S, self._free_s) + len(raw) / self._bytes_a_second
        self._sent.append((self._free_s, raw))

    def take(self) -> list[tuple[float, bytes]]:
        """Return ``(second its last bit left, bytes)`` of every line sent since the last call."""
        sent, self._sent = self._sent, []
        return sent
