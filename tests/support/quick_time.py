"""A clock for a simulated step and the station together: nobody waits, and everything lasts as long as it should.

Where either sleeps, the clock moves on. A calibration of twenty minutes passes in seconds, the same each time.
"""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import simulators.link
import simulators.protocol_sim
import station.sources.timing

if TYPE_CHECKING:
    import pytest

START_NS: Final = 1_700_000_000 * 10**9
_TICK_S: Final = 20e-6
"""Looking at the clock takes a little, so that loops which only look end as well."""


class QuickTime:
    """Stands in for the module ``time``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now_s = 1000.0

    def monotonic(self) -> float:
        """Return seconds."""
        with self._lock:
            self._now_s += _TICK_S
            return self._now_s

    def time_ns(self) -> int:
        """Return wall time."""
        return START_NS + round(self.monotonic() * 1e9)

    def sleep(self, seconds: float) -> None:
        """Move on."""
        with self._lock:
            self._now_s += max(0.0, seconds)


def use(monkeypatch: pytest.MonkeyPatch) -> QuickTime:
    """Let simulator and station live on a quick clock until the test ends."""
    clock = QuickTime()
    stand_in = SimpleNamespace(
        monotonic=clock.monotonic, time_ns=clock.time_ns, sleep=clock.sleep,
        clock_gettime_ns=lambda _which: round(clock.monotonic() * 1e9),
    )  # fmt: skip
    for module in (simulators.link, simulators.protocol_sim, station.sources.timing):
        monkeypatch.setattr(module, "time", stand_in)
    return clock
