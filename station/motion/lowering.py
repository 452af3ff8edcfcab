"""When the centre of mass went down: a posterior over lowerings of any shape, given the force.

The force of a slow lowering is no larger than sway, so no single curve can be read from it. An ensemble of
lowerings between the last moment on two feet and the foot's return (random starts, ends, ramps and
unevenness) is conditioned on the measured acceleration (ensemble Kalman update with perturbed observations,
Evensen 1994/2003); constant errors of weight, lift-off and the speed left from the rise are nuisances of
every member. Times of 10 % and 90 % of the way are read from each member, so their spread is the uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

MEMBERS = 256
STEP_S = 0.04
"""Accelerations are block means over 40 ms: everything a lowering contains lies below 5 Hz."""
_SEED = 20261122
_MODES = 5


@dataclass(frozen=True, slots=True)
class LoweringPrior:
    """What is believed before the force is looked at. Times in s, lengths in m."""

    start_shape: float = 1.6
    start_scale_s: float = 0.28
    start_lead_s: float = 0.35
    """Start: gamma-distributed (mean 0.45 s), counted from this long before the free foot has left."""
    hold_shape: float = 1.1
    hold_scale_s: float = 0.5
    hold_lead_s: float = 0.10
    """Rest at the bottom before the foot returns: gamma-distributed (mean 0.55 s); may be cut short."""
    ramp_low: float = 0.06
    ramp_high: float = 0.5
    """Share of the lowering that speeding up, and slowing down, takes."""
    uneven_sd: float = 0.55
    """Standard deviation of the logarithm of speed along the way, in slow cosines."""
    depth_sd_share: float = 0.12
    depth_sd_m: float = 0.015
    offset_sd_m_s2: float = 0.05
    """Constant error of weight on one leg: 0.5 %."""
    speed_sd_m_s: float = 0.012
    """Error of the speed at the top, carried over from the rise."""
    lift_sd_m_s: float = 0.020
    """Pulse of speed while the free leg is lifted (20-45 mm/s seen)."""
    lift_width_s: tuple[float, float] = (0.06, 0.20)


PRIOR = LoweringPrior()

_NOISE_BANDS_HZ = ((0.15, 2.0), (2.0, 5.0), (5.0, 8.0), (8.0, 12.5))
_NOISE_RMS = (0.40, 0.72, 0.42, 0.18)
"""Shape of one-leg sway in vertical force: rms per band (six stances on a balance board), norm 1 in 1.5-8 Hz."""


@dataclass(frozen=True, slots=True)
class LoweringEstimate:
    """Times on the source's clock, s; ``*_sd_s`` are standard deviations of the posterior."""

    start_s: float
    end_s: float
    end_sd_s: float
    tut_s: float
    tut_lo_s: float
    tut_hi_s: float
    tut_sd_s: float
    depth_m: float
    depth_sd_m: float


@lru_cache(maxsize=1)
def _draws() -> dict[str, FloatArray]:
    """Return the ensemble's random numbers, the same for every rep: an estimate depends on its data only."""
    rng = np.random.default_rng(_SEED)
    prior = PRIOR
    return {
        "start_s": rng.gamma(prior.start_shape, prior.start_scale_s, MEMBERS) - prior.start_lead_s,
        "hold_s": rng.gamma(prior.hold_shape, prior.hold_scale_s, MEMBERS) - prior.hold_lead_s,
        "ramp_up": rng.uniform(prior.ramp_low, prior.ramp_high, MEMBERS),
        "ramp_down": rng.uniform(prior.ramp_low, prior.ramp_high, MEMBERS),
        "modes": rng.standard_normal((_MODES, MEMBERS))
        * prior.uneven_sd
        / np.sqrt(np.arange(1, _MODES + 1))[:, None],
        "depth": rng.standard_normal(MEMBERS),
        "offset": rng.standard_normal(MEMBERS) * prior.offset_sd_m_s2,
        "speed": rng.standard_normal(MEMBERS) * prior.speed_sd_m_s,
        "lift": rng.standard_normal(MEMBERS) * prior.lift_sd_m_s,
        "lift_at_s": rng.normal(-0.05, 0.08, MEMBERS),
        "lift_width_s": rng.uniform(*prior.lift_width_s, MEMBERS),
        "noise": np.linalg.cholesky(_noise_covariance()) @ rng.standard_normal((_LENGTH_MAX, MEMBERS)),
    }


_LENGTH_MAX = 480
"""Blocks in the longest window: 19 s."""


def estimate_lowering(
    acceleration_m_s2: FloatArray,
    *,
    start_s: float,
    on_s: float,
    off_s: float,
    top_speed_m_s: float,
    depth_m: float,
    noise_m_s2: float,
) -> LoweringEstimate | None:
    """Return the lowering within ``[start_s, start_s + n * STEP_S)``; ``None`` when the body did not go down.

    ``acceleration_m_s2``: block means of the body's vertical acceleration, shape ``(n,)``, upwards positive.
    ``on_s``/``off_s``: the free foot left / returned. ``top_speed_m_s``: speed at ``start_s`` from the rise.
    ``depth_m``: expected depth. ``noise_m_s2``: rms of the athlete's sway in 1.5-8 Hz.
    """
    acceleration_m_s2 = acceleration_m_s2[:_LENGTH_MAX]
    n = len(acceleration_m_s2)
    edges_s: FloatArray = start_s + np.arange(n + 1, dtype=np.float64) * STEP_S
    draws = _draws()
    speed = _ensemble_speeds(edges_s, on_s, off_s, depth_m)
    observed = np.diff(speed, axis=0) / STEP_S + _nuisance(edges_s, on_s, top_speed_m_s)
    covariance = _noise_covariance()[:n, :n] * noise_m_s2**2
    noise = draws["noise"][:n] * noise_m_s2
    centred = observed - observed.mean(axis=1, keepdims=True)
    total = centred @ centred.T / (MEMBERS - 1) + covariance
    innovation = np.linalg.solve(total, acceleration_m_s2[:, None] + noise - observed)
    speed_centred = speed - speed.mean(axis=1, keepdims=True)
    speed = speed + speed_centred @ (centred.T @ innovation) / (MEMBERS - 1)
    return _read_times(edges_s, speed)


_WHITE_SHARE = 0.12
"""White part of the noise beside the sway: converter, interpolation, and what the bands leave out."""


def _ensemble_speeds(edges_s: FloatArray, on_s: float, off_s: float, depth_m: float) -> FloatArray:
    """Return vertical speeds of the prior's lowerings at ``edges_s``, m/s (down negative), ``(n, members)``."""
    draws = _draws()
    begin_s = np.maximum(on_s + draws["start_s"], edges_s[0])
    end_s = np.minimum(off_s - draws["hold_s"], edges_s[-1])
    short = end_s - begin_s < _SHORTEST_S
    middle_s = 0.5 * (begin_s + end_s)
    begin_s = np.where(short, np.maximum(middle_s - _SHORTEST_S / 2, edges_s[0]), begin_s)
    end_s = np.where(short, begin_s + _SHORTEST_S, end_s)
    x = np.clip((edges_s[:, None] - begin_s) / (end_s - begin_s), 0.0, 1.0)
    shape = _ramp(x / draws["ramp_up"]) * _ramp((1.0 - x) / draws["ramp_down"])
    uneven = np.zeros_like(x)
    for k in range(_MODES):
        uneven += draws["modes"][k] * np.cos((k + 1) * np.pi * x)
    shape = shape * np.exp(uneven)
    area_s = shape.sum(axis=0) * STEP_S
    sd_m = np.hypot(PRIOR.depth_sd_share * depth_m, PRIOR.depth_sd_m)
    depth = np.maximum(depth_m + sd_m * draws["depth"], 0.02)
    speeds: FloatArray = -shape * (depth / np.maximum(area_s, 1e-6))
    return speeds


_SHORTEST_S = 0.3


def _ramp(x: FloatArray) -> FloatArray:
    """Return a smooth step from 0 at ``x <= 0`` to 1 at ``x >= 1`` (raised cosine)."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))


def _nuisance(edges_s: FloatArray, on_s: float, top_speed_m_s: float) -> FloatArray:
    """Return accelerations that are no lowering, m/s², ``(n, members)``."""
    draws = _draws()
    centre_s = edges_s[:-1, None] + STEP_S / 2
    offset = draws["offset"] * _ramp((centre_s - on_s + 0.3) / 0.4)
    lift = draws["lift"] * np.exp(
        -0.5 * ((edges_s[:, None] - on_s - draws["lift_at_s"]) / draws["lift_width_s"]) ** 2
    )
    leftover = (top_speed_m_s + draws["speed"]) * (1.0 - _ramp((edges_s[:, None] - edges_s[0]) / 0.3))
    return offset + np.diff(lift + leftover, axis=0) / STEP_S


@lru_cache(maxsize=1)
def _noise_covariance() -> FloatArray:
    """Return the covariance between block means for sway of unit rms in 1.5-8 Hz.

    The leading part serves shorter windows; so do the leading rows of what its triangular root draws.
    """
    frequency_hz = np.arange(0.05, 12.5, 0.05)
    power = np.zeros_like(frequency_hz)
    for (low, high), rms in zip(_NOISE_BANDS_HZ, _NOISE_RMS, strict=True):
        band = (frequency_hz >= low) & (frequency_hz < high)
        # Sway moves the body within bounds, so its acceleration vanishes towards zero frequency.
        shape = np.where(band, np.minimum(frequency_hz / 2.0, 1.0) ** 2, 0.0)
        power += shape * (rms**2 / shape.sum())
    power *= np.sinc(frequency_hz * STEP_S) ** 2
    lag = np.arange(_LENGTH_MAX)
    by_lag = np.cos(2 * np.pi * frequency_hz[None, :] * (lag * STEP_S)[:, None]) @ power
    covariance: FloatArray = by_lag[np.abs(lag[:, None] - lag[None, :])]
    return covariance + np.eye(_LENGTH_MAX) * _WHITE_SHARE**2


def _read_times(edges_s: FloatArray, speed_m_s: FloatArray) -> LoweringEstimate | None:
    height_m = np.concatenate(
        (
            np.zeros((1, speed_m_s.shape[1])),
            np.cumsum(0.5 * (speed_m_s[1:] + speed_m_s[:-1]), axis=0) * STEP_S,
        )
    )
    depth_m = -height_m[-1]
    usable = depth_m > _WENT_NOWHERE_M
    if usable.sum() < MEMBERS // 2:
        return None
    way = -height_m[:, usable] / depth_m[usable]
    t10_s = _first_crossing(edges_s, way, 0.1)
    t90_s = _first_crossing(edges_s, way, 0.9)
    tut_s = (t90_s - t10_s) / 0.8
    low, middle, high = np.quantile(tut_s, (0.05, 0.5, 0.95))
    sd_s = max(float(np.std(tut_s)), _FLOOR_SD_S)
    return LoweringEstimate(
        start_s=float(np.median(t10_s)),
        end_s=float(np.median(t90_s)),
        end_sd_s=float(np.std(t90_s)),
        tut_s=float(middle),
        tut_lo_s=float(min(low, middle - _Z90 * _FLOOR_SD_S)),
        tut_hi_s=float(max(high, middle + _Z90 * _FLOOR_SD_S)),
        tut_sd_s=sd_s,
        depth_m=float(np.median(depth_m)),
        depth_sd_m=float(np.std(depth_m)),
    )


_WENT_NOWHERE_M = 0.005
_FLOOR_SD_S = 0.012
_Z90 = 1.645


def _first_crossing(edges_s: FloatArray, way: FloatArray, level: float) -> FloatArray:
    """Return when each column of ``way`` first reaches ``level``, interpolated, s."""
    after = np.maximum(np.argmax(way >= level, axis=0), 1)
    column = np.arange(way.shape[1])
    low, high = way[after - 1, column], way[after, column]
    fraction = np.clip((level - low) / np.where(high == low, 1.0, high - low), 0.0, 1.0)
    crossing: FloatArray = edges_s[after - 1] + fraction * STEP_S
    return crossing
