"""The plate-swap test: what is the legs' is not told of the plates, and what cannot be told is refused."""

from __future__ import annotations

import math

import pytest

from station.calibration.swap import LIMITS, PROMPTS, Standing, SwapTest, Window, judge
from station.cli.step_swap import Windows
from station.errors import PortError
from station.wire import CalibrationLine, Decoder
from tools.accuracy.playing import play

WEIGHT_N = 780.0


def stance(left_share: float, ratio: float, *, weight_n: float = WEIGHT_N, sd_n: float = 0.4) -> Standing:
    """Return what plates of this ratio read of who puts this share of weight on the left plate."""
    half = math.log(ratio) / 2.0
    return Standing(
        weight_n * left_share * math.exp(half), weight_n * (1.0 - left_share) * math.exp(-half), sd_n
    )


def played(seed: int, *parameters: tuple[str, str]) -> SwapTest:
    """Return the test after it heard a simulated person turn around."""
    messages = Decoder().feed(play("turn", seed, *parameters).raw)
    calibration = {each.channel: each for each in messages if isinstance(each, CalibrationLine)}
    test = SwapTest()
    for window in Windows(("L", "R"), calibration).feed(messages):
        test.feed(window)
    return test


def test_exact_stances_give_back_what_made_them() -> None:
    """54:46 on plates that differ by 2 %: both come out exactly, within stated deviations of a useful size."""
    told = judge([stance(0.54, 1.02), stance(0.46, 1.02), stance(0.54, 1.02)])
    assert not isinstance(told, str)
    assert told.leg_share == pytest.approx(0.54, abs=1e-4)
    assert told.left_over_right == pytest.approx(1.02, abs=1e-4)
    assert told.mass_kg == pytest.approx(WEIGHT_N / 9.80665, rel=0.002)
    assert 0.002 < told.left_over_right_sd < 0.015
    assert told.dominates == "legs"


def test_simulated_people_on_plates_that_differ_are_told_apart() -> None:
    """Of twenty, 54:46 on plates 2 % apart: at least 18 results lie within two deviations, for legs and plates."""
    legs = plates = 0
    for seed in range(20):
        test = played(seed, ("leg_share", "0.54"), ("gain_l", "1.01"), ("gain_r", "0.99"))
        assert test.result is not None, (seed, test.phase, test.feedback, test.refusal)
        result = test.result
        legs += abs(result.leg_share - 0.54) <= 2.0 * result.leg_share_sd
        plates += abs(result.left_over_right - 1.01 / 0.99) <= 2.0 * result.left_over_right_sd
        assert result.left_over_right_sd < 0.015
        assert result.leg_share_sd < 0.02
    assert legs >= 18
    assert plates >= 18


@pytest.mark.parametrize(
    ("leg_share", "ratio", "dominates"),
    [(0.55, 1.0, "legs"), (0.505, 1.08, "plates"), (0.5, 1.0, "neither"), (0.515, 1.06, "both alike")],
)
def test_what_dominates_is_said(leg_share: float, ratio: float, dominates: str) -> None:
    """In a word and in a sentence."""
    sharp = [stance(share, ratio, sd_n=0.02) for share in (leg_share, 1.0 - leg_share, leg_share)]
    told = judge(sharp)
    assert not isinstance(told, str)
    assert told.dominates == dominates
    assert ("calibrate both" in told.words) == (dominates == "plates")


def test_another_mass_or_a_hand_is_refused() -> None:
    """A phone put away before the third stance, a hand on the rail during the second."""
    phone = [stance(0.54, 1.0), stance(0.46, 1.0), stance(0.54, 1.0, weight_n=WEIGHT_N - 6.0)]
    assert "the last stance weighs -0.6" in str(judge(phone))
    hand = [stance(0.54, 1.0), stance(0.46, 1.0, weight_n=WEIGHT_N - 30.0), stance(0.54, 1.0)]
    assert "no hand on the rail" in str(judge(hand))


def fed(windows: list[Window]) -> SwapTest:
    """Return a test that was fed."""
    test = SwapTest()
    for window in windows:
        test.feed(window)
    return test


def test_nobody_is_measured_who_does_not_stand_still() -> None:
    """Who shifts, who stands on one leg, who is not there: the phase waits and says why."""
    empty = [Window(0.0, 0.0)] * 8
    shifting = [Window(400.0 + each, 380.0 - each) for each in (40.0, -40.0) * 20]
    heaving = [Window(400.0 + each, 380.0 + each) for each in (8.0, -8.0) * 20]
    for windows, words in (
        (shifting, "load moves between the feet"),
        (heaving, "weight moves"),
        ([Window(700.0, 80.0)] * 40, "a foot on each"),
        ([Window(60.0, 60.0)] * 40, "both feet on the plates"),
    ):
        test = fed([*empty, *windows])
        assert test.phase == "first"
        assert words in test.feedback
    assert fed([Window(400.0, 380.0)] * 40).phase == "empty"


def test_each_phase_says_what_to_do_and_zeros_are_taken_between() -> None:
    """A zero that wanders by 4 N from stance to stance changes nothing."""
    windows: list[Window] = []
    for number, share in enumerate((0.54, 0.46, 0.54)):
        zero_n = 4.0 * number
        windows += [Window(zero_n, 0.0)] * 8
        windows += [Window(WEIGHT_N * share + zero_n, WEIGHT_N * (1.0 - share))] * (LIMITS.windows + 4)
    test = SwapTest()
    prompts = []
    for window in windows:
        test.feed(window)
        prompts.append(test.prompt)
    assert list(dict.fromkeys(prompts)) == [PROMPTS[each] for each in (
        "empty", "first", "away", "turned", "away_again", "again", "done")]  # fmt: skip
    assert test.result is not None
    assert test.result.left_over_right == pytest.approx(1.0, abs=1e-6)


def test_an_uncalibrated_step_is_refused() -> None:
    """Its counts are no newtons."""
    with pytest.raises(PortError, match="channel R is not calibrated"):
        Windows(("L", "R"), {0: CalibrationLine(0, 0.0, 1.0, 0, "")})
