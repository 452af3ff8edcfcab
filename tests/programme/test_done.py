"""Ticking off: what was done counts however it was cut into sets, and a day has an end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.errors import UsageError
from station.programme.entry import check_override
from station.programme.model import Advice, Leg, Log, Override
from station.programme.plans import shipped
from tests.support.training import (
    alert_names,
    at_us,
    names,
    of_leg,
    on,
    quiet_days,
    session,
    set_done,
    today,
    with_more,
)

THREE_SETS = 30
"""A day on which seed-default asks for three sets of 15 on each leg."""


def _after(*reps: int, leg: Leg = "left", day: int = THREE_SETS) -> Advice:
    sets = [set_done(leg, count) for count in reps]
    return today(with_more(quiet_days(0, day), session(day, sets)), day)


def _open_reps(advice: Advice, leg: Leg) -> list[int]:
    return [one.reps for one in of_leg(advice, leg) if not one.done]


def test_that_day_asks_for_three_sets() -> None:
    """What the other tests of this file begin from."""
    assert [one.reps for one in of_leg(today(quiet_days(0, THREE_SETS), THREE_SETS), "left")] == [15, 15, 15]


@pytest.mark.parametrize(
    ("reps", "left"),
    [
        ((5,) * 12, []),  # sixty in twelve short sets
        ((200,), []),
        ((5,) * 3, [15, 15]),
        ((5,) * 4, [15, 10]),  # the day ends at 45
        ((15, 15), [15]),
        ((20, 20), [5]),
        ((8, 8, 8), []),  # half of each is enough
        ((3,), [15, 15, 12]),
    ],
)
def test_repetitions_count_however_they_were_cut_into_sets(reps: tuple[int, ...], left: list[int]) -> None:
    """Short sets add up, a long one fills several, and no leg does more than the plan's most in a day."""
    advice = _after(*reps)
    assert _open_reps(advice, "left") == left
    assert _open_reps(advice, "right") == [15, 15, 15]


def test_a_cut_is_said_with_what_was_done() -> None:
    """The reason names the leg, what it did and the limit."""
    (reason,) = (each for each in _after(20, 20).reasons if each.name == "reps.day")
    assert (reason.leg, reason.data[0].value) == ("left", 40)
    assert "45 a day" in reason.sentence.text
    assert "reps.day" not in names(_after(15, 15))


def test_raises_on_both_feet_are_no_work_of_a_plan_of_single_legs() -> None:
    """Twenty easy raises before the first set take nothing from the day."""
    warm_up = replace(set_done("left", 20), kind="bilateral", side="both", reps_left=0, reps_right=0)
    log = with_more(quiet_days(0, THREE_SETS), session(THREE_SETS, [warm_up]))
    assert _open_reps(today(log, THREE_SETS), "left") == [15, 15, 15]


def test_the_second_visit_keeps_within_the_day() -> None:
    """Twice a day: what the first visit did too much the second leaves out."""
    plan = shipped()["alfredson-1998"]
    log = Log(sessions=(session(0, [set_done("left", 170), set_done("right", 170)], hour=8),))
    sets = today(log, 0, plan=plan).sets
    assert sum(one.reps for one in sets if one.leg == "left" and not one.done) == 10


def _coach(sets: int, reps: int) -> Override:
    return Override(
        id="1",
        from_day=on(0),
        until_day=None,
        reason="a test",
        by="K",
        made_us=at_us(0),
        sets=sets,
        reps=reps,
    )


def test_more_than_the_plans_most_is_flagged_and_still_a_coachs_to_decide() -> None:
    """The override wins, and the alert names both numbers; within the plan nothing is flagged."""
    advice = today(with_more(Log(), _coach(5, 20)), 0)
    assert [one.reps for one in of_leg(advice, "left")] == [20] * 5
    assert any("100" in a.sentence.text and "45" in a.sentence.text for a in advice.alerts)
    assert "too_much_too_soon" not in alert_names(today(with_more(Log(), _coach(3, 15)), 0))


def test_a_week_after_a_nearly_empty_one_is_told_without_a_number() -> None:
    """Hundreds of percent say little: more than twice is what it was."""
    log = with_more(quiet_days(0, 2, sets=1, reps=5), *quiet_days(7, 14, sets=6, reps=15).sessions)
    (text,) = (a.sentence.text for a in today(log, 13).alerts if a.name == "too_much_too_soon")
    assert "%" not in text
    assert "more than twice" in text


def test_no_override_asks_for_two_thousand_repetitions() -> None:
    """Each number may be possible, and both together are not."""
    with pytest.raises(UsageError, match="2000 cannot be"):
        check_override(_coach(20, 100))
    check_override(_coach(20, 25))
