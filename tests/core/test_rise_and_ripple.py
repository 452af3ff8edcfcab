"""When a body rose, and how unsteadily it went down, from forces that are known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from station.metrics.ripple import ripple_of
from station.motion.oscillation import band_rms, bridged
from station.motion.rising import rise_times

FloatArray = NDArray[np.float64]
WEIGHT_N = 700.0
TICK_S = 0.01
PERIOD_S = 1.0 / 88.0


def rising(lasts_s: float, height_m: float = 0.1, weight_error: float = 0.0) -> FloatArray:
    """Return the force of a minimum-jerk rise with half a second of rest on either side."""
    u = np.linspace(0.0, 1.0, round(lasts_s / TICK_S))
    acceleration = height_m / lasts_s**2 * (60.0 * u - 180.0 * u**2 + 120.0 * u**3)
    rest = np.zeros(50)
    moving = np.concatenate([rest, acceleration, rest])
    return WEIGHT_N * (1.0 + weight_error) * (1.0 + moving / 9.80665)


@pytest.mark.parametrize("lasts_s", [0.6, 1.0, 2.0])
@pytest.mark.parametrize("weight_error", [0.0, 0.02])
def test_rise_is_timed_whatever_the_weight(lasts_s: float, weight_error: float) -> None:
    """10 % and 90 % of a minimum-jerk rise lie at 0.247 and 0.753 of its time; a wrong weight changes nothing."""
    times = rise_times(rising(lasts_s, weight_error=weight_error), TICK_S)
    assert times is not None
    assert times[0] * TICK_S == pytest.approx(0.5 + 0.2475 * lasts_s, abs=0.02)
    assert times[1] * TICK_S == pytest.approx(0.5 + 0.7525 * lasts_s, abs=0.02)


def test_no_rise_has_no_times() -> None:
    """A body that only goes down, or a window of nothing, has not risen."""
    assert rise_times(2.0 * WEIGHT_N - rising(1.0), TICK_S) is None
    assert rise_times(np.full(5, WEIGHT_N), TICK_S) is None


# --- ripple -----------------------------------------------------------------------------------------------------


def heard(frequency_hz: float, rms_n: float, seconds: float = 4.0) -> FloatArray:
    """Return a sine as a settling converter and linear interpolation pass it on."""
    t_s = np.arange(round(seconds / TICK_S)) * TICK_S
    passed = np.sinc(frequency_hz * PERIOD_S) ** 6
    wave = np.sqrt(2.0) * rms_n * passed * np.sin(2.0 * np.pi * frequency_hz * t_s)
    return np.asarray(WEIGHT_N + wave)


def ripple(force_n: FloatArray, valid: NDArray[np.bool_] | None = None) -> tuple[float | None, float | None]:
    """Return tremor, N, and unsteadiness, per cent of the weight."""
    good = np.ones(len(force_n), dtype=np.bool_) if valid is None else valid
    told = ripple_of(force_n, good, weight_n=WEIGHT_N, converter_period_s=PERIOD_S)
    return told.tremor_rms_n, told.smoothness_bw_pct


@pytest.mark.parametrize("frequency_hz", [8.6, 10.0, 11.4])
def test_tremor_is_what_the_muscles_made(frequency_hz: float) -> None:
    """What the converter takes away is given back, within 5 %."""
    tremor_n, _ = ripple(heard(frequency_hz, 6.0))
    assert tremor_n == pytest.approx(6.0, rel=0.05)


@pytest.mark.parametrize(
    ("frequency_hz", "in_tremor"), [(3.0, False), (6.0, False), (10.0, True), (20.0, False)]
)
def test_bands_are_apart(frequency_hz: float, *, in_tremor: bool) -> None:
    """Sway is no tremor, and neither is hum."""
    force_n = heard(frequency_hz, 7.0)
    tremor_n, smoothness = ripple(force_n)
    assert (tremor_n is not None) is in_tremor
    assert smoothness is not None
    assert (smoothness > 0.5) is (4.5 <= frequency_hz <= 11.5)


def test_short_and_small_ripple_is_withheld_with_its_reason() -> None:
    """Tremor needs two seconds and more than a heart beat, unsteadiness one second."""
    short = ripple_of(
        heard(10.0, 6.0, 0.9), np.ones(90, dtype=np.bool_), weight_n=700.0, converter_period_s=None
    )
    assert (short.tremor_rms_n, short.smoothness_bw_pct) == (None, None)
    assert set(short.refused) == {"tremor_rms_n", "smoothness_bw_pct"}
    small = ripple_of(
        heard(10.0, 1.5), np.ones(400, dtype=np.bool_), weight_n=700.0, converter_period_s=PERIOD_S
    )
    assert small.tremor_rms_n is None
    assert "2.1 N" in small.refused["tremor_rms_n"]


def test_hole_is_bridged_and_makes_no_tremor() -> None:
    """A spoiled conversion and what the interpolation made of it leave no trace."""
    force_n = heard(6.0, 1.0)
    spoiled, valid = force_n.copy(), np.ones(400, dtype=np.bool_)
    spoiled[200:204] -= [120.0, 240.0, 240.0, 120.0]
    valid[201:203] = False
    tremor_n, smoothness = ripple(spoiled, valid)
    assert tremor_n is None
    assert smoothness == pytest.approx(ripple(force_n)[1], rel=0.1)
    assert bridged(force_n, np.ones(400, dtype=np.bool_), 4) is force_n
    assert band_rms(force_n[:10], 8.0, 12.0) == 0.0
