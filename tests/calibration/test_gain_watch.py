"""The plates' ratio over weeks: steady within what is uncertain, and an alarm when it is not."""

from __future__ import annotations

import numpy as np
import pytest

from station.calibration.gain_watch import GainPoint, trend, visits_of

DAY_US = 86_400_000_000
SD = 0.0011


def weeks(
    days: int, *, step: float = 0.0, on_day: int = 0, per_day: float = 0.0, seed: int = 1
) -> list[GainPoint]:
    """Return a visit a day whose ratio scatters by its deviation, steps once, and creeps."""
    rng = np.random.default_rng(seed)
    return [
        GainPoint(
            day * DAY_US,
            float(np.exp(0.004 + rng.normal(0.0, SD) + step * (day >= on_day) + per_day * day)),
            SD,
        )
        for day in range(days)
    ]


def test_few_visits_say_nothing() -> None:
    """Whatever they learned."""
    assert trend([]).state == "few"
    assert trend(weeks(4, step=0.05, on_day=2)).state == "few"
    assert "too few" in trend(weeks(4)).words


def test_steady_plates_raise_no_alarm() -> None:
    """In two hundred steps of ten weeks each at most one alarm in a hundred, and the slope is told as none."""
    alarms = sum(trend(weeks(70, seed=seed)).state == "moved" for seed in range(200))
    assert alarms <= 2
    told = trend(weeks(70))
    assert told.share_per_month is not None
    assert told.share_per_month_sd is not None
    assert abs(told.share_per_month) < 3.0 * told.share_per_month_sd


@pytest.mark.parametrize("share", [0.01, -0.01])
def test_a_step_of_one_per_cent_is_told_within_two_visits(share: float) -> None:
    """With its size, its uncertainty and the visit from which on it is so."""
    history = weeks(30, step=share, on_day=28)
    assert trend(history[:29]).state == "steady"
    told = trend(history)
    assert told.state == "moved"
    assert told.moved_at_us == 28 * DAY_US
    assert told.moved_share is not None
    assert told.moved_sd is not None
    assert abs(told.moved_share - share) < 3.0 * told.moved_sd
    assert f"{100.0 * told.moved_share:+.2f} %" in told.words


def test_a_slow_creep_is_told_before_it_matters() -> None:
    """A cell that loses 0.3 % a month is named within three months, with its slope."""
    told = trend(weeks(90, per_day=0.0001))
    assert told.state == "moved"
    assert told.share_per_month == pytest.approx(0.003, abs=3.0 * (told.share_per_month_sd or 0.0))


def test_one_odd_visit_is_no_alarm() -> None:
    """It takes two that agree."""
    history = weeks(30)
    odd = [*history[:-1], history[-1]._replace(left_over_right=1.02)]
    assert trend(odd).state == "steady"


def test_sets_of_one_visit_count_once() -> None:
    """The last one knows most."""
    minute_us = 60_000_000
    points = [GainPoint(minute * minute_us, 1.0 + minute / 1e4, SD) for minute in (0, 4, 9)]
    assert visits_of([*points, GainPoint(DAY_US, 1.0, SD)]) == [points[-1], GainPoint(DAY_US, 1.0, SD)]
