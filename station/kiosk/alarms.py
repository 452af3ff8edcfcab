"""Alarms of the station's own parts: which is told, and for how long. Pure; time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.events import Alarm

TOLD_S: Final = 30.0
"""An alarm about something that is over is on show this long, unless somebody has said that they saw it."""
LASTING: Final = frozenset({"reader", "core", "storage"})
"""Workers without which nothing is measured or kept: their death is told until the station is started again."""


class Alarms:
    """Takes alarms as they come; the newest is told, one that lasts before all others."""

    def __init__(self) -> None:
        self._lasting: Alarm | None = None
        self._passing: tuple[Alarm, float] | None = None

    def feed(self, alarm: Alarm, now_s: float) -> None:
        """Take an alarm that reached the screen at ``now_s``."""
        if alarm.source in LASTING:
            self._lasting = self._lasting or alarm
        else:
            self._passing = (alarm, now_s)

    def told(self, now_s: float) -> Alarm | None:
        """Return the alarm to be told now."""
        if self._lasting is not None:
            return self._lasting
        return self._passing[0] if self.can_be_seen(now_s) and self._passing is not None else None

    @property
    def lasting(self) -> Alarm | None:
        """The first of the workers that died."""
        return self._lasting

    def can_be_seen(self, now_s: float) -> bool:
        """Return whether an alarm is on show that goes away when somebody has seen it."""
        return self._lasting is None and self._passing is not None and now_s - self._passing[1] < TOLD_S

    def seen(self) -> None:
        """Tell it no more: somebody has read it."""
        self._passing = None
