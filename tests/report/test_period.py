"""Which weeks a report is about, and the days it compares."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.report.chart import Days, gaps, ticks
from station.report.period import COMPARED, Period, first_and_last, period_of

MONDAY = date(2026, 1, 5)
DAYS = st.integers(0, 2000).map(lambda day: MONDAY + timedelta(days=day))


def test_weeks_begin_with_the_plan() -> None:
    """A plan begun on a Wednesday has weeks from Wednesday; without one they begin on Mondays."""
    today = date(2026, 3, 1)
    assert period_of([date(2026, 1, 9)], date(2026, 1, 7), today, None).first == date(2026, 1, 7)
    assert period_of([date(2026, 1, 9)], None, today, None).first == MONDAY
    assert period_of([date(2026, 1, 2)], date(2026, 1, 7), today, None).first == date(2025, 12, 31)


def test_the_last_weeks_only() -> None:
    """This week counts as one of them."""
    found = period_of([MONDAY], None, date(2026, 3, 4), 2)
    assert (found.first, found.last, found.weeks) == (date(2026, 2, 23), date(2026, 3, 4), 2)
    assert period_of([MONDAY], None, date(2026, 1, 7), 50).weeks == 1


def test_nothing_yet_is_this_week() -> None:
    """Without a visit, and with a plan that begins later, it is the week of today."""
    today = date(2026, 3, 4)
    assert period_of([], None, today, None) == Period(date(2026, 3, 2), today)
    assert period_of([], date(2026, 4, 1), today, None).weeks == 1


@given(
    st.lists(DAYS, max_size=20), st.one_of(st.none(), DAYS), DAYS, st.one_of(st.none(), st.integers(1, 60))
)
def test_a_period_holds_what_it_can(
    days: list[date], anchor: date | None, today: date, weeks: int | None
) -> None:
    """It ends today, holds every day that came before unless weeks were asked for, and each day has one week."""
    period = period_of(days, anchor, today, weeks)
    assert period.last == today
    assert period.first <= today
    assert weeks is None or period.weeks <= weeks
    if weeks is None:
        assert all(period.holds(day) for day in days if day <= today)
    for day in days:
        if period.holds(day):
            begin = period.begins[period.week_of(day)]
            assert begin <= day < begin + timedelta(days=7)


@given(st.lists(DAYS, max_size=20))
def test_first_and_last_never_overlap(days: list[date]) -> None:
    """Four weeks each, or nothing is compared."""
    both = first_and_last(days)
    if both is None:
        assert not days or max(days) - min(days) < 2 * COMPARED
    else:
        first, last = both
        assert first.first == min(days)
        assert last.last == max(days)
        assert first.last < last.first
        assert (first.last - first.first).days == (last.last - last.first).days == 27


@given(DAYS, st.integers(1, 900))
def test_few_days_are_named(first: date, weeks: int) -> None:
    """However long, about nine beginnings of weeks are named, all within the axis."""
    days = Days(first, first + timedelta(days=7 * weeks - 1))
    labels = days.labels()
    assert 1 <= len(labels) <= 10
    assert labels[0] == first
    assert all(days.first <= label <= days.last for label in labels)


@given(st.floats(-100, 100), st.floats(0.1, 1000), st.integers(2, 6))
def test_ticks_lie_within(low: float, width: float, about: int) -> None:
    """Round numbers, none outside, at least one."""
    found = ticks(low, low + width, about)
    slack = 1e-6 * width
    assert found
    assert all(low - slack <= tick <= low + width + slack for tick in found)


def test_gaps_are_the_days_between() -> None:
    """Visits on the 1st and 20th leave the 2nd to the 19th; days close by leave nothing."""
    days = [date(2026, 1, 20), date(2026, 1, 1), date(2026, 1, 22)]
    assert gaps(days, 14) == [(date(2026, 1, 2), date(2026, 1, 19))]
