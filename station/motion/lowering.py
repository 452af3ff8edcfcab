"""When the centre of mass went down: a posterior over lowerings of any shape, given the force.

The force of a slow lowering is no larger than sway, so no single curve can be read from it. An ensemble of
movements from rest to rest (a rise of uncertain height, then a lowering that begins, ends, speeds up and
hesitates at random before the foot's return) is conditioned on the measured acceleration: ensemble Kalman
update with perturbed observations (Evensen 1994, 2003). Errors of weight and the lift-off of the free leg are
nuisances of every member. Times of 10 % and 90 % of the way are read from each member, so that their spread
is the uncertainty.
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

    top_shape: float = 1.3
    lowering_shape: float = 4.5
    bottom_shape: float = 1.7
    """The time between transfer and return is divided at random (Dirichlet) into rest at the top, lowering and
    rest at the bottom: on average 17, 60 and 23 %."""
    lead_s: float = 0.25
    """The lowering may begin this long before the free foot has left, and end ``tail_s`` after its return."""
    tail_s: float = 0.1
    ramp_low: float = 0.06
    ramp_high: float = 0.5
    """Share of the lowering that speeding up, and slowing down, takes."""
    uneven_sd: float = 0.5
    """Standard deviation of the logarithm of speed along the way, in slow cosines."""
    rise_gain: float = 1.12
    """A rise found by its first moment reads low by this factor (its window misses the ends)."""
    rise_sd_share: float = 0.18
    rise_sd_m: float = 0.010
    rise_start_sd_s: float = 0.10
    rise_end_lag_s: float = 0.08
    rise_end_sd_s: float = 0.15
    depth_sd_share: float = 0.20
    depth_sd_m: float = 0.015
    """The lowering ends where the rise began, more or less."""
    offset_sd_m_s2: float = 0.015
    single_offset_sd_m_s2: float = 0.03
    """Error of weight over the whole rep, and more on one leg (plates' gains), 0.15 and 0.3 %."""
    lift_sd_m_s: float = 0.020
    """Pulse of speed while the free leg is lifted (20-45 mm/s seen)."""
    lift_width_s: tuple[float, float] = (0.06, 0.20)
    noise_gain: float = 2.0
    """Sway while moving, and what no curve here describes, over sway in 1.5-8 Hz; set by interval coverage."""


PRIOR = LoweringPrior()

_NOISE_BANDS_HZ = ((0.15, 2.0), (2.0, 5.0), (5.0, 8.0), (8.0, 12.5))
_NOISE_RMS = (0.40, 0.72, 0.42, 0.18)
"""Shape of one-leg sway in vertical force: rms per band (six stances on a balance board), norm 1 in 1.5-8 Hz."""


@dataclass(frozen=True, slots=True)
class LoweringEstimate:
    """Times on the source's clock, s; ``tut_sd_s`` is the standard deviation of the posterior."""

    start_s: float
    end_s: float
    tut_s: float
    tut_lo_s: float
    tut_hi_s: float
    tut_sd_s: float
    depth_m: float


@dataclass(frozen=True, slots=True)
class RepFrame:
    """What is known of a rep before the lowering is looked for; s and m on the source's clock."""

    rise_start_s: float
    rise_end_s: float
    rise_height_m: float
    on_s: float
    """The free foot left; without a transfer, the end of the rise."""
    off_s: float
    """The foot returned, or the latest end of the lowering."""
    transfer: bool
    """One leg took over: lift-off and the plates' gains disturb."""


@lru_cache(maxsize=1)
def _draws() -> dict[str, FloatArray]:
    """Return the ensemble's random numbers, the same for every rep: an estimate depends on its data only."""
    rng = np.random.default_rng(_SEED)
    prior = PRIOR
    shares = rng.dirichlet((prior.top_shape, prior.lowering_shape, prior.bottom_shape), MEMBERS).T
    return {
        "top_share": shares[0],
        "lowering_share": shares[1],
        "ramps": rng.uniform(prior.ramp_low, prior.ramp_high, (2, MEMBERS)),
        "modes": rng.standard_normal((_MODES, MEMBERS)) * prior.uneven_sd * _decay(_MODES),
        "rise_ramps": rng.uniform(0.2, 0.5, (2, MEMBERS)),
        "rise_modes": rng.standard_normal((_RISE_MODES, MEMBERS)) * _RISE_UNEVEN_SD * _decay(_RISE_MODES),
        "normal": rng.standard_normal((_NORMALS, MEMBERS)),
        "lift_at_s": rng.normal(-0.05, 0.08, MEMBERS),
        "lift_width_s": rng.uniform(*prior.lift_width_s, MEMBERS),
        "noise": np.linalg.cholesky(_noise_covariance()) @ rng.standard_normal((_LENGTH_MAX, MEMBERS)),
    }


def _decay(modes: int) -> FloatArray:
    decay: FloatArray = 1.0 / np.sqrt(np.arange(1, modes + 1, dtype=np.float64))[:, None]
    return decay


_RISE_MODES = 3
_RISE_UNEVEN_SD = 0.35
_NORMALS = 9
_LENGTH_MAX = 480
"""Blocks in the longest window: 19 s."""


def estimate_lowering(
    acceleration_m_s2: FloatArray, *, start_s: float, frame: RepFrame, noise_m_s2: float
) -> LoweringEstimate | None:
    """Return the lowering within ``[start_s, start_s + n * STEP_S)``; ``None`` when the body did not go down.

    ``acceleration_m_s2``: block means of the body's vertical acceleration from rest before the rise, shape
    ``(n,)``, upwards positive. ``noise_m_s2``: rms of the athlete's sway in 1.5-8 Hz.
    """
    acceleration_m_s2 = acceleration_m_s2[:_LENGTH_MAX]
    n = len(acceleration_m_s2)
    noise_m_s2 = noise_m_s2 * PRIOR.noise_gain
    edges_s: FloatArray = start_s + np.arange(n + 1, dtype=np.float64) * STEP_S
    rise, lowering = _ensemble_speeds(edges_s, frame)
    observed = np.diff(rise + lowering, axis=0) / STEP_S + _nuisance(edges_s, frame)
    centred = observed - observed.mean(axis=1, keepdims=True)
    total = centred @ centred.T / (MEMBERS - 1) + _noise_covariance()[:n, :n] * noise_m_s2**2
    perturbed = acceleration_m_s2[:, None] + _draws()["noise"][:n] * noise_m_s2
    innovation = np.linalg.solve(total, perturbed - observed)
    lowering_centred = lowering - lowering.mean(axis=1, keepdims=True)
    lowering = lowering + lowering_centred @ (centred.T @ innovation) / (MEMBERS - 1)
    return _read_times(edges_s, lowering)


_WHITE_SHARE = 0.12
"""White part of the noise beside the sway: converter, interpolation, and what the bands leave out."""


def _ensemble_speeds(edges_s: FloatArray, frame: RepFrame) -> tuple[FloatArray, FloatArray]:
    """Return vertical speeds of the prior's rises and lowerings at ``edges_s``, m/s, each ``(n, members)``."""
    draws, normal = _draws(), _draws()["normal"]
    rise_start_s = frame.rise_start_s + PRIOR.rise_start_sd_s * normal[0]
    rise_end_s = frame.rise_end_s + PRIOR.rise_end_lag_s + PRIOR.rise_end_sd_s * normal[1]
    rise_end_s = np.maximum(rise_end_s, rise_start_s + _SHORTEST_RISE_S)
    height_m = frame.rise_height_m * PRIOR.rise_gain * np.exp(PRIOR.rise_sd_share * normal[2])
    height_m = np.maximum(height_m + PRIOR.rise_sd_m * normal[3], _LOWEST_M)
    rise = height_m * _unit_movement(
        edges_s, rise_start_s, rise_end_s, draws["rise_ramps"], draws["rise_modes"]
    )
    first_s = np.maximum(frame.on_s - PRIOR.lead_s, rise_end_s - 0.1) if frame.transfer else rise_end_s
    last_s = np.maximum(frame.off_s + PRIOR.tail_s, first_s + 0.5)
    begin_s = first_s + (last_s - first_s) * draws["top_share"]
    end_s = begin_s + np.maximum((last_s - first_s) * draws["lowering_share"], _SHORTEST_S)
    depth_m = height_m * (1.0 + PRIOR.depth_sd_share * normal[4]) + PRIOR.depth_sd_m * normal[5]
    lowering = _unit_movement(edges_s, begin_s, end_s, draws["ramps"], draws["modes"])
    return rise, -np.maximum(depth_m, _LOWEST_M) * lowering


_SHORTEST_S = 0.3
_SHORTEST_RISE_S = 0.25
_LOWEST_M = 0.015


def _unit_movement(
    edges_s: FloatArray, begin_s: FloatArray, end_s: FloatArray, ramps: FloatArray, modes: FloatArray
) -> FloatArray:
    """Return speeds of movements over one metre from rest to rest, m/s, ``(n, members)``."""
    x = np.clip((edges_s[:, None] - begin_s) / (end_s - begin_s), 0.0, 1.0)
    uneven = np.zeros_like(x)
    for k, mode in enumerate(modes, start=1):
        uneven += mode * np.cos(k * np.pi * x)
    speed = _ramp(x / ramps[0]) * _ramp((1.0 - x) / ramps[1]) * np.exp(uneven)
    unit: FloatArray = speed / np.maximum(speed.sum(axis=0) * STEP_S, 1e-6)
    return unit


def _ramp(x: FloatArray) -> FloatArray:
    """Return a smooth step from 0 at ``x <= 0`` to 1 at ``x >= 1`` (raised cosine)."""
    step: FloatArray = 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))
    return step


def _nuisance(edges_s: FloatArray, frame: RepFrame) -> FloatArray:
    """Return accelerations that are no movement of the rep, m/s², ``(n, members)``."""
    draws, normal = _draws(), _draws()["normal"]
    offset: FloatArray = PRIOR.offset_sd_m_s2 * normal[6] * np.ones((len(edges_s) - 1, 1))
    if not frame.transfer:
        return offset
    centre_s = edges_s[:-1, None] + STEP_S / 2
    offset = offset + PRIOR.single_offset_sd_m_s2 * normal[7] * _ramp((centre_s - frame.on_s + 0.3) / 0.4)
    when = (edges_s[:, None] - frame.on_s - draws["lift_at_s"]) / draws["lift_width_s"]
    lift = PRIOR.lift_sd_m_s * normal[8] * np.exp(-0.5 * when**2)
    nuisance: FloatArray = offset + np.diff(lift, axis=0) / STEP_S
    return nuisance


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
        tut_s=float(middle),
        tut_lo_s=float(min(low, middle - _Z90 * _FLOOR_SD_S)),
        tut_hi_s=float(max(high, middle + _Z90 * _FLOOR_SD_S)),
        tut_sd_s=sd_s,
        depth_m=float(np.median(depth_m)),
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
