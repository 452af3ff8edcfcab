"""Rises and drops looked for in a finished stretch of force, each with how surely it is one.

A matched filter in coloured noise: the acceleration of a smooth movement from rest to rest is fitted to every
window by generalised least squares, with the covariance of one-leg sway and an unknown offset (an error of
weight) beside it. The noise of standing is coloured: what sways at 2-8 Hz hardly counts, a second-long push does.
Hands on a rail wander slowly; then only what is quicker than they counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from station.motion.lobes import STEP_TICKS
from station.motion.sway import sway_covariance, wander_covariance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

STEP_S = STEP_TICKS / 100


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """Where movements are looked for. Times in s."""

    durations_s: tuple[float, ...] = (0.5, 0.65, 0.85, 1.1, 1.4, 1.8, 2.3, 3.0)
    """From the quickest heel raise to the slowest; steps of a third lose 3 % of the signal at most."""
    halting_s: tuple[float, ...] = (1.1, 1.4, 1.8, 2.3)
    """Movements that nearly stop half-way are looked for in these durations too."""
    margin_s: float = 0.4
    """Rest on both sides of the movement that the fit includes."""
    height_min_m: float = 0.02
    height_max_m: float = 0.5
    """Lifting a foot and sway move the body by less; more than a deep squat is a load put down or a hand."""
    apart: float = 0.5
    """Centres of two movements up are at least this part of the longer one's duration apart, so are those down."""
    apart_unlike: float = 0.4
    """Centres of a movement up and one down are at least this part of both durations apart."""


LIMITS = MoveLimits()


@dataclass(frozen=True, slots=True)
class Move:
    """A movement on ``[start_tick, end_tick)``; ``height_m`` > 0 goes up."""

    start_tick: int
    end_tick: int
    height_m: float
    strength_m_s2: float
    """Size of its acceleration in units of sway: over the rms of sway (1.5-8 Hz) it is a signal-to-noise ratio."""
    fit: float
    """Share of the window's whitened energy that a smooth movement explains, 0 to 1."""

    @property
    def centre_tick(self) -> int:
        """Return the middle of the movement."""
        return (self.start_tick + self.end_tick) // 2


@dataclass(frozen=True, slots=True)
class _Kernel:
    """A whitened movement of one metre."""

    duration_s: float
    taps: FloatArray
    """Weights of the accelerations of a window, shape ``(n,)``."""
    energy: float
    whitener: FloatArray
    """Quadratic form of a window's energy beside an offset, shape ``(n, n)``."""


@lru_cache(maxsize=4)
def _kernels(wander: float) -> tuple[_Kernel, ...]:
    shapes = [(duration_s, False) for duration_s in LIMITS.durations_s]
    shapes += [(duration_s, True) for duration_s in LIMITS.halting_s]
    return tuple(_kernel(duration_s, wander, halting=halting) for duration_s, halting in shapes)


def _kernel(duration_s: float, wander: float, *, halting: bool) -> _Kernel:
    count = round((duration_s + 2 * LIMITS.margin_s) / STEP_S)
    x = np.clip((np.arange(count + 1) * STEP_S - LIMITS.margin_s) / duration_s, 0.0, 1.0)
    speed = x**2 * (1.0 - x) ** 2
    if halting:
        speed *= 1.0 - _HALT * np.exp(-(((x - 0.5) / _HALT_WIDTH) ** 2))
    shape = np.diff(speed / (speed.sum() * STEP_S)) / STEP_S
    inverse = np.linalg.inv(sway_covariance(count) + wander**2 * wander_covariance(count))
    level = inverse.sum(axis=0)
    whitener = inverse - np.outer(level, level) / level.sum()
    taps = whitener @ shape
    return _Kernel(duration_s, taps, float(shape @ taps), whitener)


_HALT, _HALT_WIDTH = 0.85, 0.2


def find_moves(
    acceleration_m_s2: FloatArray, usable: NDArray[np.bool_], first_tick: int, *, wander: float = 0.0
) -> list[Move]:
    """Return the movements up and down in block means of acceleration over 40 ms, shape ``(n,)``, in order.

    Blocks that are not ``usable`` (nobody there, a landing) are in no movement's window. ``first_tick`` is the
    first block's first tick. ``wander`` is the rms of a slow force of hands over that of sway.
    """
    kernels = _kernels(wander)
    holes = np.concatenate(([0], np.cumsum(~usable)))
    found: list[_Answer] = []
    for row, kernel in enumerate(kernels):
        size = len(kernel.taps)
        if size > len(acceleration_m_s2):
            continue
        height_m = np.correlate(acceleration_m_s2, kernel.taps, mode="valid") / kernel.energy
        height_m[holes[size:] != holes[:-size]] = 0.0
        for sign in (1, -1):
            found += _peaks(sign * height_m, sign, row, kernel, acceleration_m_s2)
    return sorted(_picked(found, kernels, first_tick), key=lambda move: move.start_tick)


_Answer = tuple[float, int, int, int, float, float]
"""Score, sign, kernel, first block, height and fit."""


def _peaks(
    height_m: FloatArray, sign: int, row: int, kernel: _Kernel, acceleration_m_s2: FloatArray
) -> list[_Answer]:
    """Return where a kernel answers most."""
    size = len(kernel.taps)
    inner = height_m[1:-1]
    at = 1 + np.flatnonzero(
        (inner >= LIMITS.height_min_m)
        & (inner <= LIMITS.height_max_m)
        & (inner >= height_m[:-2])
        & (inner > height_m[2:])
    )
    if not len(at):
        return []
    windows = np.lib.stride_tricks.sliding_window_view(acceleration_m_s2, size)[at]
    energy = np.einsum("ij,ij->i", windows @ kernel.whitener, windows)
    fit = np.clip(height_m[at] ** 2 * kernel.energy / np.maximum(energy, 1e-9), 0.0, 1.0)
    score = height_m[at] * np.sqrt(kernel.energy) * fit**2
    return [
        (float(s), sign, row, int(a), float(height_m[a]), float(f))
        for s, a, f in zip(score, at, fit, strict=True)
    ]


def _picked(found: list[_Answer], kernels: Sequence[_Kernel], first_tick: int) -> list[Move]:
    """Return the best of the answers that overlap: a movement answers at its flanks with the other sign."""
    moves: list[Move] = []
    for _, sign, row, at, height_m, fit in sorted(found, reverse=True):
        kernel = kernels[row]
        centre = first_tick + at * STEP_TICKS + len(kernel.taps) * STEP_TICKS // 2
        length = round(kernel.duration_s * 100)
        if any(_overlap(move, centre, length, alike=(move.height_m > 0.0) == (sign > 0)) for move in moves):
            continue
        strength = height_m * kernel.energy**0.5
        moves.append(Move(centre - length // 2, centre + length // 2, sign * height_m, strength, fit))
    return moves


def _overlap(move: Move, centre: int, length: int, *, alike: bool) -> bool:
    other = move.end_tick - move.start_tick
    apart = LIMITS.apart * max(length, other) if alike else LIMITS.apart_unlike * (length + other)
    return abs(centre - move.centre_tick) < apart
