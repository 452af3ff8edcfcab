"""What was planned: the load day by day, and the weeks of the plan in which a week's days lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from station.coach import Coach, Library
from station.programme.model import Override
from station.programme.plans import shipped
from station.report import measures
from station.report.timeline import planned_steps
from tests.report.made import START, Made, SetMade
from tests.report.reading import Page

if TYPE_CHECKING:
    from pathlib import Path

LIGHT = (SetMade("left"), SetMade("right"))
HEAVY = (SetMade("left", load_kg=5.0), SetMade("right", load_kg=5.0))


def test_the_planned_load_is_told_day_by_day(made: Made, tmp_path: Path) -> None:
    """A load that was set on the last day of a week is neither drawn nor said over the days before."""
    who = made.person()
    made.plan(who)
    made.today = START + timedelta(days=13)
    coach = Coach(made.store, Library(shipped(), {}), site="home", station="step1")
    sunday = START + timedelta(days=6)
    coach.override(who.id, Override(id="", from_day=sunday, until_day=None, reason="able", by="Coach", made_us=0,
                                    load_kg=5.0))  # fmt: skip
    for day in range(6):
        made.visit(who, START + timedelta(days=day), LIGHT)
    facts = made.facts(who, tmp_path)
    assert planned_steps(facts) == [
        (START, sunday - timedelta(days=1), 0.0),
        (sunday, made.today, 5.0),
    ]
    (first, second) = measures.blocks(facts)
    assert facts.weeks[0].planned_load_kg == 5.0
    assert measures.planned_kg(facts, first) == 0.0
    assert measures.planned_kg(facts, replace(first, visits=())) == 5.0
    assert measures.planned_kg(facts, second) == 5.0
    rows = Page(made.report(who, tmp_path)).table("from", "plan's week", "planned")
    assert rows[0][5:7] == ["no load", "no load"]
    made.visit(who, sunday, HEAVY)
    rows = Page(made.report(who, tmp_path)).table("from", "plan's week", "planned")
    assert rows[0][5:7] == ["+5.0 kg", "+5.0 kg"]


def test_a_week_that_moved_in_the_plan_tells_both_numbers_and_phases(made: Made, tmp_path: Path) -> None:
    """The row of today names the week that the advice names, and no phase of the row is passed over."""
    who = made.person()
    made.plan(who)
    made.today = START + timedelta(days=13)
    coach = Coach(made.store, Library(shipped(), {}), site="home", station="step1")
    thursday = START + timedelta(days=10)
    coach.override(who.id, Override(id="", from_day=thursday, until_day=None, reason="able", by="Coach", made_us=0,
                                    plan_week=6))  # fmt: skip
    made.visit(who, START + timedelta(days=7), LIGHT)
    facts = made.facts(who, tmp_path)
    week = facts.weeks[-1]
    assert week.plan_weeks == (2, 6)
    assert facts.advice.week == week.plan_weeks[-1]
    assert len(week.phases) == 2
    rows = Page(made.report(who, tmp_path)).table("from", "plan's week")
    assert rows[-1][1] == f"2 to 6, {', '.join(week.phases)}"


def test_rows_have_their_year_where_it_is_new(made: Made, tmp_path: Path) -> None:
    """A page of more than a year leaves no day without one."""
    who = made.person()
    made.today = date(2027, 1, 20)
    for day in range(0, 380, 7):
        made.visit(who, START + timedelta(days=day), LIGHT)
    firsts = [row[0] for row in Page(made.report(who, tmp_path)).table("from", "plan's week")]
    assert [words for words in firsts if "20" in words.split()[-1]] == ["5 Jan 2026", "4 Jan 2027"]


def test_both_plans_of_one_day_stay_on_record(made: Made, tmp_path: Path) -> None:
    """A plan that was replaced on the day it was assigned is told as that, not left out."""
    who = made.person()
    coach = Coach(made.store, Library(shipped(), {}), site="home", station="step1")
    for plan in ("heavy-slow", "seed-default"):
        coach.assign(who.id, plan, day=START)
    made.visit(who, START, LIGHT)
    rows = Page(made.report(who, tmp_path)).table("from", "until", "what", "by, and why")
    told = [(row[2], row[3]) for row in rows]
    titles = [f"plan: {shipped()[plan].title}" for plan in ("heavy-slow", "seed-default")]
    assert sorted(told) == sorted([(titles[0], "replaced before a day of it was over"), (titles[1], "")])
