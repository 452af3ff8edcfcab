"""All channels on one time base: instants ``k / 100`` s, linear between conversions, so without any skew."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.force.intake import ChannelIntake

GRID_HZ = 100
GRID_S = 1.0 / GRID_HZ
BREAK_S = 1.0
"""A silence of all channels longer than this is not bridged."""
SILENT_S = 0.25
"""A channel this far behind the others is taken as missing until it speaks again."""
_SILENT_FORCE_S = SILENT_S + LIMITS.group_delay_periods * LIMITS.period_max_s
"""The same for the time of its newest force, which lies before that of the conversion."""


@dataclass(frozen=True, slots=True, eq=False)
class GridBlock:
    """Vertical force per plate, N, at ``tick * GRID_S`` seconds; arrays of shape ``(n,)``.

    ``valid`` is false where a plate's value rests on a missing, mended or flagged conversion. Ticks ascend
    but jump over silences of all channels.
    """

    tick: NDArray[np.int64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    valid: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.tick)

    def split(self, at: int) -> tuple[GridBlock, GridBlock]:
        """Return the first ``at`` instants and the others."""
        first, rest = slice(0, at), slice(at, None)
        return (
            GridBlock(self.tick[first], self.left_n[first], self.right_n[first], self.valid[first]),
            GridBlock(self.tick[rest], self.left_n[rest], self.right_n[rest], self.valid[rest]),
        )


def plate_of(channel: str) -> str | None:
    """Return ``"L"`` or ``"R"`` for a load channel (``L``, ``LF``, ``LB``, ...), ``None`` for any other."""
    return channel[0] if channel[:1] in ("L", "R") else None


class ForceGrid:
    """Resamples the channels of both plates; values never depend on when it is asked."""

    def __init__(self, channels: Sequence[ChannelIntake]) -> None:
        self.left = [c for c in channels if plate_of(c.name) == "L"]
        self.right = [c for c in channels if plate_of(c.name) == "R"]
        self._channels = [*self.left, *self.right]
        self._next_tick: int | None = None
        self._heard_s = self._resumed_s = float("-inf")
        """Newest conversion of any channel, and the first one after all of them had been silent."""

    @property
    def complete(self) -> bool:
        """Whether there is at least one channel under each foot."""
        return bool(self.left and self.right)

    def cover_silence(self, now_s: float) -> list[ChannelIntake]:
        """Let channels that are ``SILENT_S`` behind ``now_s`` count as missing; return those just found.

        A channel without a calibration is not silent: what it says waits. Where all were silent together, because
        the link or the step was away, each is given its time anew.
        """
        if now_s - self._heard_s > SILENT_S:
            self._resumed_s = now_s
        self._heard_s = now_s
        silent_before_s = now_s - _SILENT_FORCE_S
        found = []
        for channel in self._channels:
            if not channel.calibrated:
                continue
            last_s = channel.t_s[-1] if channel.t_s else None
            if last_s is None:
                channel.fill(now_s - SILENT_S)
            elif last_s < silent_before_s and self._resumed_s < silent_before_s:
                if channel.good[-1]:
                    found.append(channel)
                channel.fill(now_s - SILENT_S)
        return found

    def take(self) -> GridBlock | None:
        """Return the instants that all channels have reached since the last call: a screen waits for them."""
        if not self.complete or any(len(c.t_s) < _NEEDED for c in self._channels):
            return None
        if self._next_tick is None:
            self._next_tick = int(max(c.t_s[0] for c in self._channels) * GRID_HZ) + 1
        end_tick = self.end_tick(min(c.t_s[-2] for c in self._channels))
        if end_tick <= self._next_tick:
            return None
        tick = np.arange(self._next_tick, end_tick, dtype=np.int64)
        self._next_tick = end_tick
        block = self._resample(tick)
        for channel in self._channels:
            channel.forget_before(end_tick / GRID_HZ)
        return block

    @staticmethod
    def end_tick(certain_s: float) -> int:
        """Return the tick up to which ``take`` goes when all forces are certain up to this time."""
        return int(certain_s * GRID_HZ) + 1

    def _resample(self, tick: NDArray[np.int64]) -> GridBlock:
        t_s = tick / GRID_HZ
        left_n, right_n = _force_n(self.left, t_s), _force_n(self.right, t_s)
        if all(channel.flawless for channel in self._channels):
            sound = _SOUND[: len(tick)] if len(tick) <= _FEW else np.ones(len(tick), dtype=np.bool_)
            return GridBlock(tick, left_n, right_n, sound)
        states = [_doubt(channel, t_s) for channel in self._channels]
        valid = np.logical_and.reduce([good for good, _ in states])
        keep = ~np.logical_and.reduce([interval_s > BREAK_S for _, interval_s in states])
        return GridBlock(tick[keep], left_n[keep], right_n[keep], valid[keep])


_NEEDED = 4
_FEW = 16
"""So few instants are interpolated sooner one by one."""
_SOUND = np.ones(_FEW, dtype=np.bool_)
_SOUND.flags.writeable = False  # shared by blocks


def _force_n(channels: Sequence[ChannelIntake], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the force of a plate at times that its channels have reached, N, shape ``(n,)``."""
    total_n = _interpolate(channels[0], t_s)
    for channel in channels[1:]:
        total_n += _interpolate(channel, t_s)
    return total_n


def _interpolate(channel: ChannelIntake, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return force at times that the channel has reached, N, shape ``(n,)``; to the digit alike, few or many."""
    if len(t_s) > _FEW:
        return _interpolate_many(channel, t_s)
    known_s, known_n = channel.t_s, channel.force_n
    last = len(known_s) - 1
    few_n = []
    for at_s in t_s.tolist():
        after = min(max(bisect_right(known_s, at_s), 1), last)
        before_s, before_n = known_s[after - 1], known_n[after - 1]
        few_n.append((known_n[after] - before_n) / (known_s[after] - before_s) * (at_s - before_s) + before_n)
    return np.asarray(few_n)


def _interpolate_many(channel: ChannelIntake, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = np.asarray(channel.t_s), np.asarray(channel.force_n)
    after = np.clip(np.searchsorted(x, t_s, side="right"), 1, len(x) - 1)
    before = after - 1
    force_n: NDArray[np.float64] = (y[after] - y[before]) / (x[after] - x[before]) * (t_s - x[before]) + y[
        before
    ]
    return force_n


def _doubt(channel: ChannelIntake, t_s: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return validity, and length (s) of the interval interpolated over, each of shape ``(n,)``."""
    source_s, good = np.asarray(channel.t_s), np.asarray(channel.good)
    after = np.clip(np.searchsorted(source_s, t_s, side="right"), 1, len(source_s) - 1)
    before = after - 1
    return np.asarray(channel.whole)[after] & good[before] & good[after], source_s[after] - source_s[before]
