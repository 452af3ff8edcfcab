"""What somebody with a plan tells of their body: sharp pain, how it was, and the morning after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station import events as ev
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.scale import Scale
from station.programme.model import Profile
from tests.kiosk.coached import QUESTIONS, ScriptedCoach, training
from tests.kiosk.scripted import a_set, force
from tests.kiosk.stage import Stage
from tests.kiosk.with_plan import ONE_HAND, chosen, said, stage_of

if TYPE_CHECKING:
    from textual.pilot import Pilot


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
