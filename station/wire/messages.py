"""What a line can say. Normative description: ``docs/reference/protocol.md``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Literal, NamedTuple

LineFaultCode = Literal["crc", "form", "overlong", "fields"]


class SampleFlag(IntFlag):
    """Doubts the step itself has about a conversion."""

    SATURATED = 1
    DESYNC = 2
    OVERRUN = 4
    SETTLING = 8
    LATE = 16


class Sample(NamedTuple):
    """One conversion. A named tuple, because a hundred thousand of them a second must be cheap to make."""

    channel: int
    seq: int
    t_us: int
    raw_count: int
    flags: int


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """``I``: who the step is."""

    protocol: int
    firmware: str
    board: str
    uid: str
    channels: tuple[str, ...]
    gain: int
    baud: int
    reset_cause: str


@dataclass(frozen=True, slots=True)
class ChannelCounters:
    """One channel's part of an ``H`` line."""

    conversions: int
    overruns: int
    faults: int
    rate_mhz: int


@dataclass(frozen=True, slots=True)
class HealthLine:
    """``H``: the step's own account, or a part of it: of ``first_channel`` and those after it."""

    uptime_ms: int
    tx_dropped: int
    rx_errors: int
    channels: tuple[ChannelCounters, ...]
    first_channel: int = 0


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """``K``: what a channel's counts mean, ``force_n = (count - zero) * scale_n_per_count``."""

    channel: int
    zero: float
    scale_n_per_count: float
    taken_unix: int
    note: str


@dataclass(frozen=True, slots=True)
class NoCalibration:
    """``K none``: the step has never been calibrated."""


@dataclass(frozen=True, slots=True)
class StepFault:
    """``E``: something went wrong on the step."""

    code: str
    channel: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Ack:
    """``A``: the command was done."""

    command: str


@dataclass(frozen=True, slots=True)
class Nak:
    """``N``: the command was refused."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pong:
    """``P``: answer to a ping."""

    token: str
    t_us: int


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that could not be used; ``excerpt`` is its start, with anything unprintable escaped."""

    code: LineFaultCode
    excerpt: str


Message = (
    Sample
    | IdentityLine
    | HealthLine
    | CalibrationLine
    | NoCalibration
    | StepFault
    | Ack
    | Nak
    | Pong
    | LineFault
)
