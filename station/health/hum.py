"""Mains hum where it lands when it is sampled some eighty times a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TONES_HZ = (50.0, 60.0, 100.0, 120.0)
"""The mains and its second harmonic: lamps and rectifiers."""
EDGE_HZ = 1.0
"""A tone this near to 0 or to half the rate cannot be told from drift, or from its own mirror."""


@dataclass(frozen=True, slots=True)
class Hum:
    """The strongest mains tone in a piece of force."""

    tone_hz: float
    alias_hz: float
    amplitude_n: float


def alias_hz(frequency_hz: float, rate_hz: float) -> float:
    """Return the frequency as which a tone shows in samples taken at ``rate_hz``: the distance to a multiple of it."""
    return abs(frequency_hz - rate_hz * round(frequency_hz / rate_hz))


def strongest_hum(t_s: NDArray[np.float64], force_n: NDArray[np.float64], rate_hz: float) -> Hum | None:
    """Return the strongest mains tone of evenly sampled force, N, shape ``(n,)``; ``None`` where none can show.

    Each tone is fitted at its alias beside a straight line by least squares. Two seconds resolve half a hertz,
    so the mains' own wander (0.2 Hz) does not matter.
    """
    found = [
        Hum(tone, alias, _amplitude(t_s, force_n, alias))
        for tone in TONES_HZ
        if EDGE_HZ < (alias := alias_hz(tone, rate_hz)) < rate_hz / 2.0 - EDGE_HZ
    ]
    return max(found, key=lambda hum: hum.amplitude_n, default=None)


def without(hum: Hum, t_s: NDArray[np.float64], force_n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the force without that tone, N, shape ``(n,)``."""
    parts, weights = _fit(t_s, force_n, hum.alias_hz)
    return np.asarray(force_n - parts[:, :2] @ weights[:2])


def _amplitude(t_s: NDArray[np.float64], force_n: NDArray[np.float64], frequency_hz: float) -> float:
    _, weights = _fit(t_s, force_n, frequency_hz)
    return float(np.hypot(weights[0], weights[1]))


def _fit(
    t_s: NDArray[np.float64], force_n: NDArray[np.float64], frequency_hz: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the columns, and their weights by least squares: the tone's two phases, a constant, a slope."""
    at_s = t_s - t_s.mean()
    phase = 2.0 * np.pi * frequency_hz * at_s
    parts = np.column_stack((np.cos(phase), np.sin(phase), np.ones(len(at_s)), at_s))
    return parts, np.linalg.lstsq(parts, force_n, rcond=None)[0]
