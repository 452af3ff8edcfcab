"""A step's lines summed up second by second: how fast each converter is, what it reads, what is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from station.health.channel import rate_trouble
from station.health.limits import LIMITS
from station.wire import CalibrationLine, HealthLine, IdentityLine, LineFault, Sample, SampleFlag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.wire import Message

STILL_N = LIMITS.noise_n
"""As in the checks of health."""
UNLOADED_N = 20.0
"""A plate that carries more may have somebody on it, who sways."""
FEW = 5
"""So many conversions may be equal by chance; a bridge is never as quiet as that for longer."""
_SEQ_END, _TIME_END = 1 << 16, 1 << 32
_NO_COUNT = SampleFlag.DESYNC | SampleFlag.SETTLING


@dataclass(frozen=True, slots=True)
class ChannelSecond:
    """One channel in one second; ``None`` where there was nothing to tell it from."""

    channel: str
    samples: int
    rate_hz: float | None
    """Conversions a second by the step's own time stamps, those that were lost on the way included."""
    lost: int
    """By the sequence numbers."""
    flags: dict[str, int]
    """How many conversions carry which doubt of the step."""
    mean_count: float | None = None
    sd_count: float | None = None
    """How much the counts scatter: of an empty plate, its noise."""
    force_n: float | None = None
    sd_n: float | None = None
    trouble: str = ""
    """What is wrong and what to do; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Second:
    """Everything between two of the step's accounts, which come every second."""

    uptime_s: float
    restarted: str
    """Why the step started again within this second, in its own word; empty when it did not."""
    spoiled_lines: int
    tx_dropped: int
    """Lines that the step could not send since it started."""
    channels: tuple[ChannelSecond, ...]


class StepWatch:
    """Takes a step's lines one by one; each account of the step closes a second."""

    def __init__(self, channels: Sequence[str]) -> None:
        self._names = tuple(channels)
        self._calibration: dict[int, CalibrationLine] = {}
        self._heard: dict[int, list[Sample]] = {}
        self._before: dict[int, Sample] = {}
        """The newest sample of each channel before this second."""
        self._spoiled = 0
        self._cause = ""
        self._uptime_ms = 0

    def feed(self, message: Message) -> Second | None:
        """Take a line; return the second that it closes. The first may be a short one."""
        match message:
            case Sample():
                self._heard.setdefault(message.channel, []).append(message)
            case LineFault():
                self._spoiled += 1
            case CalibrationLine():
                self._calibration[message.channel] = message
            case IdentityLine():
                self._cause = message.reset_cause
            case HealthLine(first_channel=0):
                return self._close(message)
            case _:
                pass
        return None

    def _close(self, health: HealthLine) -> Second:
        restarted = self._cause if health.uptime_ms < self._uptime_ms else ""
        channels = tuple(self._channel(at, name) for at, name in enumerate(self._names))
        second = Second(health.uptime_ms / 1e3, restarted, self._spoiled, health.tx_dropped, channels)
        self._before |= {at: heard[-1] for at, heard in self._heard.items()}
        self._heard = {}
        self._uptime_ms, self._spoiled = health.uptime_ms, 0
        return second

    def _channel(self, at: int, name: str) -> ChannelSecond:
        samples = self._heard.get(at, [])
        before = self._before.get(at)
        rate_hz, lost = _pace([before, *samples] if before else samples)
        told = ChannelSecond(name, len(samples), rate_hz if samples else None, lost, flags=_flags(samples))
        counts = [sample.raw_count for sample in samples if not sample.flags & _NO_COUNT]
        if counts:
            told = replace(told, mean_count=float(np.mean(counts)), sd_count=float(np.std(counts)))
        known = self._calibration.get(at)
        if known and told.mean_count is not None and told.sd_count is not None:
            force_n = (told.mean_count - known.zero) * known.scale_n_per_count
            told = replace(told, force_n=force_n, sd_n=told.sd_count * abs(known.scale_n_per_count))
        return replace(told, trouble=_trouble(told))


def _pace(samples: Sequence[Sample]) -> tuple[float | None, int]:
    """Return conversions a second, and how many were lost; intervals over a restart of the step tell nothing."""
    made = lost = 0
    lasted_us = 0
    for earlier, later in pairwise(samples):
        passed_us = (later.t_us - earlier.t_us) % _TIME_END
        steps = (later.seq - earlier.seq) % _SEQ_END
        if passed_us < _TIME_END // 2 and 0 < steps < _SEQ_END // 2:
            made, lost, lasted_us = made + steps, lost + steps - 1, lasted_us + passed_us
    return (made / lasted_us * 1e6 if lasted_us else None), lost


def _flags(samples: Sequence[Sample]) -> dict[str, int]:
    return dict(
        Counter(
            flag.name.lower() for each in samples for flag in SampleFlag if flag & each.flags and flag.name
        )
    )


def _trouble(told: ChannelSecond) -> str:
    """Say the worst of what is wrong with a channel, and what to do."""
    problem = rate_trouble(told.rate_hz) if not told.samples or told.rate_hz is not None else None
    problem = problem or _conversion_trouble(told) or _noise_trouble(told)
    return ". ".join(problem) if problem else ""


def _conversion_trouble(told: ChannelSecond) -> tuple[str, str] | None:
    desync, saturated = told.flags.get("desync", 0), told.flags.get("saturated", 0)
    if desync:
        return f"{desync} conversions torn", "Check DOUT and SCK, and keep those wires short"
    if saturated:
        return (
            f"{saturated} conversions at the end of the range",
            "Check the wires of the bridge and the load",
        )
    if told.flags.get("overrun"):
        return "conversions overwritten before the step read them", "Flash its firmware again"
    if told.lost:
        return f"{told.lost} conversions lost on the way", "Check the cable and the baud rate"
    return None


def _noise_trouble(told: ChannelSecond) -> tuple[str, str] | None:
    if told.sd_count == 0.0 and told.samples > FEW:
        return "always the same count", "Check that its bridge is connected"
    if told.sd_n is not None and told.sd_n > STILL_N and abs(told.force_n or 0.0) < UNLOADED_N:
        return f"noise of {told.sd_n:.1f} N on an empty plate", "Check shield, ground and screws"
    return None
