"""Plates with a converter for the front cell and one for the back: corner readings tell their scales apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from station.calibration import Calibrator
from station.calibration.channels import Channels, known_of, pairs_of
from station.calibration.model import CellPair, KnownScale, Refusal, Skip
from station.errors import UsageError
from tests.support.calibrating import calibrate, options, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.calibration.model import Told
    from tests.support.calibrating import Run

CHANNELS = ("LF", "LB", "RF", "RB")
SHORT: dict[str, Any] = {"channels": 4, "masses": "10,20", "series": 1, "preloads": 0}


def _scores(run: Run) -> Iterator[tuple[float, float]]:
    """Yield of each plate the error of its worse cell over its stated uncertainty, and that uncertainty."""
    for found, true in zip(run.outcome.plates, run.truth.plates, strict=True):
        errors = [
            (cell.scale_n_per_count * 1e6 / true.cells_n_per_million_counts[cell.channel] - 1.0, cell.scale_sd_rel)
            for cell in found.cells
        ]  # fmt: skip
        assert len(errors) == 2
        yield max(((abs(error) / sd, sd) for error, sd in errors), key=lambda each: each[0])


@pytest.mark.parametrize("known", [True, False])
def test_each_cell_is_found_within_what_is_stated(known: bool) -> None:  # noqa: FBT001  a parameter of the test
    """With the factory's ratio to begin with or without any, and small enough to be of use."""
    runs = [calibrate(options(seed=seed, **SHORT), known=known) for seed in (501, 502)]
    assert [run.codes for run in runs] == [[], []]
    scores = [score for run in runs for score in _scores(run)]
    assert sum(score <= 2.0 for score, _ in scores) >= 3
    assert max(sd for _, sd in scores) < 0.005


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_cells_are_found_within_what_is_stated_on_ninety_of_a_hundred_plates() -> None:
    """Fifty steps, half of them never calibrated before."""
    runs = [calibrate(options(seed=seed, **SHORT), known=seed % 2 == 0) for seed in range(1, 51)]
    scores = [score for run in runs for score in _scores(run)]
    assert sum(score <= 2.0 for score, _ in scores) >= 90
    assert float(np.mean([sd for _, sd in scores])) < 0.003


def test_the_ratio_that_a_step_had_does_not_change_what_is_found() -> None:
    """The readings of both cells decide, not what was believed of them."""
    believed, guessed = (calibrate(options(seed=503, **SHORT), known=known) for known in (True, False))
    for one, other in zip(believed.outcome.plates, guessed.outcome.plates, strict=True):
        for cell, same in zip(one.cells, other.cells, strict=True):
            assert cell.scale_n_per_count == pytest.approx(same.scale_n_per_count, rel=3e-4)


def test_a_plate_reads_the_same_wherever_the_load_lies() -> None:
    """By the new scales corners and rear edge differ by no more than the plate's own place errors do."""
    run = calibrate(options(seed=504, **SHORT), known=False)
    for found, true in zip(run.outcome.plates, run.truth.plates, strict=True):
        widest = max(abs(error) for error in true.places.values())
        assert max(abs(place.error_rel) for place in found.places) < widest + 0.004
        assert next(part for part in found.uncertainty.parts if part.name == "cells").of == "use"
    assert next(each for each in run.outcome.checks if each.code == "CELLS").passed


def test_without_corners_the_old_ratio_is_kept_at_a_price() -> None:
    """Both cells move together, and the uncertainty says what is not known of them."""
    asked = options(seed=505, **SHORT)
    tried = calibrate(asked)
    left_out = calibrate(asked, plan_of(asked, corner=False, sum_check=False))
    for with_it, without in zip(tried.outcome.plates, left_out.outcome.plates, strict=True):
        front, back = without.cells
        known = left_out.outcome.previous[without.plate].ratio
        assert back.scale_n_per_count / front.scale_n_per_count == pytest.approx(known)
        assert (without.cell_ratio_sd_rel or 0.0) > (with_it.cell_ratio_sd_rel or 1.0)


def test_cells_that_were_never_told_apart_need_the_corners() -> None:
    """They can be left out neither beforehand nor on the way."""
    asked = options(seed=506, **SHORT)
    pairs = pairs_of(CHANNELS, {})
    with pytest.raises(UsageError, match="only the corners can"):
        Calibrator(plan_of(asked, corner=False), {}, pairs)

    def skip(news: Told, wizard: Calibrator) -> Skip | None:
        first = sum(each.phase == "corner" for each in wizard.book.readings) == 1
        return Skip() if first and getattr(news, "phase", "") == "corner" else None

    run = calibrate(asked, known=False, answer=skip)
    assert {each.code for each in run.told if isinstance(each, Refusal)} == {"CORNERS_NEEDED"}
    assert all(len(found.places) == 5 for found in run.outcome.plates)


def test_a_cell_that_feels_nothing_is_found_out() -> None:
    """A dead bridge beside a good one: the plate does not read what it should."""
    run = calibrate(options(seed=507, numb="LB", **SHORT))
    assert run.wizard.outcome is None or not run.outcome.passed
    assert run.codes or not run.outcome.passed


def test_channels_become_plates() -> None:
    """A conversion of the front cell makes a sample, with the newest of the back cell if there is a fresh one."""
    kept = {name: KnownScale(100.0 * at, 0.001 * (at + 1)) for at, name in enumerate(CHANNELS)}
    known = known_of(kept)
    assert known["L"] == KnownScale(200.0, 0.001, 0, "", 2.0)
    assert "L" not in known_of({"LF": kept["LF"]})
    pairs = pairs_of(CHANNELS, known)
    assert pairs["L"] == CellPair(("LF", "LB"), 2.0, known=True)
    assert pairs_of(("L", "R"), {}) == {}
    channels = Channels(CHANNELS, pairs)
    assert channels.sample(0, 1.0, 50, 0) is None
    assert channels.sample(1, 1.0, 7, 1) is None
    assert channels.sample(0, 1.01, 50, 0) == ("L", 1.01, 64, 1, (50, 7))
    assert channels.sample(0, 2.0, 50, 0) is None
    alone = Channels(("L", "R"), {})
    assert alone.sample(1, 1.0, 5, 0) == ("R", 1.0, 5, 0, None)
