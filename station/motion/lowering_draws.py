"""When a lowering may begin and end: drawn over what is believed of it, then where the evidence is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from station.motion.lowering_pool import DRAWS
from station.motion.lowering_prior import PRIOR
from station.motion.lowering_shapes import WAVES_MAX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.motion.lowering_frame import RepFrame

    FloatArray = NDArray[np.float64]

_FIRST, _SECOND = 192, 384
"""Draws of begin and end: over the prior, and where the evidence is."""
_SEED = 20261122
_SHORTEST_S = 0.3
_TOP_GAMMA = 1.5
_LATE_S = 0.05
_TINY = 1e-6
_HEAVY = 5.0


def first_draws(frame: RepFrame) -> tuple[FloatArray, FloatArray]:
    """Return begins and ends over the prior, s, shape ``(m,)`` each."""
    draws = _draws()
    window_s = frame.last_s - frame.first_s
    if frame.stop_s is not None:
        begin_s = frame.first_s + window_s * draws["top_before_stop"]
        end_s = frame.stop_s + PRIOR.stop_sd_s * draws["normal"][0]
    elif frame.transfer:
        begin_s = frame.first_s + window_s * draws["top_share"]
        end_s = begin_s + window_s * draws["lowering_share"]
    else:
        begin_s = frame.first_s + draws["top_s"]
        end_s = begin_s + draws["lowering_s"]
    return begin_s, np.maximum(end_s, begin_s + _SHORTEST_S)


def log_inside(frame: RepFrame, end_s: FloatArray) -> FloatArray:
    """Return 0 for ends that fit the frame and minus infinity for others, shape ``(m,)``."""
    return np.where(end_s <= frame.last_s + _LATE_S, 0.0, -np.inf)


def second_draws(
    frame: RepFrame, centre_s: FloatArray, spread_s: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return draws where the evidence is, and the logarithm of prior over proposal at each."""
    steps = _draws()["second"]
    begin_s, end_s = centre_s[:, None] + spread_s @ steps
    log_proposal = -0.5 * (_HEAVY + 2.0) * np.log1p((steps**2).sum(axis=0) / _HEAVY)
    return begin_s, np.maximum(end_s, begin_s + _TINY), _log_prior(frame, begin_s, end_s) - log_proposal


def _log_prior(frame: RepFrame, begin_s: FloatArray, end_s: FloatArray) -> FloatArray:
    """Return the logarithm of the prior's density of begin and end, but for a constant; shape ``(m,)``."""
    window_s = frame.last_s - frame.first_s
    top = np.maximum((begin_s - frame.first_s) / window_s, _TINY)
    lowering = np.maximum((end_s - begin_s) / window_s, _TINY)
    bottom = np.maximum(1.0 - top - lowering, _TINY)
    if frame.stop_s is not None:
        log = (PRIOR.top_shape - 1.0) * np.log(top) + (PRIOR.lowering_shape - 1.0) * np.log(lowering)
        log -= 0.5 * ((end_s - frame.stop_s) / PRIOR.stop_sd_s) ** 2
    elif frame.transfer:
        log = (PRIOR.top_shape - 1.0) * np.log(top) + (PRIOR.lowering_shape - 1.0) * np.log(lowering)
        log += (PRIOR.bottom_shape - 1.0) * np.log(bottom)
    else:
        ratio = np.log(lowering * window_s / PRIOR.lowering_median_s) / PRIOR.lowering_log_sd
        log = (_TOP_GAMMA - 1.0) * np.log(top) - _TOP_GAMMA * top * window_s / PRIOR.top_mean_s
        log += -0.5 * ratio**2 - np.log(lowering)
    outside = (begin_s < frame.first_s) | (end_s - begin_s < _SHORTEST_S) | (end_s > frame.last_s + _LATE_S)
    return np.where(outside, -np.inf, log)


def wave_draws() -> FloatArray:
    """Return standard normal numbers for the waves of every lowering that is read, ``(draws, waves)``."""
    return _draws()["waves"]


@lru_cache(maxsize=1)
def _draws() -> dict[str, FloatArray]:
    """Return the random numbers of every estimate, the same for each rep: it depends on its data only."""
    rng = np.random.default_rng(_SEED)
    prior = PRIOR
    shares = rng.dirichlet((prior.top_shape, prior.lowering_shape, prior.bottom_shape), _FIRST).T
    normal = rng.standard_normal((2, _SECOND))
    return {
        "top_share": shares[0],
        "lowering_share": shares[1],
        "top_before_stop": rng.beta(prior.top_shape, prior.lowering_shape, _FIRST),
        "top_s": rng.gamma(_TOP_GAMMA, prior.top_mean_s / _TOP_GAMMA, _FIRST),
        "lowering_s": prior.lowering_median_s * np.exp(prior.lowering_log_sd * rng.standard_normal(_FIRST)),
        "normal": rng.standard_normal((1, _FIRST)),
        "second": normal / np.sqrt(rng.chisquare(_HEAVY, _SECOND) / _HEAVY),
        "waves": rng.standard_normal((DRAWS, WAVES_MAX)),
    }
