"""The cable between step and host: delays, faults played on purpose, and the cable pulled out."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from simulators.maker import pulled
from simulators.signals import chance, stream

if TYPE_CHECKING:
    import numpy as np

    from simulators.options import Options

USB_FRAME_S = 0.004
"""Bytes that leave the step within one of these arrive at the host together."""
LATENCY_S = 0.0006
LATENCY_TAIL_S = 0.0008
LATE_CHANCE = 0.004
LATE_S = 0.02


class Talker(Protocol):
    """What is at the other end of the cable."""

    now_s: float
    duration_s: float

    def advance(self, until_s: float) -> list[tuple[float, bytes]]:
        """Go on to a second; return what was sent, each with the second its last bit left."""

    def receive(self, raw: bytes) -> None:
        """Take bytes from the host."""

    def next_s(self) -> float:
        """Return when something is sent next, or the end."""


def garbled(raw: bytes, sent_baud: int, read_baud: int) -> bytes:
    """Return what a receiver at the wrong speed makes of these bytes: it samples the line at its own pace."""
    bits = [bit for byte in raw for bit in (0, *((byte >> i) & 1 for i in range(8)), 1)]
    ratio = sent_baud / read_baud
    out, at = bytearray(), 0.0
    while at + 9.5 * ratio < len(bits):
        if bits[int(at)]:
            at += min(ratio, 1.0)
            continue
        out.append(sum(bits[int(at + (i + 1.5) * ratio)] << i for i in range(8)))
        at += 9.5 * ratio
    return bytes(out)


class Cable:
    """Carries the talker's lines to the host; times are the talker's seconds."""

    def __init__(self, talker: Talker, options: Options) -> None:
        self.talker = talker
        self.options = options
        self.epoch_us = options.epoch_us if options.epoch_us is not None else time.time_ns() // 1000
        """Wall time of second 0."""
        self.started_s = time.monotonic()
        self.host_baud = 0
        self.refusals = 0
        """Attempts to open that failed since the cable came out."""
        self._outages = [(start_s, start_s + options.disconnect_s) for start_s in options.disconnect_at]
        self._outages += pulled(options.settings)
        self._rng: np.random.Generator = stream(options.settings.seed, f"{options.settings.scenario}/link")
        self._pending: deque[tuple[float, bytes]] = deque()
        self._arrived_s = 0.0

    def clock_s(self) -> float:
        """Return the talker's present second when it runs at a multiple of real time."""
        return (time.monotonic() - self.started_s) * (self.options.speed or 1.0)

    def outage_at(self, time_s: float) -> tuple[float, float] | None:
        """Return the outage that covers this second."""
        return next((out for out in self._outages if out[0] <= time_s < out[1]), None)

    def next_outage_s(self) -> float:
        """Return when the cable comes out next, from where the talker is."""
        return min(
            (start_s for start_s, _ in self._outages if start_s > self.talker.now_s), default=float("inf")
        )

    def skip(self, until_s: float) -> None:
        """Let the talker go on to a second with nobody listening."""
        self.talker.advance(until_s)
        self._pending.clear()

    def carry(self, until_s: float) -> list[tuple[float, bytes]]:
        """Let the talker go on to a second; return the chunks that reach the host by then."""
        sent = [
            (sent_s, raw)
            for sent_s, line in self.talker.advance(until_s)
            if self.outage_at(sent_s) is None and (raw := self._worn(line))
        ]
        frame, chunk, last_s = -1, bytearray(), 0.0
        for sent_s, raw in sent:
            if chunk and int(sent_s / USB_FRAME_S) != frame:
                self._deliver(last_s, bytes(chunk))
                chunk.clear()
            frame, last_s = int(sent_s / USB_FRAME_S), sent_s
            chunk += raw
        if chunk:
            self._deliver(last_s, bytes(chunk))
        return self._due(until_s)

    def next_s(self) -> float:
        """Return when something can reach the host next."""
        return self._pending[0][0] if self._pending else self.talker.next_s() + LATENCY_S

    def flush(self) -> list[tuple[float, bytes]]:
        """Return what is still under way."""
        return self._due(float("inf"))

    def _due(self, until_s: float) -> list[tuple[float, bytes]]:
        due = []
        while self._pending and self._pending[0][0] <= until_s:
            due.append(self._pending.popleft())
        return due

    def _deliver(self, sent_s: float, raw: bytes) -> None:
        if self.options.baud is not None and self.host_baud != self.options.baud:
            raw = garbled(raw, self.options.baud, self.host_baud)
        late_s = LATENCY_S + self._rng.exponential(LATENCY_TAIL_S)
        if chance(self._rng, LATE_CHANCE):
            late_s += self._rng.exponential(LATE_S)
        self._arrived_s = max(self._arrived_s, sent_s + late_s)
        self._pending.append((self._arrived_s, raw))

    def _worn(self, line: bytes) -> bytes:
        """Return the line as it survives the trip, empty when it does not."""
        options = self.options
        if options.drop and chance(self._rng, options.drop):
            return b""
        if options.corrupt and chance(self._rng, options.corrupt):
            spoiled = bytearray(line)
            spoiled[int(self._rng.integers(len(line)))] ^= 1 << int(self._rng.integers(8))
            return bytes(spoiled)
        return line

    def arrival_us(self, arrived_s: float) -> int:
        """Return the wall time of a second of the talker's clock, whose crystal is off by ``ppm``."""
        return self.epoch_us + round(arrived_s * (1e6 + self.options.ppm))
