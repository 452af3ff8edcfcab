"""Plates that read one weight differently: learned from reps, kept for the next session, never from a rail."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import pytest

from simulators.build import build
from simulators.device import Step
from simulators.options import options_of
from station.events import Event, PlateGains
from station.pipeline import Pipeline
from station.pipeline.gains import PlateBalance
from station.pipeline.impulses import GainRatio
from station.stance import History
from station.wire import encode_command
from tests.core.playing import EPOCH_US, events_of, final_reps, of, play
from tests.support.drawn import PROFILE

LEFT_HIGH = ("gain_l", "1.02"), ("gain_r", "1.0"), ("uid", "C0FFEE")
SEEDS = (11, 12, *((13, 14, 15, 16) if PROFILE == "explore" else ()))


@lru_cache
def told(scenario: str, seed: int, *parameters: tuple[str, str]) -> tuple[Event, ...]:
    """Return what the station tells of a performance."""
    return tuple(events_of(play(scenario, seed, *parameters).gathered(1.0)))


@pytest.mark.parametrize("scenario", ["textbook", "alternate"])
@pytest.mark.parametrize("seed", [3, 4])
def test_plates_two_per_cent_apart_are_learned_in_a_set(scenario: str, seed: int) -> None:
    """The ratio is told at the end of the set, as certain as it says and at least to 0.2 %."""
    (learned,) = of(told(scenario, seed, ("reps", "8"), *LEFT_HIGH), PlateGains)[-1:]
    assert learned.sd <= 0.002
    assert abs(learned.left_over_right - 1.02) <= 3.0 * learned.sd
    assert learned.step_uid == "C0FFEE"


def ratio_of(pipeline: Pipeline) -> GainRatio:
    """Return how differently the plates read one weight, as far as the pipeline knows."""
    return pipeline.body._known.balance.ratio


def test_uncertainty_of_learned_ratios_is_true() -> None:
    """Over ordinary, irregular and drifting plates the errors are about as large as told."""
    standard = []
    for scenario in ("textbook", "alternate", "novice", "heavy"):
        for seed in SEEDS:
            pipeline = Pipeline()
            played = play(scenario, seed, ("reps", "8"), ("gain_l", "1.006"), ("gain_r", "0.999"))
            events_of(played.gathered(1.0), pipeline)
            ratio = ratio_of(pipeline)
            standard.append((ratio.log_ratio - math.log(1.006 / 0.999)) / ratio.sd)
    assert math.sqrt(sum(z * z for z in standard) / len(standard)) < 1.5
    assert max(map(abs, standard)) < 3.5


def test_a_hand_on_the_rail_teaches_nothing() -> None:
    """Weight that hands carry is not taken for a difference of the plates."""
    for seed in (1, 2):
        assert of(told("rail", seed, ("reps", "8")), PlateGains) == []


def test_next_session_begins_with_what_was_learned() -> None:
    """The same step, calibrated the same, starts with the ratio; its first live rep has the corrected share."""
    (learned,) = of(told("alternate", 3, ("reps", "8"), *LEFT_HIGH), PlateGains)[-1:]
    again = play("alternate", 3, ("reps", "2"), *LEFT_HIGH)
    exact = play("alternate", 3, ("reps", "2"), ("gain_l", "1.0"), ("gain_r", "1.0"), ("uid", "C0FFEE"))
    shares = []
    for played, known in ((again, ()), (again, (learned,)), (exact, ())):
        first = next(rep for rep in final_reps(events_of(played.gathered(1.0), Pipeline(plate_gains=known))))
        assert first.rise_left_share is not None
        shares.append(first.rise_left_share)
    cold, warm, truth = shares
    assert abs(warm - truth) < 0.0015
    assert abs(warm - truth) < abs(cold - truth)


@pytest.mark.parametrize(("step_uid", "calibration"), [(None, "L=1 R=1"), ("DECADE", None)])
def test_another_calibration_or_step_begins_anew(step_uid: str | None, calibration: str | None) -> None:
    """What was learned with other scales, or of another step, is not used."""
    (learned,) = of(told("alternate", 3, ("reps", "8"), *LEFT_HIGH), PlateGains)[-1:]
    played = play("alternate", 3, ("reps", "2"), *LEFT_HIGH)
    plates = step_uid or learned.step_uid, calibration or learned.calibration
    other = replace(learned, left_over_right=1.5, step_uid=plates[0], calibration=plates[1])
    pipeline = Pipeline(plate_gains=[other])
    assert events_of(played.gathered(1.0), pipeline) is not None
    assert ratio_of(pipeline) == _learned_without(played.raw)


def _learned_without(raw: bytes) -> GainRatio:
    pipeline = Pipeline()
    pipeline.feed(raw, EPOCH_US)
    pipeline.finish()
    return ratio_of(pipeline)


def test_a_new_calibration_makes_it_void_but_a_new_zero_does_not() -> None:
    """Scales written to the step in mid-session restart the learning; another zero keeps what was learned."""
    (learned,) = of(told("alternate", 3, ("reps", "8"), *LEFT_HIGH), PlateGains)[-1:]
    for scale, kept in ((1.0, True), (1.01, False)):
        step, _ = build(options_of("quiet", [("seed", "3"), *LEFT_HIGH]))
        assert isinstance(step, Step)
        step.receive(encode_command("K?"))
        pipeline = Pipeline(plate_gains=[learned])
        _hear(pipeline, step, 3.0)
        assert ratio_of(pipeline).log_ratio == pytest.approx(math.log(learned.left_over_right))
        record = step._calibration[0]
        record.scale_n_per_count *= scale
        record.zero += 5.0
        step.receive(encode_command("K?"))
        _hear(pipeline, step, 4.0)
        assert (ratio_of(pipeline) != GainRatio()) == kept


def _hear(pipeline: Pipeline, step: Step, until_s: float) -> None:
    for sent_s, line in step.advance(until_s):
        pipeline.feed(line, EPOCH_US + round(1e6 * sent_s))


def test_nothing_is_known_of_plates_nobody_stood_on() -> None:
    """A new pair of plates is taken as equal, as far as calibrations are."""
    balance = PlateBalance(History())
    assert (balance.ratio.left, balance.ratio.right, balance.learned) == (1.0, 1.0, False)
    assert balance.news() is None
