"""What this computer's clock is worth, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class ClockStamp:
    """By which clock a visit is timed, and how much that clock was worth when the visit began."""

    state: Literal["ok", "unsure", "wrong"]
    """``ok``: the system says it is synchronised. ``wrong``: proven by ``reason``. ``unsure``: neither."""
    reason: str
    boot_id: str
    """The start of the machine within which ``offset_us`` means something."""
    offset_us: int
    """Wall time of this visit less the time since that start."""
    held: bool
    """Its points wait, because the time they are filed under may still be corrected."""


@dataclass(frozen=True, slots=True)
class ClockStep:
    """This computer's clock was set. A visit that is open keeps its own time to its end; the next uses the new one."""

    type: ClassVar[str] = "clock_step"
    time_us: int
    """On the time that is kept meanwhile."""
    before_us: int
    """What the clock would have said without the step."""
    after_us: int
    """What it said instead."""
    step_s: float


@dataclass(frozen=True, slots=True)
class ClockState:
    """What this computer's clock is worth. Made by the clock's keeper when that changes."""

    type: ClassVar[str] = "clock"
    state: Literal["ok", "unsure", "wrong"]
    reason: str
    held: int
    """Sessions whose points wait for the clock."""


@dataclass(frozen=True, slots=True)
class ClockCorrected:
    """A session's times were corrected, or judged as good as they are. For the record."""

    type: ClassVar[str] = "clock_corrected"
    time_us: int
    by_s: float
    detail: str
    resent: int = 0
    """Points that InfluxDB has under the old times as well: they were sent again under the new ones."""
