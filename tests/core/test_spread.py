"""Means and spreads with their errors; fading told from noise; sets that carry both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.events import Calibration, Identity, SetSummary
from station.metrics.limits import FAULT
from station.metrics.spread import fade_of, spread, student_t
from station.metrics.summary import SetContext, summarize
from tests.core.playing import events_of, of
from tests.support.stream import rep
from tools.accuracy.playing import play

if TYPE_CHECKING:
    from station.events import Side

CONTEXT = SetContext(
    end_s=100.0, closed_by="rest", start_time_us=None, variant="straight_step", system_mass_kg=70.0,
    zero_drift_n=None, sample_rate_hz=88.0, invalid_sample_share=0.0, firmware="1.2.3", calibration="L=1e-3@0/0",
)  # fmt: skip


def test_spread_with_its_errors() -> None:
    """Standard errors of mean and standard deviation follow from the reps."""
    told = spread([3.0, 4.0, 5.0, 4.0])
    assert told is not None
    sd = float(np.std([3.0, 4.0, 5.0, 4.0], ddof=1))
    assert (told.mean, told.sd) == pytest.approx((4.0, sd))
    assert told.mean_se == pytest.approx(sd / 2.0)
    assert told.sd_se == pytest.approx(sd / 6.0**0.5)


def test_mean_is_not_known_better_than_it_was_measured() -> None:
    """Reps that happen to agree do not make their measurement certain; one rep has its own error."""
    agreeing = spread([4.0, 4.0, 4.0, 4.0], [0.2, 0.2, 0.2, 0.2])
    alone = spread([4.0], [0.2])
    assert agreeing is not None
    assert alone is not None
    assert agreeing.mean_se == pytest.approx(0.1)
    assert alone.mean_se == pytest.approx(0.2)
    assert alone.sd is None
    assert alone.sd_se is None
    assert spread([]) is None


def one_leg(times_s: list[float], side: Side = "left") -> list[tuple[Side, float]]:
    """Return a set on one leg."""
    return [(side, time_s) for time_s in times_s]


def test_falling_tempo_is_told() -> None:
    """Times that fall from 5 s to 3 s with a tenth of scatter fade; the slope is what it is."""
    times_s = [5.0 - 0.2 * n + (0.1, -0.1)[n % 2] for n in range(11)]
    told = fade_of(one_leg(times_s))
    assert told is not None
    assert told.fading
    assert told.slope_s == pytest.approx(-0.2, abs=0.02)
    assert told.change_share == pytest.approx(-0.4, abs=0.03)


@pytest.mark.parametrize("times_s", [[5.0] * 8, [5.0, 4.9] * 5, [5.0 - 0.02 * n for n in range(10)]])
def test_even_and_hardly_falling_sets_do_not_fade(times_s: list[float]) -> None:
    """Neither no change, nor scatter, nor a fall that is certain but small."""
    told = fade_of(one_leg(times_s))
    assert told is not None
    assert not told.fading


def test_chance_fades_one_set_in_forty() -> None:
    """Sets whose reps scatter by 15 % about a constant fade as often as the confidence says, or less."""
    rng = np.random.default_rng(5)
    sets = 4.0 * (1.0 + 0.15 * rng.standard_normal((2000, 10)))
    told = [fade_of(one_leg(times_s)) for times_s in sets.tolist()]
    faded = sum(fade is not None and fade.fading for fade in told)
    assert 0.2 * (1.0 - FAULT.fading_confidence) <= faded / 2000 <= 1.3 * (1.0 - FAULT.fading_confidence)


def test_legs_in_turn_fade_about_their_own_means() -> None:
    """A weaker leg between reps of a stronger one is no scatter: each is compared with itself."""
    times_s: list[tuple[Side, float]] = []
    for n in range(7):
        times_s += [("left", 6.0 - 0.25 * n + 0.05 * (-1) ** n), ("right", 4.0 - 0.25 * n - 0.05 * (-1) ** n)]
    told = fade_of(times_s)
    assert told is not None
    assert told.fading
    assert told.slope_s == pytest.approx(-0.25, abs=0.01)


@pytest.mark.parametrize(
    "times", [one_leg([4.0] * 4), [], [*one_leg([4.0] * 2), *one_leg([4.0] * 2, "right")]]
)
def test_too_few_reps_say_nothing(times: list[tuple[Side, float]]) -> None:
    """Under five reps there is no trend."""
    assert fade_of(times) is None


def test_students_quantiles() -> None:
    """As in the tables, to 1 % or better."""
    table = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 8: 2.306, 30: 2.042}
    for freedom, quantile in table.items():
        assert student_t(0.975, freedom) == pytest.approx(quantile, rel=0.01)


def test_set_tells_fading_volume_and_where_it_comes_from() -> None:
    """The summary carries trend, load x time, spreads with errors, firmware and calibration."""
    reps = [
        replace(rep(n, final=True), side="left", single_leg_time_s=5.0 - 0.2 * n, load_time_kg_s=100.0,
                eccentric_tut_sd_s=0.2, faults=())
        for n in range(8)
    ]  # fmt: skip
    told = summarize(1, reps, CONTEXT)
    assert told.fault_counts == {"fading": 1}
    assert told.reps_clean == 8
    assert told.fade_s_per_rep == pytest.approx(-0.2)
    assert told.fade_pct == pytest.approx(-28.0)
    assert told.volume_load_kg_s == pytest.approx(800.0)
    assert told.eccentric_tut_mean_se_s == pytest.approx(0.2 / 8**0.5)
    assert told.single_leg_time_sd_se_s is not None
    assert (told.firmware, told.calibration) == ("1.2.3", "L=1e-3@0/0")


def test_set_without_trend_or_load_says_why() -> None:
    """Three reps have no trend, and load x time that was refused in all of them has none in the set."""
    reps = [
        replace(rep(n, final=True), load_time_kg_s=None, refused={"load_time_kg_s": "rail"}) for n in range(3)
    ]
    told = summarize(1, reps, CONTEXT)
    assert told.fade_pct is None
    assert told.refused["fade_pct"]
    assert told.refused["volume_load_kg_s"] == "rail"


def test_set_names_firmware_and_calibration_of_its_step() -> None:
    """Whoever doubts a set finds out with which firmware and which calibration it was measured."""
    events = events_of(play("textbook", 3, ("reps", "3")).gathered(1.0))
    told = of(events, SetSummary)[0]
    identity, calibration = of(events, Identity)[0], of(events, Calibration)[0]
    assert told.firmware == identity.firmware
    assert told.calibration is not None
    assert f"{calibration.channel}={calibration.scale_n_per_count:.9g}@" in told.calibration
