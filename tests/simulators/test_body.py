"""The athlete obeys mechanics and moves like the people that were measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulators.act import Settings
from simulators.athlete import GRAVITY_M_S2, draw_athlete
from simulators.scenarios import SCENARIOS, perform
from simulators.shapes import profile, steadiness, transfer_curve
from simulators.signals import RATE_HZ, Track, band_noise, stream
from tests.simulators.census import census

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

TRAINING = [name for name, scenario in SCENARIOS.items() if scenario.trains]


def _between(start_s: float, end_s: float) -> slice:
    return slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))


@pytest.mark.parametrize("name", ["textbook", "alternate", "heavy", "classic", "bilateral", "bounce"])
def test_mean_force_between_rests_is_the_weight(name: str) -> None:
    """Over whole rep cycles the mean total force is the system's weight to 0.1 %."""
    played = perform(Settings(name, 3))
    reps = played.truth.reps
    total_n = played.motion.left_n + played.motion.right_n
    cycles = _between(reps[1].start_s, reps[-1].start_s)
    mass_kg = played.truth.body_mass_kg + reps[2].added_load_kg
    assert float(total_n[cycles].mean()) == pytest.approx(mass_kg * GRAVITY_M_S2, rel=1e-3)


def test_a_rail_takes_what_the_truth_says() -> None:
    """Under a rail the plates carry the weight less the hand share of the truth, within 0.3 points."""
    played = perform(Settings("rail", 5))
    total_n = played.motion.left_n + played.motion.right_n
    for rep, following in zip(played.truth.reps, played.truth.reps[1:], strict=False):
        carried_n = float(total_n[_between(rep.start_s, following.start_s)].mean())
        share = 1.0 - carried_n / (played.truth.mass_kg * GRAVITY_M_S2)
        assert share == pytest.approx(rep.hand_share, abs=0.015)
        assert "rail" in rep.faults


def test_quiet_standing_is_as_noisy_as_people() -> None:
    """Two feet: the sum is within 0.04-0.2 % of body weight, one foot within 1-3 %."""
    for seed in range(4):
        played = perform(Settings("quiet", seed))
        motion = played.motion
        stand = _between(20.0, motion.duration_s - 12.0)
        weight_n = played.truth.mass_kg * GRAVITY_M_S2
        total = float((motion.left_n + motion.right_n)[stand].std()) / weight_n
        assert 0.0004 < total < 0.002
        assert 0.01 < float(motion.left_n[stand].std()) / weight_n < 0.03


def _band_rms(values: NDArray[np.float64], low_hz: float, high_hz: float) -> float:
    """Return the rms within a band, straight line removed."""
    line = np.polyval(np.polyfit(np.arange(values.size), values, 1), np.arange(values.size))
    window = np.hanning(values.size)
    power = np.abs(np.fft.rfft((values - line) * window)) ** 2
    freqs_hz = np.fft.rfftfreq(values.size, 1.0 / RATE_HZ)
    inside = (freqs_hz >= low_hz) & (freqs_hz < high_hz)
    return float(np.sqrt(2.0 * power[inside].sum() / values.size / (window**2).sum()))


BANDS_HZ = ((0.0, 2.0), (2.0, 5.0), (5.0, 8.0), (8.0, 12.0))


def test_one_leg_sways_in_the_bands_that_were_measured() -> None:
    """Median rms by band is that of balance-board stances, 0.21, 0.37, 0.22 and 0.10 % of weight, within half."""
    found = []
    for seed in range(8):
        played = perform(Settings("oneleg", seed, reps=3))
        weight_n = played.truth.mass_kg * GRAVITY_M_S2
        total_n = played.motion.left_n + played.motion.right_n
        for stance in (s for s in played.truth.stances if s.end_s - s.start_s > 4.0):
            inside = total_n[_between(stance.start_s + 1.2, stance.end_s - 0.8)]
            found.append([100.0 * _band_rms(inside, *band) / weight_n for band in BANDS_HZ])
    assert np.median(found, axis=0) == pytest.approx([0.21, 0.37, 0.22, 0.10], rel=0.5)


def test_two_feet_sway_in_the_bands_that_were_measured() -> None:
    """Median rms by band is that of laboratory plates, 0.046, 0.047, 0.062, 0.032 % of weight, within half."""
    found = []
    for seed in range(8):
        played = perform(Settings("quiet", seed))
        total_n = (played.motion.left_n + played.motion.right_n)[
            _between(20.0, played.motion.duration_s - 12.0)
        ]
        found.append(
            [100.0 * _band_rms(total_n, *b) / (played.truth.mass_kg * GRAVITY_M_S2) for b in BANDS_HZ]
        )
    assert np.median(found, axis=0) == pytest.approx([0.046, 0.047, 0.062, 0.032], rel=0.5)


def test_one_leg_is_noisier_than_two() -> None:
    """One leg: the sum is within 0.25-1.2 % of body weight, and the other plate is empty but for a toe."""
    played = perform(Settings("oneleg", 2))
    stance = played.truth.stances[0]
    inside = _between(stance.start_s + 1.2, stance.end_s - 1.0)
    own, empty = played.motion.left_n, played.motion.right_n
    if stance.side == "right":
        own, empty = empty, own
    assert 0.0025 < float(own[inside].std()) / (played.truth.mass_kg * GRAVITY_M_S2) < 0.012
    assert float(np.quantile(empty[inside], 0.9)) == 0.0


@pytest.mark.parametrize("name", TRAINING)
def test_a_session_begins_and_ends_empty(name: str) -> None:
    """Every training scenario has empty plates first and last, and a quiet stance of 5 s before a rep."""
    played = perform(Settings(name, 8))
    total_n = played.motion.left_n + played.motion.right_n
    assert float(total_n[_between(0.0, 1.9)].max()) == 0.0
    assert float(total_n[_between(played.motion.duration_s - 1.5, played.motion.duration_s)].max()) == 0.0
    quiet = [event for event in played.truth.events if event.type == "quiet_stance"]
    assert quiet[0].end_s - quiet[0].start_s >= 5.0
    assert quiet[0].end_s <= played.truth.reps[0].start_s


@pytest.mark.parametrize("shapes", ["even", "human"])
def test_profiles_start_and_end_at_rest_and_cover_the_way(shapes: str) -> None:
    """Every profile has unit area and zero ends, and is as steady as its family allows."""
    rng = stream(4, "profiles")
    for duration_s in (0.7, 1.5, 4.0, 8.0):
        for _ in range(40):
            velocity = profile(rng, duration_s, "even" if shapes == "even" else "human")
            assert velocity.sum() / RATE_HZ == pytest.approx(1.0)
            assert abs(velocity[0]) < 0.02 * velocity.max()
            assert abs(velocity[-1]) < 0.02 * velocity.max()
            assert 0.4 < steadiness(velocity) <= (1.0 if shapes == "even" else 1.2)


def _share(happens: Iterable[bool]) -> float:
    seen = list(happens)
    return sum(seen) / len(seen)


def test_human_reps_are_what_people_do() -> None:
    """Every irregularity of people is frequent enough to be met, and none is the rule."""
    moves, toes = census("textbook", range(10), "human")
    assert 0.2 < _share(move.dipped_m > 0.002 for move in moves) < 0.6
    assert 0.2 < _share(move.prepared_m > 0.001 for move in moves) < 0.6
    assert 0.03 < _share(move.overshot > 0.02 for move in moves) < 0.3
    assert 0.2 < _share(move.crept > 0.25 for move in moves) < 0.7
    assert 0.15 < _share(move.slowest < 0.35 for move in moves) < 0.6
    assert 0.1 < _share(move.rise_goes > 1 for move in moves) < 0.6
    assert 0.1 < toes < 0.6
    peaks = np.quantile([move.peak_at for move in moves], (0.1, 0.9))
    assert peaks[0] < 0.25
    assert peaks[1] > 0.65


def test_a_foot_lifts_off_as_fast_as_people_lower() -> None:
    """Human lift-offs shake the body by 20-45 mm/s, over all of that range; even ones mostly by less."""
    human = [1000.0 * move.lift_m_s for move in census("textbook", range(10), "human")[0]]
    even = [1000.0 * move.lift_m_s for move in census("textbook", range(4), "even")[0]]
    assert all(19.9 < lift < 45.1 for lift in human)
    assert np.quantile(human, 0.2) < 28.0
    assert np.quantile(human, 0.8) > 37.0
    assert np.median(even) < 20.0


def test_even_reps_are_smooth() -> None:
    """Even movers neither dip, hesitate, overshoot nor touch, and rise in one go."""
    moves, toes = census("textbook", range(4), "even")
    assert toes == 0.0
    assert all(move.dipped_m < 1e-6 for move in moves)
    assert all(move.overshot < 1e-6 for move in moves)
    assert all(move.slowest > 0.35 for move in moves)
    assert all(move.rise_goes == 1 for move in moves)


def test_a_slow_lowering_hardly_moves_the_force() -> None:
    """Lowering for 3-5 s takes 0.2-2 % of body weight of even movers, and seldom over 6 % of human ones."""
    even = [100.0 * move.force_bw for move in census("textbook", range(4), "even")[0]]
    human = [100.0 * move.force_bw for move in census("textbook", range(6), "human")[0]]
    assert 0.2 < np.median(even) < 1.8
    assert np.median(even) < np.median(human) < 3.0
    assert np.quantile(human, 0.95) < 7.0


def test_load_moves_one_way_during_a_transfer() -> None:
    """A transfer's progress is monotone from 0 to 1."""
    progress = transfer_curve(stream(1, "transfer"), 0.4)
    assert progress[0] < 0.01
    assert progress[-1] == pytest.approx(1.0)
    assert (np.diff(progress) >= 0.0).all()


def test_a_track_holds_moves_and_bumps() -> None:
    """A track keeps its value between moves and adds bumps on top."""
    track = Track(1.0)
    track.move(0.5, 0.1, 3.0)
    track.bump(1.0, np.full(10, 0.5))
    values = track.render(round(1.5 * RATE_HZ))
    assert values[0] == 1.0
    assert values[round(0.8 * RATE_HZ)] == 3.0
    assert values[round(1.0 * RATE_HZ) + 3] == 3.5
    assert values[-1] == 3.0


def test_band_noise_has_the_asked_strength() -> None:
    """Noise has its band's rms, and its integral stays bounded."""
    noise = band_noise(stream(1, "noise"), 200_000, ((1.0, 5.0, 2.0),))
    assert float(noise.std()) == pytest.approx(2.0, rel=0.1)
    velocity = band_noise(stream(1, "noise"), 200_000, ((1.0, 5.0, 2.0),), order=1)
    assert np.diff(velocity) * RATE_HZ == pytest.approx(noise[1:], abs=0.2)


def test_people_differ_and_can_be_asked_for() -> None:
    """Seeds give different people within the stated ranges; mass and shapes can be prescribed."""
    people = [draw_athlete(seed, "textbook") for seed in range(40)]
    assert len({person.body_mass_kg for person in people}) == 40
    assert {person.side for person in people} == {"left", "right"}
    assert {person.shapes for person in people} == {"even", "human"}
    assert all(50.0 <= person.body_mass_kg <= 105.0 for person in people)
    assert draw_athlete(1, "textbook", "even", 61.5).body_mass_kg == 61.5
    assert draw_athlete(1, "textbook", "human").shapes == "human"
