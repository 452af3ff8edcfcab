"""What happened on the way from the step, and what became of everything it sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Link:
    """The state of the port changed. Made by the session layer, never by the core."""

    type: ClassVar[str] = "link"
    state: Literal["opening", "connected", "lost", "ended", "failed"]
    port: str
    time_us: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Data that is wrong, missing or doubtful: nothing is dropped without one of these.

    What each code says stands in ``station.events.codes``; the step's own codes come as sent, in upper case.
    """

    type: ClassVar[str] = "fault"
    code: str
    channel: str | None
    start_s: float | None
    end_s: float | None
    count: int = 1
    """How many conversions or lines; of a ``gap``: how many are missing."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChannelAccount:
    """What became of one channel's conversions since the visit began: ``announced = used + flagged + lost``."""

    channel: str
    announced: int
    """Made by the converter as far as its sequence numbers tell, from the first that arrived to the last."""
    used: int
    flagged: int
    """Arrived, told as a fault and put aside."""
    lost: int
    """Told as gaps."""
    duplicates: int = 0
    stated: int | None = None
    """Made by the step's own count between its first and last report; ``None`` without two reports of a boot."""
    numbered: int | None = None
    """Announced by sequence numbers between the same two reports."""


@dataclass(frozen=True, slots=True)
class WireAccount:
    """Everything the step sent since the visit began, and what became of it.

    Told every minute, after every set, and once more when the visit ends.
    """

    type: ClassVar[str] = "account"
    t_s: float | None
    channels: tuple[ChannelAccount, ...]
    line_faults: dict[str, int] = field(default_factory=dict)
    """Lines that could not be used, by code."""
    boots: int = 0
    """How often the step's clock began anew meanwhile."""
    unidentified: int = 0
    """Conversions given up because the step did not say who it is."""
