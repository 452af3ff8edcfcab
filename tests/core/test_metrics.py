"""Asymmetry, sets summed up, tempo verdicts, refusals, and the registry beside the events."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.events import Prescription, Rep, SessionSummary, SetSummary, Side, Tempo
from station.force import GridBlock
from station.metrics.asymmetry import side_asymmetry, two_feet_asymmetry
from station.metrics.body import Body
from station.metrics.clean import is_clean
from station.metrics.measure import RepMeasurement
from station.metrics.registry import METRICS, metric, metrics
from station.metrics.summary import SetContext, summarize
from station.stance import History
from tests.core.playing import events_of, final_reps, of, play
from tests.support.stream import rep

if TYPE_CHECKING:
    from station.metrics.values import Values

CONTEXT = SetContext(
    end_s=100.0, closed_by="rest", start_time_us=None, variant="straight_step", system_mass_kg=70.0,
    zero_drift_n=None, sample_rate_hz=88.0, invalid_sample_share=0.0,
)  # fmt: skip
NOT_MEASURED = {
    Rep: {
        "final", "set", "index", "mode", "side", "start_s", "start_time_us", "variant", "single_leg_start_s",
        "single_leg_end_s", "lowering_start_s", "lowering_end_s", "faults", "refused",
    },
    SetSummary: {
        "index", "mode", "side", "variant", "start_s", "end_s", "start_time_us", "closed_by", "fault_counts",
        "refused",
    },
    SessionSummary: {"refused"},
}  # fmt: skip
"""What places and describes a rep or a set, besides its measured values."""


# --- asymmetry ----------------------------------------------------------------------------------------------


def test_unit_vector_of_asymmetry() -> None:
    """R = 25 and L = 20 are +20.00 between legs and +11.11 on two feet; mirrored, the signs turn."""
    told = side_asymmetry([20.0] * 3, [25.0] * 3)
    assert told is not None
    assert told.percent == pytest.approx(20.0)
    assert two_feet_asymmetry(20.0, 25.0) == pytest.approx(11.11, abs=0.005)
    mirrored = side_asymmetry([25.0] * 3, [20.0] * 3)
    assert mirrored is not None
    assert mirrored.percent == pytest.approx(-20.0)
    assert two_feet_asymmetry(25.0, 20.0) == pytest.approx(-11.11, abs=0.005)


def test_noise_band_of_asymmetry() -> None:
    """The band is 1.96 standard errors of the difference over the larger side; equal reps have none."""
    told = side_asymmetry([19.0, 20.0, 21.0], [23.0, 25.0, 27.0, 25.0])
    assert told is not None
    errors = 1.0**2 / 3 + (8 / 3) / 4
    assert told.band_percent == pytest.approx(100 * 1.96 * errors**0.5 / 25.0)
    even = side_asymmetry([20.0] * 3, [25.0] * 3)
    assert even is not None
    assert even.band_percent == 0.0


@pytest.mark.parametrize(("left", "right"), [(2, 9), (9, 2), (0, 5), (2, 2)])
def test_fewer_than_three_reps_a_side_say_nothing(left: int, right: int) -> None:
    """With two reps on a side there is no asymmetry, and the set says why."""
    assert side_asymmetry([3.0] * left, [4.0] * right) is None
    reps = [replace(rep(n, final=True), side="left") for n in range(left)]
    reps += [replace(rep(n, final=True), side="right") for n in range(right)]
    summary = summarize(1, reps, CONTEXT)
    assert summary.single_leg_asymmetry_pct is None
    assert "3 reps" in summary.refused["single_leg_asymmetry_pct"]


# --- sets ---------------------------------------------------------------------------------------------------


def test_set_is_the_sum_of_its_reps() -> None:
    """Counts, time under tension, means and spreads follow from the reps."""
    times_s = [4.0, 5.0, 6.0, 4.0, 5.0, 3.0]
    sides: list[Side] = ["left", "right"] * 3
    reps = [
        replace(rep(n, final=True), side=side, single_leg_time_s=t, faults=(), hand_share=None)
        for n, (t, side) in enumerate(zip(times_s, sides, strict=True), start=1)
    ]  # fmt: skip
    reps[2] = replace(reps[2], faults=("bounce", "touch"))
    reps[3] = replace(reps[3], faults=("bounce",))
    summary = summarize(2, reps, CONTEXT)
    counts = summary.reps_done, summary.reps_clean, summary.reps_left, summary.reps_right
    assert counts == (6, 4, 3, 3)
    assert summary.tut_total_s == pytest.approx(27.0)
    assert summary.tut_good_s == pytest.approx(17.0)
    assert summary.single_leg_time_mean_s == pytest.approx(4.5)
    assert summary.single_leg_time_sd_s == pytest.approx(np.std(times_s, ddof=1))
    assert summary.single_leg_asymmetry_pct == pytest.approx(100 * (4.0 - 5.0) / 5.0)
    assert summary.fault_counts == {"bounce": 2, "touch": 1}
    assert summary.side == "both"


def test_set_without_lowering_times_says_why() -> None:
    """When a value was refused in every rep, the set has none and the most common reason."""
    reasons = ["rail", "rail", "a hop"]
    reps = [
        replace(rep(n, final=True), eccentric_tut_s=None, refused={"eccentric_tut_s": reason})
        for n, reason in enumerate(reasons)
    ]
    summary = summarize(1, reps, CONTEXT)
    assert summary.eccentric_tut_mean_s is None
    assert summary.refused["eccentric_tut_mean_s"] == "rail"


@pytest.mark.parametrize(
    ("faults", "hand_share", "clean"),
    [((), 0.0, True), (("rail",), 0.03, True), (("rail",), 0.09, False), (("fast",), None, False)],
)
def test_light_touch_of_the_rail_stays_clean(
    faults: tuple[str, ...], hand_share: float | None, *, clean: bool
) -> None:
    """Any fault spoils a rep, but a light touch of the rail only when it is heavy."""
    assert is_clean(replace(rep(1), faults=faults, hand_share=hand_share)) is clean


# --- verdicts -----------------------------------------------------------------------------------------------


def textbook_reps(prescription: Prescription) -> list[Rep]:
    """Return the final reps of one recording judged by a prescription."""
    from station.pipeline import Pipeline  # noqa: PLC0415  keeps the pipeline out of the unit tests above

    pipeline = Pipeline()
    pipeline.configure(prescription)
    return final_reps(events_of(play("heavy", 2, ("reps", "4")).gathered(1.0), pipeline))


@pytest.mark.parametrize("target_s", [0.5, 2.0, 3.0, 4.0, 5.0, 8.0])
def test_tempo_follows_from_interval_and_prescription(target_s: float) -> None:
    """Fast is certain by single-leg time or by the interval's upper end, ok by its lower end, else borderline."""
    for told in textbook_reps(Prescription(lowering_target_s=target_s)):
        low_s, high_s, single_s = told.eccentric_tut_lo_s, told.eccentric_tut_hi_s, told.single_leg_time_s
        if single_s is not None and single_s < target_s:
            wanted: Tempo | None = "fast"
        elif low_s is None or high_s is None:
            wanted = told.tempo  # judged by an interval too wide to be told
        else:
            steady_s = 0.7 * target_s
            wanted = "fast" if high_s < steady_s else "ok" if low_s > steady_s else "borderline"
        assert told.tempo == wanted
        assert ("fast" in told.faults) == (wanted == "fast")


def test_every_withheld_value_has_a_reason_and_no_other() -> None:
    """A measured value is told, or it is ``None`` and ``refused`` says why; never both."""
    names = {row.name for row in metrics("rep")}
    for scenario in ("rail", "stumble", "bilateral", "single", "heavy"):
        for told in of(events_of(play(scenario, 2, ("reps", "4")).gathered(1.0)), Rep):
            missing = {name for name in names if getattr(told, name) is None}
            assert missing <= set(told.refused), scenario
            assert all(getattr(told, name) is None for name in told.refused), scenario
            assert all(told.refused.values())


def test_values_are_plausible_and_consistent() -> None:
    """Intervals hold their value, shares are shares, phases lie within the rep."""
    for told in textbook_reps(Prescription()):
        assert (told.single_leg_start_s or 0.0) > told.start_s
        assert told.single_leg_time_s == pytest.approx(
            (told.single_leg_end_s or 0.0) - (told.single_leg_start_s or 0.0)
        )
        assert 0.4 < (told.rise_left_share or 0.0) < 0.6
        share = told.lowering_left_share or 0.0
        assert share > 0.9 if told.side == "left" else share < 0.1
        if told.eccentric_tut_s is not None:
            assert (told.eccentric_tut_lo_s or 0.0) < told.eccentric_tut_s < (told.eccentric_tut_hi_s or 0.0)


def test_slow_converter_is_refused_by_name() -> None:
    """At 10 conversions a second lowering times are withheld, and the reason names the rate."""
    told = textbook_like_at(10.0)
    assert told.eccentric_tut_s is None
    assert "10 Hz" in told.refused["eccentric_tut_s"]


def textbook_like_at(rate_hz: float) -> Values:
    """Measure a still body as if it had done a rep, at a sample rate."""
    from station.motion import Lobe  # noqa: PLC0415  only here
    from station.reps.candidate import RepCandidate  # noqa: PLC0415  only here

    history = History()
    n = 1200
    right_n = np.where((np.arange(n) >= 500) & (np.arange(n) < 900), 10.0, 350.0)
    valid = np.ones(n, dtype=np.bool_)
    history.append(GridBlock(np.arange(n, dtype=np.int64), 700.0 - right_n, right_n, valid))
    rise = Lobe(460, 350, 450, 0.08, 0.5, 0.5, 0.5, 0.9, 0.0)
    candidate = RepCandidate("lowering", "left", rise, 500, 900, 900)
    body = Body(700.0, True, 70.0, 0.03, 0.002, 0.5, 1.0, 1.0, 9.80665, 0.001, rate_hz, None)
    return RepMeasurement(history, candidate, body, 950).run(Prescription(), None)


# --- registry -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "carrier"), [("rep", Rep), ("set", SetSummary), ("session", SessionSummary)]
)
def test_registry_and_events_name_the_same_values(
    level: str, carrier: type[Rep | SetSummary | SessionSummary]
) -> None:
    """Every metric is a field of its event, and every measured field of the event is a metric."""
    names = {row.name for row in METRICS if row.level == level}
    assert names == {item.name for item in fields(carrier)} - NOT_MEASURED[carrier]


def test_names_are_unique_in_their_level() -> None:
    """A column or field is defined once, and what does not exist is named."""
    keys = [(row.level, row.name) for row in METRICS]
    assert len(keys) == len(set(keys))
    assert metric("rep", "tempo").kind == "text"
    with pytest.raises(KeyError, match="gait"):
        metric("rep", "gait")
