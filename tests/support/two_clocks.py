"""A host whose clocks are set by hand: the wall's, and the one since the machine's start."""

from __future__ import annotations

import time
from dataclasses import dataclass

BEGUN_US = 1_800_000_000_000_000
"""15 January 2027."""


@dataclass
class TwoClocks:
    """Both stand still until ``go`` moves both on, or ``step`` sets the wall's alone."""

    wall_us: int = BEGUN_US
    since_us: int = 3_600_000_000

    def monotonic_s(self) -> float:
        """Return the time since the start."""
        return self.since_us / 1e6

    def since_boot_us(self) -> int:
        """Return the time since the start."""
        return self.since_us

    def now_us(self) -> int:
        """Return the wall's time."""
        return self.wall_us

    def sleep_s(self, seconds: float) -> None:
        """Let the time pass without waiting."""
        self.go(seconds)

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.wall_us += round(seconds * 1e6)
        self.since_us += round(seconds * 1e6)

    def step(self, seconds: float) -> None:
        """Set the wall clock."""
        self.wall_us += round(seconds * 1e6)


class SetClock:
    """Real time at a multiple, and a wall clock that can be set: for sessions whose threads really run."""

    def __init__(self, factor: float = 1.0, wall_us: int = BEGUN_US, since_us: int = 3_600_000_000) -> None:
        self._factor, self._begun_s = factor, time.monotonic()
        self._wall_us, self._since_us = wall_us, since_us
        self.stepped_us = 0

    def monotonic_s(self) -> float:
        """Return seconds that never jump."""
        return (time.monotonic() - self._begun_s) * self._factor

    def since_boot_us(self) -> int:
        """Return the time since a start."""
        return self._since_us + round(self.monotonic_s() * 1e6)

    def now_us(self) -> int:
        """Return the wall's time."""
        return self._wall_us + round(self.monotonic_s() * 1e6) + self.stepped_us

    def sleep_s(self, seconds: float) -> None:
        """Sleep correspondingly less."""
        time.sleep(seconds / self._factor)

    def step(self, seconds: float) -> None:
        """Set the wall clock."""
        self.stepped_us += round(seconds * 1e6)


@dataclass
class ScriptedMachine:
    """A machine that says what the test wants."""

    boot_id: str = "boot-1"
    in_sync: bool | None = False

    def synchronized(self) -> bool | None:
        """Tell it."""
        return self.in_sync
