"""Two figures of left and right: what differs now, and how the difference of time went over the weeks."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Final

from station.metrics.comparisons import BY_LEG
from station.pages.markup import tag
from station.report.chart import Days, Panel, day_axis, drawn_path, figure
from station.report.legs import difference
from station.report.measures import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from station.report.chart import Shape
    from station.report.facts import Facts
    from station.report.legs import Difference
    from station.report.measures import Block

_ROW_PX: Final = 25.0
_NAMES_PX: Final = 248.0
_PLOT_PX: Final = 300.0
_MIDDLE: Final = _NAMES_PX + _PLOT_PX / 2
_NARROWEST: Final = 12.0
"""Per cent that the figure reaches to either side at least: small differences are to look small."""
_WIDEST: Final = 60.0
_TREND_PX: Final = 96.0


def now_figure(found: Sequence[Difference], name: str = "legs") -> Element:
    """Return each difference as a mark against its own band of what cannot be told from none."""
    reach = max(
        [
            _NARROWEST,
            *(abs(each.percent) * 1.15 for each in found),
            *(each.band_percent * 1.1 for each in found),
        ]
    )
    reach = min(_WIDEST, reach)
    top = 20.0
    bottom = top + _ROW_PX * len(found)
    parts: list[Element] = [
        tag("text", "◀ more on the left", x=_NAMES_PX, y=12, class_="side left"),
        tag("text", "more on the right ▶", x=_NAMES_PX + _PLOT_PX, y=12, text_anchor="end", class_="side right"),
        tag("line", x1=_MIDDLE, x2=_MIDDLE, y1=top - 3, y2=bottom, class_="axis"),
    ]  # fmt: skip
    for at, each in enumerate(found):
        parts += _row(each, top + _ROW_PX * (at + 0.5), reach)
    parts.append(tag("text", "0", x=_MIDDLE, y=bottom + 13, text_anchor="middle"))
    for sign in (-1.0, 1.0):
        x = _x(sign * reach, reach)
        parts.append(tag("text", f"{reach:.0f} %", x=f"{x:.1f}", y=bottom + 13, text_anchor="middle"))
    told = "; ".join(f"{each.comparison.label}: {each.told}" for each in found)
    return figure(name, "Left and right compared", told, bottom + 18, parts)


def _x(percent: float, reach: float) -> float:
    return _MIDDLE + max(-1.0, min(1.0, percent / reach)) * _PLOT_PX / 2


def _row(each: Difference, y: float, reach: float) -> list[Element]:
    left, right = _x(-each.band_percent, reach), _x(each.band_percent, reach)
    x = _x(each.percent, reach)
    side = "right" if each.percent > 0 else "left"
    kind = f"mark {'diamond' if side == 'right' else 'dot'} {side if each.detectable else 'below'}"
    r = 5.0
    shape = (
        f"M{x:.1f} {y - r - 1:.1f}l{r + 1:.1f} {r + 1:.1f}l{-r - 1:.1f} {r + 1:.1f}l{-r - 1:.1f} {-r - 1:.1f}Z"
        if side == "right"
        else f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    )
    return [
        tag("line", x1=_NAMES_PX, x2=_NAMES_PX + _PLOT_PX, y1=y + _ROW_PX / 2, y2=y + _ROW_PX / 2, class_="grid"),
        tag("text", each.comparison.label, x=_NAMES_PX - 8, y=y, dy="0.34em", text_anchor="end"),
        tag("rect", x=f"{left:.1f}", y=y - 8, width=f"{right - left:.1f}", height=16, class_="noise"),
        drawn_path(shape, kind),
        tag("text", each.told.partition(",")[0], x=_NAMES_PX + _PLOT_PX + 10, y=y, dy="0.34em",
            class_="strong" if each.detectable else None),
        tag("text", "" if each.detectable else "below detectable", x=_NAMES_PX + _PLOT_PX + 56, y=y, dy="0.34em",
            class_="note"),
    ]  # fmt: skip


def trend(facts: Facts) -> list[tuple[Block, Difference]]:
    """Return the difference of the time on one leg, week by week or in fours of weeks."""
    found = ((block, difference(block.visits, BY_LEG[0])) for block in blocks(facts))
    return [(block, each) for block, each in found if each is not None]


def trend_figure(facts: Facts) -> Element | None:
    """Return how the difference of time went, each with its band; ``None`` with fewer than two weeks of it."""
    found = trend(facts)
    if len(found) < 2:  # noqa: PLR2004  one point is no trend
        return None
    days = Days.of(facts.period)
    usual = median(each.band_percent for _, each in found)
    largest = max(abs(each.percent) for _, each in found)
    reach = min(_WIDEST, max(_NARROWEST, 1.3 * largest, 2.0 * usual))
    panel = Panel(days, 6.0, _TREND_PX, (-reach, reach), "left · % · right")
    panel.rule(0.0, "")
    middles = [block.first + (block.last - block.first) / 2 for block, _ in found]
    panel.whiskers(
        [
            (day, each.percent - each.band_percent, each.percent + each.band_percent)
            for day, (_, each) in zip(middles, found, strict=True)
        ],
        "noise-line",
    )
    marks: dict[tuple[Shape, str], list[tuple[date, float]]] = defaultdict(list)
    for day, (_, each) in zip(middles, found, strict=True):
        shape: Shape = "diamond" if each.percent > 0 else "dot"
        kind = "below" if not each.detectable else "right" if each.percent > 0 else "left"
        marks[shape, kind].append((day, each.percent))
    for (shape, kind), points in marks.items():
        panel.marks(points, shape, kind)
    (_, first), (_, last) = found[0], found[-1]
    told = f"Time on one leg: {first.told} at first, {last.told} last."
    return figure(
        "trend", "Difference between the legs over the weeks", told, _TREND_PX + 30,
        [panel.drawn(), day_axis(days, panel.bottom)],
    )  # fmt: skip
