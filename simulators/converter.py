"""The converter between plate and counts: one HX711 a plate, or two, each on its own clock.

Every conversion is a fourth-order average over four conversion periods, so it speaks of two periods ago; it
carries the plate's gain and zero errors, drift, creep, mains hum and noise, and saturates at 24 bits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulators.signals import RATE_HZ, chance, stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulators.signals import FloatArray

FULL_SCALE = 2**23 - 1
FILTER_PERIODS = 4.0
NOISE_MA = 0.7
"""First-order moving average that gives the measured lag-1 correlation of 0.47."""
DELAY_PERIODS = 2.0
SATURATED = 1
"""Flag of a sample line."""
MAINS_HZ = 50.0
CREEP_BLOCK = 128
FILTER_BLOCK = 1024
"""Conversions filtered at once: small enough to stay in the cache."""
CHANNELS = {2: ("L", "R"), 4: ("LF", "LB", "RF", "RB")}
"""Names by number: one bridge a plate, or a front and a back cell under each."""


@dataclass(frozen=True, slots=True)
class Plate:
    """One plate and its converter."""

    rate_hz: float
    jitter: float
    """Standard deviation of a conversion period, relative."""
    zero_count: float
    """As the calibration announces it."""
    scale_n_per_count: float
    """As the calibration announces it."""
    gain: float
    """What the plate reads for 1 N, by the announced scale."""
    zero_error_n: float
    noise_n: float
    hum_n: float
    creep: float
    creep_s: float
    drift_n_per_min: float
    drift_curve_n: float
    """Size of the non-linear part of the drift."""


@dataclass(frozen=True, slots=True)
class Conversions:
    """What one chip produced: arrays of shape ``(n,)``."""

    ready_s: FloatArray
    """When each conversion became ready, on the device clock."""
    count: NDArray[np.int64]
    flags: NDArray[np.int64]
    missed: NDArray[np.int64]
    """Conversions that were lost right before each one."""


def draw_plate(seed: int, channel: str) -> Plate:
    """Return the plate that this step has on this channel."""
    rng = stream(seed, f"plate/{channel}")
    return Plate(
        rate_hz=float(rng.uniform(82.0, 94.0)),
        jitter=6e-5,
        zero_count=float(rng.integers(-120_000, 120_000)),
        scale_n_per_count=float(rng.uniform(4.5e-4, 7.5e-4)),
        gain=1.0 + float(np.clip(rng.normal(0.0, 0.001), -0.0025, 0.0025)),
        zero_error_n=float(rng.normal(0.0, 1.5)),
        noise_n=float(rng.uniform(0.1, 0.25)),
        hum_n=float(rng.uniform(0.05, 0.3)),
        creep=float(rng.uniform(-0.0003, 0.0005)),
        creep_s=float(rng.uniform(20.0, 90.0)),
        drift_n_per_min=float(rng.normal(0.0, 0.08)),
        drift_curve_n=0.0,
    )


def drifting(plate: Plate, seed: int, channel: str) -> Plate:
    """Return the same plate warming up: strong non-linear drift, a rough calibration."""
    rng = stream(seed, f"drift/{channel}")
    sign = 1.0 if chance(rng, 0.5) else -1.0
    return replace(
        plate,
        gain=1.0 + float(np.clip(rng.normal(0.0, 0.007), -0.015, 0.015)),
        zero_error_n=float(rng.normal(0.0, 4.0)),
        drift_n_per_min=sign * float(rng.uniform(3.0, 10.0)) / 2.0,
        drift_curve_n=sign * float(rng.uniform(3.0, 10.0)),
        creep=float(rng.uniform(-0.0015, 0.0015)),
    )


def of_half_capacity(plate: Plate) -> Plate:
    """Return a cell that carries half of a plate: half the range, and so half of every error in newtons."""
    return replace(
        plate,
        scale_n_per_count=plate.scale_n_per_count / 2.0,
        zero_error_n=plate.zero_error_n / 2.0,
        noise_n=plate.noise_n / 2.0,
        hum_n=plate.hum_n / 2.0,
        drift_n_per_min=plate.drift_n_per_min / 2.0,
        drift_curve_n=plate.drift_curve_n / 2.0,
    )


def _ready_times(rng: np.random.Generator, plate: Plate, duration_s: float) -> FloatArray:
    count = int(duration_s * plate.rate_hz)
    periods = (1.0 + plate.jitter * rng.standard_normal(count)) / plate.rate_hz
    first_s = rng.uniform(0.0, 1.0) / plate.rate_hz
    return np.asarray(first_s + np.cumsum(periods))


def _filtered(force_n: FloatArray, ready_s: FloatArray, period_s: float) -> FloatArray:
    """Return the fourth-order average that each conversion is."""
    parts = range(0, ready_s.size, FILTER_BLOCK)
    return np.concatenate([_windowed(force_n, ready_s[i : i + FILTER_BLOCK], period_s) for i in parts])


def _windowed(force_n: FloatArray, ready_s: FloatArray, period_s: float) -> FloatArray:
    """Return averages over a cubic B-spline window of four periods: two periods late."""
    taps = int(FILTER_PERIODS * period_s * RATE_HZ) + 2
    newest = np.floor(ready_s * RATE_HZ).astype(np.int64)
    index = newest[:, None] - np.arange(taps)[None, :]
    age = (ready_s[:, None] - index / RATE_HZ) / period_s - FILTER_PERIODS / 2.0
    x = np.abs(age)
    weight = np.where(x < 1.0, 4.0 - 6.0 * x**2 + 3.0 * x**3, np.clip(2.0 - x, 0.0, None) ** 3)
    picked = force_n[np.clip(index, 0, force_n.size - 1)]
    return np.asarray((weight * picked).sum(axis=1) / weight.sum(axis=1))


def _creep(force_n: FloatArray, plate: Plate) -> FloatArray:
    """Return the slow part of the plate's answer to load, N, one value a block of the internal rate."""
    blocks = force_n[: force_n.size // CREEP_BLOCK * CREEP_BLOCK].reshape(-1, CREEP_BLOCK).mean(axis=1)
    step = CREEP_BLOCK / RATE_HZ / plate.creep_s
    level, out = 0.0, np.empty(blocks.size)
    for i, load_n in enumerate(blocks.tolist()):
        level += step * (plate.creep * load_n - level)
        out[i] = level
    return out


def _drift(rng: np.random.Generator, plate: Plate, ready_s: FloatArray) -> FloatArray:
    """Return the zero's wander over time, N: a line, a warm-up curve and a slow wave."""
    minutes = ready_s / 60.0
    warm = 1.0 - np.exp(-minutes / rng.uniform(0.3, 1.2))
    wave = np.sin(2.0 * np.pi * (minutes / rng.uniform(0.8, 2.0) + rng.random()))
    return np.asarray(
        plate.zero_error_n + plate.drift_n_per_min * minutes + plate.drift_curve_n * (warm + 0.3 * wave)
    )


def convert(force_n: FloatArray, plate: Plate, rng: np.random.Generator) -> Conversions:
    """Return the conversions of one plate's force at the internal rate, N, from second 0 on."""
    ready_s = _ready_times(rng, plate, force_n.size / RATE_HZ)
    phase = rng.uniform(0.0, 2.0 * np.pi)
    hum_n = plate.hum_n * np.sin(2.0 * np.pi * MAINS_HZ / RATE_HZ * np.arange(force_n.size) + phase)
    measured_n = plate.gain * _filtered(force_n + hum_n, ready_s, 1.0 / plate.rate_hz)
    creep_n = _creep(force_n, plate)
    measured_n += np.interp(ready_s, (np.arange(creep_n.size) + 1.0) * CREEP_BLOCK / RATE_HZ, creep_n)
    measured_n += _drift(rng, plate, ready_s)
    white = rng.standard_normal(ready_s.size + 1)
    measured_n += plate.noise_n * (white[1:] + NOISE_MA * white[:-1]) / np.hypot(1.0, NOISE_MA)
    return to_counts(measured_n, plate, ready_s)


def to_counts(measured_n: FloatArray, plate: Plate, ready_s: FloatArray) -> Conversions:
    """Return forces as this plate's counts, saturated and flagged at the ends of 24 bits."""
    raw = np.rint(plate.zero_count + measured_n / plate.scale_n_per_count)
    count = np.clip(raw, -FULL_SCALE - 1, FULL_SCALE).astype(np.int64)
    flags = np.where((count == FULL_SCALE) | (count == -FULL_SCALE - 1), SATURATED, 0)
    return Conversions(ready_s, count, flags, missed=np.zeros_like(count))
