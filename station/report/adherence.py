"""How closely the plan was kept, week by week, and what spoiled repetitions."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING, Final

from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.report import measures
from station.report.period import LONG_WEEKS, Stretch
from station.report.words import UNKNOWN, day_words, load_words, number, percent, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from station.report.facts import Facts
    from station.report.measures import Block

_MARKS: Final = {
    "sharp": "sharp pain", "eased": "eased back", "load_up": "more load", "load_back": "less load",
    "break": "break", "jump": "more than planned", "override": "changed", "rest": "rest", "floor": "floor level",
}  # fmt: skip


def adherence(facts: Facts) -> Element:
    """Return the section with the weeks one by one."""
    return tag(
        "section",
        tag("h2", "Week by week, beside the plan", id="weeks"),
        _summed(facts),
        scrolling("Week by week", _table(facts), "weeks"),
        _explained(facts),
    )


def _summed(facts: Facts) -> Element:
    past = [week for week in facts.weeks if week.state == "past"]
    if not past:
        words = "No full week of a plan lies in this report, so nothing is measured against one."
        return tag("p", words)
    done, planned = sum(week.sessions_done for week in past), sum(week.sessions_planned for week in past)
    said = [f"{done} of {planned} planned visits in full weeks"] if planned else [f"{done} visits"]
    for name, what in (
        ("reps_adherence", "of the repetitions asked for on training days"),
        ("tempo_adherence", "of the judged repetitions not too fast"),
        ("load_adherence", "of legs and days at the planned load"),
    ):
        shares = [share for week in past if (share := getattr(week, name)) is not None]
        if shares:
            said.append(f"{percent(fmean(shares))} {what}")
    return tag("p", f"{'; '.join(said)}. More on one day makes up for nothing left out on another.")


def _table(facts: Facts) -> Element:
    rows: list[tuple[str, ...]] = []
    idle: list[Block] = []
    before: Block | None = None
    for block in measures.blocks(facts):
        new_year = before is None or before.first.year != block.first.year
        before = block
        if not block.visits and not _felt(facts, block):
            idle.append(block)
            continue
        rows += _idle(idle)
        idle = []
        rows.append(_row(facts, block, new_year=new_year))
    rows += _idle(idle)
    header = (
        "from", "plan's week", "visits", "reps", "done", "load", "planned", "slow", "pain", "morning", "stiff",
        "what happened",
    )  # fmt: skip
    return table("Each row a week, or four in a long report", header, rows, words=(0, 1, 11))


def _felt(facts: Facts, block: Block) -> bool:
    stretch = Stretch(block.first, block.last)
    return any(measures.within(measures.told(facts, kind), stretch) for kind in measures.PAINS)


def _idle(idle: Sequence[Block]) -> list[tuple[str, ...]]:
    """Return weeks without a visit as one row."""
    if not idle:
        return []
    days = (idle[-1].last - idle[0].first).days + 1
    what = f"no visit for {days} days" if len(idle) > 1 else "no visit"
    return [(day_words(idle[0].first), "", *[""] * 9, what)]


def _row(facts: Facts, block: Block, *, new_year: bool) -> tuple[str, ...]:
    stretch = Stretch(block.first, block.last)
    planned = sum(week.sessions_planned for week in block.plan)
    planned_kg = measures.planned_kg(facts, block)
    reps = [week.reps_adherence for week in block.plan if week.reps_adherence is not None]
    pain, morning, stiff = (
        measures.within(measures.told(facts, kind), stretch)
        for kind in ("during", "next_morning", "stiffness_min")
    )
    marks = Counter(mark for week in block.plan for mark in week.marks)
    changed = any(week.overrides for week in block.plan)
    said = [_MARKS.get(mark, mark) for mark in marks] + (["changed by a person"] if changed else [])
    if any(visit.doubtful for visit in block.visits):
        said.append("clock in doubt")
    return (
        day_words(block.first, year=new_year),
        _plan_week(block),
        f"{len(block.visits)} of {planned}" if planned else str(len(block.visits)),
        thousands(block.reps),
        percent(fmean(reps)) if reps else "",
        load_words(measures.block_load_kg(facts, block)) if block.visits else "",
        "" if planned_kg is None else load_words(planned_kg),
        percent(measures.tempo_of(block.visits).not_fast) if block.visits else "",
        number(max(pain)) if pain else UNKNOWN,
        number(max(morning)) if morning else UNKNOWN,
        f"{max(stiff):.0f}" if stiff else UNKNOWN,
        ", ".join(said),
    )


def _plan_week(block: Block) -> str:
    """Return the weeks of the plan in which a row's days lie, and their phases."""
    weeks = [number for week in block.plan for number in week.plan_weeks]
    if not weeks:
        return ""
    phases = dict.fromkeys(phase for week in block.plan for phase in week.phases)
    return f"{weeks[0]}{f' to {weeks[-1]}' if weeks[-1] != weeks[0] else ''}, {', '.join(phases)}"


def _explained(facts: Facts) -> Element:
    long = "Rows are four weeks each. " if facts.period.weeks > LONG_WEEKS else ""
    return tag(
        "p",
        f"{long}done: repetitions of those asked for on training days. load: the most of a visit. planned: the most "
        "for a day of a visit. slow: not too fast, of those judged. pain, morning: the worst told while training and "
        "on a morning. stiff: most minutes of a morning. A dash: nothing was told or measured.",
        class_="small quiet",
    )
