"""Left and right side by side: what differs, by how much, and what these repetitions cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.report import measures
from station.report.glance import early, lately, lately_named
from station.report.legs import COMPARISONS, difference, differences
from station.report.legs_figure import now_figure, trend_figure
from station.report.tempo import key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from station.metrics.comparisons import Comparison
    from station.pages.markup import Part
    from station.report.facts import Facts
    from station.report.legs import Difference


def sides(facts: Facts) -> Element:
    """Return the section about the legs side by side."""
    now = differences(lately(facts))
    worked = measures.worked(facts.visits)
    body: list[Part]
    alone = (
        f"Only the {worked[0]} leg trained in these weeks, so it has nothing to be compared with."
        if len(worked) == 1
        else ""
    )
    if now:
        body = [
            tag("p", alone) if alone else None,
            key(("noise", "cannot be told from none"), ("left", "more on the left"), ("right", "more on the right"),
                ("below", "below detectable change")),
            tag("figure", now_figure(now),
                tag("figcaption", f"{_weeks(facts)}; each visit counts once. {_matters(facts)}")),
            _trend(facts),
            scrolling("Left and right compared", _table(facts, now)),
        ]  # fmt: skip
    elif alone:
        body = [tag("p", alone)]
    else:
        words = "Comparing takes three repetitions on each leg in one visit; there was no such visit lately."
        body = [tag("p", words)]
    return tag("section", tag("h2", "Left and right compared", id="legs-section"), body)


def _matters(facts: Facts) -> str:
    """Say that a difference may be certain and small; the limit is that of the plan."""
    limit = (
        f": the plan looks at {facts.assignments[-1].plan.balance.within_percent:g} %"
        if facts.assignments
        else ""
    )
    return f"What can be told from chance need not matter{limit}."


def _weeks(facts: Facts) -> str:
    return f"The {lately_named(facts)} with training"


def _trend(facts: Facts) -> Element | None:
    drawn = trend_figure(facts)
    if drawn is None:
        return None
    caption = "Time on one leg: the difference of a week or of four, give or take its band."
    return tag("figure", drawn, tag("figcaption", caption))


def _table(facts: Facts, now: Sequence[Difference]) -> Element:
    then = early(facts)
    rows = [_compared(each, difference(then, each.comparison)) for each in now]
    header = ("what is compared", "left", "right", "difference (± band)", "in the first 4 weeks")
    missing = [one.label for one in COMPARISONS if one.stem not in {each.comparison.stem for each in now}]
    caption = (
        f"{_weeks(facts)}. Difference between left-leg and right-leg repetitions: (R - L) / the larger; "
        "between feet at one time: (R - L) / (R + L)."
    )
    if missing:
        caption += f" Not enough repetitions for: {', '.join(missing)}."
    return table(caption, header, rows, words=(0, 3, 4))


def _compared(each: Difference, before: Difference | None) -> tuple[str, ...]:
    one = each.comparison
    return (
        f"{one.label}{f', {one.unit}' if one.unit else ''}",
        _raw(one, each.left),
        _raw(one, each.right),
        _told(each),
        "" if before is None else _told(before),
    )


def _told(each: Difference) -> str:
    size, band = each.exactly
    return f"{size} (± {band}){'' if each.detectable else ', below detectable change'}"


def _raw(one: Comparison, value: float) -> str:
    return f"{100 * value:.0f} %" if not one.unit else f"{value:.{one.decimals}f}"
