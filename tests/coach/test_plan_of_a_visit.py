"""What a plan asks of a visit, as it is kept with it and sent to dashboards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from station.coach.asking import asked_of
from station.programme.engine import advise
from station.programme.model import Assignment, Log, Override, Profile
from station.programme.plans import shipped

DAY = date(2026, 3, 2)
WHY = "Knee of Ann is swollen"


def test_decisions_are_kept_without_the_words_and_the_name_that_came_with_them() -> None:
    """Settings leave the machine with the visit, reasons and people do not; the latest decision counts."""
    plans = shipped()
    assigned = Assignment(id="1", plan=plans["seed-default"], start_day=DAY, assigned_us=0)
    first = Override(
        id="1", from_day=DAY, until_day=None, reason=WHY, by="Kim", made_us=1, load_kg=5.0, sets=2
    )
    second = replace(first, id="2", made_us=2, load_kg=7.5, sets=None)
    log = Log(overrides=(first, second))
    plan = asked_of(advise((assigned,), Profile(), log, DAY, plans), Profile())
    assert plan is not None
    assert plan.override == "load 7.5, sets 2"
    assert "Kim" not in repr(plan)
    assert WHY not in repr(plan)


def test_a_plan_that_is_followed_says_nothing_was_decided() -> None:
    """No decision, no mark."""
    plans = shipped()
    assigned = Assignment(id="1", plan=plans["seed-default"], start_day=DAY, assigned_us=0)
    plan = asked_of(advise((assigned,), Profile(), Log(), DAY, plans), Profile())
    assert plan is not None
    assert plan.override == ""
