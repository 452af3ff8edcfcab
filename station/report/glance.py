"""Progress at a glance: a few large figures with where they began, and the days between which is compared."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Final

from station.metrics.comparisons import BY_LEG
from station.report import measures
from station.report.legs import Difference, difference
from station.report.pain import pain_of, sharp_days
from station.report.period import Stretch, first_and_last, last_of
from station.report.words import (
    KIND_LABELS,
    NO_LOAD_KG,
    counted,
    day_words,
    load_words,
    number,
    percent,
    thousands,
)

if TYPE_CHECKING:
    from station.programme.model import Leg
    from station.report.facts import Facts, VisitFacts


NO_NEWS_DAYS: Final = 10
"""A week off is no news; what is longer ago than this is told with its day."""


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
    return Span(None if both is None else both[0], last_of(days))


def weeks_named(facts: Facts, stretch: Stretch) -> str:
    """Return ``last 4 weeks``, or with its day when these ended long ago."""
    idle = (facts.period.last - stretch.last).days
    return "last 4 weeks" if idle <= NO_NEWS_DAYS else f"4 weeks to {day_words(stretch.last)}"


def lately_named(facts: Facts) -> str:
    """Return the name of the last four weeks with training."""
    span = span_of(facts)
    return "last 4 weeks" if span is None else weeks_named(facts, span.last)


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
    found, sharp = pain_of(facts), sharp_days(facts)
    if found is None:
        return Tile("Sharp pain", counted(sharp, "day"), "told in these weeks") if sharp else None
    one = found.count == 1
    when = f"on {day_words(found.stretch.last)}" if one else weeks_named(facts, found.stretch)
    note = f"told {when}" if one else f"mean of {found.count} told, {when}"
    if found.first_nrs is not None:
        note += f"; first 4 weeks {found.first_nrs:.1f}"
    if sharp:
        note += f"; sharp on {counted(sharp, 'day')}"
    way = tuple(
        fmean(inside) if (inside := measures.within(found.told, Stretch(block.first, block.last))) else None
        for block in measures.blocks(facts)
    )
    return Tile(f"Pain {KIND_LABELS[found.kind]}", f"{found.now_nrs:.1f} / 10", note, way)


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
    note = f"of {thousands(now.judged)} judged, {lately_named(facts)}"
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
    size, band = found.exactly
    note = f"{'more than chance' if found.detectable else 'below detectable change'} (band {band})"
    return Tile(
        "Right against left, time", size, f"{note}; {counted(found.visits, 'visit')}, {lately_named(facts)}"
    )


def _visa(facts: Facts) -> Tile | None:
    told = measures.told(facts, "visa_a")
    if not told:
        return None
    values = list(told.values())
    note = f"on {day_words(list(told)[-1])}" + (
        f"; {values[0]:.0f} on {day_words(next(iter(told)))}" if len(values) > 1 else ""
    )
    return Tile("VISA-A, of 100", number(values[-1]), note, tuple(values))
