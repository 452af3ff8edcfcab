"""Host time that runs faster, so that ten seconds of patience need not be waited for."""

from __future__ import annotations

import time


class FastTime:
    """Monotonic time at a multiple of real time; wall time is real."""

    def __init__(self, factor: float = 20.0) -> None:
        self._factor = factor

    def monotonic_s(self) -> float:
        """Return seconds that pass ``factor`` times as fast."""
        return time.monotonic() * self._factor

    def since_boot_us(self) -> int:
        """Return what passes as fast as wall time does."""
        return time.monotonic_ns() // 1000

    def now_us(self) -> int:
        """Return wall time."""
        return time.time_ns() // 1000

    def sleep_s(self, seconds: float) -> None:
        """Sleep correspondingly less."""
        time.sleep(seconds / self._factor)
