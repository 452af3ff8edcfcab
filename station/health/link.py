"""What the step as a whole says: lines that arrive whole, conversions that arrive at all, starts by itself."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.health.limits import LIMITS
from station.health.verdict import Verdict, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.health.channel import ChannelWatch
    from station.wire import HealthLine

BY_ITSELF = ("brownout", "watchdog")
"""Causes of a start that nobody wanted; opening a port starts most boards, as ``external`` or ``power``."""


@dataclass(frozen=True, slots=True)
class _Second:
    lines: int
    spoiled: int
    unsent: int


class LinkWatch:
    """Counts lines second by second."""

    def __init__(self) -> None:
        self._lines = self._spoiled = self._unsent = 0
        self._seconds: deque[_Second] = deque(maxlen=round(LIMITS.memory_s / LIMITS.window_s))
        self._dropped: int | None = None
        self._uptime_ms: int | None = None
        self._cause: str | None = None
        """Said since the last account."""
        self._anew = False
        """It started, and has not said why."""
        self._starts_s: list[float] = []
        self._now_s = 0.0

    def line(self, *, spoiled: bool) -> None:
        """Count a line."""
        self._lines += 1
        self._spoiled += spoiled

    def introduced(self, reset_cause: str) -> None:
        """Take why the step last started, in its own word."""
        if self._anew:
            self._started(reset_cause)
        self._cause = reset_cause

    def account(self, line: HealthLine) -> None:
        """Take the step's own account: what it could not send, and whether it started anew.

        It says why before its first account; when that was lost on the way, some seconds later again.
        """
        if self._dropped is not None and line.tx_dropped > self._dropped:
            self._unsent += line.tx_dropped - self._dropped
        self._dropped = line.tx_dropped
        if self._uptime_ms is not None and line.uptime_ms < self._uptime_ms:
            self._anew = True
            if self._cause is not None:
                self._started(self._cause)
        self._uptime_ms, self._cause = line.uptime_ms, None

    def _started(self, reset_cause: str) -> None:
        self._anew = False
        if reset_cause in BY_ITSELF:
            self._starts_s.append(self._now_s)

    def reconnected(self) -> None:
        """Forget the account of before: another step may answer, and opening the port may start it."""
        self._dropped = self._uptime_ms = None
        self._anew = False
        self._lines = self._spoiled = self._unsent = 0
        self._seconds.clear()

    def close(self, now_s: float, channels: Sequence[ChannelWatch]) -> list[Verdict]:
        """Close a second that ends at ``now_s``, after the channels have."""
        self._now_s = now_s
        self._seconds.append(_Second(self._lines, self._spoiled, self._unsent))
        self._lines = self._spoiled = self._unsent = 0
        spoiled, lines = (
            sum(each.spoiled for each in self._seconds),
            sum(each.lines for each in self._seconds),
        )
        share = spoiled / lines if lines else 0.0
        bad = spoiled >= LIMITS.fewest and share > LIMITS.spoiled_share
        return [
            judged("SPOILED", None, 100.0 * share, bad=bad),
            *self._lost(spoiled, channels),
            *_rates(channels),
            self._restarted(now_s),
        ]

    def _lost(self, spoiled: int, channels: Sequence[ChannelWatch]) -> list[Verdict]:
        """Judge what is missing beyond the lines that came spoiled, each of which may have been a conversion."""
        unsent = sum(each.unsent for each in self._seconds)
        told = []
        total = sum(second.lost for channel in channels for second in channel.seconds)
        for channel in channels:
            lost, made = (sum(getattr(each, name) for each in channel.seconds) for name in ("lost", "made"))
            overrun = sum(each.overrun for each in channel.seconds)
            own = lost - spoiled * lost / total if total else 0.0
            share = max(own, 0.0) / made if made else 0.0
            detail = "overwritten before the step read them" if overrun else ""
            detail = "the step could not send them in time" if unsent else detail
            bad = own >= LIMITS.fewest and share > LIMITS.lost_share
            told.append(judged("LOST", channel.name, 100.0 * share, detail if bad else "", bad=bad))
        return told

    def _restarted(self, now_s: float) -> Verdict:
        self._starts_s = [at_s for at_s in self._starts_s if 0.0 <= now_s - at_s < LIMITS.restart_memory_s]
        return judged("RESTARTED", None, float(len(self._starts_s)), bad=bool(self._starts_s))


def _rates(channels: Sequence[ChannelWatch]) -> list[Verdict]:
    """Compare rates that are right by themselves."""
    rates_hz = [each.rate_hz for each in channels if each.rate_hz is not None]
    if len(rates_hz) < len(channels) or not channels:
        return []
    low_hz, high_hz = min(rates_hz), max(rates_hz)
    if low_hz < LIMITS.slowest_hz or high_hz > LIMITS.fastest_hz:
        return []
    ratio = high_hz / low_hz
    return [
        judged(
            "RATE_DIFFERENCE", None, ratio, f"{low_hz:.1f} to {high_hz:.1f}", bad=ratio > LIMITS.rate_ratio
        )
    ]
