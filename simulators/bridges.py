"""What is wrong with a plate as a scale: its cells are not linear, lag, feel where a load lies, and grow warm.

All of it is quasi-static; creep, noise and zero errors are the converter's (``converter.Plate``). Sizes are drawn
within what the sheets of four 50 kg half-bridges under a plate promise (docs/hardware: 0.03-0.1 % of full scale).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulators.signals import RATE_HZ, stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulators.signals import FloatArray

BLOCK = 128
"""Samples of the internal rate in which loads hardly change."""
FULL_SCALE_N = 1961.0
"""Four cells of 50 kg."""
PLAYS = (0.02, 0.08, 0.2)
"""Half widths of the plays that make the hysteresis, of full scale: small loads open small loops."""
PLACES = ("centre", "front_left", "front_right", "rear_left", "rear_right", "rear_edge")


@dataclass(frozen=True, slots=True)
class Bridge:
    """One plate's imperfections."""

    nonlinearity: float
    """Largest distance from a straight line, of full scale, at half of it."""
    hysteresis: float
    """Width of the loop over full scale, of full scale."""
    places: Mapping[str, float]
    """What the plate reads more of a load at each place, relative."""
    crosstalk: float
    """Of a load on this plate, what the other reads."""
    zero_n_per_c: float
    span_per_c: float
    warming_c: float
    """Cells grow warmer by this much in the end,"""
    warming_s: float
    """... with this time constant."""
    creep: float
    creep_s: float

    def temperature_c(self, time_s: FloatArray) -> FloatArray:
        """Return how much warmer the cells are than at second 0."""
        return np.asarray(self.warming_c * (1.0 - np.exp(-time_s / self.warming_s)))


def draw_bridge(seed: int, channel: str) -> Bridge:
    """Return the imperfections of this step's plate on this channel."""
    rng = stream(seed, f"bridge/{channel}")
    sign = rng.choice([-1.0, 1.0], 2)
    return Bridge(
        nonlinearity=float(sign[0] * rng.uniform(0.0003, 0.001) * 0.5),
        hysteresis=float(rng.uniform(0.0003, 0.001)),
        places={
            place: 0.0 if place == "centre" else float(np.clip(rng.normal(0.0, 0.0025), -0.006, 0.006))
            for place in PLACES
        },
        crosstalk=float(rng.uniform(-0.0008, 0.0008)),
        zero_n_per_c=float(np.clip(rng.normal(0.0, 0.4), -1.0, 1.0)),
        span_per_c=float(np.clip(rng.normal(0.0, 3e-5), -7e-5, 7e-5)),
        warming_c=float(rng.uniform(0.5, 2.5)),
        warming_s=float(rng.uniform(300.0, 1200.0)),
        creep=float(sign[1] * rng.uniform(0.0003, 0.001)),
        creep_s=float(rng.uniform(60.0, 200.0)),
    )


def steady_answer(force_n: Sequence[float] | FloatArray, bridge: Bridge) -> FloatArray:
    """Return what the plate answers to a run of loads, N: not linear, and lagging behind their direction."""
    loads = np.asarray(force_n, dtype=np.float64)
    x = loads / FULL_SCALE_N
    answer = loads + 4.0 * bridge.nonlinearity * FULL_SCALE_N * x * (1.0 - x)
    weight = bridge.hysteresis / (2.0 * sum(PLAYS))
    for play in PLAYS:
        answer += weight * (_lagging(loads, play * FULL_SCALE_N) - loads)
    return np.asarray(answer)


def _lagging(loads: FloatArray, play_n: float) -> FloatArray:
    """Return a play operator's output: it follows the load once that has gone beyond the play."""
    out, at = np.empty_like(loads), 0.0
    values = loads.tolist()
    for i, load in enumerate(values):
        at = min(max(at, load - play_n), load + play_n)
        out[i] = at
    return out


def felt(own_n: FloatArray, other_n: FloatArray, bridge: Bridge, other: Bridge) -> FloatArray:
    """Return what a plate's cells feel on the internal rate, N: its own load, its neighbour's, and warmth.

    ``own_n`` has the places of the load in it already. Slow parts are worked out once a block.
    """
    every = np.arange(own_n.size)
    at = every[::BLOCK]
    slow = steady_answer(own_n[at], bridge) - own_n[at]
    warm_c = np.interp(every, at, bridge.temperature_c(at / RATE_HZ))
    loaded = own_n + np.interp(every, at, slow) + other.crosstalk * other_n
    return np.asarray(loaded * (1.0 + bridge.span_per_c * warm_c) + bridge.zero_n_per_c * warm_c)


def slope_of(loads_kg: Sequence[float], bridge: Bridge, *, at_c: float) -> float:
    """Return newtons that the plate answers for one, by the best line through its unloaded reading.

    The line is that of a steady cycle over these loads, up and down, at this warmth: what a calibration that made
    no error of its own would find.
    """
    cycle = [0.0, *loads_kg, *reversed(loads_kg[:-1])]
    run = steady_answer(np.asarray(cycle * 4) * 9.80665, bridge)[-len(cycle) :]
    net, loads = run[1:] - run[0], np.asarray(cycle[1:]) * 9.80665
    return float((net * loads).sum() / (loads**2).sum()) * (1.0 + bridge.span_per_c * at_c)
