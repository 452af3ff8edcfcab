"""What a virtual step is made of: converters, plates, and the calibration it keeps."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from simulators.converter import Conversions, Plate

SETTLING_CONVERSIONS = 4
FACTORY_UNIX = 1_767_225_600
FIRMWARE = "1.0.0"
TIMEOUT_S = 1.0
"""Without a conversion for so long a chip is told to be silent."""


@dataclass(slots=True)
class CalibrationRecord:
    """One channel's calibration, as kept in EEPROM."""

    zero: float
    scale_n_per_count: float
    taken_unix: int
    note: str

    def body(self, channel: int) -> str:
        """Return the body of its ``K`` line."""
        body = f"K {channel} {self.zero:.10g} {self.scale_n_per_count:.8g} {self.taken_unix} {self.note}"
        return body.rstrip()


def factory_calibration(
    plates: Iterable[Plate], taken_unix: int | None = FACTORY_UNIX
) -> list[CalibrationRecord]:
    """Return what the maker of these plates has stored in the step."""
    if taken_unix is None:
        return []
    return [
        CalibrationRecord(plate.zero_count, plate.scale_n_per_count, taken_unix, "factory")
        for plate in plates
    ]


@dataclass(frozen=True, slots=True)
class Hardware:
    """What this step is made of."""

    uid: str
    channels: tuple[str, ...]
    plates: tuple[Plate, ...]
    baud: int = 115200
    first_us: int = 0
    """Device microseconds at second 0."""
    first_seq: int = 0
    dead_from_s: Mapping[int, float] = field(default_factory=dict)
    """Channels that stop converting, and the second they do."""
    firmware: str = FIRMWARE
    calibrated_unix: int | None = FACTORY_UNIX
    """When the maker calibrated it; ``None``: never."""
    brownout_s: float | None = None
    """When the supply dips."""


@dataclass(slots=True)
class Chip:
    """Counters and state of one converter."""

    conversions: int = 0
    overruns: int = 0
    faults: int = 0
    settling: int = SETTLING_CONVERSIONS
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=200))
    told_s: float = -10.0

    def rate_mhz(self, at_s: float) -> int:
        """Return the measured rate in thousandths of a hertz; 0 when nothing came for a second."""
        if len(self.recent) < 2 or at_s - self.recent[-1] > TIMEOUT_S:  # noqa: PLR2004  a rate needs two instants
            return 0
        return round(1000.0 * (len(self.recent) - 1) / (self.recent[-1] - self.recent[0]))

    def counters(self, at_s: float) -> str:
        """Return this channel's part of a health line."""
        overruns, faults = self.overruns & 0xFFFF, self.faults & 0xFFFF
        return f"{self.conversions & 0xFFFFFFFF}:{overruns}:{faults}:{self.rate_mhz(at_s)}"


Ready = tuple[float, int, int, int, int]
"""``(ready_s, channel, count, flags, missed)`` of a conversion."""


def merged(conversions: Sequence[Conversions], dead_from_s: Mapping[int, float]) -> list[Ready]:
    """Return the conversions of all channels in the order they become ready."""
    rows: list[Ready] = []
    for channel, made in enumerate(conversions):
        alive = made.ready_s < dead_from_s.get(channel, np.inf)
        columns = (made.ready_s, np.full(alive.size, channel), made.count, made.flags, made.missed)
        rows.extend(zip(*(column[alive].tolist() for column in columns), strict=True))
    rows.sort()
    return rows


def later(rows: Sequence[Ready], by_s: float, dead_from_s: Mapping[int, float]) -> list[Ready]:
    """Return the same conversions once more, ``by_s`` later; what is dead by then stays dead."""
    return [
        (ready_s + by_s, channel, count, flags, missed)
        for ready_s, channel, count, flags, missed in rows
        if ready_s + by_s < dead_from_s.get(channel, np.inf)
    ]
