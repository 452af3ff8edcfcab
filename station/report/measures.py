"""What is told of visits and entries: loads, pain, tempo, week by week. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

from station.metrics.limits import FAULT
from station.programme.history import LEGS, measured_load_kg, reps_of
from station.report.period import LONG_WEEKS, WEEK, Stretch
from station.store.report import Sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.programme.model import Leg, SymptomKind, WeekDone
    from station.report.facts import Facts, VisitFacts

PAINS: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning", "daily_life")


def rail_share(facts: Facts) -> float:
    """Return from which share of weight on the hands on a load says nothing."""
    return (
        facts.assignments[-1].plan.rail.invalid_share if facts.assignments else float(FAULT.rail_void_share)
    )


def load_kg(facts: Facts, visit: VisitFacts, leg: Leg) -> float | None:
    """Return the median added load of one leg's sets in a visit; ``None`` when it is not known."""
    loads = [
        kg
        for done in visit.done.sets
        if reps_of(done, leg) and (kg := measured_load_kg(done, rail_share(facts))) is not None
    ]
    return median(loads) if loads else None


def load_sd_kg(facts: Facts, stretch: Stretch) -> float | None:
    """Return how well the loads of some days are known, kg: the usual standard deviation of a set."""
    found = [
        done.added_load_sd_kg
        for visit in facts.visits
        if stretch.holds(visit.day)
        for done in visit.done.sets
        if done.added_load_sd_kg is not None
    ]
    return median(found) if found else None


def told(facts: Facts, kind: SymptomKind) -> dict[date, float]:
    """Return the worst value of a kind by day, in order; days outside of the period are left out."""
    worst: dict[date, float] = {}
    for symptom in facts.log.symptoms:
        if symptom.kind == kind and facts.period.holds(symptom.day):
            worst[symptom.day] = max(worst.get(symptom.day, symptom.value), symptom.value)
    return dict(sorted(worst.items()))


def within(values: dict[date, float], stretch: Stretch) -> list[float]:
    """Return the values of some days."""
    return [value for day, value in values.items() if stretch.holds(day)]


@dataclass(frozen=True, slots=True)
class Tempo:
    """Repetitions by how slowly they came down."""

    ok: int = 0
    borderline: int = 0
    fast: int = 0
    reps: int = 0

    @property
    def judged(self) -> int:
        """Those whose tempo could be told."""
        return self.ok + self.borderline + self.fast

    @property
    def not_fast(self) -> float | None:
        """Share of the judged ones that was not too fast; ``None`` of nothing."""
        return (self.ok + self.borderline) / self.judged if self.judged else None


def tempo_of(visits: Iterable[VisitFacts]) -> Tempo:
    """Return the tempo of all legs of some visits."""
    legs = [one for visit in visits for one in visit.legs.values()]
    return Tempo(
        ok=sum(one.tempo_ok for one in legs),
        borderline=sum(one.tempo_borderline for one in legs),
        fast=sum(one.tempo_fast for one in legs),
        reps=sum(one.reps for one in legs),
    )


def single_leg_s(visits: Iterable[VisitFacts], side: str) -> Sums:
    """Return the sums of the time on one leg of some visits."""
    return sum((v.legs[side].single_leg_s for v in visits if side in v.legs), Sums())


def lowering_s(visits: Iterable[VisitFacts], side: str) -> Sums:
    """Return the sums of the lowering time of some visits; ``both``: repetitions on both feet."""
    return sum((v.legs[side].eccentric_s for v in visits if side in v.legs), Sums())


@dataclass(frozen=True, slots=True)
class Block:
    """One week, or four of them, of a period."""

    first: date
    last: date
    visits: tuple[VisitFacts, ...]
    plan: tuple[WeekDone, ...]

    @property
    def reps(self) -> int:
        """Repetitions."""
        return sum(visit.sums.reps for visit in self.visits)


def blocks(facts: Facts) -> list[Block]:
    """Return the period week by week, or in fours of weeks when it is long."""
    length = 4 if facts.period.weeks > LONG_WEEKS else 1
    begins = facts.period.begins[::length]
    visits: dict[int, list[VisitFacts]] = defaultdict(list)
    plan: dict[int, list[WeekDone]] = defaultdict(list)
    for visit in facts.visits:
        visits[facts.period.week_of(visit.day) // length].append(visit)
    for week in facts.weeks:
        plan[facts.period.week_of(week.first_day) // length].append(week)
    return [
        Block(
            begin,
            min(facts.period.last, begin + length * WEEK - timedelta(days=1)),
            tuple(visits[at]),
            tuple(plan[at]),
        )
        for at, begin in enumerate(begins)
    ]


def block_load_kg(facts: Facts, block: Block) -> float | None:
    """Return the largest load of a block: the median of the sets of one leg's visit."""
    loads = [kg for visit in block.visits for leg in LEGS if (kg := load_kg(facts, visit, leg)) is not None]
    return max(loads, default=None)


def planned_by_day(facts: Facts) -> dict[date, float]:
    """Return the load, kg, that the plan suggested on each day of the period."""
    found = {
        week.first_day + timedelta(days=at): kg
        for week in facts.weeks
        for at, kg in enumerate(week.planned_by_day_kg)
    }
    return {day: kg for day, kg in found.items() if facts.period.holds(day)}


def planned_kg(facts: Facts, block: Block) -> float | None:
    """Return the largest load planned for a block's days with a visit, or for all of its days without any."""
    trained = {visit.day for visit in block.visits}
    planned = {day: kg for day, kg in planned_by_day(facts).items() if block.first <= day <= block.last}
    return max((kg for day, kg in planned.items() if not trained or day in trained), default=None)


def carried(visits: Sequence[VisitFacts]) -> tuple[Leg, ...]:
    """Return the legs that carried the load: both where they only worked together."""
    return worked(visits) or LEGS


def worked(visits: Sequence[VisitFacts]) -> tuple[Leg, ...]:
    """Return the legs that did repetitions alone."""
    return tuple(leg for leg in LEGS if any(leg in visit.legs for visit in visits))
