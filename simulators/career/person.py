"""A person over months: told each day what to do, and doing it more or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Final

from simulators.career.plain import Felt, Lived, Ran
from simulators.career.tendon import Tendon, TendonTraits, dose_of_run
from simulators.career.visit import Condition, Training

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from simulators.career.plain import Asked, CoachWord, DoneVisit, Surface
    from simulators.career.traits import Traits

_HOURS = (8 * 60, 16 * 60)
"""Minutes of the day of a first and a second visit, UTC: one date in most of the world."""
_HEEL_TOLD_FROM = 2.0
"""Pain while lowering from which on somebody says where it is."""
_EVEN_BELOW = 1.5
"""Ache up to which both legs feel alike"""
_HEEL_FELT_FROM = 1.0
"""... and from which on the heel bone is still felt."""
_RUNS_APART = 3
_LADDER: Final[tuple[tuple[int, Surface], ...]] = (
    (0, "flat"), (7, "flat"), (14, "flat"), (15, "flat"), (20, "flat"), (20, "flat"), (20, "hills"), (20, "speed"),
)  # fmt: skip
"""Minutes of running within the levels of walking and running, and where."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What somebody still has to tell of the morning after the last visit."""

    day: date
    visit: int
    pain: float
    stiffness_min: float


class Person:
    """One person and two tendons; ``live`` is the only mutator.

    Chance depends on the seed, the day and what it decides, on nothing else: other advice on one day leaves the
    luck of all other days as it was.
    """

    def __init__(self, traits: Traits, seed: int) -> None:
        self.traits = traits
        self.sore, self.sound = Tendon(traits.tendon), Tendon(TendonTraits())
        self._seed = seed
        self._day = -1
        self._visits = 0
        self._pace_s = traits.pace.own_s
        self._dose = [0.0, 0.0]
        self._heaviest = [0.0, 0.0]
        self._memory: _Memory | None = None
        self._calm_until = -1
        self._ran_on = -_RUNS_APART

    def live(self, day: date, advise: Callable[[Lived], Asked]) -> Lived:
        """Live one day; ``advise`` says what to do next, given what has passed of the day."""
        self._wake(day)
        lived = replace(Lived(day), words=self._words(), body=self._truth())
        asked = advise(lived)
        if self._away() or not self._comes(asked):
            return self._run(lived, asked)
        for minute in _HOURS:
            lived = self._answer(lived, asked, minute)
            asked = advise(lived)
            if not asked.trains and not self._defies(asked):
                break
            lived = self._visit(lived, asked, minute + self._chance("minute").randrange(50))
            asked = advise(lived)
            if not asked.trains:
                break
        return self._run(lived, asked)

    def _chance(self, what: str) -> Random:
        return Random(f"{self.traits.name} {self._seed} {self._day} {what}")

    def _happens(self, what: str, probability: float) -> bool:
        return self._chance(what).random() < probability

    def _wake(self, day: date) -> None:
        """End the day before, and feel the first steps."""
        if self._day >= 0:
            for number, tendon in enumerate((self.sore, self.sound)):
                tendon.sleep(self._dose[number], self._heaviest[number])
        self._day += 1
        self._dose, self._heaviest = [0.0, 0.0], [0.0, 0.0]
        if self._memory is not None and self._memory.day == day:
            luck = self._chance("morning").gauss(0.0, 0.3)
            pain = self.sore.in_the_morning() + luck
            self._memory = replace(
                self._memory, pain=pain, stiffness_min=self.sore.stiffness_min() + 3.0 * luck
            )

    def _truth(self) -> dict[str, float]:
        sore = self.sore
        return {"ache": sore.ache, "irritation": sore.irritation, "capacity": sore.capacity}

    def _words(self) -> tuple[CoachWord, ...]:
        return tuple(word for word in self.traits.coach if 7 * (word.week - 1) == self._day)

    # --- decisions ------------------------------------------------------------------------------------

    @property
    def _calm(self) -> bool:
        """Whether a fright makes somebody do as advised."""
        return self._day <= self._calm_until

    def _away(self) -> bool:
        return any(first <= self._day <= last for first, last in self.traits.mind.away)

    def _comes(self, asked: Asked) -> bool:
        if asked.trains:
            return self._happens("comes", self.traits.mind.attends)
        return self._defies(asked)

    def _defies(self, asked: Asked) -> bool:
        rests = not asked.trains and bool(asked.usual_sets) and not self._calm
        return rests and self._happens("defies", self.traits.mind.trains_on_rest)

    # --- a visit --------------------------------------------------------------------------------------

    def _answer(self, lived: Lived, asked: Asked, minute: int) -> Lived:
        """Say what is asked, as far as somebody answers."""
        felt: list[Felt] = []
        for kind in sorted(asked.questions):
            if self._happens(f"answers {kind}", self.traits.mind.answers):
                felt += self._told(kind, lived.day, minute)
        if asked.questions & {"next_morning", "stiffness_min"}:
            self._memory = None
        return replace(lived, felt=(*lived.felt, *felt))

    def _told(self, kind: str, day: date, minute: int) -> list[Felt]:
        """Answer one question; nobody says a leg who is not asked for one."""
        memory = self._memory
        if kind in {"next_morning", "stiffness_min"}:
            if memory is None or memory.day > day:
                return []
            value = _nrs(memory.pain) if kind == "next_morning" else _minutes(memory.stiffness_min)
            said = None if memory.day == day else day
            return [Felt(memory.day, minute, kind, value, None, memory.visit, said)]
        now = self._now(kind)
        return [] if now is None else [Felt(day, minute, kind, now)]

    def _now(self, kind: str) -> float | None:
        """Return what somebody says of today; ``None`` for what is asked after a visit, or not understood."""
        luck = self._chance(kind).gauss(0.0, 1.0)
        if kind == "visa_a":
            return float(round(min(self.sore.visa_a() + 2.0 * luck, 100.0)))
        if kind == "daily_life":
            return _nrs(0.8 * self.sore.in_the_morning() + 0.2 * luck)
        if kind == "feels_balanced":
            return float(self.sore.ache < _EVEN_BELOW)
        if kind == "heel_bone":
            return float(self.traits.heel_bone and self.sore.ache > _HEEL_FELT_FROM)
        return None

    def _visit(self, lived: Lived, asked: Asked, minute: int) -> Lived:
        condition = Condition(self.sore, self.sound, self._day, self._pace_s, calm=self._calm)
        rng = self._chance(f"visit {len(lived.visits)}")
        result = Training(self.traits, condition, rng).train(asked, lived.day, minute)
        self._pace_s = result.pace_s
        for number in (0, 1):
            self._dose[number] += result.doses[number]
            self._heaviest[number] = max(self._heaviest[number], result.heaviest[number])
        felt = self._felt(result.visit, result.pain, sharp=result.sharp, rng=rng)
        self._memory = _Memory(_after(lived.day), self._visits, 0.0, 0.0)
        self._visits += 1
        if result.pain >= self.traits.mind.frightened_by:
            self._calm_until = self._day + self.traits.mind.frightened_days
        return replace(lived, visits=(*lived.visits, result.visit), felt=(*lived.felt, *felt))

    def _felt(self, visit: DoneVisit, pain: float, *, sharp: bool, rng: Random) -> list[Felt]:
        """Say right after a visit how it was."""
        traits = self.traits
        minute = visit.minute + int(visit.end_s // 60) + 1
        after = max(pain - 0.8 + 0.3 * self.sore.irritation + rng.gauss(0.0, 0.3), 0.0)
        told: list[tuple[str, float]] = []
        where: list[tuple[str, float]] = []
        if self._happens("says during", traits.mind.answers):
            told.append(("during", _nrs(pain)))
        if self._happens("says after", traits.mind.answers):
            told.append(("after", _nrs(after)))
        if sharp:
            where.append(("sharp", 1.0))
        if traits.heel_bone and pain >= _HEEL_TOLD_FROM:
            where.append(("heel_bone", 1.0))
        return [
            *(Felt(visit.day, minute, kind, value, None, self._visits) for kind, value in told),
            *(Felt(visit.day, minute, kind, value, traits.sore, self._visits) for kind, value in where),
        ]

    # --- runs -----------------------------------------------------------------------------------------

    def _run(self, lived: Lived, asked: Asked) -> Lived:
        runs = [
            Ran(lived.day, habit.minutes, habit.surface)
            for habit in self.traits.mind.runs
            if habit.first_day <= self._day <= habit.last_day
            and lived.day.weekday() in habit.weekdays
            and not self._calm
        ]
        due = self._day - self._ran_on >= _RUNS_APART
        if self.traits.mind.takes_up_running and asked.run_level and due and not runs and not self._away():
            minutes, surface = _LADDER[min(asked.run_level, len(_LADDER)) - 1]
            runs.append(Ran(lived.day, minutes, surface, asked.run_level))
        for run in runs:
            self._ran_on = self._day
            for number in (0, 1):
                self._dose[number] += dose_of_run(run.minutes, run.surface)
        return replace(lived, runs=(*lived.runs, *runs))


def _nrs(pain: float) -> float:
    """Return a pain as a person says it: a whole number from 0 to 10."""
    return float(min(max(round(pain), 0), 10))


def _minutes(value: float) -> float:
    """Return a time as a person says it: in steps of five minutes."""
    return float(max(5 * round(value / 5.0), 0))


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)
