"""Band power of force, and the rebound at the bottom of a lowering."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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


_BOUNCE_WINDOW_TICKS = 60
_SMOOTH_TICKS = 5


def bounces(
    acceleration_m_s2: NDArray[np.float64],
    begin: int,
    end: int,
    step_s: float,
    *,
    speed_m_s: float,
    stop_m_s2: float,
    after_share: float,
) -> bool:
    """Tell whether the body sprang up again on ``[begin, end)``.

    ``acceleration_m_s2`` begins and ends at rest. A rebound is upward speed above ``speed_m_s`` within 0.6 s of
    a stop harder than ``stop_m_s2``, after ``after_share`` of the way down.
    """
    smooth = np.convolve(acceleration_m_s2, np.full(_SMOOTH_TICKS, 1.0 / _SMOOTH_TICKS), mode="same")
    speed = np.cumsum(smooth) * step_s
    speed -= np.linspace(0.0, speed[-1], len(speed))
    height = np.cumsum(speed) * step_s
    top, bottom = height[begin:end].max(initial=0.0), height[begin:end].min(initial=0.0)
    for tick in range(begin + _BOUNCE_WINDOW_TICKS // 2, end):
        if speed[tick] < speed_m_s or height[tick] > top - after_share * (top - bottom):
            continue
        before = slice(max(tick - _BOUNCE_WINDOW_TICKS, begin), tick)
        if smooth[before].max() > stop_m_s2 and speed[before].min() < 0.0:
            return True
    return False
