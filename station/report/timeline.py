"""The figure that is read first: added load above pain, on one axis of days, with the plan's phases and the visits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from station.pages.markup import tag
from station.programme.history import LEGS
from station.report import measures
from station.report.chart import MANY_MARKS, Days, Panel, bands, day_axis, drawn_path, figure, gaps
from station.report.pain import sharp_days
from station.report.words import KIND_LABELS, counted, day_words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from station.programme.model import Leg
    from station.report.facts import Facts

_BAND_PX: Final = 15.0
_STRIP_PX: Final = 15.0
_LOAD_PX: Final = 104.0
_PAIN_PX: Final = 104.0
_STIFF_PX: Final = 42.0
_ROOM_PX: Final = 16.0
SHORTEST_SCALE_KG: Final = 5.0
SHORTEST_SCALE_MIN: Final = 30.0
GAP_DAYS: Final = 14
"""Two weeks without a visit are named in the figure."""
_JOINED_DAYS: Final = 8
"""Readings further apart than this are not joined by a line."""


def timeline(facts: Facts) -> Element:
    """Return the whole figure."""
    days = Days.of(facts.period)
    parts: list[Element] = []
    y = 4.0
    phases = list(phases_of(facts))
    if phases:
        parts.append(bands(days, y, _BAND_PX, phases))
        y += _BAND_PX + 4
    parts.append(_visits(facts, days, y))
    y += _STRIP_PX + 6
    load = _load(facts, days, y)
    parts += [_away(facts, days, y, _LOAD_PX), load.drawn()]
    y = load.bottom + _ROOM_PX
    pain = _pain(facts, days, y)
    parts.append(pain.drawn(unit_ticks=5))
    y = pain.bottom + _ROOM_PX
    stiffness = measures.told(facts, "stiffness_min")
    if stiffness:
        stiff = _stiffness(days, y, stiffness)
        parts.append(stiff.drawn(unit_ticks=2))
        y = stiff.bottom + _ROOM_PX
    parts.append(day_axis(days, y - _ROOM_PX))
    return figure("timeline", "Added load and pain, day by day", described(facts), y + 8, parts)


def phases_of(facts: Facts) -> Iterator[tuple[date, date, str]]:
    """Yield the plan's phases as stretches of days within the period."""
    open_phase: tuple[date, date, str] | None = None
    for week in facts.weeks:
        if week.state == "ahead":
            break
        name = week.phase if week.plan_week is not None else "break"
        if open_phase is not None and open_phase[2] == name:
            open_phase = (open_phase[0], week.last_day, name)
            continue
        if open_phase is not None:
            yield open_phase
        open_phase = (week.first_day, week.last_day, name)
    if open_phase is not None:
        yield open_phase


def _visits(facts: Facts, days: Days, y: float) -> Element:
    """Return a tick a visit: broken where the clock is in doubt; a hollow triangle for each run."""
    sure = [visit.day for visit in facts.visits if not visit.doubtful]
    doubtful = [visit.day for visit in facts.visits if visit.doubtful]
    parts: list[Element] = [
        tag(
            "text",
            "visits",
            x=56,
            y=f"{y + _STRIP_PX / 2:.1f}",
            dy="0.34em",
            text_anchor="end",
            class_="label",
        )
    ]
    for found, kind in ((sure, "tick"), (doubtful, "tick doubtful")):
        path = "".join(f"M{days.x(day):.1f} {y + 2:.1f}v{_STRIP_PX - 4:.1f}" for day in found)
        if path:
            parts.append(drawn_path(path, kind))
    runs = [run.day for run in facts.log.runs if facts.period.holds(run.day)]
    path = "".join(f"M{days.x(day):.1f} {y + _STRIP_PX - 2:.1f}l3.2 6h-6.4Z" for day in runs)
    if path:
        parts.append(drawn_path(path, "mark run"))
    return tag("g", parts)


def _away(facts: Facts, days: Days, y: float, height: float) -> Element:
    """Name the weeks without a visit, so that a line across them is not read as training."""
    parts: list[Element] = []
    ends = [visit.day for visit in facts.visits]
    ends += [facts.period.last + timedelta(days=1)] if ends else []
    for first, last in gaps(ends, GAP_DAYS):
        x1, x2 = days.x(first, 0.0), days.x(last, 1.0)
        parts.append(tag("rect", x=f"{x1:.1f}", y=y, width=f"{x2 - x1:.1f}", height=height, class_="away"))
        words = f"no visit for {(last - first).days + 1} days"
        if x2 - x1 > 5.6 * len(words):
            parts.append(
                tag("text", words, x=f"{(x1 + x2) / 2:.1f}", y=f"{y + 12:.1f}", text_anchor="middle",
                    class_="note")
            )  # fmt: skip
    return tag("g", parts)


def loads(facts: Facts, leg: Leg) -> list[tuple[date, float]]:
    """Return one leg's added load by visit."""
    return [
        (visit.day, max(0.0, kg))
        for visit in facts.visits
        if (kg := measures.load_kg(facts, visit, leg)) is not None
    ]


def planned_steps(facts: Facts) -> list[tuple[date, date, float]]:
    """Return the planned load as stretches of days on which it stayed the same."""
    steps: list[tuple[date, date, float]] = []
    for day, kg in measures.planned_by_day(facts).items():
        if steps and steps[-1][2] == kg and day - steps[-1][1] == timedelta(days=1):
            steps[-1] = (steps[-1][0], day, kg)
        else:
            steps.append((day, day, kg))
    return steps


def _load(facts: Facts, days: Days, y: float) -> Panel:
    by_leg = {leg: loads(facts, leg) for leg in LEGS}
    planned = planned_steps(facts)
    top = max(
        [SHORTEST_SCALE_KG, *(kg for found in by_leg.values() for _, kg in found), *(p[2] for p in planned)]
    )
    panel = Panel(days, y, _LOAD_PX, (0.0, 1.08 * top), "added load, kg")
    panel.steps(planned, "planned")
    if max(map(len, by_leg.values())) > MANY_MARKS:
        for leg in LEGS:
            panel.line(by_leg[leg], leg, gap_days=GAP_DAYS)
    else:
        panel.marks(by_leg["left"], "dot", "left", shift=-1.5)
        panel.marks(by_leg["right"], "diamond", "right", shift=1.5)
    if not any(by_leg.values()):
        panel.say("no load was measured in these weeks")
    return panel


def _pain(facts: Facts, days: Days, y: float) -> Panel:
    panel = Panel(days, y, _PAIN_PX, (0.0, 10.0), "pain, 0 to 10")
    morning, during, after, daily = (
        measures.told(facts, kind) for kind in ("next_morning", "during", "after", "daily_life")
    )
    acceptable = facts.profile.acceptable_nrs
    panel.bars([(days.first, days.last, acceptable, 10.0)], "too-much")
    panel.rule(acceptable, f"above {acceptable:g}: the plan eases", "limit")
    panel.line(list(morning.items()), "morning", gap_days=_JOINED_DAYS)
    panel.marks(list(daily.items()), "square", "daily")
    panel.marks(list(after.items()), "ring", "after")
    panel.marks(list(during.items()), "cross", "during")
    panel.marks(list(morning.items()), "dot", "morning")
    sharp = [day for day, value in measures.told(facts, "sharp").items() if value]
    panel.stamps(sharp, "✕ sharp")
    if not any((morning, during, after, daily, sharp)):
        panel.say("nobody told of pain in these weeks")
    return panel


def _stiffness(days: Days, y: float, told: dict[date, float]) -> Panel:
    top = max([SHORTEST_SCALE_MIN, *told.values()])
    panel = Panel(days, y, _STIFF_PX, (0.0, 1.05 * top), "stiff, min")
    panel.bars([(day, day, 0.0, minutes) for day, minutes in told.items()], "stiff")
    return panel


def described(facts: Facts) -> str:
    """Return in a sentence or two what the figure shows."""
    said: list[str] = []
    for leg in LEGS:
        found = loads(facts, leg)
        if found:
            (first, first_kg), (last, last_kg) = found[0], found[-1]
            said.append(
                f"{leg} leg: {load_words(first_kg)} on {day_words(first)}, {load_words(last_kg)} on {day_words(last)}"
            )
    for kind in measures.PAINS:
        ordered = list(measures.told(facts, kind).values())
        if not ordered:
            continue
        first_nrs, last_nrs, most_nrs = (f"{nrs:g}" for nrs in (ordered[0], ordered[-1], max(ordered)))
        said.append(f"pain {KIND_LABELS[kind]} {first_nrs} at first, {last_nrs} last, {most_nrs} at most")
    if sharp := sharp_days(facts):
        said.append(f"sharp pain on {counted(sharp, 'day')}")
    return "; ".join(said) or "Nothing was measured or told in these weeks."
