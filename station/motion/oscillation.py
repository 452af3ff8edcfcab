"""Band power of force, and springing up at the bottom of a lowering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GRID_HZ = 100.0
_FILTER_ORDER = 4
_SAMPLES_MIN = 24


def band_rms(
    force_n: NDArray[np.float64], low_hz: float, high_hz: float, *, converter_period_s: float | None = None
) -> float:
    """Return the root mean square of a band of ``force_n`` (100 Hz, shape ``(n,)``), in its unit; 0 if too short.

    A straight line is removed first and a Hann window applied (power restored). With ``converter_period_s``
    the response of a four-conversion settling filter (sinc^4) and of linear interpolation (sinc^2) is divided out.
    """
    n = len(force_n)
    if n < _SAMPLES_MIN:
        return 0.0
    t = np.arange(n) - (n - 1) / 2
    level = force_n - force_n.mean()
    level = level - t * (float(t @ level) / float(t @ t))
    window = np.hanning(n)
    power = np.abs(np.fft.rfft(level * window)) ** 2 * 2.0 / (n * float((window**2).sum()))
    frequency_hz = np.fft.rfftfreq(n, 1.0 / _GRID_HZ)
    band = (frequency_hz >= low_hz) & (frequency_hz <= high_hz)
    if converter_period_s:
        response = np.sinc(frequency_hz[band] * converter_period_s) ** (_FILTER_ORDER + 2)
        return float(np.sqrt((power[band] / response**2).sum()))
    return float(np.sqrt(power[band].sum()))


def bridged(force_n: NDArray[np.float64], valid: NDArray[np.bool_], margin: int) -> NDArray[np.float64]:
    """Return ``force_n`` with a straight line across what is not valid and ``margin`` instants around it."""
    near = np.convolve(~valid, np.ones(2 * margin + 1), mode="same") > 0.0
    if near.all() or not near.any():
        return force_n
    at = np.arange(len(force_n))
    return np.interp(at, at[~near], force_n[~near])


@dataclass(frozen=True, slots=True)
class SpringLimits:
    """What movement up counts as springing, before its speed is looked at."""

    reach_ticks: int = 45
    """It begins and ends within 0.45 s of its fastest moment: a rise takes longer."""
    lead_ticks: int = 20
    """The first 0.2 s belong to lifting the other foot."""
    rest_ticks: int = 25
    """Speed is reckoned from the last 0.25 s before the end, and from rest before the rise."""
    upward_m_s: float = 0.03
    """The body goes up by both reckonings, rather than down less fast: speed is known to 0.02 m/s."""
    stopped_share: float = 0.9
    """It had stopped before and stops after: all but this share of its speed is new, and is lost again."""
    after_share: float = 0.3
    """Of the way down: the dip before a lowering is at its top, though heights are known to a third only."""
    height_max_m: float = 0.045
    """Going up by more is a rise: the least a heel raise lifts the body."""


SPRING = SpringLimits()


@dataclass(frozen=True, slots=True)
class Spring:
    """The body sprang up, this fast, from the index where it turned."""

    speed_m_s: float
    turned: int


def spring(acceleration_m_s2: NDArray[np.float64], begin: int, end: int, step_s: float) -> Spring | None:
    """Return how the body sprang up on ``[begin, end)``; ``None`` when it did not.

    ``acceleration_m_s2``, shape ``(n,)`` at 100 Hz, begins and ends at rest. A spring is a peak of speed that
    stands out on both sides: impulse up, then impulse down, each of which alone would also be made by a
    hesitation, by the end of the lowering or by an error of weight.
    """
    if end - begin <= SPRING.lead_ticks:
        return None
    speed = np.cumsum(np.convolve(acceleration_m_s2, _KERNEL, mode="same")) * step_s
    speed -= np.linspace(0.0, speed[-1], len(speed))
    reach = SPRING.reach_ticks
    part = speed[begin : end + reach]
    lowest = sliding_window_view(np.pad(part, reach, mode="edge"), reach + 1).min(axis=1)
    standing_out = np.minimum(part - lowest[: len(part)], part - lowest[reach:])
    other_speed = part - float(np.median(speed[max(end - SPRING.rest_ticks, begin) : end]))
    springs = np.minimum(part, other_speed) >= SPRING.upward_m_s
    springs &= standing_out >= SPRING.stopped_share * np.maximum(part, other_speed)
    springs[: SPRING.lead_ticks] = springs[end - begin :] = False
    peaks = np.flatnonzero(springs & (part >= np.roll(part, 1)) & (part > np.roll(part, -1)))
    height_m = np.cumsum(part[: end - begin]) * step_s
    turns = ((peak, _turn_before(part, height_m, peak, step_s)) for peak in peaks.tolist())
    told = [Spring(float(standing_out[peak]), begin + turned) for peak, turned in turns if turned is not None]
    return max(told, key=lambda one: one.speed_m_s, default=None)


def _turn_before(
    speed: NDArray[np.float64], height_m: NDArray[np.float64], peak: int, step_s: float
) -> int | None:
    """Return where the body turned before a peak of speed after some of the way down; ``None`` for a rise."""
    top_m, bottom_m = height_m[: peak + 1].max(), height_m.min()
    if top_m - height_m[peak] < SPRING.after_share * (top_m - bottom_m):
        return None
    slow = np.flatnonzero(speed < _UNDER_WAY * speed[peak])
    first = slow[slow < peak].max(initial=-1) + 1
    last = slow[slow > peak].min(initial=len(speed))
    sprang_m = float(speed[first:last].sum()) * step_s
    return int(first) if sprang_m <= SPRING.height_max_m else None


_KERNEL = np.hanning(7)[1:-1] / np.hanning(7)[1:-1].sum()
_UNDER_WAY = 0.1
