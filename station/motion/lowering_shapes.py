"""Shapes of lowerings of unit length: a smooth one, and what may ride on it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from station.motion.lowering_prior import ramp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_WAVES = 6
_RUSHES = ((0.95, 0.03), (0.87, 0.05))
"""Where along the way, and how wide, people rush into what stops them."""
WAVES_MAX = _WAVES + len(_RUSHES)
CURVE = np.linspace(0.0, 1.0, 97)
"""Where along its time a lowering is read."""


def wave_sds(uneven_sd: float, rush_sd: float, *, stopped: bool) -> list[float]:
    """Return the prior standard deviation of every wave but the smooth one, as shares of the way."""
    sds = [uneven_sd / k**0.5 for k in range(1, _WAVES)]
    return sds + ([rush_sd] * len(_RUSHES) if stopped else [])


def waves(x: FloatArray, up: FloatArray | float, down: FloatArray | float, *, stopped: bool) -> FloatArray:
    """Return speeds of unit-length lowerings over ``x``, and what may ride on them; ``(waves, *x.shape)``."""
    base = ramp(x / up) * ramp((1.0 - x) / down) / (1.0 - (up + down) / 2.0)
    speeds = np.empty((_WAVES + (len(_RUSHES) if stopped else 0), *x.shape))
    first = np.cos(np.pi * x)
    before, wave = np.ones_like(x), first
    speeds[0] = base
    for k in range(1, _WAVES):
        speeds[k] = base * wave
        before, wave = wave, 2.0 * first * wave - before  # cosines of multiples (Chebyshev)
    if stopped:
        for k, (centre, width) in enumerate(_RUSHES, start=_WAVES):
            speeds[k] = base * np.exp(-0.5 * ((x - centre) / width) ** 2)
    return speeds


@lru_cache(maxsize=16)
def unit_curves(up: float, down: float, *, stopped: bool) -> tuple[FloatArray, FloatArray]:
    """Return speeds and ways of the waves over ``CURVE``, each ``(waves, points)``."""
    speed = waves(CURVE, up, down, stopped=stopped)
    pieces = 0.5 * (speed[:, 1:] + speed[:, :-1]) * (CURVE[1] - CURVE[0])
    return speed, np.concatenate((np.zeros((len(speed), 1)), np.cumsum(pieces, axis=1)), axis=1)


def crossing(share: FloatArray, level: float) -> FloatArray:
    """Return where on ``CURVE`` each row of ``share`` first reaches ``level``, interpolated."""
    after = np.maximum(np.argmax(share >= level, axis=1), 1)
    row = np.arange(len(share))
    low, high = share[row, after - 1], share[row, after]
    fraction = np.clip((level - low) / np.where(high == low, 1.0, high - low), 0.0, 1.0)
    at: FloatArray = CURVE[after - 1] + fraction * CURVE[1]
    return at
