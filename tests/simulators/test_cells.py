"""Four channels: the front and the back cell of each plate, which together are the plate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulators.build import BAUD, build, played
from simulators.converter import CHANNELS
from simulators.device import Step
from simulators.options import options_of_url

if TYPE_CHECKING:
    from simulators.instrument import Instrument
    from simulators.signals import FloatArray

LEVEL_S = (20.0, 100.0)


def _instrument(url: str) -> Instrument:
    return played(options_of_url(url))[0]


def _plate_n(instrument: Instrument, plate: str, at_s: FloatArray) -> FloatArray:
    """Return the force of one plate, N, on given times, each of its cells two of its own periods earlier."""
    parts = [
        np.interp(
            at_s, made.ready_s - 2.0 / cell.rate_hz, (made.count - cell.zero_count) * cell.scale_n_per_count
        )
        for name, cell, made in zip(
            instrument.channels, instrument.plates, instrument.conversions, strict=True
        )
        if name.startswith(plate)
    ]
    return np.asarray(np.sum(parts, axis=0))


@pytest.mark.parametrize("plate", ["L", "R"])
def test_two_cells_add_up_to_their_plate(plate: str) -> None:
    """Front and back together read what one bridge under the same plate reads, within both their errors."""
    two, four = (_instrument(f"sim://alternate?seed=7&channels={n}") for n in (2, 4))
    at_s = np.arange(*LEVEL_S, 0.01)
    apart_n = _plate_n(four, plate, at_s) - _plate_n(two, plate, at_s)
    assert abs(float(np.median(apart_n))) < 8.0
    assert float(np.percentile(np.abs(apart_n - np.median(apart_n)), 95.0)) < 5.0


def test_load_moves_between_the_cells() -> None:
    """While somebody stands there, the front cell's share wanders and never takes or loses everything."""
    instrument = _instrument("sim://textbook?seed=7&channels=4")
    at_s = np.arange(12.0, 60.0, 0.01)
    readings = dict(
        zip(instrument.channels, zip(instrument.plates, instrument.conversions, strict=True), strict=True)
    )
    front_n, back_n = (
        np.interp(at_s, made.ready_s, (made.count - cell.zero_count) * cell.scale_n_per_count)
        for cell, made in (readings["LF"], readings["LB"])
    )
    stood_on = front_n + back_n > 150.0
    share = front_n[stood_on] / (front_n + back_n)[stood_on]
    assert 0.0 < share.min() < 0.45
    assert 0.55 < share.max() < 1.0
    assert float(share.std()) > 0.04


def test_every_cell_has_a_chip_of_its_own() -> None:
    """Rates, zeros, scales, noise and moments of conversion differ from cell to cell."""
    instrument = _instrument("sim://quiet?seed=3&channels=4")
    assert instrument.channels == CHANNELS[4]
    for name in ("rate_hz", "zero_count", "scale_n_per_count", "noise_n"):
        assert len({getattr(cell, name) for cell in instrument.plates}) == 4, name
    assert len({float(made.ready_s[0]) for made in instrument.conversions}) == 4


def test_two_channels_are_what_the_virtual_step_plays() -> None:
    """The conversions that can be had without a board are those of the board."""
    url = "sim://textbook?seed=7&reps=1"
    instrument = _instrument(url)
    step, _ = build(options_of_url(url))
    assert isinstance(step, Step)
    said = [raw.split() for _, raw in step.advance(20.0) if raw.startswith(b"S 1 ")]
    made = instrument.conversions[1]
    first = int(np.searchsorted(made.ready_s * 1e6, int(said[0][3]) - 1))
    assert [int(row[4]) for row in said] == made.count[first : first + len(said)].tolist()


def test_four_channels_speak_at_the_speed_they_need() -> None:
    """Without another wish four channels use 500000 baud, and nothing is dropped for want of room."""
    step, _ = build(options_of_url("sim://quiet?seed=8&channels=4"))
    assert isinstance(step, Step)
    said = [raw for _, raw in step.advance(20.0)]
    assert any(b" ch=LF,LB,RF,RB " in raw and b" baud=%d " % BAUD[4] in raw for raw in said)
    health = [raw for raw in said if raw.startswith(b"H ")]
    assert health[-1].split()[2] == b"0"
    assert all(any(raw.startswith(b"S %d " % channel) for raw in said) for channel in range(4))


def test_a_cell_that_is_not_there_cannot_die() -> None:
    """``dead`` names a channel of this step; the error says which there are."""
    assert options_of_url("sim://quiet?channels=4&dead=LB").dead == "LB"
    with pytest.raises(ValueError, match="use LF or LB or RF or RB"):
        options_of_url("sim://quiet?channels=4&dead=L")
    with pytest.raises(ValueError, match=r"use L or R$"):
        options_of_url("sim://quiet?dead=LB")
