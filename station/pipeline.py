"""The core: bytes and arrival times in, frozen events out. No clock, port, thread or screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Prescription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Calibration, Event


class Pipeline:
    """One step, one person at a time: ``feed`` bytes, get events; splitting the bytes changes nothing."""

    def __init__(self, *, gravity_m_s2: float = 9.80665, calibrations: Iterable[Calibration] = ()) -> None:
        """``calibrations`` are used for channels until the step announces its own."""
        self.gravity_m_s2 = gravity_m_s2
        self.calibrations = {c.channel: c for c in calibrations}
        self.prescription = Prescription()

    def feed(self, data: bytes, arrival_us: int) -> list[Event]:
        """Take bytes that arrived at wall time ``arrival_us`` (µs since the epoch)."""
        raise NotImplementedError

    def configure(self, prescription: Prescription) -> list[Event]:
        """Use this prescription from the next rep on."""
        raise NotImplementedError

    def begin_session(self) -> list[Event]:
        """Turn to another person: close the open set, forget masses; keep the step's calibration, zero and gains."""
        raise NotImplementedError

    def link_lost(self, arrival_us: int) -> list[Event]:
        """Note that the port went away: what follows begins in the middle of a line, after a gap."""
        raise NotImplementedError

    def finish(self) -> list[Event]:
        """Note that the source ended: close what is open."""
        raise NotImplementedError
