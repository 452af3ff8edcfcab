"""What a reader without time should know, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.metrics.comparisons import BY_FOOT
from station.report import measures
from station.report.glance import (
    NO_NEWS_DAYS,
    came,
    lately,
    lately_named,
    leg_loads,
    planned,
    span_of,
    times_now,
)
from station.report.legs import difference, symmetry
from station.report.pain import pain_said
from station.report.words import NO_LOAD_KG, counted, days_words, load_words, percent, thousands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.report.facts import Facts


def sentences(facts: Facts) -> Iterator[str]:
    """Yield what a reader without time should know."""
    if not facts.visits:
        yield _nothing(facts)
    else:
        yield _training(facts)
        yield from _load_said(facts)
    yield " ".join(pain_said(facts))
    if facts.visits:
        yield from _tempo_said(facts)
        yield _legs_said(facts)


def _nothing(facts: Facts) -> str:
    more = f" {counted(facts.before, 'visit')} came before." if facts.before else ""
    return f"Nothing was measured from {days_words(facts.period.first, facts.period.last)}.{more}"


def _training(facts: Facts) -> str:
    days = len({visit.day for visit in facts.visits})
    words = (
        f"{counted(len(facts.visits), 'visit')} on {counted(days, 'day')}, "
        f"{days_words(facts.visits[0].day, facts.visits[-1].day)}, {counted(facts.reps, 'repetition')}"
    )
    hoped = planned(facts)
    if hoped:
        words += f"; in full weeks {came(facts)} of {hoped} planned visits ({percent(min(1.0, came(facts) / hoped))})"
    idle = (facts.period.last - facts.visits[-1].day).days
    more = f" The last visit was {idle} days ago." if idle > NO_NEWS_DAYS else ""
    return f"{words}.{more}"


def _load_said(facts: Facts) -> Iterator[str]:
    said = []
    span = span_of(facts)
    sd_kg = measures.load_sd_kg(facts, span.last) if span else None
    for leg in measures.carried(facts.visits):
        found = leg_loads(facts, leg)
        if found:
            said.append(f"{leg} leg: {_way(found)}")
    if said:
        sure = "" if sd_kg is None else f" (each ± {2 * sd_kg:.1f} kg)"
        yield f"Added load: {'; '.join(said)}{sure}."


def _way(loads_kg: list[float]) -> str:
    """Return where a load began and ended, and where it had been if that was more."""
    first, last, most = loads_kg[0], loads_kg[-1], max(loads_kg)
    if most - min(loads_kg) < NO_LOAD_KG:
        return f"{load_words(last)} throughout"
    peak = f", {load_words(most)} at most" if most - max(first, last) >= NO_LOAD_KG else ""
    if abs(last - first) < NO_LOAD_KG:
        return f"{load_words(last)} at first and last{peak}"
    return f"from {load_words(first)} to {load_words(last)}{peak}"


def _tempo_said(facts: Facts) -> Iterator[str]:
    tempo = measures.tempo_of(lately(facts))
    if tempo.not_fast is not None:
        of_all = "" if tempo.judged == tempo.reps else f" of {thousands(tempo.reps)}"
        yield (
            f"Tempo was judged of {thousands(tempo.judged)}{of_all} repetitions in the {lately_named(facts)}: "
            f"{percent(tempo.not_fast)} were not too fast, "
            f"{percent(tempo.ok / tempo.judged)} surely slow enough (asked for: {facts.target_s:g} s or more)."
        )


def _legs_said(facts: Facts) -> str:
    found = times_now(facts)
    if found is None:
        worked = measures.worked(facts.visits)
        if len(worked) == 1:
            return f"Only the {worked[0]} leg trained, so the legs cannot be compared."
        together = difference(lately(facts), BY_FOOT[0])
        if not worked and together is not None:
            return f"Both feet worked together; load of the feet while rising: {together.told}."
        return "The legs cannot be compared: that takes three repetitions on each leg in one visit."
    index = symmetry(found, facts.profile.involved_leg)
    words = f"Time on one leg, right against left: {found.told_exactly} (telling takes more than {found.exactly[1]})."
    if index is not None:
        words += (
            f" The {index.involved} leg, named as the involved one, reaches {index.percent:.0f} % "
            f"(± {index.band_percent:.0f}) of the other's time."
        )
    return words
