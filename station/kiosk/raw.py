"""What converters say over the last second: counts, noise, rate, jitter. Pure: fed with lines of the wire."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from station.wire import CalibrationLine, Sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.wire import Message

WINDOW_US: Final = 1_000_000
_WRAP: Final = 1 << 32
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class RawRow:
    """One channel; ``None`` where there is nothing to tell it from."""

    channel: str
    count: int | None
    sd_count: float | None
    force_n: float | None
    sd_n: float | None
    rate_hz: float | None
    jitter_ms: float | None
    """How much the times between conversions vary, one standard deviation."""
    flags: int
    """All flags within the window."""


class RawWindow:
    """Keeps the newest second of each channel."""

    def __init__(self, channels: Sequence[str]) -> None:
        self._names = tuple(channels)
        self._heard: dict[int, deque[Sample]] = {}
        self._calibration: dict[int, CalibrationLine] = {}

    def feed(self, messages: Iterable[Message]) -> None:
        """Take lines in the order they came."""
        for message in messages:
            if isinstance(message, CalibrationLine):
                self._calibration[message.channel] = message
            elif isinstance(message, Sample):
                kept = self._heard.setdefault(message.channel, deque(maxlen=400))
                if kept and (message.t_us - kept[-1].t_us) % _WRAP > _WRAP // 2:
                    kept.clear()  # the step started again
                kept.append(message)
                while (message.t_us - kept[0].t_us) % _WRAP > WINDOW_US:
                    kept.popleft()

    def rows(self) -> tuple[RawRow, ...]:
        """Return every channel as it stands."""
        return tuple(self._row(at, name) for at, name in enumerate(self._names))

    def _row(self, at: int, name: str) -> RawRow:
        kept = tuple(self._heard.get(at, ()))
        if len(kept) < _FEW:
            return RawRow(name, kept[-1].raw_count if kept else None, None, None, None, None, None, 0)
        counts = [sample.raw_count for sample in kept]
        apart_us = [(later.t_us - earlier.t_us) % _WRAP for earlier, later in pairwise(kept)]
        sd_count, flags = pstdev(counts), 0
        for sample in kept:
            flags |= sample.flags
        known = self._calibration.get(at)
        scale = known.scale_n_per_count if known else None
        return RawRow(
            name,
            counts[-1],
            sd_count,
            None if known is None else (fmean(counts) - known.zero) * known.scale_n_per_count,
            None if scale is None else sd_count * abs(scale),
            1e6 / fmean(apart_us) if any(apart_us) else None,
            pstdev(apart_us) / 1e3,
            flags,
        )
