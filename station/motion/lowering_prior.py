"""What is believed of a lowering before the force is looked at, and of the sway it hides in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LoweringPrior:
    """Beliefs, wide on purpose: the force decides. Times in s, lengths in m, accelerations in m/s²."""

    top_shape: float = 1.3
    lowering_shape: float = 4.5
    bottom_shape: float = 1.7
    """The time between transfer and return is divided at random (Dirichlet) into rest at the top, lowering and
    rest at the bottom: on average 17, 60 and 23 %."""
    lead_s: float = 0.25
    """The lowering may begin this long before the free foot has left, and end ``tail_s`` after its return."""
    tail_s: float = 0.1
    top_mean_s: float = 0.9
    """Without a transfer: rest at the top after the rise (gamma of shape 1.5), ..."""
    lowering_median_s: float = 3.0
    lowering_log_sd: float = 0.6
    """... and how long the lowering takes (log-normal): prescriptions are 3-5 s, people are faster."""
    stop_sd_s: float = 0.015
    """Where the end of the lowering is seen (a rebound, the heel on the floor)."""
    ramps: tuple[tuple[float, float], ...] = ((0.25, 0.25), (0.5, 0.5))
    """Shares of the lowering that speeding up and slowing down take: two families, equally likely."""
    stopped_ramps: tuple[tuple[float, float], ...] = ((0.1, 0.03), (0.25, 0.03), (0.5, 0.25))
    """The same for a lowering that something stops."""
    uneven_sd: float = 0.8
    """Spread of speed along the way relative to its mean, first of the slow waves; the k-th has 1 / sqrt(k)."""
    rush_sd: float = 2.0
    """... and of a rush into what stops the lowering, over its last tenths."""
    depth_m: float = 0.10
    depth_sd_m: float = 0.045
    """Centre-of-mass travel of a heel drop is 6-14 cm."""
    return_sd_share: float = 0.2
    return_sd_m: float = 0.025
    """The lowering undoes the rise within this: 20 % of it, and 25 mm (a first rise begins at step level)."""
    rise_gain: float = 1.12
    """A rise found by its first moment reads low by this factor (its window misses the ends)."""
    rise_sd_share: float = 1.2
    """The rise's speed may differ by this share of its peak, within ``rise_scale_s``."""
    rise_scale_s: float = 0.15
    offset_sd_m_s2: float = 0.015
    single_offset_sd_m_s2: float = 0.03
    """Error of weight over the whole rep, and more on one leg (plates' gains): 0.15 and 0.3 %."""
    lift_sd_m_s: float = 0.014
    """Each of a row of pulses of speed while the free leg is lifted (20-45 mm/s seen in all)."""
    two_feet_share: float = 0.5
    """Sway on two feet over sway on one (0.1-0.2 % against 0.5 % of weight), with room for placing the foot."""
    white_share: float = 0.12
    """White part of the noise beside the sway: converter, interpolation, and what the bands leave out."""
    sway_shares: tuple[float, ...] = (0.6, 1.2, 2.4)
    """Noise over the band's rms of this rep. The band also holds the movement itself, so a fast lowering has
    less sway than it shows; the evidence of the force weighs these against each other, ..."""
    sway_share_mu: float = -0.1
    sway_share_sd: float = 0.5
    """... with this log-normal belief about ``share / 2.4``."""
    wander: float = 1.8
    """Slow wandering, and whatever no curve here describes, over what the fast part of the sway implies; the one
    number set by interval coverage."""


PRIOR = LoweringPrior()

_BANDS_HZ = ((0.15, 2.0), (2.0, 5.0), (5.0, 8.0), (8.0, 12.5))
_BAND_RMS = (0.40, 0.72, 0.42, 0.18)
"""Shape of one-leg sway in vertical force: rms per band (six stances on a balance board), norm 1 in 1.5-8 Hz."""
_LAGS = 512


@lru_cache(maxsize=16)
def sway_by_lag(step_ms: int) -> FloatArray:
    """Return the covariance between means over ``step_ms`` for sway of unit rms in 1.5-8 Hz, by lag in steps."""
    step_s = step_ms / 1000.0
    frequency_hz = np.arange(0.05, 12.5, 0.05)
    power = np.zeros_like(frequency_hz)
    for (low, high), rms in zip(_BANDS_HZ, _BAND_RMS, strict=True):
        band = (frequency_hz >= low) & (frequency_hz < high)
        # Sway moves the body within bounds, so its acceleration vanishes towards zero frequency.
        shape = np.where(band, np.minimum(frequency_hz / 2.0, 1.0) ** 2, 0.0)
        power += shape * (rms**2 / shape.sum())
    power *= np.sinc(frequency_hz * step_s) ** 2
    lag_s = np.arange(_LAGS) * step_s
    by_lag: FloatArray = np.cos(2 * np.pi * frequency_hz[None, :] * lag_s[:, None]) @ power
    by_lag[0] += PRIOR.white_share**2 * (_WHITE_STEP_S / step_s)
    return by_lag


_WHITE_STEP_S = 0.04


def ramp(x: FloatArray) -> FloatArray:
    """Return a smooth step from 0 at ``x <= 0`` to 1 at ``x >= 1`` (raised cosine)."""
    step: FloatArray = 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))
    return step
