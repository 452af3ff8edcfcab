"""A clock of the station's own: it begins as the wall clock, and never jumps when that one is set."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from station.events import ClockStep

if TYPE_CHECKING:
    from station.sources import HostTime

STEP_US: Final = 500_000
"""Time daemons slew what is less and set what is more (ntpd 0.128 s, systemd 0.4 s, chrony as told)."""
FOLLOWED: Final = 0.1
"""Slews and small steps are followed this fast at most; chrony, the fastest to slew, does by 8.3 %."""
_ONE_READING_US: Final = 1000
_READINGS: Final = 20


class TimeLine:
    """Wall time that goes on when the clock is set, until ``adopt`` takes the step over.

    Two clocks are compared whenever one of them is read: the wall, and the time since the machine was started.
    The system slews both alike, so on Linux their difference changes by steps only, and sleep is no step.
    It stands in for ``HostTime``. Safe to use from every thread.
    """

    def __init__(self, time: HostTime) -> None:
        self._time = time
        self._lock = threading.Lock()
        wall_us, since_us = self._read()
        self._offset_us = wall_us - since_us
        """Of the steady time, to the time since the start."""
        self._looked_us = since_us
        self._stepped_us = 0
        """All steps so far."""
        self._adopted_us = 0
        self._steps: list[ClockStep] = []
        self._last_us = wall_us

    def monotonic_s(self) -> float:
        """Return seconds that never jump."""
        return self._time.monotonic_s()

    def since_boot_us(self) -> int:
        """Return microseconds since the machine was started."""
        return self._time.since_boot_us()

    def sleep_s(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._time.sleep_s(seconds)

    def steady_us(self) -> int:
        """Return wall time without any step since this was made: never before an earlier answer."""
        with self._lock:
            return self._look()

    def now_us(self) -> int:
        """Return wall time with the steps that were adopted."""
        with self._lock:
            return self._look() + self._adopted_us

    def wall_us(self, steady_us: int) -> int:
        """Return a steady time with the steps that were adopted."""
        return steady_us + self._adopted_us

    @property
    def offset_us(self) -> int:
        """Return wall time, adopted steps included, less the time since the machine was started."""
        with self._lock:
            self._look()
            return self._offset_us + self._adopted_us

    @property
    def true_offset_us(self) -> int:
        """Return what the wall clock itself says now, less the time since the machine was started."""
        with self._lock:
            self._look()
            return self._offset_us + self._stepped_us

    def steps(self, *, looked: bool = False) -> list[ClockStep]:
        """Return the steps seen since this was asked last; ``looked``: somebody has just asked for the time."""
        with self._lock:
            if not looked:
                self._look()
            steps, self._steps = self._steps, []
            return steps

    def adopt(self) -> int:
        """Go over to the wall clock as it is now; return by how many microseconds the time jumps with that."""
        with self._lock:
            by_us = self._stepped_us - self._adopted_us
            self._adopted_us = self._stepped_us
            return by_us

    def _look(self) -> int:
        """Compare the clocks; return the steady time."""
        wall_us, since_us = self._read()
        ahead_us = wall_us - since_us - self._offset_us - self._stepped_us
        if abs(ahead_us) > STEP_US:
            now_us = self._last_us + self._adopted_us
            self._steps.append(ClockStep(now_us, wall_us - ahead_us, wall_us, ahead_us / 1e6))
            self._stepped_us += ahead_us
        else:
            most_us = round(max(0, since_us - self._looked_us) * FOLLOWED)
            self._offset_us += max(-most_us, min(most_us, ahead_us))
        self._looked_us = since_us
        self._last_us = max(self._last_us, since_us + self._offset_us)
        return self._last_us

    def _read(self) -> tuple[int, int]:
        """Read both clocks at one moment; a thread held up between the two readings reads them again."""
        for _ in range(_READINGS):
            before_us = self._time.since_boot_us()
            wall_us = self._time.now_us()
            after_us = self._time.since_boot_us()
            if after_us - before_us <= _ONE_READING_US:
                break
        return wall_us, (before_us + after_us) // 2


class SteadyTime:
    """The same as ``HostTime`` for what is stamped before it is known which steps apply to it."""

    def __init__(self, line: TimeLine) -> None:
        self._line = line
        self.monotonic_s = line.monotonic_s
        self.since_boot_us = line.since_boot_us
        self.sleep_s = line.sleep_s
        self.now_us = line.steady_us
