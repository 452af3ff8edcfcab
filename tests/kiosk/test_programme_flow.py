"""Through the screens of somebody with a plan, with a scripted session and a scripted coach."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.choose import ChooseScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.screens.why import WhyScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.lines import Lines
from station.kiosk.widgets.menu import Menu
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.widgets.scale import Scale
from station.kiosk.widgets.set_list import SetList, exercise
from station.kiosk.widgets.weeks_chart import WeeksChart
from station.programme.model import Profile
from station.programme.plans import shipped
from tests.kiosk.coached import QUESTIONS, ScriptedCoach, no_plan, planned, resting, training
from tests.kiosk.scripted import a_set, force, rep, session, set_summary
from tests.kiosk.stage import Stage, settle, text_of

if TYPE_CHECKING:
    from textual.pilot import Pilot

ONE_HAND = ["enter", "escape", "up", "down", "left", "right", "pageup", "pagedown", *"0123456789"]
JUNK = [
    *ONE_HAND,
    "p",
    "y",
    "w",
    "c",
    "r",
    "s",
    "x",
    "space",
    "tab",
    "backspace",
    "delete",
    "ü",
    "[",
    "f2",
    "home",
]


def stage_of(coach: ScriptedCoach) -> Stage:
    """Return a stage with a coach."""
    return Stage(coach=coach, prescription=ev.Prescription())


async def chosen(stage: Stage, pilot: Pilot[None], *keys: str) -> KioskScreen:
    """Press keys one by one, each after the work of the one before; return the screen in front."""
    for key in keys:
        await stage.front(pilot)
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)
    await stage.draw(pilot)
    return await stage.front(pilot)


def said(stage: Stage, selector: str) -> str:
    """Return the words of a line."""
    return stage.find(selector, Say).text


def offered(stage: Stage) -> list[str]:
    """Return the menu's things to do."""
    return [item.action for item in stage.find("#menu", Menu).items]


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


def test_symptoms_are_asked_one_by_one_and_kept_with_the_visit() -> None:
    """Digits and arrows answer, Enter goes on; where it hurts is asked because something did."""
    coach = ScriptedCoach(who=Profile())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, a_set(2))
        assert isinstance(await chosen(stage, pilot, "escape"), SummaryScreen)
        assert isinstance(await chosen(stage, pilot, "enter"), QuestionsScreen)
        assert said(stage, "#question") == "Pain while you trained?"
        assert said(stage, "#of") == "1 of 3"
        await chosen(stage, pilot, "1", "0")
        assert stage.find("#answer", Figure).text == "10"
        await chosen(stage, pilot, "4", "enter", "right", "right", "enter")
        assert said(stage, "#question") == "Any sharp or stabbing pain?"
        await chosen(stage, pilot, "left", "enter")
        assert said(stage, "#question") == "Which leg?"
        await chosen(stage, pilot, "2", "enter", "right", "right")
        assert isinstance(await chosen(stage, pilot, "enter"), NextScreen)
        assert said(stage, "#when") == "Next: tomorrow"
        assert isinstance(await chosen(stage, pilot, "enter"), GoodbyeScreen)
        assert said(stage, "#following") == "Next: tomorrow"

    stage.act(steps)
    assert [(one.kind, one.value, one.leg) for one in coach.noted] == [
        ("during", 4.0, "right"),
        ("after", 1.0, "right"),
        ("sharp", 0.0, "right"),
        ("heel_bone", 1.0, "right"),
    ]
    assert {one.session_id for one in coach.noted} == {"5e55104e"}


def test_nothing_has_to_be_answered() -> None:
    """Enter without an answer passes a question, Esc all that follow; what was answered is kept."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, a_set(2))
        await chosen(stage, pilot, "escape", "enter", "enter", "0", "enter", "escape")
        assert isinstance(stage.app.screen, NextScreen)

    stage.act(steps)
    assert [(one.kind, one.value) for one in coach.noted] == [("after", 0.0)]


def test_sharp_pain_stops_the_set_and_asks_nothing_until_nobody_stands_there() -> None:
    """P ends the visit and is kept at once, with the leg that worked; keys do nothing until the step is empty."""
    coach = ScriptedCoach(who=Profile())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, a_set(5), until_s=36.6)
        assert isinstance(await chosen(stage, pilot, "p"), StopScreen)
        assert [(one.kind, one.value, one.leg) for one in coach.noted] == [("sharp", 1.0, "left")]
        assert stage.live.asked[-1] == ("end",)
        assert isinstance(await chosen(stage, pilot, *ONE_HAND), StopScreen)
        await stage.play(pilot, [(40.0, ev.Stance("empty", 40.0)), (40.1, force(40.1, 0.0, 0.0))])
        assert isinstance(await chosen(stage, pilot, "enter"), QuestionsScreen)
        await chosen(stage, pilot, "7", "enter", "enter")
        assert said(stage, "#question") == "Any sharp or stabbing pain?"
        assert stage.app.screen.query_one(Scale).chosen == 1

    stage.act(steps)


def test_what_lies_on_the_step_holds_nobody_after_sharp_pain() -> None:
    """After twenty seconds Esc goes on, though the plates carry a bag; it does not before."""
    stage = stage_of(ScriptedCoach(who=Profile()))

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, a_set(5), until_s=36.6)
        await chosen(stage, pilot, "p")
        await stage.play(pilot, [(t_s, force(t_s, 100.0, 0.0)) for t_s in (40.0, 50.0)])
        assert isinstance(await chosen(stage, pilot, "escape"), StopScreen)
        await stage.play(pilot, [(60.0, force(60.0, 100.0, 0.0))])
        assert isinstance(await chosen(stage, pilot, "enter"), StopScreen)
        assert isinstance(await chosen(stage, pilot, "escape"), QuestionsScreen)

    stage.act(steps)


def test_a_guest_is_promised_no_questions_after_sharp_pain() -> None:
    """Nobody is asked whose answers are not kept."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "4", "enter")
        await stage.play(pilot, a_set(2), until_s=9.0)
        assert isinstance(await chosen(stage, pilot, "p"), StopScreen)
        assert said(stage, "#kept") == "What you did is kept."
        assert said(stage, "#slip") == "Pressed by mistake? U takes it back."

    stage.act(steps)


def test_a_slip_of_the_pain_key_can_be_taken_back() -> None:
    """The later answer about the same visit says no."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        await stage.play(pilot, a_set(5), until_s=36.6)
        await chosen(stage, pilot, "0")
        await stage.play(pilot, [(40.0, ev.Stance("empty", 40.0)), (40.1, force(40.1, 0.0, 0.0))])
        await chosen(stage, pilot, "enter", "0", "enter", "0", "enter", "left", "enter")
        assert isinstance(stage.app.screen, NextScreen)

    stage.act(steps)
    assert [(one.kind, one.value) for one in coach.noted if one.kind == "sharp"] == [
        ("sharp", 1.0),
        ("sharp", 0.0),
    ]


def test_the_morning_after_is_asked_before_today_is_shown() -> None:
    """What is due is asked once, kept for the day it is about, and not asked again."""
    coach = ScriptedCoach(replace(training(), questions=QUESTIONS))
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1"), QuestionsScreen)
        assert said(stage, "#question").startswith("How much pain was there")
        await chosen(stage, pilot, "3", "enter")
        assert said(stage, "#question").startswith("How long was it stiff")
        assert isinstance(await chosen(stage, pilot, "2", "5", "enter"), TodayScreen)

    stage.act(steps)
    assert [(one.kind, one.value, one.day) for one in coach.noted] == [
        ("next_morning", 3.0, QUESTIONS[0].about_day),
        ("stiffness_min", 25.0, QUESTIONS[1].about_day),
    ]


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


def test_a_rest_is_kept_with_its_reason_and_never_scolded() -> None:
    """R, a reason, and today says rest; Enter is then the way home."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "r"), ChooseScreen)
        assert isinstance(await chosen(stage, pilot, "2"), TodayScreen)
        assert said(stage, "#what") == "○  Rest today. It is part of the plan."
        assert offered(stage)[0] == "home"
        assert isinstance(await chosen(stage, pilot, "enter"), WhoScreen)

    stage.act(steps)
    (kept,) = coach.kept
    assert (kept.rest, kept.reason, kept.by, kept.from_day) == (True, "Sore", "athlete", kept.until_day)


def test_training_although_the_plan_rests_is_a_decision_too() -> None:
    """It asks for a reason, is kept, and today then has sets."""
    coach = ScriptedCoach(resting())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "5", "enter"), TodayScreen)
        assert offered(stage)[0] == "start"

    stage.act(steps)
    assert [one.rest for one in coach.kept] == [False]


def test_a_change_needs_a_reason_is_kept_and_can_be_taken_back() -> None:
    """Arrows alone change load and reps; without a reason Enter leads to it; the change is listed after."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "c"), ChangeScreen)
        assert isinstance(
            await chosen(stage, pilot, "enter", "left", "left", "down", "left", "enter"), ChangeScreen
        )
        assert isinstance(await chosen(stage, pilot, "right", "enter"), TodayScreen)
        assert isinstance(await chosen(stage, pilot, "c", "up"), ChangeScreen)
        lines = text_of(stage.find("#lines", Lines))
        assert "+3.0 kg · 14 reps, me: It feels too hard" in lines
        assert isinstance(await chosen(stage, pilot, "enter"), TodayScreen)

    stage.act(steps)
    assert coach.kept == []


def test_a_reason_in_own_words() -> None:
    """Letters typed on the line of the reason are kept as they are."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "c", "right", "up", "up", "up")
        await pilot.press(*"my race", "enter")
        await settle(pilot)

    stage.act(steps)
    assert [(one.reason, one.load_kg) for one in coach.kept] == [("my race", 6.0)]


def test_somebody_new_is_asked_for_sore_leg_and_plan() -> None:
    """Two plain screens; what suits is listed first; today follows."""
    coach = ScriptedCoach(no_plan(), known_plans=tuple(shipped().values()))
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*"dora", "enter")
        await settle(pilot)
        assert isinstance(await chosen(stage, pilot), ChooseScreen)
        assert said(stage, "#question") == "Which leg is sore?"
        await chosen(stage, pilot, "4")
        assert said(stage, "#question") == "Which plan?"
        assert isinstance(await chosen(stage, pilot, "enter"), TodayScreen)
        assert offered(stage)[0] == "start"

    stage.act(steps)
    assert coach.assigned == [("id3", "insertional-floor", "left", True)]


def test_somebody_new_can_leave_both_open() -> None:
    """Esc, and they train as a guest would, under their name."""
    coach = ScriptedCoach(no_plan())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*"dora", "enter")
        await settle(pilot)
        assert isinstance(await chosen(stage, pilot, "escape"), TodayScreen)
        assert offered(stage) == ["start", "plan", "undo"]
        assert isinstance(await chosen(stage, pilot, "enter"), ReadyScreen)

    stage.act(steps)
    assert coach.assigned == []
    assert stage.live.asked[0][:2] == ("begin", "id3")


def test_a_guest_goes_straight_to_the_weighing() -> None:
    """Without a name there is no plan and nothing to be kept; pain still stops the set."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "4"), ReadyScreen)
        assert isinstance(await chosen(stage, pilot, "enter"), LiveScreen)
        await stage.play(pilot, a_set(5), until_s=36.6)
        assert isinstance(await chosen(stage, pilot, "p"), StopScreen)
        await stage.play(pilot, [(40.0, ev.Stance("empty", 40.0)), (40.1, force(40.1, 0.0, 0.0))])
        assert isinstance(await chosen(stage, pilot, "enter"), GoodbyeScreen)

    stage.act(steps)
    assert coach.noted == []


def test_a_plan_that_cannot_be_read_does_not_keep_anybody_from_training() -> None:
    """It is said, and Start goes on without it."""
    coach = ScriptedCoach(fails=OSError("database is gone"))
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1"), TodayScreen)
        assert said(stage, "#what") == "The plan could not be read. You can train without it."
        assert isinstance(await chosen(stage, pilot, "enter"), ReadyScreen)

    stage.act(steps)


@pytest.mark.parametrize("seed", range(4))
def test_random_keys_never_crash(seed: int) -> None:
    """Somebody leans on the keyboard, with a plan, a question due, and a set running."""
    coach = ScriptedCoach(replace(training(), questions=QUESTIONS), known_plans=tuple(shipped().values()))
    stage = stage_of(coach)
    dice = random.Random(seed)  # noqa: S311  reproducible, not secret
    timed = a_set(2)

    async def steps(pilot: Pilot[None]) -> None:
        for at in range(0, len(timed), 40):
            await stage.play(pilot, timed[at : at + 40])
            await pilot.press(*dice.choices(JUNK if seed % 2 else ONE_HAND, k=8))
            await settle(pilot)
        assert isinstance(stage.app.screen, KioskScreen)

    stage.act(steps, (80, 24) if seed < 2 else (60, 20))


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


def set_of(index: int, leg: ev.Side, count: int) -> list[tuple[float, ev.Event]]:
    """Return so many reps of one leg, the set's end, and somebody who still stands there."""
    end_s = 100.0 * index
    reps = [rep(one, leg, start_s=end_s - 50.0, set_index=index) for one in range(1, count + 1)]
    closed = replace(set_summary(index, end_s, reps), side=leg)
    return [
        *((end_s - 1.0, one) for one in reps),
        (end_s, closed),
        (end_s + 1.0, force(end_s + 1.0, 400.0, 400.0)),
    ]


def test_sharp_pain_before_any_rep_is_of_both_legs_and_is_kept_once() -> None:
    """Nobody stands there and no rep was done: which leg hurts is not known, so neither is left out."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "enter", "enter")
        stepping_on_and_off = [ev.Stance("left", 1.0), ev.Stance("both", 1.4), ev.Stance("empty", 4.0)]
        await stage.play(pilot, [(5.0, event) for event in stepping_on_and_off])
        await stage.play(pilot, [(5.1, force(5.1, 0.0, 0.0))])
        await chosen(stage, pilot, "0", "enter")
        assert isinstance(await chosen(stage, pilot, "escape"), NextScreen)

    stage.act(steps)
    assert [(one.kind, one.value, one.leg) for one in coach.noted] == [("sharp", 1.0, None)]


def test_raises_are_told_with_their_knee() -> None:
    """Three sets with a straight knee and three with a bent one are not the same line twice."""
    straight, bent = (
        exercise(replace(planned(1, "left", variant), leg="both", kind="bilateral"))
        for variant in ("straight_step", "bent_floor")
    )
    assert (straight, bent) == ("raises, straight knee", "raises, bent knee")
    assert exercise(planned(1, "left", "bent_step")) == "bent knee, step"
