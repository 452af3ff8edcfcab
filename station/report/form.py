"""What spoiled repetitions, and what helps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from station.metrics.faults import FAULTS
from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.report.glance import early, lately, lately_named
from station.report.words import UNKNOWN, thousands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from station.metrics.faults import FaultRule
    from station.report.facts import Facts, VisitFacts


def form(facts: Facts) -> Element | None:
    """Return what spoiled repetitions, the most frequent first, then and now; ``None`` when nothing did."""
    counts = _faults(facts.visits)
    found = sorted((rule for rule in FAULTS if counts[rule.name]), key=lambda rule: -counts[rule.name])
    if not found:
        return None
    now, then = lately(facts), early(facts)
    rows = [
        (rule.seen, _rate(rule, then) if then else "", _rate(rule, now), _all(rule, counts), rule.advice)
        for rule in found
    ]
    header = ("of 100 repetitions", "first 4 weeks", lately_named(facts), "in all", "what helps")
    made = table(
        "Repetitions of 100 that each of these spoiled, and how to do better", header, rows, words=(0, 4)
    )
    return tag("div", tag("h3", "What spoiled repetitions"), scrolling("What spoiled repetitions", made))


def _all(rule: FaultRule, counts: Counter[str]) -> str:
    return thousands(counts[rule.name]) + (" sets" if rule.level == "set" else "")


def _faults(visits: Iterable[VisitFacts]) -> Counter[str]:
    """Return how many repetitions had each fault; those of a set as a whole are counted by set."""
    of_sets = {rule.name for rule in FAULTS if rule.level == "set"}
    counts: Counter[str] = Counter()
    for visit in visits:
        counts.update(visit.faults)
        for done in visit.done.sets:
            counts.update({name: count for name, count in done.fault_counts if name in of_sets})
    return counts


def _rate(rule: FaultRule, visits: Sequence[VisitFacts]) -> str:
    if rule.level == "set":
        return ""
    reps = sum(visit.sums.reps for visit in visits)
    return UNKNOWN if not reps else f"{100 * _faults(visits)[rule.name] / reps:.1f}"
