"""Rises and drops found in a finished stretch of acceleration."""

from __future__ import annotations

import numpy as np
import pytest

from station.motion.moves import Move, find_moves
from station.motion.sway import sway_covariance, wander_covariance
from tests.core.bodies import FloatArray, smooth_speed

BLOCK_S = 0.04


def sway(count: int, rms_m_s2: float, seed: int = 1) -> FloatArray:
    """Return one-leg sway, m/s²."""
    ripple = np.linalg.cholesky(sway_covariance(count)) @ np.random.default_rng(seed).standard_normal(count)
    return np.asarray(rms_m_s2 * ripple)


def moving(*pieces: tuple[float, float], count: int = 400) -> FloatArray:
    """Return block means of acceleration of movements: seconds of a stay (height 0) or of a way up or down."""
    speed = np.concatenate([smooth_speed(seconds, height_m) for seconds, height_m in pieces])
    speed = np.concatenate([speed, np.zeros(4 * count + 1 - len(speed))])
    return np.asarray((np.diff(speed) * 100.0).reshape(-1, 4).mean(axis=1))


def found(acceleration: FloatArray, wander: float = 0.0) -> list[Move]:
    """Return the movements in it, all of it usable."""
    return find_moves(acceleration, np.ones(len(acceleration), dtype=np.bool_), 0, wander=wander)


@pytest.mark.parametrize("seconds", [0.5, 0.7, 1.0, 1.5, 2.5])
@pytest.mark.parametrize("height_m", [0.06, -0.12])
def test_smooth_movement_is_measured(seconds: float, height_m: float) -> None:
    """Height to a tenth, time to a fifth of a second, in one-leg sway and with the weight wrong by half a per cent."""
    acceleration = moving((5.0, 0.0), (seconds, height_m)) + sway(400, 0.02) + 0.05
    best = max(found(acceleration), key=lambda move: move.strength_m_s2)
    assert best.height_m == pytest.approx(height_m, rel=0.12)
    assert best.centre_tick / 100 == pytest.approx(5.0 + seconds / 2, abs=0.12)
    assert best.fit > 0.6


def test_halting_movement_is_one() -> None:
    """A rise that nearly stops half-way is seen whole."""
    acceleration = moving((4.0, 0.0), (0.7, 0.035), (0.7, 0.035)) + sway(400, 0.01)
    best = max(found(acceleration), key=lambda move: move.strength_m_s2 * move.fit)
    assert best.height_m == pytest.approx(0.07, rel=0.3)
    assert best.fit > 0.6


def test_flanks_of_a_movement_are_none() -> None:
    """A rise does not answer as drops at both of its ends."""
    moves = found(moving((5.0, 0.0), (1.0, 0.10)))
    assert [move.height_m > 0 for move in moves if abs(move.height_m) > 0.02] == [True]


def test_sway_is_no_movement() -> None:
    """A minute on one leg holds nothing as clear as a rise."""
    moves = found(sway(450, 0.05, seed=4))
    assert all(move.strength_m_s2 / 0.05 < 10.0 for move in moves)


def test_load_put_down_is_no_movement() -> None:
    """A step of force is larger than what a body does, and hides no rise beside it."""
    acceleration = moving((8.0, 0.0), (1.0, 0.08))
    acceleration[150:] += 0.8
    clear = [move for move in found(acceleration) if move.fit > 0.5]
    (rise,) = [move for move in clear if move.height_m > 0.0]
    assert rise.height_m == pytest.approx(0.08, rel=0.15)


def test_unusable_blocks_are_in_no_window() -> None:
    """What stepping on looks like is not read as a rise."""
    acceleration = moving((5.0, 0.0), (1.0, 0.10))
    usable = np.ones(400, dtype=np.bool_)
    usable[130:140] = False
    assert [move for move in find_moves(acceleration, usable, 0) if move.height_m > 0.0] == []


def test_slow_hands_are_told_from_a_rise() -> None:
    """With hands on a rail a slow pull counts for less and a brisk rise for as much."""
    pull = np.linalg.cholesky(wander_covariance(400) + 1e-9 * np.eye(400))
    slow = 0.15 * pull @ np.random.default_rng(7).standard_normal(400)
    acceleration = moving((8.0, 0.0), (0.8, 0.08)) + slow + sway(400, 0.03)
    clear = max(found(acceleration, wander=4.0), key=lambda move: move.strength_m_s2 * move.fit)
    assert clear.centre_tick / 100 == pytest.approx(8.4, abs=0.15)
    assert clear.height_m == pytest.approx(0.08, rel=0.3)
