"""A visit summed up: legs side by side, feet side by side, what it came to; blank with a reason otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.metrics.asymmetry import (
    between_legs,
    limb_symmetry_index,
    mean_of,
    on_two_feet,
    share_of,
    side_asymmetry,
    told_difference,
)
from station.metrics.comparisons import BY_FOOT, BY_LEG
from station.metrics.session import summarize_session
from tests.support.stream import rep

if TYPE_CHECKING:
    from station.events import Rep, SessionSummary, Side


def reps_of(*times_s: float, side: Side, first: int = 1) -> list[Rep]:
    """Return clean reps of one leg with these times on it."""
    return [
        replace(
            rep(first + n, final=True), side=side, single_leg_time_s=time_s, eccentric_tut_s=0.8 * time_s,
            load_time_kg_s=70.0 * time_s, faults=(), hand_share=None, rise_left_share=0.5,
        )
        for n, time_s in enumerate(times_s)
    ]  # fmt: skip


# --- the unit vector --------------------------------------------------------------------------------------------


def test_unit_vector() -> None:
    """R = 25 and L = 20: difference +20.00, limb symmetry index 80 (left involved), +11.11 on two feet."""
    reps = [*reps_of(20.0, 20.0, 20.0, side="left"), *reps_of(25.0, 25.0, 25.0, side="right", first=4)]
    told = summarize_session(reps, involved_side="left")
    assert (told.single_leg_time_left_s, told.single_leg_time_right_s) == (20.0, 25.0)
    assert told.single_leg_asymmetry_pct == pytest.approx(20.0)
    assert told.single_leg_asymmetry == "20 % R"
    assert told.eccentric_tut_asymmetry_pct == pytest.approx(20.0)
    assert told.load_time_asymmetry_pct == pytest.approx(20.0)
    assert told.limb_symmetry_index_pct == pytest.approx(80.0)
    assert summarize_session(reps, involved_side="right").limb_symmetry_index_pct == pytest.approx(125.0)
    feet = on_two_feet([20 / 45] * 3)
    assert feet is not None
    assert feet.percent == pytest.approx(11.11, abs=0.005)
    assert limb_symmetry_index(20.0, 25.0) == pytest.approx(80.0)


def test_no_index_without_an_involved_leg() -> None:
    """Nobody but the athlete can say which leg is injured."""
    reps = [*reps_of(20.0, 20.0, 20.0, side="left"), *reps_of(25.0, 25.0, 25.0, side="right", first=4)]
    told = summarize_session(reps)
    assert told.limb_symmetry_index_pct is None
    assert "named" in told.refused["limb_symmetry_index_pct"]


# --- noise ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "band", "told"),
    [
        (11.2, 4.0, "11 % R"),
        (-11.2, 4.0, "11 % L"),
        (-4.0, 9.0, "4 % L, below detectable change"),
        (0.2, 3.0, "0 %, below detectable change"),
        (0.0, 0.0, "0 %, below detectable change"),
    ],
)
def test_side_is_always_printed_and_noise_is_said(percent: float, band: float, told: str) -> None:
    """Right is positive; inside its band a difference is below what can be detected."""
    assert told_difference(percent, band) == told


def test_scatter_of_the_reps_makes_the_band() -> None:
    """The same difference is told when reps agree, and is below detectable change when they do not."""
    steady = side_asymmetry([4.0, 4.1, 3.9, 4.0], [4.4, 4.5, 4.3, 4.4])
    uneven = side_asymmetry([2.5, 5.5, 3.0, 5.0], [3.0, 6.0, 3.3, 5.3])
    assert steady is not None
    assert uneven is not None
    assert steady.percent == pytest.approx(uneven.percent)
    assert steady.detectable
    assert not uneven.detectable


def test_all_of_three_is_not_surely_all() -> None:
    """Three clean reps against two of three differ by less than chance makes."""
    told = between_legs(share_of([True] * 3), share_of([True, True, False]))
    assert told is not None
    assert told.percent == pytest.approx(-100 / 3)
    assert not told.detectable
    sure = between_legs(share_of([True] * 40), share_of([True, False] * 20))
    assert sure is not None
    assert sure.detectable


# --- blanks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "right"), [(2, 5), (5, 2), (0, 6)])
def test_fewer_than_three_a_side_is_blank(left: int, right: int) -> None:
    """Every comparison of the legs is blank, not zero, and says why; totals are told all the same."""
    reps = reps_of(*[4.0] * left, side="left") + reps_of(*[5.0] * right, side="right", first=left + 1)
    told = summarize_session(reps)
    for each in BY_LEG:
        names = (each.left, each.right, each.percent, each.band, each.told)
        assert [getattr(told, name) for name in names] == [None] * 5
        assert "3 reps" in told.refused[each.percent]
    assert told.reps_done == left + right
    assert told.tut_total_s == pytest.approx(4.0 * left + 5.0 * right)


def test_empty_visit() -> None:
    """A visit without a rep has counts of zero and nothing else."""
    told = summarize_session([])
    assert (told.reps_done, told.reps_clean, told.tut_total_s, told.volume_load_kg_s) == (0, 0, None, None)
    assert {each.percent for each in (*BY_LEG, *BY_FOOT)} <= set(told.refused)


def test_no_clean_rep_on_either_side_has_no_difference() -> None:
    """Zero against zero is no percentage."""
    assert between_legs(share_of([False] * 4), share_of([False] * 4)) is None
    assert mean_of([1.0, 2.0]) is None


# --- what is compared -------------------------------------------------------------------------------------------


def test_working_leg_share_of_the_rise() -> None:
    """The leg that is going to lower is compared with the other one when that is going to lower."""
    left = [replace(each, rise_left_share=0.40) for each in reps_of(4.0, 4.0, 4.0, side="left")]
    right = [replace(each, rise_left_share=0.50) for each in reps_of(4.0, 4.0, 4.0, side="right", first=4)]
    told = summarize_session([*left, *right])
    assert (told.rise_share_left, told.rise_share_right) == pytest.approx((0.40, 0.50))
    assert told.rise_share_asymmetry_pct == pytest.approx(20.0)
    assert told.rise_left_share == pytest.approx(0.45)
    assert told.rise_asymmetry_pct == pytest.approx(10.0)


def test_a_leg_that_rose_alone_shares_nothing() -> None:
    """Where the other leg alone pushes up, the rise says nothing about sharing."""
    reps = [replace(each, rise_left_share=0.02) for each in reps_of(4.0, 4.0, 4.0, side="right")]
    told = summarize_session(reps)
    assert told.rise_asymmetry_pct is None
    assert told.rise_left_share is None


def test_lowering_on_two_feet() -> None:
    """Reps on both feet tell how the load is shared on the way down, and how the rise is."""
    reps = [
        replace(rep(n, final=True), mode="bilateral", side="both", single_leg_time_s=None,
                lowering_left_share=share, rise_left_share=0.5, faults=(), hand_share=None)
        for n, share in enumerate((0.44, 0.45, 0.46), start=1)
    ]  # fmt: skip
    told = summarize_session(reps)
    assert told.lowering_asymmetry_pct == pytest.approx(10.0)
    assert told.lowering_asymmetry == "10 % R"
    assert told.rise_asymmetry == "0 %, below detectable change"
    assert told.single_leg_asymmetry is None
    assert told.tut_total_s == pytest.approx(9.0)


def test_totals_of_good_form_and_load() -> None:
    """A faulty rep counts in the totals, not in those of good form."""
    reps = reps_of(4.0, 5.0, 6.0, side="left")
    reps[1] = replace(reps[1], faults=("bounce",))
    told = summarize_session(reps)
    assert (told.reps_done, told.reps_clean) == (3, 2)
    assert (told.tut_total_s, told.tut_good_s) == pytest.approx((15.0, 10.0))
    assert told.volume_load_kg_s == pytest.approx(70.0 * 15.0)


def test_what_the_plates_leave_open_widens_the_bands_of_shares() -> None:
    """Reps of one share each do not scatter; a zero that is off by 4 N of 800 N is in all of them all the same."""

    def summed(sd: float | None) -> SessionSummary:
        left, right = reps_of(20.0, 20.0, 20.0, side="left"), reps_of(20.0, 20.0, 20.0, side="right", first=4)
        both = [replace(one, rise_left_share=0.53, left_share_sd=sd) for one in (*left, *right)]
        return summarize_session(both)

    blind, honest = summed(None), summed(0.005)
    assert blind.rise_asymmetry_band_pct == pytest.approx(0.0, abs=1e-9)
    assert honest.rise_asymmetry_band_pct == pytest.approx(100 * 1.96 * 2 * 0.005)
    assert honest.rise_asymmetry_pct == blind.rise_asymmetry_pct
    assert honest.rise_share_asymmetry_band_pct == pytest.approx(100 * 1.96 * 2 * 0.005 / 0.53)
