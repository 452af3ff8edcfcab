"""Unwrapping of the step's 32-bit microsecond counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WRAP = 1 << 32
_HALF = 1 << 31
_BACK_LIMIT_US = 1_000_000
"""Channels are reported a few ms out of order; more than this backwards is another boot of the step."""
_AHEAD_SLACK_US = 60_000_000
"""The counter may be this far ahead of what arrival times allow before it is taken for another boot."""
_LONGEST_US = 12 * 3600 * 10**6
"""A longer silence is another boot, and takes as long as this: what follows has nothing to do with what was before.

Without it, an arrival stamped years later would have to be reached instant by instant.
"""
_DRIFT = 0.01
"""Ceramic resonators are good to 0.5 %; twice that is allowed when wraps are counted over a silence."""


class DeviceClock:
    """Continues the step's time across wraps, silences and reboots.

    The zero of the first boot is kept: ``t_us`` grows from the first value the step sent.
    """

    def __init__(self) -> None:
        self._last_us: int | None = None
        self._last_arrival_us = 0
        self._epoch_us = 0
        self.restarts = 0

    def unwrap(self, t_us: int, arrival_us: int) -> int:
        """Return ``t_us`` (0 .. 2**32-1) as microseconds on the continuous clock."""
        last = self._last_us
        if last is None:
            self._last_us, self._last_arrival_us = t_us, arrival_us
            return t_us
        step = (t_us + self._epoch_us - last + _HALF) % _WRAP - _HALF
        silence = arrival_us - self._last_arrival_us
        if not -_BACK_LIMIT_US <= step <= silence + _AHEAD_SLACK_US or silence > _HALF:
            step = self._after_silence(t_us, last, silence)
        unwrapped = last + step
        if step > 0:
            self._last_us, self._last_arrival_us = unwrapped, arrival_us
        return unwrapped

    def foresee(self, t_us: NDArray[np.int64], arrival_us: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return what ``unwrap`` would of values in a row, without taking them; ``None`` when it must decide.

        It must where time stands still, jumps or goes far back, or where arrivals do.
        """
        last = self._last_us
        if last is None:
            return None
        steps = (np.diff(t_us, prepend=(last - self._epoch_us) % _WRAP) + _HALF) % _WRAP - _HALF
        unwrapped = last + np.cumsum(steps)
        back_us = np.maximum.accumulate(np.concatenate(([last], unwrapped)))[:-1] - unwrapped
        silences = np.diff(arrival_us, prepend=self._last_arrival_us)
        calm = (
            steps.max() <= _AHEAD_SLACK_US
            and back_us.max() <= _BACK_LIMIT_US
            and silences.min() >= 0
            and int(arrival_us[-1]) - self._last_arrival_us <= _HALF
        )
        return unwrapped if calm else None

    def take(self, unwrapped: NDArray[np.int64], arrival_us: NDArray[np.int64]) -> None:
        """Take what was foreseen, or its beginning."""
        newest = int(unwrapped.argmax())
        if self._last_us is None or unwrapped[newest] > self._last_us:
            self._last_us, self._last_arrival_us = int(unwrapped[newest]), int(arrival_us[newest])

    def clock_set(self, by_us: int) -> None:
        """Arrivals are told on a wall clock from here on that is ``by_us`` ahead of the one before."""
        self._last_arrival_us += by_us

    def _after_silence(self, t_us: int, last_us: int, silence_us: int) -> int:
        """Return the time since the last sample, counting whole wraps, or begin a new boot."""
        if silence_us > _LONGEST_US:
            self.restarts += 1
            return self._begin_boot(t_us, last_us, _LONGEST_US)
        raw_step = (t_us + self._epoch_us - last_us) % _WRAP
        wraps = round((silence_us - raw_step) / _WRAP)
        step = raw_step + max(wraps, 0) * _WRAP
        if abs(step - silence_us) <= _BACK_LIMIT_US + _DRIFT * max(silence_us, 0):
            return step
        self.restarts += 1
        return self._begin_boot(t_us, last_us, max(silence_us, 1))

    def _begin_boot(self, t_us: int, last_us: int, step_us: int) -> int:
        self._epoch_us = (last_us + step_us - t_us) % _WRAP
        return step_us
