"""Device microseconds become seconds that never run backwards, and those become wall time."""

from station.clock.device import DeviceClock
from station.clock.wall import WallClockFit

__all__ = ["DeviceClock", "WallClockFit"]
