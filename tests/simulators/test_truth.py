"""The truth says what the motion did, by the definitions of the metrics."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from simulators.act import Settings
from simulators.build import truth_of
from simulators.options import options_of_url
from simulators.scenarios import SCENARIOS, perform
from simulators.signals import RATE_HZ

NOTHING = [name for name, scenario in SCENARIOS.items() if not scenario.trains]


def _at(time_s: float) -> int:
    return round(time_s * RATE_HZ)


@pytest.mark.parametrize("name", ["textbook", "floor", "classic", "single", "bilateral", "novice"])
def test_lowering_time_is_that_of_the_trajectory(name: str) -> None:
    """t10 and t90 recomputed from the centre of mass, highest point to lowest, give the truth's TUT and depth."""
    played = perform(Settings(name, 11))
    height_m = played.motion.height_m
    for rep in played.truth.reps:
        begin_s = rep.nominal_rise_end_s
        way = height_m[_at(begin_s) : _at(rep.single_leg_end_s or rep.nominal_end_s + 0.3)]
        lowest = int(way.argmin())
        highest = int(way[:lowest].argmax())
        done = (way[highest] - way[highest:lowest]) / (way[highest] - way[lowest])
        t10_s, t90_s = (begin_s + (highest + np.argmax(done >= part)) / RATE_HZ for part in (0.1, 0.9))
        assert rep.com_lowering_m == pytest.approx(way[highest] - way[lowest], abs=1e-6)
        assert rep.lowering_start_s == pytest.approx(t10_s, abs=0.003)
        assert rep.lowering_end_s == pytest.approx(t90_s, abs=0.003)
        assert rep.eccentric_tut_s == pytest.approx((t90_s - t10_s) / 0.8, abs=0.005)
        assert 0.05 < rep.com_lowering_m < 0.17


@pytest.mark.parametrize("name", ["textbook", "slow", "classic", "single", "bilateral"])
def test_preparation_and_overshoot_move_no_event(name: str) -> None:
    """10 % of the way are done after the deliberate lowering began, 90 % before an overshoot turns back."""
    for seed in range(6):
        played = perform(Settings(name, seed, reps=6, shapes="human"))
        speed_m_s = np.diff(played.motion.height_m, append=0.0) * RATE_HZ
        for rep in played.truth.reps:
            assert rep.nominal_start_s <= rep.lowering_start_s < rep.lowering_end_s <= rep.nominal_end_s
            assert speed_m_s[_at(rep.lowering_start_s)] < 0.0
            assert speed_m_s[_at(rep.lowering_end_s)] < 0.0
            assert 0.4 * rep.nominal_lowering_s < rep.eccentric_tut_s < 1.15 * rep.nominal_lowering_s


def test_a_light_toe_ends_no_single_leg_time() -> None:
    """Light touches of the free toe are told as events, lie beside the foot's return, and are no fault."""
    seen = 0
    for seed in range(5):
        truth = perform(Settings("textbook", seed, shapes="human")).truth
        for event in (event for event in truth.events if event.type == "toe_contact"):
            inside = [
                rep
                for rep in truth.reps
                if (rep.single_leg_start_s or 0.0) < event.start_s < (rep.single_leg_end_s or 0.0)
            ]
            assert len(inside) == 1
            assert inside[0].faults == ()
            assert event.end_s - (inside[0].single_leg_end_s or 0.0) < 0.5
            seen += 1
    assert seen > 5


def test_single_leg_time_is_within_five_points_of_the_plateau() -> None:
    """Between its start and end the working leg's share stays above its plateau less 0.05; outside not."""
    played = perform(Settings("alternate", 4))
    for rep in played.truth.reps:
        assert rep.single_leg_start_s is not None
        assert rep.single_leg_end_s is not None
        share = played.motion.left_share if rep.side == "left" else 1.0 - played.motion.left_share
        inside = share[_at(rep.single_leg_start_s) : _at(rep.single_leg_end_s)]
        assert float(inside.min()) >= float(np.median(inside)) - 0.05 - 1e-9
        assert share[_at(rep.single_leg_start_s) - 2] < 0.951
        assert share[_at(rep.single_leg_end_s) + 2] < 0.951
        assert rep.single_leg_time_s is not None
        assert rep.single_leg_time_s == pytest.approx(rep.single_leg_end_s - rep.single_leg_start_s)
        assert rep.single_leg_time_s > rep.eccentric_tut_s


def test_alternate_changes_legs_and_textbook_does_not() -> None:
    """Sides alternate from rep to rep in one scenario and stay in the other."""
    sides = [rep.side for rep in perform(Settings("alternate", 2)).truth.reps]
    assert all(a != b for a, b in pairwise(sides))
    assert len({rep.side for rep in perform(Settings("textbook", 2)).truth.reps}) == 1


def test_tempo_of_the_scenarios() -> None:
    """Fast is below 2 s from start to stop, slow is 5-8 s, textbook 2.5-6 s."""
    for name, low_s, high_s in (("fast", 0.6, 2.0), ("slow", 4.9, 8.1), ("textbook", 2.3, 6.0)):
        for rep in perform(Settings(name, 6)).truth.reps:
            assert low_s <= rep.nominal_lowering_s <= high_s


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_there_has_no_rep(name: str) -> None:
    """Scenarios without training have no rep and no set in their truth."""
    truth = perform(Settings(name, 5)).truth
    assert truth.reps == ()
    assert truth.sets == ()


def test_one_leg_stances_are_told_with_their_side() -> None:
    """Standing on one leg is told as stances on alternating sides, of seconds each."""
    stances = [s for s in perform(Settings("oneleg", 9)).truth.stances if s.end_s - s.start_s > 1.5]
    assert len(stances) >= 4
    assert {stance.side for stance in stances} == {"left", "right"}


def test_mixed_session_has_four_sets_and_a_load_for_two() -> None:
    """Both legs train without and with the backpack, and the truth knows its mass."""
    truth = perform(Settings("mixed_session", 3)).truth
    assert [plan.index for plan in truth.sets] == [1, 2, 3, 4]
    assert [plan.added_load_kg > 1.0 for plan in truth.sets] == [False, False, True, True]
    assert {plan.side for plan in truth.sets} == {"left", "right"}
    assert truth.mass_kg == pytest.approx(truth.body_mass_kg + truth.added_load_kg)


def test_mixed_session_is_a_session() -> None:
    """Between the first rep and the last the athlete steps off and puts the backpack on, in every session."""
    for seed in range(8):
        truth = perform(Settings("mixed_session", seed, reps=1)).truth
        kinds = [
            event.type
            for event in truth.events
            if truth.reps[0].start_s < event.start_s < truth.reps[-1].start_s
        ]
        assert "step_off" in kinds
        assert kinds.count("load") == 1


def test_faults_are_written_down_where_they_are_played() -> None:
    """Bounces, touches and hops appear as faults of their reps; clean scenarios have none."""
    assert all(rep.faults == () for rep in perform(Settings("textbook", 1)).truth.reps)
    assert any("bounce" in rep.faults for rep in perform(Settings("bounce", 1)).truth.reps)
    seen = {
        f for seed in range(6) for rep in perform(Settings("stumble", seed)).truth.reps for f in rep.faults
    }
    assert {"touch", "hop"} <= seen


@pytest.mark.parametrize("name", SCENARIOS)
def test_truth_is_json_and_the_same_every_time(name: str) -> None:
    """The truth of a URL is one JSON document, identical in every run."""
    url = f"sim://{name}?seed=21&reps=3"
    once, again = truth_of(options_of_url(url)).to_json(), truth_of(options_of_url(url)).to_json()
    assert once == again
    told = json.loads(once)
    assert told["scenario"] == name
    assert all(
        len([rep for rep in told["reps"] if rep["set"] == s["index"]]) == s["reps"] for s in told["sets"]
    )


def test_reps_mass_and_load_can_be_asked_for() -> None:
    """``reps``, ``mass_kg`` and ``added_kg`` are what the truth then says."""
    truth = truth_of(options_of_url("sim://textbook?seed=3&reps=4&mass_kg=66&added_kg=12"))
    assert len(truth.reps) == 4
    assert truth.body_mass_kg == 66.0
    assert truth.mass_kg == pytest.approx(78.0)
    assert all(rep.added_load_kg == pytest.approx(12.0) for rep in truth.reps)


def test_truth_is_on_the_device_clock() -> None:
    """A clock that starts later shifts every time of the truth, and outages are told on that clock."""
    url = "sim://textbook?seed=3&reps=2&disconnect_at=20"
    plain, late = truth_of(options_of_url(url)), truth_of(options_of_url(f"{url}&t0_us=5000000"))
    assert late.reps[1].lowering_end_s == pytest.approx(plain.reps[1].lowering_end_s + 5.0)
    assert late.reps[1].eccentric_tut_s == plain.reps[1].eccentric_tut_s
    assert (late.link_faults[0].start_s, late.link_faults[0].end_s) == (25.0, 28.0)


def test_a_load_asked_for_is_put_on_once() -> None:
    """In a scenario with a load of its own, ``added_kg`` replaces it."""
    truth = truth_of(options_of_url("sim://mixed_session?seed=3&reps=1&added_kg=8"))
    assert [plan.added_load_kg for plan in truth.sets] == pytest.approx([0.0, 0.0, 8.0, 8.0])
    assert truth_of(options_of_url("sim://heavy?seed=3&reps=1&added_kg=8")).added_load_kg == pytest.approx(
        8.0
    )
