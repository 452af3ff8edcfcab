"""Progress at a glance: a few large figures with where they began, and the days between which is compared."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from station.metrics.comparisons import BY_LEG
from station.report import measures
from station.report.legs import Difference, difference
from station.report.period import COMPARED, Stretch, first_and_last
from station.report.words import (
    NO_LOAD_KG,
    counted,
    day_words,
    load_words,
    number,
    percent,
    thousands,
)

if TYPE_CHECKING:
    from station.programme.model import Leg, SymptomKind
    from station.report.facts import Facts, VisitFacts


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure: what it is, its value, where it began, and its way there for a small line."""

    name: str
    value: str
    note: str
    way: tuple[float | None, ...] = ()
    """By week, or by fours of weeks."""


@dataclass(frozen=True, slots=True)
class Span:
    """The stretches that are compared: the last four weeks with training, and the first ones if they are others."""

    first: Stretch | None
    last: Stretch


def span_of(facts: Facts) -> Span | None:
    """Return what is compared; ``None`` without a visit."""
    days = [visit.day for visit in facts.visits if not visit.doubtful] or [
        visit.day for visit in facts.visits
    ]
    if not days:
        return None
    both = first_and_last(days)
    if both is not None:
        return Span(*both)
    return Span(None, Stretch(min(days), max(days)))


def lately(facts: Facts) -> tuple[VisitFacts, ...]:
    """Return the visits of the last four weeks with training."""
    span = span_of(facts)
    return () if span is None else tuple(visit for visit in facts.visits if span.last.holds(visit.day))


def early(facts: Facts) -> tuple[VisitFacts, ...]:
    """Return the visits of the first four weeks with training; none when they overlap the last ones."""
    span = span_of(facts)
    if span is None or span.first is None:
        return ()
    return tuple(visit for visit in facts.visits if span.first.holds(visit.day))


def planned(facts: Facts) -> int:
    """Return the visits that the plan hoped for up to today."""
    return sum(week.sessions_planned for week in facts.weeks if week.state == "past")


def came(facts: Facts) -> int:
    """Return the visits of the plan's past weeks, as the plan counts them."""
    return sum(week.sessions_done for week in facts.weeks if week.state == "past")


def tiles(facts: Facts) -> list[Tile]:
    """Return the figures there are; what is not known has none."""
    made = (
        _visits(facts),
        _load(facts),
        _pain(facts),
        _time(facts),
        _tempo(facts),
        _legs(facts),
        _visa(facts),
    )
    return [tile for tile in made if tile is not None]


def _visits(facts: Facts) -> Tile | None:
    if not facts.visits:
        return None
    hoped = planned(facts)
    note = f"{thousands(facts.reps)} repetitions"
    if hoped:
        note = f"{came(facts)} of {hoped} planned in full weeks · {note}"
    way = tuple(float(len(block.visits)) for block in measures.blocks(facts))
    return Tile("Visits", thousands(len(facts.visits)), note, way)


def _load(facts: Facts) -> Tile | None:
    by_leg = {leg: found for leg in measures.carried(facts.visits) if (found := leg_loads(facts, leg))}
    if not by_leg:
        return None
    now = {leg: found[-1] for leg, found in by_leg.items()}
    alike = max(now.values()) - min(now.values()) < NO_LOAD_KG
    value = (
        load_words(max(now.values()))
        if alike
        else " · ".join(f"{leg[0].upper()} {load_words(kg)}" for leg, kg in now.items())
    )
    first = max(found[0] for found in by_leg.values())
    most = max(max(found) for found in by_leg.values())
    grown = load_words(first) != load_words(max(now.values()))
    note = f"at the last visit; at first {load_words(first)}" if grown else "at the last visit, as at first"
    if most - max(first, *now.values()) >= NO_LOAD_KG:
        note += f"; {load_words(most)} at most"
    return Tile(
        "Added load", value, note, tuple(measures.block_load_kg(facts, b) for b in measures.blocks(facts))
    )


def leg_loads(facts: Facts, leg: Leg) -> list[float]:
    """Return one leg's known loads, kg, in the order of the visits."""
    found = (measures.load_kg(facts, visit, leg) for visit in facts.visits)
    return [kg for kg in found if kg is not None]


def _pain(facts: Facts) -> Tile | None:
    morning = measures.told(facts, "next_morning")
    kind: SymptomKind = "next_morning" if morning else "during"
    told, name = (
        (morning, "Pain next morning") if morning else (measures.told(facts, "during"), "Pain while training")
    )
    if not told:
        return None
    last = Stretch(facts.period.last - COMPARED, facts.period.last)
    values = measures.within(told, last) or list(told.values())[-1:]
    when = "last 4 weeks" if measures.within(told, last) else f"on {day_words(list(told)[-1])}"
    note = f"mean of {len(values)} told, {when}" if len(values) > 1 else f"told {when}"
    before = pain_then(facts, kind)
    if before is not None:
        note += f"; first 4 weeks {before[0]:.1f}"
    way = tuple(
        fmean(found) if (found := measures.within(told, Stretch(block.first, block.last))) else None
        for block in measures.blocks(facts)
    )
    return Tile(name, f"{fmean(values):.1f} / 10", note, way)


def pain_then(facts: Facts, kind: SymptomKind) -> tuple[float, float] | None:
    """Return the mean of the first and of the last four weeks in which it was told; ``None`` if these overlap."""
    told = measures.told(facts, kind)
    both = first_and_last(told)
    if both is None:
        return None
    first, last = (measures.within(told, stretch) for stretch in both)
    return fmean(first), fmean(last)


def _time(facts: Facts) -> Tile | None:
    now = [one for leg in ("left", "right") if (one := measures.single_leg_s(lately(facts), leg)).count]
    if not now:
        return None
    total = sum(now[1:], now[0])
    note = f"mean of {thousands(total.count)} repetitions; asked for {facts.target_s:g} s or more"
    way = tuple(
        (measures.single_leg_s(block.visits, "left") + measures.single_leg_s(block.visits, "right")).mean
        for block in measures.blocks(facts)
    )
    return Tile("Time on one leg", f"{total.mean:.1f} s", note, way)


def _tempo(facts: Facts) -> Tile | None:
    now = measures.tempo_of(lately(facts))
    if now.not_fast is None:
        return None
    before = measures.tempo_of(early(facts)).not_fast
    note = f"of {thousands(now.judged)} judged, last 4 weeks"
    note += "" if before is None else f"; first 4 weeks {percent(before)}"
    way = tuple(measures.tempo_of(block.visits).not_fast for block in measures.blocks(facts))
    return Tile("Not too fast", percent(now.not_fast), note, way)


def times_now(facts: Facts) -> Difference | None:
    """Return the difference of the time on one leg in the last four weeks with training."""
    return difference(lately(facts), BY_LEG[0])


def _legs(facts: Facts) -> Tile | None:
    found = times_now(facts)
    if found is None:
        return None
    told, _, below = found.told.partition(", ")
    note = f"{below or 'more than chance'} (band {found.band_percent:.1f} %)"
    return Tile("Right against left, time", told, f"{note}; {counted(found.visits, 'visit')}")


def _visa(facts: Facts) -> Tile | None:
    told = measures.told(facts, "visa_a")
    if not told:
        return None
    values = list(told.values())
    note = f"on {day_words(list(told)[-1])}" + (
        f"; {values[0]:.0f} on {day_words(next(iter(told)))}" if len(values) > 1 else ""
    )
    return Tile("VISA-A, of 100", number(values[-1]), note, tuple(values))
