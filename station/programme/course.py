"""Where in which plan a day lies: assignments in order, weeks without the long breaks, and what follows the end."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from station.programme.history import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from station.programme.history import History
    from station.programme.log import Assignment, Override
    from station.programme.plan import Phase, Plan

WEEK: Final = 7
BREAK_COUNTS_FROM: Final = 7
"""Days without training that still belong to the plan's weeks; a long break pauses the plan beyond them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a day lies."""

    day: int
    assignment: Assignment
    plan: Plan
    """The assigned plan, or one that followed it."""
    start: int
    """Day on which this plan (not an earlier one of the chain) began, breaks left out."""
    week: int
    phase: Phase
    days_in: int
    """Days of this plan before today, breaks left out."""

    @property
    def key(self) -> tuple[str, str]:
        """Names the stretch of days under one plan of one assignment."""
        return self.assignment.id, self.plan.id

    @property
    def days_per_week(self) -> int:
        """Training days a week in this phase."""
        return self.phase.days_per_week or self.plan.days_per_week


def in_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Return the assignments by their first day, without those that were ended before they held a day."""
    held = (a for a in assignments if a.end_day is None or a.start_day < a.end_day)
    return sorted(held, key=lambda a: (a.start_day, a.assigned_us, a.id))


class Course:
    """The athlete's way through the assigned plans."""

    def __init__(
        self,
        assignments: Sequence[Assignment],
        plans: Mapping[str, Plan],
        overrides: Sequence[Override],
        history: History,
        today: int,
    ) -> None:
        self.assignments = in_order(assignments)
        self._starts = [a.start_day.toordinal() for a in self.assignments]
        self._plans = plans
        self._weeks_set = [override for override in overrides if override.plan_week is not None]
        self._history = history
        self._today = today
        self._places: dict[int, Place | None] = {}
        self._breaks: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def assignment_on(self, day: int) -> Assignment | None:
        """Return the assignment that holds on a day: the last one begun, unless it has been ended."""
        at = bisect_right(self._starts, day)
        if not at:
            return None
        assignment = self.assignments[at - 1]
        ended = assignment.end_day is not None and assignment.end_day.toordinal() <= day
        return None if ended else assignment

    def next_start(self, day: int) -> date | None:
        """Return when the next assignment begins, after a day."""
        at = bisect_right(self._starts, day)
        return day_of(self._starts[at]) if at < len(self._starts) else None

    def place(self, day: int) -> Place | None:
        """Return where a day lies; ``None`` without a plan."""
        if day not in self._places:
            self._places[day] = self._find(day)
        return self._places[day]

    def _find(self, day: int) -> Place | None:
        assignment = self.assignment_on(day)
        if assignment is None:
            return None
        days_in = self._days_in(assignment, day)
        plan, seen = assignment.plan, {assignment.plan.id}
        while plan.weeks is not None and days_in >= plan.weeks * WEEK:
            following = self._plans.get(plan.next_plan or "")
            if following is None or following.id in seen:
                break
            days_in -= plan.weeks * WEEK
            plan = following
            seen.add(plan.id)
        week = days_in // WEEK + 1
        return Place(day, assignment, plan, day - days_in, week, phase_of(plan, week), days_in)

    def _days_in(self, assignment: Assignment, day: int) -> int:
        start, days_in = assignment.start_day.toordinal(), 0
        for override in self._weeks_set:
            from_day = override.from_day.toordinal()
            over = override.until_day is not None and override.until_day.toordinal() < day
            if override.plan_week is not None and start <= from_day <= day and not over:
                start, days_in = from_day, (override.plan_week - 1) * WEEK
        return days_in + day - start - self._paused(assignment, start, day)

    def _paused(self, assignment: Assignment, start: int, day: int) -> int:
        """Return how many days from ``start`` up to ``day`` lie in long breaks."""
        breaks = self._long_breaks(start, assignment.plan.breaks.half_load_after_days)
        return sum(max(0, min(end, day) - begin - BREAK_COUNTS_FROM) for begin, end in breaks if begin < day)

    def _long_breaks(self, start: int, days: int) -> list[tuple[int, int]]:
        """Return the last training day before and the first after each long break, seen from today."""
        if (start, days) not in self._breaks:
            trained = [start, *self._history.trained_between(start, self._today), self._today]
            self._breaks[start, days] = [(a, b) for a, b in pairwise(trained) if b - a >= days]
        return self._breaks[start, days]


def phase_of(plan: Plan, week: int) -> Phase:
    """Return the phase of a week; the last one goes on."""
    return next((phase for phase in plan.phases if week <= phase.to_week), plan.phases[-1])


def over(place: Place) -> bool:
    """Say whether the plan has come to its end and nothing follows it."""
    return place.plan.weeks is not None and place.week > place.plan.weeks
