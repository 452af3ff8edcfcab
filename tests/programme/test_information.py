"""Items of the article that are information or a habit: they reach whoever asks what to do today."""

from __future__ import annotations

from tests.support.training import both_legs, on, quiet_days, session, set_done, today, with_more


def test_item_36_weeks_8_to_10_speak_of_a_smoother_push_off() -> None:
    """What to expect of those weeks is in the day's advice; running is not before week 8."""
    for week in (8, 9, 10):
        advice = today(quiet_days(0, 7 * (week - 1)), 7 * (week - 1))
        assert (advice.day, advice.week) == (on(7 * (week - 1)), week)
        assert "smoother push-off" in advice.expect


def test_item_51_mobility_and_foam_rolling_are_a_note_of_every_day() -> None:
    """The default plan's notes come with each day's advice."""
    for day in (0, 30, 70):
        assert any("Foam rolling" in note for note in today(quiet_days(0, day), day).notes)


def test_item_53_drops_after_a_run_count_whenever_they_are_done() -> None:
    """The plan says so, and a visit of the early morning ticks off the day as one of the evening does."""
    assert any("easy run" in note and "strength session" in note for note in today(quiet_days(0, 3), 3).notes)
    for hour in (6, 22):
        log = with_more(quiet_days(0, 3), session(3, both_legs(2, 15), hour=hour))
        assert today(log, 3).action == "done_today"


def test_item_20_the_warm_up_is_asked_for_until_it_is_recognised_or_too_late() -> None:
    """Asked for before the first set; no more once a set was done without it."""
    assert today(quiet_days(0, 3), 3).warm_up is not None
    log = with_more(quiet_days(0, 3), session(3, [set_done("left", 12)]))
    assert today(log, 3).warm_up is None
