"""Building blocks of simulated signals: named random streams, tracks over time, band-limited body noise."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray: TypeAlias = NDArray[np.float64]

RATE_HZ = 1280.0
"""Internal rate of everything physical; about fifteen samples a conversion."""


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the generator for ``name``: independent of every other name, the same for the same seed."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return whether something of this probability happens."""
    return bool(rng.random() < probability)


def samples(duration_s: float) -> int:
    """Return how many samples of the internal rate a duration has, at least two."""
    return max(2, round(duration_s * RATE_HZ))


def ease(u: FloatArray) -> FloatArray:
    """Return a smooth step from 0 to 1 as ``u`` goes from 0 to 1 (cubic)."""
    return u * u * (3.0 - 2.0 * u)


def bell(count: int) -> FloatArray:
    """Return a bump of height 1, shape ``(count,)``, zero with no slope at both ends (biweight)."""
    return np.asarray((1.0 - np.linspace(-1.0, 1.0, count) ** 2) ** 2)


def smooth(values: FloatArray, sigma_s: float) -> FloatArray:
    """Return ``values`` convolved with a Gaussian of ``sigma_s``; the ends count as continued."""
    reach = max(1, round(4.0 * sigma_s * RATE_HZ))
    grid = np.arange(-reach, reach + 1) / (sigma_s * RATE_HZ)
    kernel = np.exp(-0.5 * grid**2)
    padded = np.pad(values, reach, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def band_noise(
    rng: np.random.Generator, count: int, bands: Sequence[tuple[float, float, float]], *, order: int = 0
) -> FloatArray:
    """Return noise with the given rms in each ``(low_hz, high_hz, rms)`` band, shape ``(count,)``.

    ``order`` 1 returns the time integral of that noise (a velocity, when the rms values are
    accelerations), which stays bounded because nothing below the lowest band is in it.
    """
    size = 1 << max(4, (count - 1).bit_length())
    freqs_hz = np.fft.rfftfreq(size, 1.0 / RATE_HZ)
    amplitude = np.zeros(freqs_hz.size)
    for low_hz, high_hz, rms in bands:
        inside = (freqs_hz >= low_hz) & (freqs_hz < high_hz)
        if inside.any():
            amplitude[inside] = rms * size / np.sqrt(4.0 * inside.sum())
    used = int(np.searchsorted(freqs_hz, max((band[1] for band in bands), default=0.0)))
    spectrum = np.zeros(freqs_hz.size, dtype=np.complex128)
    draw = rng.standard_normal((2, used))
    spectrum[:used] = amplitude[:used] * (draw[0] + 1j * draw[1])
    if order:
        spectrum[1:] /= (2j * np.pi * freqs_hz[1:]) ** order
        spectrum[0] = 0.0
    return np.fft.irfft(spectrum, size)[:count]


def slow_noise(rng: np.random.Generator, count: int, high_hz: float) -> FloatArray:
    """Return unit-variance noise below ``high_hz`` for short movements, shape ``(count,)``."""
    knots = max(4, int(count / RATE_HZ * high_hz * 2.0) + 3)
    values = rng.standard_normal(knots + 3)
    where = np.linspace(0.0, knots - 1.001, count)
    cell = where.astype(np.int64)
    u = where - cell
    weights = ((1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3)
    curve = sum(weight * values[cell + i] for i, weight in enumerate(weights)) / 6.0
    return np.asarray(curve * 1.5)


class Track:
    """A quantity over time that holds its value between moves, with bumps on top."""

    def __init__(self, initial: float) -> None:
        self.value = initial
        """The value after the last move."""
        self._initial = initial
        self._moves: list[tuple[int, FloatArray, float]] = []
        self._bumps: list[tuple[int, FloatArray]] = []

    def move(self, start_s: float, duration_s: float, target: float, curve: FloatArray | None = None) -> None:
        """Go to ``target`` from ``start_s`` on, along ``curve`` (progress 0 to 1) or a smooth step."""
        if curve is None:
            curve = ease(np.linspace(0.0, 1.0, samples(duration_s)))
        self._moves.append((round(start_s * RATE_HZ), curve, target))
        self.value = target

    def bump(self, start_s: float, curve: FloatArray) -> None:
        """Add ``curve`` from ``start_s`` on."""
        self._bumps.append((round(start_s * RATE_HZ), curve))

    def render(self, count: int) -> FloatArray:
        """Return the quantity on the internal rate, shape ``(count,)``."""
        out = np.full(count, self._initial)
        moves = sorted((move for move in self._moves if move[0] < count), key=lambda move: move[0])
        for (start, curve, target), until in zip(
            moves, [*(move[0] for move in moves[1:]), count], strict=False
        ):
            before = out[max(0, start - 1)]
            end = min(count, start + curve.size)
            out[start:end] = before + (target - before) * curve[: end - start]
            out[end:until] = target
        for start, curve in self._bumps:
            end = min(count, start + curve.size)
            if start < end:
                out[start:end] += curve[: end - start]
        return out
