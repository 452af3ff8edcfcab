"""Which weeks a report is about, and the days between which it compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEK: Final = timedelta(days=7)
COMPARED: Final = timedelta(days=28)
"""What is told as "first" and "last" are means of this many days: single days of pain or tempo say little."""
LONG_WEEKS: Final = 26
"""From here on weeks are told in fours: a page holds no more rows."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included; ``first`` begins a week."""

    first: date
    last: date

    @property
    def weeks(self) -> int:
        """Weeks begun."""
        return (self.last - self.first).days // 7 + 1

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to it."""
        return self.first <= day <= self.last

    @property
    def begins(self) -> tuple[date, ...]:
        """First days of its weeks."""
        return tuple(self.first + number * WEEK for number in range(self.weeks))

    def week_of(self, day: date) -> int:
        """Return the number of a day's week, from 0."""
        return (day - self.first).days // 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days of a period that are told as one."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to it."""
        return self.first <= day <= self.last


def period_of(days: Iterable[date], anchor: date | None, today: date, weeks: int | None) -> Period:
    """Return the last ``weeks`` up to today, or all since the first of ``days``.

    Weeks begin on the weekday of ``anchor``, the first day of the first plan; without one on Mondays.
    """
    known = [day for day in days if day <= today]
    earliest = min([*known, *([anchor] if anchor is not None and anchor <= today else [])], default=today)
    weekday = 0 if anchor is None else anchor.weekday()
    first = _week_begin(earliest, weekday)
    if weeks is not None:
        first = max(first, _week_begin(today, weekday) - (weeks - 1) * WEEK)
    return Period(first, today)


def _week_begin(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def last_of(days: Iterable[date]) -> Stretch:
    """Return the four weeks that end with the last of some days, or all days when they are fewer."""
    ordered = sorted(days)
    return Stretch(max(ordered[0], ordered[-1] - COMPARED + timedelta(days=1)), ordered[-1])


def first_and_last(days: Iterable[date]) -> tuple[Stretch, Stretch] | None:
    """Return the first and the last four weeks with training; ``None`` when they would overlap."""
    ordered = sorted(days)
    if not ordered or ordered[-1] - ordered[0] < 2 * COMPARED - timedelta(days=1):
        return None
    one = timedelta(days=1)
    return Stretch(ordered[0], ordered[0] + COMPARED - one), Stretch(
        ordered[-1] - COMPARED + one, ordered[-1]
    )
