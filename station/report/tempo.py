"""How slowly: time on one leg and lowering time over the weeks, and how many repetitions were slow enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.pages.markup import tag
from station.programme.history import LEGS
from station.report import measures
from station.report.chart import Days, Panel, day_axis, figure
from station.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from xml.etree.ElementTree import Element

    from station.report.chart import Shape
    from station.report.facts import Facts, VisitFacts
    from station.report.measures import Block
    from station.store.report import Sums

_TIME_PX: Final = 104.0
_SHARE_PX: Final = 62.0
_ROOM_PX: Final = 16.0
_SERIES: Final[tuple[tuple[str, Shape, float], ...]] = (
    ("left", "dot", -2.0), ("right", "diamond", 2.0), ("both", "square", 0.0),
)  # fmt: skip
_FEW_VISITS: Final = 45
"""Up to here each visit is a mark; beyond, each week."""


def tempo_figure(facts: Facts) -> Element | None:
    """Return time on one leg, lowering time and the share of slow repetitions; ``None`` without any of them."""
    groups = _groups(facts)
    days = Days.of(facts.period)
    parts: list[Element] = []
    y = 6.0
    for label, sums, rule in (
        ("on one leg, s", measures.single_leg_s, True),
        ("lowering, s", measures.lowering_s, False),
    ):
        panel = _times(facts, groups, sums, Panel(days, y, _TIME_PX, (0.0, _top(facts, groups, sums)), label))
        if panel is None:
            continue
        if rule:
            panel.rule(facts.target_s, f"asked for: {facts.target_s:g} s or more", "limit")
        parts.append(panel.drawn())
        y = panel.bottom + _ROOM_PX
    blocks = [block for block in measures.blocks(facts) if measures.tempo_of(block.visits).judged]
    if blocks:
        shares = _shares(days, y, blocks)
        parts.append(shares.drawn(unit_ticks=2))
        y = shares.bottom + _ROOM_PX
    if not parts:
        return None
    parts.append(day_axis(days, y - _ROOM_PX))
    return figure("tempo", "Tempo over the weeks", described(facts), y + 8, parts)


def _groups(facts: Facts) -> list[tuple[date, list[VisitFacts]]]:
    """Return visits to be drawn as one mark, with the day of it."""
    if len(facts.visits) <= _FEW_VISITS:
        return [(visit.day, [visit]) for visit in facts.visits]
    return [
        (block.first + (block.last - block.first) / 2, list(block.visits))
        for block in measures.blocks(facts)
        if block.visits
    ]


def _top(
    facts: Facts,
    groups: list[tuple[date, list[VisitFacts]]],
    sums: Callable[[Iterable[VisitFacts], str], Sums],
) -> float:
    means = [
        mean for _, visits in groups for leg, _, _ in _SERIES if (mean := sums(visits, leg).mean) is not None
    ]
    return 1.15 * max([facts.target_s, *means])


def _times(
    facts: Facts,
    groups: list[tuple[date, list[VisitFacts]]],
    sums: Callable[[Iterable[VisitFacts], str], Sums],
    panel: Panel,
) -> Panel | None:
    """Draw each leg's means with the spread of their repetitions as whiskers; ``None`` when there are none."""
    drawn = False
    for leg, shape, shift in _SERIES:
        found = [(day, sums(visits, leg)) for day, visits in groups]
        points = [(day, one.mean) for day, one in found if one.mean is not None]
        spans = [
            (day, one.mean - one.sd, one.mean + one.sd)
            for day, one in found
            if one.mean is not None and one.sd is not None
        ]
        panel.whiskers(spans, leg, shift=shift)
        panel.marks(points, shape, leg, shift=shift)
        drawn = drawn or bool(points)
    return panel if drawn and facts.visits else None


def _shares(days: Days, y: float, blocks: list[Block]) -> Panel:
    panel = Panel(days, y, _SHARE_PX, (0.0, 100.0), "reps, %")
    for block in blocks:
        tempo = measures.tempo_of(block.visits)
        ok, near = (100.0 * count / tempo.judged for count in (tempo.ok, tempo.borderline))
        for low, high, kind in ((0.0, ok, "slow"), (ok, ok + near, "near"), (ok + near, 100.0, "fast")):
            panel.bars([(block.first, block.last, low, high)], kind)
    return panel


def described(facts: Facts) -> str:
    """Return in a sentence what the figure shows."""
    said = [
        f"{leg} leg {mean:.1f} s"
        for leg in LEGS
        if (mean := measures.single_leg_s(facts.visits, leg).mean) is not None
    ]
    share = measures.tempo_of(facts.visits).not_fast
    slow = "" if share is None else f" {100 * share:.0f} % of the repetitions were not too fast."
    return f"Mean time on one leg: {listed(said) or 'not measured'}.{slow}"


def key(*pairs: tuple[str, str]) -> Element:
    """Return the legend of a figure: each kind of mark with its name."""
    return tag("p", [tag("span", words, class_=f"key {kind}") for kind, words in pairs], class_="keys")
