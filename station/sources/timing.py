"""Host time as an argument, so that a test need not wait for it."""

from __future__ import annotations

import time
from typing import Protocol


class HostTime(Protocol):
    """The clocks and the sleep of this computer."""

    def monotonic_s(self) -> float:
        """Return seconds that never jump, from any origin."""

    def now_us(self) -> int:
        """Return wall time, microseconds since the Unix epoch."""

    def sleep_s(self, seconds: float) -> None:
        """Let ``seconds`` pass."""


class SystemTime:
    """Real time."""

    def monotonic_s(self) -> float:
        """Return seconds that never jump."""
        return time.monotonic()

    def now_us(self) -> int:
        """Return wall time, microseconds since the Unix epoch."""
        return time.time_ns() // 1000

    def sleep_s(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        time.sleep(seconds)
