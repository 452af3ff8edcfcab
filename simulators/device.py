"""A virtual step: conversions become protocol 1 lines, commands are obeyed, all on the device's own clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulators.commands import ALONE, MAX_ECHO, MAX_TOKEN, UNSIGNED, calibration_of, line_fault
from simulators.converter import SATURATED
from simulators.faults import DESYNC
from simulators.hardware import (
    SETTLING_CONVERSIONS,
    TIMEOUT_S,
    Chip,
    factory_calibration,
    later,
    merged,
)
from simulators.lines import MAX_LINE, command_of
from simulators.transmitter import Transmitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.converter import Conversions
    from simulators.hardware import Hardware, Ready

BOARD = "sim"
GAIN = 128
SETTLING = 8
FAULT_NAMES = {SATURATED: "SATURATED", DESYNC: "DESYNC", SATURATED | DESYNC: "DESYNC"}
CHANNELS_A_LINE = 2
"""So many channels fit on one health line, however far they have counted."""
HEALTH_PERIOD_S = 1.0
IDENTITY_PERIOD_S = 5.0
FAULT_PERIOD_S = 1.0
BOOT_S = 0.35
"""From power-up to the identity line."""
REBOOT_S = 1.6
"""From a reboot command to the identity line: the boot loader waits for an upload."""


class Step:
    """The device. ``advance`` moves its time on and returns what it sent meanwhile."""

    def __init__(
        self,
        hardware: Hardware,
        conversions: Sequence[Conversions],
        duration_s: float,
        *,
        loops: bool = False,
    ) -> None:
        """``loops``: whoever stood on the plates comes back at the end and does the same again, for ever."""
        self.hardware = hardware
        self.duration_s = duration_s
        self.now_s = 0.0
        self.streaming = True
        self._queue = merged(conversions, hardware.dead_from_s)
        self._once = (self._queue, duration_s) if loops else None
        self._next = 0
        self._chips = [Chip() for _ in hardware.channels]
        self._calibration = factory_calibration(hardware.plates, hardware.calibrated_unix)
        self._wire = Transmitter(hardware.baud)
        self._reset_cause = "power"
        self._boot_s = 0.0
        self._awake_s = BOOT_S
        self._next_health_s = BOOT_S + HEALTH_PERIOD_S
        self._next_identity_s = BOOT_S
        self._rx = bytearray()
        self._rx_errors = 0

    @property
    def ended(self) -> bool:
        """Whether the performance is over."""
        return self.now_s >= self.duration_s

    def t_us(self, time_s: float) -> int:
        """Return the device's 32-bit microseconds at this second."""
        return (self.hardware.first_us + round((time_s - self._boot_s) * 1e6)) & 0xFFFFFFFF

    def advance(self, until_s: float) -> list[tuple[float, bytes]]:
        """Go on to ``until_s``; return ``(second its last bit left, bytes)`` of every line sent since."""
        while self._once and until_s >= self.duration_s:
            self._begin_again(*self._once)
        until_s = min(until_s, self.duration_s)
        dip_s = self.hardware.brownout_s
        if dip_s is not None and dip_s <= until_s:
            self._run(dip_s)
            self.hardware = replace(self.hardware, brownout_s=None)
            self._start_again("brownout")
        self._run(until_s)
        return self._wire.take()

    def _begin_again(self, once: list[Ready], lasts_s: float) -> None:
        """Put the conversions of the performance behind those still to come."""
        again = later(once, self.duration_s, self.hardware.dead_from_s)
        self._queue, self._next = [*self._queue[self._next :], *again], 0
        self.duration_s += lasts_s

    def _run(self, until_s: float) -> None:
        while True:
            sample_s = self._queue[self._next][0] if self._next < len(self._queue) else np.inf
            tick_s = min(self._next_health_s, self._next_identity_s)
            if min(sample_s, tick_s) > until_s:
                break
            if sample_s <= tick_s:
                self._convert()
            else:
                self._tick(tick_s)
        self.now_s = max(self.now_s, until_s)

    def receive(self, raw: bytes) -> None:
        """Take bytes from the host; whole lines are obeyed at once, or as soon as the step has booted."""
        self._rx += raw
        if self.now_s >= self._awake_s:
            self._listen()

    def _listen(self) -> None:
        while (end := self._rx.find(b"\n")) >= 0:
            text = bytes(self._rx[:end])
            del self._rx[: end + 1]
            if text.strip(b"\r"):
                self._obey(text)
        if len(self._rx) > MAX_LINE + 1:
            self._rx.clear()
            self._rx_errors += 1

    def next_s(self) -> float:
        """Return when the device has something to send next."""
        sample_s = self._queue[self._next][0] if self._next < len(self._queue) else self.duration_s
        return min(sample_s, self._next_health_s, self._next_identity_s, self.duration_s)

    def _send(self, body: str, at_s: float) -> None:
        if at_s >= self._awake_s:
            self._wire.send(body, at_s)

    def _convert(self) -> None:
        ready_s, channel, count, flags, missed = self._queue[self._next]
        self._next += 1
        if ready_s < self._awake_s:
            return
        chip = self._chips[channel]
        chip.conversions += 1 + missed
        chip.overruns += missed
        chip.recent.append(ready_s)
        if chip.settling:
            chip.settling -= 1
            flags |= SETTLING
        if self.streaming:
            seq = (self.hardware.first_seq + chip.conversions - 1) & 0xFFFF
            self._send(f"S {channel} {seq} {self.t_us(ready_s)} {count} {flags:X}", ready_s)
        if fault := FAULT_NAMES.get(flags & (SATURATED | DESYNC)):
            chip.faults += 1
            if ready_s - chip.told_s >= FAULT_PERIOD_S:
                chip.told_s = ready_s
                self._send(f"E {fault} {channel} count={count}", ready_s)

    def _tick(self, at_s: float) -> None:
        if at_s >= self._next_identity_s:
            self._next_identity_s += IDENTITY_PERIOD_S
            self._send(self._identity(), at_s)
            self.now_s = at_s
            self._listen()
            return
        self._next_health_s += HEALTH_PERIOD_S
        for channel, died_s in sorted(self.hardware.dead_from_s.items()):
            if at_s - died_s < TIMEOUT_S:
                continue
            self._chips[channel].faults += 1
            self._send(f"E TIMEOUT {channel} no conversion for 1000 ms", at_s)
        for first in range(0, len(self._chips), CHANNELS_A_LINE):
            self._send(self._health(first, at_s), at_s)

    def _identity(self) -> str:
        names = ",".join(self.hardware.channels)
        return (
            f"I 1 fw={self.hardware.firmware} board={BOARD} uid={self.hardware.uid} ch={names} gain={GAIN} "
            f"baud={self.hardware.baud} reset={self._reset_cause}"
        )

    def _health(self, first: int, at_s: float) -> str:
        index = f"{first}=" if first else ""
        chips = " ".join(chip.counters(at_s) for chip in self._chips[first : first + CHANNELS_A_LINE])
        uptime_ms = round((at_s - self._boot_s) * 1000) & 0xFFFFFFFF
        return f"H {uptime_ms} {self._wire.dropped & 0xFFFF} {self._rx_errors & 0xFFFF} {index}{chips}"

    def _obey(self, raw: bytes) -> None:
        body = command_of(raw)
        if body is None:
            self._rx_errors += 1
            self._send(f"N {line_fault(raw)} malformed line", self.now_s)
            return
        if not body or body != " ".join(body.split()):
            self._send("N FIELDS one space between fields", self.now_s)
            return
        word, _, rest = body.partition(" ")
        handler = {
            "?": self._ask, "P": self._ping, "G": self._go, "X": self._halt,
            "K?": self._tell, "K": self._write, "R": self._restart_chip, "B": self._reboot,
        }.get(word)  # fmt: skip
        refusal = handler(rest) if handler else "UNKNOWN no such command"
        self._send(f"N {refusal}" if refusal else f"A {body}", self.now_s)

    def _ask(self, rest: str) -> str | None:
        if rest:
            return ALONE
        self._send(self._identity(), self.now_s)
        return None

    def _ping(self, token: str) -> str | None:
        if not token or " " in token:
            return "FIELDS expected P token"
        if len(token) > MAX_TOKEN:
            return f"RANGE a token has at most {MAX_TOKEN} characters"
        self._send(f"P {token} {self.t_us(self.now_s)}", self.now_s)
        return None

    def _go(self, rest: str) -> str | None:
        if rest:
            return ALONE
        self.streaming = True
        return None

    def _halt(self, rest: str) -> str | None:
        if rest:
            return ALONE
        self.streaming = False
        return None

    def _tell(self, rest: str) -> str | None:
        if rest:
            return ALONE
        if not self._calibration:
            self._send("K none", self.now_s)
        for channel, record in enumerate(self._calibration):
            self._send(record.body(channel), self.now_s)
        return None

    def _write(self, rest: str) -> str | None:
        written = calibration_of(rest)
        if written is None:
            return "FIELDS expected K ch zero scale taken note"
        channel, record = written
        fits = len("K ") + len(rest) <= MAX_ECHO and record.taken_unix < 1 << 32
        if channel >= len(self._chips) or record.scale_n_per_count == 0.0 or not fits:
            return "RANGE no such channel, scale 0, or too long"
        if self.streaming:
            return "BUSY stop the stream with X first"
        self._calibration[channel] = record
        self._send(self._calibration[channel].body(channel), self.now_s)
        return None

    def _restart_chip(self, rest: str) -> str | None:
        if not UNSIGNED.fullmatch(rest):
            return "FIELDS expected R ch"
        if int(rest) >= len(self._chips):
            return "RANGE no such channel"
        self._chips[int(rest)].settling = SETTLING_CONVERSIONS
        return None

    def _reboot(self, rest: str) -> str | None:
        if rest:
            return ALONE
        self._send("A B", self.now_s)
        self._start_again("software")
        return None

    def _start_again(self, cause: str) -> None:
        self._boot_s = self._awake_s = self.now_s + REBOOT_S
        self.hardware = replace(self.hardware, first_us=0)
        self._reset_cause = cause
        self.streaming = True
        self._chips = [Chip() for _ in self._chips]
        self._next_identity_s = self._boot_s
        self._next_health_s = self._boot_s + HEALTH_PERIOD_S
