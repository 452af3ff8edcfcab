"""Host time as an argument, so that a test need not wait for it."""

from __future__ import annotations

import sys
import time
from typing import Protocol

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC if sys.platform == "darwin" else None)
"""Goes on while the machine sleeps, as ``time.monotonic`` does on Windows, and on Linux does not."""


class HostTime(Protocol):
    """The clocks and the sleep of this computer."""

    def monotonic_s(self) -> float:
        """Return seconds that never jump, from any origin."""

    def since_boot_us(self) -> int:
        """Return microseconds that never jump and go on while the machine sleeps, from any origin."""

    def now_us(self) -> int:
        """Return wall time, microseconds since the Unix epoch."""

    def sleep_s(self, seconds: float) -> None:
        """Let ``seconds`` pass."""


class SystemTime:
    """Real time."""

    def monotonic_s(self) -> float:
        """Return seconds that never jump."""
        return time.monotonic()

    def since_boot_us(self) -> int:
        """Return microseconds since the machine was started, sleep included."""
        return (time.monotonic_ns() if _CLOCK is None else time.clock_gettime_ns(_CLOCK)) // 1000

    def now_us(self) -> int:
        """Return wall time, microseconds since the Unix epoch."""
        return time.time_ns() // 1000

    def sleep_s(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        time.sleep(seconds)
