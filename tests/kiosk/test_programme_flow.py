"""Through the sets of somebody with a plan, with a scripted session and a scripted coach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station import events as ev
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.why import WhyScreen
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.widgets.set_list import SetList, exercise
from station.kiosk.widgets.weeks_chart import WeeksChart
from tests.kiosk.coached import ScriptedCoach, planned, training
from tests.kiosk.scripted import force, rep, session, set_summary
from tests.kiosk.stage import text_of
from tests.kiosk.with_plan import chosen, offered, said, set_of, stage_of

if TYPE_CHECKING:
    from textual.pilot import Pilot


def test_today_says_what_why_and_the_sets() -> None:
    """One sentence what, one why, every set with leg, reps, knee and load, and what may be done."""
    stage = stage_of(ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1"), TodayScreen)
        assert (
            said(stage, "#what")
            == "Do 3 sets of 15 on each leg with 5.0 kg, straight and bent knee by turns."
        )
        assert said(stage, "#why").startswith("Why: 14 days with pain at or below 1")
        lines = text_of(stage.find("#sets", SetList)).splitlines()
        assert [line.split() for line in lines][:4] == [
            ["○", "1", "LEFT", "15", "reps", "straight", "knee,", "step", "+5.0", "kg"],
            ["○", "2", "RIGHT", "15", "reps", "straight", "knee,", "step", "+5.0", "kg"],
            ["○", "3", "LEFT", "15", "reps", "bent", "knee,", "step", "+5.0", "kg"],
            ["○", "4", "RIGHT", "15", "reps", "bent", "knee,", "step", "+5.0", "kg"],
        ]
        assert offered(stage) == ["start", "why", "weeks", "change", "rest"]

    stage.act(steps)
    assert stage.live.asked == []


def test_the_visit_asks_for_each_set_in_turn() -> None:
    """Reps, leg, knee and load of the first set come with the visit, those of the next when a set closes."""
    stage = stage_of(ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "enter"), ReadyScreen)
        assert said(stage, "#today") == "LEFT · 15 reps · straight knee, step · +5.0 kg"
        await chosen(stage, pilot, "enter")
        assert said(stage, "#set") == "Set 1 of 6"
        reps = [rep(index, "left", start_s=6.0 * index) for index in range(1, 16)]
        await stage.play(pilot, [(94.0, ev.Stance("both", 94.0)), *((95.0, one) for one in reps)])
        assert said(stage, "#cue") in ("That was the set. Rest.", "Now rest.")
        await stage.play(pilot, [(100.0, set_summary(1, 100.0, reps)), (101.0, force(101.0, 400.0, 400.0))])
        assert stage.app.screen.has_class("-resting")
        assert stage.find("#rest-clock", Figure).text == "0:59"
        assert said(stage, "#rest-next") == "Next, set 2 of 6:"
        assert said(stage, "#rest-target") == "RIGHT · 15 reps · straight knee, step · +5.0 kg"
        await chosen(stage, pilot, "right")
        assert said(stage, "#rest-next") == "Next, set 3 of 6:"
        assert said(stage, "#rest-target").startswith("LEFT")
        await stage.play(pilot, [(165.0, force(165.0, 400.0, 400.0))])
        assert said(stage, "#rest-name") == "GO WHEN YOU LIKE"

    stage.act(steps)
    (_, who, first), *configured = stage.live.asked
    assert who == "ana"
    assert isinstance(first, ev.Prescription)
    assert (first.target_reps, first.planned_side, first.planned_added_load_kg) == (15, "left", 5.0)
    assert (first.variant, first.body_mass_kg, first.involved_side) == ("straight_step", 78.0, "left")
    legs = [
        (one[1].planned_side, one[1].variant) for one in configured if isinstance(one[1], ev.Prescription)
    ]
    assert legs == [("right", "straight_step"), ("left", "bent_step")]
    assert stage.live.plan is not None
    assert stage.live.plan.plan_id == "seed-default"


def test_a_set_that_closes_with_the_visit_is_done() -> None:
    """A source that ends closes set and visit at once: the rest names the set after it, and asks for nothing."""
    stage = stage_of(ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        reps = [rep(index, "left", start_s=6.0 * index) for index in range(1, 16)]
        await stage.play(pilot, [(95.0, one) for one in reps])
        stage.now_s = 100.0
        closed = replace(session("closed", None), session_id=stage.live.session_id)
        stage.live.send([force(101.0, 0.0, 0.0), set_summary(1, 100.0, reps), closed])
        await stage.draw(pilot)
        assert said(stage, "#rest-next") == "Next, set 2 of 6:"
        assert said(stage, "#rest-target").startswith("RIGHT")
        before = len(stage.live.asked)
        await stage.draw(pilot)
        assert len(stage.live.asked) == before

    stage.act(steps)
    assert [one[0] for one in stage.live.asked] == ["begin"]


def test_after_the_last_planned_set_enter_finishes() -> None:
    """Nothing is left to do, and the bottom bar says so."""
    stage = stage_of(ScriptedCoach(training((planned(1, "left", reps=2),))))

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        reps = [rep(index, "left", start_s=6.0 * index) for index in (1, 2)]
        await stage.play(pilot, [*((14.0, one) for one in reps), (20.0, set_summary(1, 20.0, reps)),
                                 (21.0, force(21.0, 400.0, 400.0))])  # fmt: skip
        assert said(stage, "#rest-next") == "✓ All sets of today are done."
        assert isinstance(await chosen(stage, pilot, "enter"), SummaryScreen)

    stage.act(steps)


def test_weeks_and_why_are_one_key_away_and_lead_back() -> None:
    """Arrows go through the weeks, each in words; Esc is back at today."""
    stage = stage_of(ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "w"), WeeksScreen)
        chart = stage.find("WeeksChart", WeeksChart)
        assert chart.weeks[chart.cursor].state == "now"
        await chosen(stage, pilot, "left", "pageup")
        assert chart.cursor == 3
        told = str(stage.find("#told", Paragraphs).visual)
        assert "Week 4, Build" in told
        assert "sharp pain, eased back" in told
        assert isinstance(await chosen(stage, pilot, "escape"), TodayScreen)
        assert isinstance(await chosen(stage, pilot, "y"), WhyScreen)
        reasons = str(stage.find("#reasons", Paragraphs).visual)
        assert "Rule 5 · more load · article, points 15, 24, 29" in reasons
        assert isinstance(await chosen(stage, pilot, "enter"), TodayScreen)

    stage.act(steps)


def test_a_set_that_breaks_off_leaves_either_leg_right() -> None:
    """After 5 of 15 the other leg's set is asked for and no leg is wrong; what broke off is made up later."""
    stage = stage_of(ScriptedCoach(training((planned(1, "left"), planned(2, "right")))))

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, set_of(1, "left", 5))
        await stage.play(pilot, set_of(2, "right", 15))
        await stage.play(pilot, set_of(3, "left", 12))
        assert said(stage, "#rest-next") == "✓ All sets of today are done."

    stage.act(steps)
    asked = [one[-1] for one in stage.live.asked]
    legs = [one.planned_side for one in asked if isinstance(one, ev.Prescription)]
    assert legs == ["left", None, "left", None]


def test_any_reps_are_a_set_where_as_many_as_tolerated_are_asked() -> None:
    """Three of up to 15: that was the set."""
    sets = (replace(planned(1, "left"), up_to=True), planned(2, "right"))
    stage = stage_of(ScriptedCoach(training(sets)))

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, set_of(1, "left", 3))
        assert said(stage, "#rest-next") == "Next, set 2 of 2:"

    stage.act(steps)
    assert stage.live.asked[-1][1].planned_side == "right"  # type: ignore[attr-defined]  # what was asked last


def test_raises_are_told_with_their_knee() -> None:
    """Three sets with a straight knee and three with a bent one are not the same line twice."""
    straight, bent = (
        exercise(replace(planned(1, "left", variant), leg="both", kind="bilateral"))
        for variant in ("straight_step", "bent_floor")
    )
    assert (straight, bent) == ("raises, straight knee", "raises, bent knee")
    assert exercise(planned(1, "left", "bent_step")) == "bent knee, step"
