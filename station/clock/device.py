"""Unwrapping of the step's 32-bit microsecond counter."""

from __future__ import annotations

_WRAP = 1 << 32
_HALF = 1 << 31
_BACK_LIMIT_US = 1_000_000
"""Channels are reported a few ms out of order; more than this backwards is another boot of the step."""
_AHEAD_SLACK_US = 60_000_000
"""The counter may be this far ahead of what arrival times allow before it is taken for another boot."""
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

    def _after_silence(self, t_us: int, last_us: int, silence_us: int) -> int:
        """Return the time since the last sample, counting whole wraps, or begin a new boot."""
        raw_step = (t_us + self._epoch_us - last_us) % _WRAP
        wraps = round((silence_us - raw_step) / _WRAP)
        step = raw_step + max(wraps, 0) * _WRAP
        if abs(step - silence_us) <= _BACK_LIMIT_US + _DRIFT * max(silence_us, 0):
            return step
        self.restarts += 1
        step = max(silence_us, 1)
        self._epoch_us = (last_us + step - t_us) % _WRAP
        return step
