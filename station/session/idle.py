"""When nobody is there: the moment to begin a new recording, so that nights do not fill the disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.events import Calibration, PlateGains, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event

IDLE_S = 600.0
"""Empty plates and no visit for this long begin a new recording. Long enough to learn the zero again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a new pipeline begins with: what was learned of steps before. It belongs to a recording's header."""

    calibrations: tuple[Calibration, ...] = ()
    plate_gains: tuple[PlateGains, ...] = ()


class Idle:
    """Watches the stream for empty plates; times are arrivals, so a simulated night passes quickly."""

    def __init__(self, known: Known) -> None:
        """``known`` is what the session began with; what the stream tells replaces it."""
        self._idle_us = round(IDLE_S * 1e6)
        self._since_us: int | None = None
        self._occupied = False
        self._calibrations = {each.channel: each for each in known.calibrations}
        self._gains = {(each.step_uid, each.calibration): each for each in known.plate_gains}

    @property
    def known(self) -> Known:
        """What the step has announced, and what was learned of its plates, so far."""
        return Known(tuple(self._calibrations.values()), tuple(self._gains.values()))

    def note(self, events: Iterable[Event]) -> None:
        """Learn who stands there, the calibration, and how the plates differ."""
        for event in events:
            if isinstance(event, Stance):
                self._occupied = event.state != "empty"
            elif isinstance(event, Calibration):
                self._calibrations[event.channel] = event
            elif isinstance(event, PlateGains):
                self._gains[event.step_uid, event.calibration] = event

    def clock_set(self, by_us: int) -> None:
        """Arrivals are told on a wall clock from here on that is ``by_us`` ahead of the one before."""
        if self._since_us is not None:
            self._since_us += by_us

    def is_due(self, arrival_us: int, *, visit_open: bool) -> bool:
        """Tell whether nobody has been there for long enough; true once each time."""
        if visit_open or self._occupied or self._since_us is None:
            self._since_us = arrival_us
            return False
        if arrival_us - self._since_us < self._idle_us:
            return False
        self._since_us = arrival_us
        return True
