"""A calibration's note carries its uncertainty, and masses and added loads inherit it."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.events import Rep, SetSummary, Weigh
from station.force.pedigree import LIMITS, Pedigree, note_of, pedigree_of, scale_uncertainty
from station.wire.codec import encode_line
from tests.core.playing import events_of, final_reps, of, play

if TYPE_CHECKING:
    from station.events import Event

CALIBRATION = re.compile(rb"(K \d \S+ \S+ \d+) factory\*[0-9A-F]{4}\n")


@cache
def _events(note: str) -> tuple[Event, ...]:
    """Return what a set with a backpack is when the plates' calibrations have this note."""
    chunks = play("heavy", 3, ("reps", "4")).gathered(1.0)
    noted = [
        (arrival_us, CALIBRATION.sub(lambda found: encode_line(f"{found[1].decode()} {note}"), data))
        for arrival_us, data in chunks
    ]
    assert any(before[1] != after[1] for before, after in zip(chunks, noted, strict=True))
    return tuple(events_of(noted))


def _loaded(events: tuple[Event, ...]) -> Rep:
    return next(rep for rep in final_reps(events) if rep.added_load_sd_kg is not None)


def test_an_added_load_is_as_uncertain_as_the_scale() -> None:
    """One per cent of the scale is a per cent of the added load, beside what else is uncertain."""
    fine, coarse = _loaded(_events("id=a u=0.0001 z=0.1")), _loaded(_events("id=a u=0.01 z=0.1"))
    assert fine.added_load_kg is not None
    assert fine.added_load_sd_kg is not None
    assert coarse.added_load_sd_kg is not None
    assert coarse.added_load_kg == pytest.approx(fine.added_load_kg)
    more_kg = math.sqrt(coarse.added_load_sd_kg**2 - fine.added_load_sd_kg**2)
    assert more_kg == pytest.approx(0.01 * fine.added_load_kg, rel=0.01)


def test_a_mass_is_as_uncertain_as_the_scale() -> None:
    """The weighed mass has the scale's share of itself in its deviation."""
    weigh = of(_events("id=a u=0.01 z=0.1"), Weigh)[0]
    assert weigh.system_mass_sd_kg == pytest.approx(0.01 * weigh.system_mass_kg, rel=0.02)


def test_a_calibration_that_says_nothing_is_taken_for_the_stated_default_and_told() -> None:
    """An old note gets the default, and the set's account of its calibration says that it was assumed."""
    old, new = _events("20 kg disc, bench 2"), _events("id=a u=0.0007 z=0.1")
    weigh = of(old, Weigh)[0]
    assert weigh.system_mass_sd_kg == pytest.approx(LIMITS.default_sd_rel * weigh.system_mass_kg, rel=0.05)
    assert str(of(old, SetSummary)[0].calibration).endswith(f" u={LIMITS.default_sd_rel:g} assumed")
    assert str(of(new, SetSummary)[0].calibration).endswith(" u=0.0007")


@given(
    st.from_regex(r"[0-9a-f]{8}", fullmatch=True), st.floats(1e-5, 0.04), st.floats(0.001, 40.0), st.text()
)
def test_what_is_written_is_read(name: str, sd_rel: float, zero_sd_n: float, remark: str) -> None:
    """To two digits, whatever the operator wrote behind it."""
    found = pedigree_of(note_of(name, sd_rel, zero_sd_n, f"by {remark.replace('=', '')}"))
    assert found is not None
    assert found.id == name
    assert found.scale_sd_rel == pytest.approx(sd_rel, rel=0.06)
    assert found.zero_sd_n == pytest.approx(zero_sd_n, rel=0.06)


@given(st.text())
def test_any_note_is_read_or_left_alone(note: str) -> None:
    """No note of unknown origin makes trouble, or an uncertainty that is none."""
    found = pedigree_of(note)
    assert found is None or found.scale_sd_rel is None or 0.0 < found.scale_sd_rel <= LIMITS.largest_sd_rel


@pytest.mark.parametrize("note", ["", "factory", "u=nan", "u=-1", "u=7", "menu=0.1", "u=", "id=;drop"])
def test_what_says_nothing_is_nothing(note: str) -> None:
    """Numbers that cannot be uncertainties are not taken for them."""
    assert pedigree_of(note) is None
    assert scale_uncertainty([note]) == (LIMITS.default_sd_rel, False)


def test_plates_that_are_known_differently_share_their_uncertainty() -> None:
    """The mean of both; one that does not state its own makes the whole one assumed."""
    assert scale_uncertainty(["u=0.001", "u=0.003"])[1]
    assert scale_uncertainty(["u=0.001", "u=0.003"])[0] == pytest.approx(0.002)
    assert not scale_uncertainty(["u=0.004", "factory"])[1]
    assert scale_uncertainty(["u=0.004", "factory"])[0] == pytest.approx((0.004 + LIMITS.default_sd_rel) / 2)
    assert pedigree_of("id=a1 z=0.5") == Pedigree("a1", None, 0.5)


def test_a_note_fits_into_the_line_of_a_step() -> None:
    """With the longest numbers a calibration has, the command stays within 89 characters."""
    note = note_of("7f3a19c2", 0.00123, 0.123)
    assert len(f"K 1 -120000.1234 -4.9151234e-04 4294967295 {note}") <= 89
