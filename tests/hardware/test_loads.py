"""The arithmetic behind plates, cells and hum, against figures worked out another way."""

from __future__ import annotations

import numpy as np
import pytest

from tools.hardware.hum import MAINS_HZ, RATES_HZ, alias_hz, filter_db
from tools.hardware.loads import (
    ALUMINIUM,
    CELL_OPTIONS,
    DEMAND_KG,
    PLYWOOD,
    CellOption,
    Member,
    deck,
    half_plate,
    measures_to_kg,
    members,
    rear_beam,
    signal,
    spreader,
    stumble_n,
    stumbles_to_kg,
    worst_share,
)

HALF_50, HALF_100, BUTTON_200, SINGLE_200, SINGLE_300 = CELL_OPTIONS


def sag_mm(load_n: float, at: slice, span_mm: float, stiffness: float) -> float:
    """Return the sag in the middle of a simple beam by integrating M / EI twice, load spread over a slice of it."""
    x = np.linspace(0.0, span_mm, 4001)
    pressure = np.zeros_like(x)
    pressure[at] = 1.0
    pressure *= load_n / np.trapezoid(pressure, x)
    steps = np.diff(x, prepend=0.0)
    shear = load_n / 2 - np.cumsum(pressure * steps)
    moment = np.cumsum(shear * steps)
    slope = np.cumsum(moment / stiffness * steps)
    line = np.cumsum(slope * steps)
    return float(line[-1] / 2 - line[2000])


def test_demand_is_a_stumble_of_150_kg() -> None:
    """Everything is sized for one force."""
    assert stumble_n() == pytest.approx(2942.0, abs=0.1)


def test_worst_of_four_cells_is_found_by_levers() -> None:
    """25 mm from the rear cells of 250 mm span, and 30 mm aside of 200: 0.9 x 0.65."""
    assert worst_share(4) == pytest.approx(0.9 * 0.65)
    assert worst_share(4, ahead_mm=150.0, aside_mm=0.0) == pytest.approx(0.25)
    assert worst_share(1) == 1.0


def test_half_bridge_cells_of_50_kg_do_not_carry_200_kg() -> None:
    """The pages warn of it: on the rear edge they are at their rating with 85 kg."""
    assert measures_to_kg(HALF_50) == pytest.approx(50 / 0.585)
    assert stumbles_to_kg(HALF_50) == pytest.approx(50 / 0.585 * 1.2 / 2)
    assert measures_to_kg(HALF_50) < DEMAND_KG


@pytest.mark.parametrize(
    "option", [HALF_100, BUTTON_200, SINGLE_200, SINGLE_300], ids=lambda option: option.name
)
def test_other_cells_measure_the_demand(option: CellOption) -> None:
    """Every other way that is offered carries 150 kg within its rating."""
    assert measures_to_kg(option) >= DEMAND_KG


def test_recommended_cell_needs_no_stop() -> None:
    """300 kg single-point: 150 kg may come down twice as hard."""
    assert stumbles_to_kg(SINGLE_300) >= DEMAND_KG


@pytest.mark.parametrize("option", CELL_OPTIONS, ids=lambda option: option.name)
def test_converter_neither_ends_nor_hisses_before_the_cell(option: CellOption) -> None:
    """Its range holds the stumble and its noise is below half a newton, also ten times worse than the sheet."""
    told = signal(option)
    assert told.range_kg > 2 * DEMAND_KG
    assert 10 * told.noise_n < 2.0
    assert told.count_n < told.noise_n


def test_signal_of_a_single_point_cell() -> None:
    """4.3 V x 2 mV/V x 150/200 is 6.45 mV; one count is 16.8 mV / 2^23 of it."""
    told = signal(SINGLE_200)
    assert told.at_demand_mv == pytest.approx(4.3 * 2 * 150 / 200)
    assert told.count_n == pytest.approx(16.796875 / 2**23 / told.at_demand_mv * 150 * 9.80665)


@pytest.mark.parametrize("member", members(), ids=lambda member: member.name)
def test_everything_is_twice_as_strong_as_a_stumble(member: Member) -> None:
    """What the page of loads promises."""
    assert member.safety >= 2.0


def test_plate_moment_by_integration() -> None:
    """F (L/4 - c/8) is what a load spread over a foot gives; the sag told is on the safe side of the exact one."""
    plate = half_plate(PLYWOOD, 18.0)
    force = 0.9 * stumble_n()
    foot = slice(2000 - 900, 2000 + 901)  # 90 of 200 mm
    x = np.linspace(0.0, 200.0, 4001)
    pressure = np.zeros_like(x)
    pressure[foot] = force / 90.0
    shear = force / 2 - np.concatenate([[0.0], np.cumsum((pressure[1:] + pressure[:-1]) / 2 * 0.05)])
    moment = float(np.sum((shear[1:2001] + shear[:2000]) / 2 * 0.05))
    assert plate.moment_nmm == pytest.approx(moment, rel=1e-3)
    assert plate.stress == pytest.approx(moment / (100 * 18**2 / 6), rel=1e-3)
    exact = sag_mm(force, foot, 200.0, 7000.0 * 100 * 18**3 / 12)
    assert 0.7 * plate.deflection_mm < exact < plate.deflection_mm


def test_thinner_plates_would_not_do() -> None:
    """15 mm of plywood is refused by the same arithmetic, 12 mm of aluminium is not."""
    assert half_plate(PLYWOOD, 15.0).safety < 2.0 < half_plate(ALUMINIUM, 12.0).safety


def test_spreader_deck_and_beam_by_hand() -> None:
    """The same levers with numbers instead of names."""
    assert spreader().moment_nmm == pytest.approx(2941.995 * (160 - 75))
    assert spreader().deflection_mm == pytest.approx(2941.995 * 85**3 / (3 * 70000 * 170 * 10**3 / 12))
    reaction = 2941.995 * (191 - 50) / (191 - 11)
    assert deck().moment_nmm == pytest.approx(reaction * (125 - 11))
    assert rear_beam().moment_nmm == pytest.approx(reaction * 236 / 4)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("tone_hz", MAINS_HZ)
def test_hum_lands_where_samples_put_it(tone_hz: float, rate_hz: float) -> None:
    """A sampled tone's largest line in its spectrum is where the table says."""
    samples = np.sin(2 * np.pi * tone_hz * np.arange(4096) / rate_hz + 0.3)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(4096)))
    assert np.argmax(spectrum) * rate_hz / 4096 == pytest.approx(alias_hz(tone_hz, rate_hz), abs=0.05)


def test_filter_is_four_averages_over_a_sample_time() -> None:
    """Averaging over one sample's time, four times over, weakens a tone by what the table says."""
    fine, rate_hz, tone_hz = 200, 80.0, 50.0
    kernel = np.ones(fine) / fine
    impulse = np.array([1.0])
    for _ in range(4):
        impulse = np.convolve(impulse, kernel)
    time_s = np.arange(impulse.size) / (fine * rate_hz)
    gain = abs(np.sum(impulse * np.exp(-2j * np.pi * tone_hz * time_s)))
    assert 20 * np.log10(gain) == pytest.approx(filter_db(tone_hz, rate_hz), abs=0.02)
