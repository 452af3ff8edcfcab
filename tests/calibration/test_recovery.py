"""The truth lies within what the calibration says it knows, on cells that creep, lag and grow warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.support.calibrating import calibrate, options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulators.options import Options

COVERAGE = 2.0


def _scores(asked: Iterable[Options]) -> tuple[list[float], list[float]]:
    """Return error over standard uncertainty of the worse plate of each step, and the uncertainty of every plate."""
    scores, sds = [], []
    for each in asked:
        run = calibrate(each)
        assert run.codes == [], (each.settings.seed, run.codes)
        worst = []
        for found, true in zip(run.outcome.plates, run.truth.plates, strict=True):
            error = found.scale_n_per_count * 1e6 / true.scale_n_per_million_counts - 1.0
            worst.append(abs(error) / found.uncertainty.scale_sd_rel)
            sds.append(found.uncertainty.scale_sd_rel)
        scores.append(max(worst))
    return scores, sds


def test_the_truth_lies_within_the_stated_uncertainty() -> None:
    """Both plates of a step are within k = 2, and the uncertainty is small enough to be of use."""
    scores, sds = _scores(options(seed=seed, series=2, preloads=1) for seed in range(200, 204))
    assert sum(score <= COVERAGE for score in scores) >= 3
    assert float(np.mean(sds)) < 0.001


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_the_truth_lies_within_the_stated_uncertainty_in_ninety_of_a_hundred() -> None:
    """Over a hundred steps, each with both its plates."""
    scores, sds = _scores(options(seed=seed) for seed in range(1, 101))
    assert sum(score <= COVERAGE for score in scores) >= 90
    assert float(np.mean(sds)) < 0.001


@pytest.mark.slow
@pytest.mark.parametrize("masses", ["20", "20,40", "10,20,40,60"])
def test_few_masses_are_honest_about_themselves(masses: str) -> None:
    """With one mass once the truth is still within what is stated."""
    scores, _sds = _scores(options(seed=seed, masses=masses, series=1) for seed in range(300, 302))
    assert max(scores) <= 2.5


def test_few_masses_cost_certainty() -> None:
    """One mass, laid on once, knows the scale less well than four of them three times."""
    few = calibrate(options(seed=21, masses="20", series=1, preloads=0))
    many = calibrate(options(seed=21, masses="10,20,40,60", series=2, preloads=0))
    for one, four in zip(few.outcome.plates, many.outcome.plates, strict=True):
        assert one.uncertainty.scale_sd_rel > 1.2 * four.uncertainty.scale_sd_rel
        assert one.linearity_rel is None
        assert four.linearity_rel is not None


def test_chunks_do_not_change_what_is_found() -> None:
    """Samples fed one by one and by the thousand give the same readings and the same scale."""
    asked = options(seed=22, series=1, preloads=0, masses="20")
    one, many = calibrate(asked, few=1), calibrate(asked, few=1000)
    assert one.told == many.told
    assert one.outcome == many.outcome


def test_corners_and_cross_talk_are_found() -> None:
    """What the plate reads elsewhere, and on its neighbour, is what was put into it."""
    run = calibrate(options(seed=23, series=1, preloads=1))
    for found, true in zip(run.outcome.plates, run.truth.plates, strict=True):
        for place in found.places:
            assert place.error_rel == pytest.approx(true.places[place.where], abs=6e-4)
        assert found.crosstalk_rel == pytest.approx(true.crosstalk, abs=2e-4)
    assert run.outcome.sum_check is not None
    assert run.outcome.sum_check.load_kg == pytest.approx(40.0, rel=2e-3)
