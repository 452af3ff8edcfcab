"""Forces of other plates, fast, slow, jittered or broken, on the same time base."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from station.force import grid_table, mend_table

FloatArray = NDArray[np.float64]


def left(t_s: FloatArray) -> FloatArray:
    """Return a smooth force, N."""
    return 400.0 + 60.0 * np.sin(2 * np.pi * 0.6 * t_s)


def right(t_s: FloatArray) -> FloatArray:
    """Return another one, N."""
    return 300.0 - 40.0 * np.sin(2 * np.pi * 1.1 * t_s)


def times(rate_hz: float, *, seconds: float = 20.0, start_s: float = 0.0, jitter: float = 0.0) -> FloatArray:
    """Return sample times whose intervals vary by ``jitter`` of themselves."""
    rng = np.random.default_rng(1)
    intervals_s = (1.0 + jitter * rng.uniform(-1.0, 1.0, round(seconds * rate_hz))) / rate_hz
    return start_s + np.cumsum(intervals_s)


@pytest.mark.parametrize(
    ("rate_hz", "jitter", "error_n"),
    [(1000.0, 0.0, 0.6), (1200.0, 0.05, 0.6), (100.0, 0.0, 1e-6), (87.3, 0.0, 0.4), (40.0, 0.4, 1.5)],
)
def test_any_rate_lands_on_the_same_instants(rate_hz: float, jitter: float, error_n: float) -> None:
    """Forces at hundredths of seconds are those of the signal, all valid, none missing."""
    t_s = times(rate_hz, jitter=jitter)
    block = grid_table(t_s, left(t_s), right(t_s))
    at_s = block.tick / 100.0
    assert set(np.diff(block.tick).tolist()) == {1}
    assert at_s[0] - t_s[0] < 0.0101
    assert t_s[-1] - at_s[-1] < 0.0101
    assert block.left_n == pytest.approx(left(at_s), abs=error_n)
    assert block.right_n == pytest.approx(right(at_s), abs=error_n)
    assert block.valid.all()


def test_fast_table_is_averaged() -> None:
    """Noise of a 1000 Hz plate falls by the root of the samples in one instant, nearly."""
    t_s = times(1000.0)
    noise_n = np.random.default_rng(2).normal(0.0, 10.0, len(t_s))
    block = grid_table(t_s, 400.0 + noise_n, 300.0 + noise_n)
    assert np.std(block.left_n) < 4.0


def test_table_may_begin_anywhere_in_time() -> None:
    """Times that begin at a large or a negative second are kept as they are."""
    for start_s in (-7.25, 86_400.0):
        t_s = times(100.0, seconds=5.0, start_s=start_s)
        block = grid_table(t_s, left(t_s), right(t_s))
        assert block.tick[0] / 100.0 == pytest.approx(start_s, abs=0.02)
        assert block.left_n == pytest.approx(left(block.tick / 100.0), abs=0.5)


@pytest.mark.parametrize("rate_hz", [1000.0, 100.0, 40.0])
def test_hole_is_bridged_and_not_valid(rate_hz: float) -> None:
    """Missing 0.3 s are there, marked; everything else is valid."""
    t_s = times(rate_hz)
    t_s = t_s[(t_s < 8.0) | (t_s > 8.3)]
    block = grid_table(t_s, left(t_s), right(t_s))
    inside = (block.tick > 802) & (block.tick < 828)
    assert np.count_nonzero(inside) == 25
    assert not block.valid[inside].any()
    assert block.valid[(block.tick < 795) | (block.tick > 835)].all()


def test_long_silence_is_left_out() -> None:
    """A pause of minutes has no instants."""
    t_s = times(100.0, seconds=300.0)
    t_s = t_s[(t_s < 8.0) | (t_s > 250.0)]
    block = grid_table(t_s, left(t_s), right(t_s))
    assert not np.any((block.tick > 801) & (block.tick < 24_998))


@pytest.mark.parametrize("spike_n", [-700.0, 80.0, 5000.0])
@pytest.mark.parametrize("rate_hz", [1000.0, 100.0])
def test_spike_is_mended_and_not_valid(rate_hz: float, spike_n: float) -> None:
    """One absurd value on one plate leaves no trace in the force; instants next to it are not valid."""
    t_s = times(rate_hz)
    spoiled = right(t_s)
    spoiled[len(spoiled) // 2] += spike_n
    block = grid_table(t_s, left(t_s), spoiled)
    assert block.right_n == pytest.approx(right(block.tick / 100.0), abs=1.0)
    assert (1 if rate_hz <= 100.0 else 0) <= np.count_nonzero(~block.valid) <= 3


@pytest.mark.parametrize("rate_hz", [1000.0, 100.0])
def test_misreads_beside_misreads_leave_no_trace(rate_hz: float) -> None:
    """Three samples in a hundred spoiled at random, pairs among them, and the force is that of the body."""
    t_s = times(rate_hz, seconds=60.0)
    rng = np.random.default_rng(11)
    spoiled = right(t_s)
    at = np.flatnonzero(rng.random(len(t_s)) < 0.03)
    spoiled[at] += rng.choice([-1.0, 1.0], len(at)) * rng.uniform(60.0, 3000.0, len(at))
    pairs = np.arange(500, len(t_s) - 500, 400)
    spoiled[pairs] += 900.0
    spoiled[pairs + 1] -= 400.0
    mended = mend_table(left(t_s), spoiled)
    error_n = np.abs(mended.right_n - right(t_s))
    assert np.quantile(error_n, 0.995) < 5.0
    assert mended.right_bad[at].mean() > 0.95
    assert not mended.left_bad.any()


def test_impacts_are_not_misreads() -> None:
    """A landing at 100 samples a second, steep as it is, stays as it was."""
    force_n = np.full(400, 5.0) + np.random.default_rng(2).normal(0.0, 1.0, 400)
    landing = [5.0, 420.0, 1900.0, 1500.0, 900.0, 500.0, 480.0, 620.0, 700.0]
    force_n[200:209] = landing
    force_n[209:] += 695.0
    mended = mend_table(force_n, force_n)
    assert np.array_equal(mended.left_n[195:215], force_n[195:215])
