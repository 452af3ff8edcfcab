"""What the step says of itself, and whether it is fit for use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from station.events.words import HealthState  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class Identity:
    """The step said who it is."""

    type: ClassVar[str] = "identity"
    protocol: int
    firmware: str
    board: str
    uid: str
    channels: tuple[str, ...]
    gain: int
    baud: int
    reset_cause: str
    step_changed: bool = False
    """True when another step answers than the one this session began with."""


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Counters of one converter since power-up, and its measured rate."""

    channel: str
    conversions: int
    overruns: int
    faults: int
    rate_hz: float


@dataclass(frozen=True, slots=True)
class Health:
    """The step's own account, once a second."""

    type: ClassVar[str] = "health"
    t_s: float | None
    uptime_s: float
    tx_dropped: int
    rx_errors: int
    channels: tuple[ChannelHealth, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What one channel's counts mean: ``force_n = (count - zero) * scale_n_per_count``."""

    type: ClassVar[str] = "calibration"
    channel: str
    zero: float
    scale_n_per_count: float
    taken_unix: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing about the station that was looked at; told when its state changes. See ``docs/reference/health.md``.

    ``RETRY``: do what ``remedy`` says, and it is looked at again by itself. ``SERVICE``: somebody has to repair
    or recalibrate. ``UNKNOWN``: it could not be looked at (yet), which is no ``PASS``.
    """

    type: ClassVar[str] = "check"
    code: str
    state: HealthState
    channel: str | None
    """A channel, or a plate (``L``, ``R``) where the plate was measured; ``None``: the whole."""
    measured: float | None
    unit: str
    limit: str
    """What ``measured`` has to be, in ``unit``."""
    remedy: str
    t_s: float | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All checks as they stand: when the gate is through, every minute, and after each change."""

    type: ClassVar[str] = "checks"
    t_s: float | None
    gate: bool
    """Whether everything that an idle step shows has been looked at."""
    checks: tuple[HealthCheck, ...]
