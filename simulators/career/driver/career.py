"""A person, a plan, and the programme that advises day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from simulators.career.driver.advice import asked_of
from simulators.career.driver.log import log_of
from simulators.career.driver.visits import micros
from simulators.career.life import live
from simulators.career.plain import Day
from station.programme import model
from station.programme.engine import advise
from station.programme.plans import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from simulators.career.plain import Asked, AskedSet, Lived
    from simulators.career.traits import Traits

_EVENING = 20 * 60
_NIGHT = 5 * 60


def plan_ids() -> list[str]:
    """Return the ids of the plans that a career can begin with."""
    return list(shipped())


class Career:
    """Months of one person; ``days`` lives them once, in order."""

    def __init__(self, traits: Traits, seed: int, start: date, plan_id: str) -> None:
        self.traits, self.seed, self.start = traits, seed, start
        self.plans = shipped()
        self.profile = model.Profile(
            sore=traits.sore,
            involved_leg=traits.sore,
            smallest_step_kg=traits.mind.smallest_step_kg,
            body_mass_kg=traits.body_mass_kg,
        )
        first = model.Assignment(
            id="1", plan=self.plans[plan_id], start_day=start, assigned_us=micros(start, _NIGHT)
        )
        self.assignments = [first]
        self.log = model.Log()
        self.advices: dict[date, model.Advice] = {}
        """What held when the day's first visit began, or all day."""
        self._asked: dict[date, Asked] = {}
        self._usual: tuple[AskedSet, ...] = ()

    @property
    def head(self) -> str:
        """Say which career it is."""
        return (
            f"plan {self.assignments[0].plan.id}, seed {self.seed}, from {self.start:%A %d %B %Y}, "
            f"sore {self.traits.sore}, {self.traits.body_mass_kg:g} kg, smallest step "
            f"{self.traits.mind.smallest_step_kg:g} kg"
        )

    def days(self, weeks: int) -> Iterator[Day]:
        """Live ``weeks`` weeks, a day at a time; the log of a day is complete when it is yielded."""
        for lived in live(self.traits, self.seed, self.start, weeks, self._advise):
            self.log = log_of(lived, self.log)
            yield Day(lived, self._asked[lived.day])
            self._follow(lived.day)

    def advice_on(self, day: date) -> model.Advice:
        """Return what the programme says on a day, given everything lived so far."""
        return advise(tuple(self.assignments), self.profile, self.log, day, self.plans)

    def _advise(self, lived: Lived) -> Asked:
        log = log_of(lived, self.log)
        advice = advise(tuple(self.assignments), self.profile, log, lived.day, self.plans)
        asked = asked_of(advice, self._usual)
        if not lived.visits:
            self._asked[lived.day], self.advices[lived.day] = asked, advice
        if asked.trains:
            self._usual = asked.sets
        return asked

    def _follow(self, day: date) -> None:
        """Go back to a plan that is suggested from out of maintenance, as somebody at the step would agree to."""
        advice = self.advices[day]
        plan = self.plans.get(advice.suggested_plan or "")
        before = self.assignments[-1]
        if plan is None or plan.id == advice.plan_id or advice.mode != "maintenance":
            return
        tomorrow = day + timedelta(days=1)
        self.assignments[-1] = replace(before, end_day=tomorrow)
        self.assignments.append(
            model.Assignment(
                id=str(len(self.assignments) + 1),
                plan=plan,
                start_day=tomorrow,
                assigned_us=micros(day, _EVENING),
            )
        )
