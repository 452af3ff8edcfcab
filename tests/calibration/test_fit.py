"""The line through the measured zero: exact on exact data, indifferent to units, order and a wandering zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.calibration.agreement import off_line
from station.calibration.fit import (
    Net,
    hysteresis_rel,
    line_through,
    linearity_rel,
    nets_of,
    repeatability_kg,
)
from station.calibration.model import Reading
from station.events import STANDARD_GRAVITY_M_S2

LOADS = st.lists(st.floats(1.0, 150.0), min_size=1, max_size=8, unique=True)
SLOPES = st.floats(100.0, 1e5).flatmap(lambda size: st.sampled_from([size, -size]))


def _net(load_kg: float, slope: float, *, series: int = 1, direction: str = "up", off_kg: float = 0.0) -> Net:
    return Net(load_kg, series, direction, (load_kg + off_kg) * slope, 0.0)


@given(LOADS, SLOPES)
def test_exact_data_give_their_own_line(loads: list[float], slope: float) -> None:
    """Without errors the slope is found and nothing is left over, whichever way the bridge is wired."""
    line = line_through([_net(load, slope) for load in loads])
    assert line.counts_per_kg == pytest.approx(slope)
    assert line.scale_n_per_count == pytest.approx(STANDARD_GRAVITY_M_S2 / slope)
    assert max(abs(each.residual_kg) for each in line.residuals) < 1e-6


@given(LOADS, SLOPES, st.floats(0.1, 10.0), st.randoms())
def test_order_and_unit_of_counts_do_not_matter(
    loads: list[float], slope: float, unit: float, chance: object
) -> None:
    """Shuffled readings, and counts in another unit, leave the residuals in kilograms as they are."""
    nets = [_net(load, slope, off_kg=0.01 * at) for at, load in enumerate(loads)]
    shuffled = list(nets)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    rescaled = [Net(net.load_kg, 1, "up", net.net_count * unit, 0.0) for net in shuffled]
    line, other = line_through(nets), line_through(rescaled)
    assert other.counts_per_kg == pytest.approx(line.counts_per_kg * unit)
    assert sorted(each.residual_kg for each in other.residuals) == pytest.approx(
        sorted(each.residual_kg for each in line.residuals), abs=1e-6
    )


@given(LOADS, SLOPES)
def test_residuals_balance_in_moment(loads: list[float], slope: float) -> None:
    """Least squares through zero: residuals weighted with their loads add up to nothing."""
    nets = [_net(load, slope, off_kg=0.05 * (-1) ** at) for at, load in enumerate(loads)]
    line = line_through(nets)
    assert sum(each.residual_kg * each.load_kg for each in line.residuals) == pytest.approx(0.0, abs=1e-5)


@given(st.floats(-0.5, 0.5))
def test_a_loop_between_up_and_down_is_hysteresis(width_kg: float) -> None:
    """What the way down reads more than the way up, of the largest load, whatever its sign."""
    up = [_net(load, 1000.0) for load in (10.0, 20.0, 40.0)]
    down = [_net(load, 1000.0, direction="down", off_kg=width_kg) for load in (20.0, 10.0)]
    assert hysteresis_rel(line_through(up + down)) == pytest.approx(abs(width_kg) / 40.0, rel=0.05, abs=1e-6)


def test_findings_that_were_not_measured_are_none() -> None:
    """No way down, two masses, one series: neither hysteresis, linearity nor repeatability is known."""
    line = line_through([_net(10.0, 1000.0), _net(20.0, 1000.0)])
    assert (hysteresis_rel(line), linearity_rel(line), repeatability_kg(line)) == (None, None, None)


def test_repeatability_is_the_spread_of_the_same_load() -> None:
    """Two series that differ by 0.2 kg at one load have a standard deviation of 0.14 kg there."""
    nets = [_net(20.0, 1000.0, series=1, off_kg=-0.1), _net(20.0, 1000.0, series=2, off_kg=0.1)]
    assert repeatability_kg(line_through(nets)) == pytest.approx(0.1414, rel=0.01)


def _reading(at_s: float, load_kg: float, count: float) -> Reading:
    return Reading("L", "series", load_kg, "centre", 1, "up", at_s, at_s + 2.0, count, 1.0, 100, 0.0, 500.0)


@given(st.floats(-50.0, 50.0))
def test_a_zero_that_wanders_steadily_is_taken_out(counts_per_s: float) -> None:
    """The zeros before and after a series are joined by a line, so a steady drift leaves the nets alone."""
    moments = [(0.0, 0.0), (20.0, 10.0), (40.0, 20.0), (60.0, 0.0)]
    readings = [
        _reading(at, load, 7000.0 + counts_per_s * (at + 1.0) + 1000.0 * load) for at, load in moments
    ]
    assert [net.net_count for net in nets_of(readings, "L")] == pytest.approx([10_000.0, 20_000.0], abs=1e-3)


@given(st.sampled_from([5.0, 10.0, 20.0, 40.0]), st.sampled_from([0.1, 0.5, 0.9, 1.1, 2.0, 10.0]))
def test_one_wrong_mass_among_four_is_named(wrong_kg: float, factor: float) -> None:
    """The mass that is not what it is said to be is found with what it reads; the others are left alone."""
    ratios = dict.fromkeys((5.0, 10.0, 20.0, 40.0), 0.001)
    ratios[wrong_kg] *= factor
    may = dict.fromkeys(ratios, 0.015)
    found = off_line(ratios, may)
    assert found is not None
    assert found[0] == wrong_kg
    assert found[1] == pytest.approx(wrong_kg / factor)
    assert off_line({5.0: 1e-3, 10.0: 1.01e-3, 20.0: 1e-3}, may) is None
