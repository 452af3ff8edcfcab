"""A set that broke off early: why it stays open, what is next, and what is not asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from station.kiosk import asked
from station.kiosk.screens.next import next_words
from station.programme.model import Short
from tests.kiosk.coached import QUESTIONS, TODAY, planned, training


def test_open_sets_of_one_visit_are_no_later_visit() -> None:
    """What is open is counted; a second visit that the plan asks for is told as such."""
    begun = training((replace(planned(1, "left"), done=True), planned(2, "right")))
    assert next_words(begun) == "Open today: 1 set"
    short = training((replace(planned(1, "left"), short=Short(7, 15, 8)), planned(2, "right")))
    assert next_words(short) == "Open today: 2 sets"
    second = replace(training((planned(1, "left"),)), sessions_per_day=2, session_of_day=2)
    assert next_words(second) == "Later today again"


def test_what_was_skipped_is_not_asked_again_on_the_day() -> None:
    """Skipped before a visit or after it; another day's question is another question."""
    during = replace(QUESTIONS[0], kind="during", about_day=TODAY)
    passed = asked.passed_by([during], {})
    assert asked.is_passed(replace(during, about_session="another"), passed, training=False)
    tomorrow = replace(during, about_day=TODAY + timedelta(days=1))
    assert not asked.is_passed(tomorrow, passed, training=False)
    assert asked.is_passed(during, asked.passed_after({}, TODAY), training=False)
    assert not asked.passed_by([during], {"0": 3})


def test_pain_of_a_visit_that_goes_on_is_asked_when_it_ends() -> None:
    """Another's turn lay between: the visit is not over."""
    during = replace(QUESTIONS[0], kind="during", about_day=TODAY)
    assert asked.is_passed(during, set(), training=True)
    assert not asked.is_passed(QUESTIONS[0], set(), training=True)
