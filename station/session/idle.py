"""When nobody is there: the moment to begin a new recording, so that nights do not fill the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Calibration, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event

IDLE_S = 600.0
"""Empty plates and no visit for this long begin a new recording. Long enough to learn the zero again."""


class Idle:
    """Watches the stream for empty plates; times are arrivals, so a simulated night passes quickly."""

    def __init__(self) -> None:
        self._idle_us = round(IDLE_S * 1e6)
        self._since_us: int | None = None
        self._occupied = False
        self._calibrations: dict[str, Calibration] = {}

    @property
    def calibrations(self) -> tuple[Calibration, ...]:
        """Return what the step has announced so far."""
        return tuple(self._calibrations.values())

    def note(self, events: Iterable[Event]) -> None:
        """Learn who stands there, and the calibration."""
        for event in events:
            if isinstance(event, Stance):
                self._occupied = event.state != "empty"
            elif isinstance(event, Calibration):
                self._calibrations[event.channel] = event

    def is_due(self, arrival_us: int, *, visit_open: bool) -> bool:
        """Tell whether nobody has been there for long enough; true once each time."""
        if visit_open or self._occupied or self._since_us is None:
            self._since_us = arrival_us
            return False
        if arrival_us - self._since_us < self._idle_us:
            return False
        self._since_us = arrival_us
        return True
