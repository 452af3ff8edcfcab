"""The noise of standing on one leg: what a movement must be told from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP_S = 0.04
BANDS_HZ = ((0.15, 2.0), (2.0, 5.0), (5.0, 8.0), (8.0, 12.5))
BANDS_RMS = (0.40, 0.72, 0.42, 0.18)
"""Shape of one-leg sway in vertical force: rms per band (six stances on a balance board), norm 1 in 1.5-8 Hz."""
WHITE_SHARE = 0.12
"""White part of the noise beside the sway: converter, interpolation, and what the bands leave out."""


@lru_cache(maxsize=16)
def sway_covariance(count: int) -> NDArray[np.float64]:
    """Return the covariance between ``count`` successive 40 ms block means of sway of unit rms in 1.5-8 Hz."""
    frequency_hz = np.arange(0.05, 12.5, 0.05)
    power = np.zeros_like(frequency_hz)
    for (low, high), rms in zip(BANDS_HZ, BANDS_RMS, strict=True):
        band = (frequency_hz >= low) & (frequency_hz < high)
        # Sway moves the body within bounds, so its acceleration vanishes towards zero frequency.
        shape = np.where(band, np.minimum(frequency_hz / 2.0, 1.0) ** 2, 0.0)
        power += shape * (rms**2 / shape.sum())
    power *= np.sinc(frequency_hz * STEP_S) ** 2
    lag = np.arange(count)
    by_lag = np.cos(2 * np.pi * frequency_hz[None, :] * (lag * STEP_S)[:, None]) @ power
    covariance: NDArray[np.float64] = by_lag[np.abs(lag[:, None] - lag[None, :])]
    return covariance + np.eye(count) * WHITE_SHARE**2


WANDER_S = 0.8
"""How fast the load of hands on a rail changes."""


def wander_covariance(count: int) -> NDArray[np.float64]:
    """Return the covariance between block means of a slow force of unit rms (exponential in time)."""
    lag = np.arange(count)
    by_lag = np.exp(-lag * STEP_S / WANDER_S)
    covariance: NDArray[np.float64] = by_lag[np.abs(lag[:, None] - lag[None, :])]
    return covariance
