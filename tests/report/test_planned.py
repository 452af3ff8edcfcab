"""The load that was planned: day by day, not the week's most."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
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
