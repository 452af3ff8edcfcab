"""The last choice can be taken back with one key, and the screen says in words what was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from station import events as ev
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.keys import Keys
from station.kiosk.widgets.menu import Menu
from station.programme.model import Profile
from station.programme.plans import shipped
from tests.kiosk.coached import ScriptedCoach, no_plan, resting
from tests.kiosk.scripted import rep, set_summary
from tests.kiosk.stage import Stage, text_of
from tests.kiosk.test_turns import does, pressed, stands, told

if TYPE_CHECKING:
    from textual.pilot import Pilot


def line(stage: Stage) -> str:
    """Return the line that tells of the last choice."""
    words = stage.find("#told-line", Say)
    return words.text if words.display else ""


def test_day_of_rest_chosen_by_mistake() -> None:
    """Kept and said so; U takes it back, and today is a day of training again."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "r", "1")
        assert [one.rest for one in coach.kept] == [True]
        assert line(stage) == "Kept: you rest today. U takes it back."
        assert "undo" in [item.action for item in stage.find("#menu", Menu).items]
        assert isinstance(await pressed(stage, pilot, "u"), TodayScreen)
        assert coach.kept == []
        assert line(stage) == "Undone: no rest was chosen."
        assert stage.find("#menu", Menu).items[0].action == "start"

    stage.act(steps)


def test_training_anyway_is_taken_back_by_the_menu() -> None:
    """Whoever has pedals only finds it among the things to do."""
    coach = ScriptedCoach(resting())
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "5", "1")
        assert [one.rest for one in coach.kept] == [False]
        await pressed(stage, pilot, "pageup", "enter")
        assert coach.kept == []
        assert line(stage) == "Undone: training anyway was not chosen."

    stage.act(steps)


def test_line_goes_by_itself() -> None:
    """What was said of the last choice does not stay in the way."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "r", "1")
        stage.now_s += 7.0
        await stage.draw(pilot)
        assert line(stage) == ""

    stage.act(steps)


def test_name_with_a_mistake_is_taken_back_and_can_be_corrected() -> None:
    """Nobody is added, and the name stands in the line to be typed on."""
    stage = Stage(coach=ScriptedCoach(no_plan()))

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, *"Dorq", "enter", "escape")
        assert stage.people.known[0].name == "Dorq"
        assert isinstance(await pressed(stage, pilot, "u"), WhoScreen)
        assert "Dorq" not in [one.name for one in stage.people.known]
        assert stage.find("#filter", Input).value == "Dorq"
        assert line(stage) == "Undone: nobody was added."
        assert stage.app.turns.seats == []

    stage.act(steps)


def test_visit_ended_by_mistake_goes_on() -> None:
    """The reps of before and after stand in one summary, and are all kept."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        assert isinstance(await pressed(stage, pilot, "escape"), SummaryScreen)
        assert isinstance(await pressed(stage, pilot, "u"), ReadyScreen)
        assert line(stage) == "Undone: the end. Your sets go on."
        await told(stage, pilot, stands(stage, "both"))
        await does(stage, pilot, 2)
        assert isinstance(stage.app.screen, LiveScreen)
        assert stage.app.course.queue.number == 2
        await pressed(stage, pilot, "escape")
        assert len(stage.app.snapshot_now(stage.now_s).visit.reps) == 17

    stage.act(steps)
    assert [asked[0] for asked in stage.live.asked if asked[0] != "configure"] == [
        "begin",
        "end",
        "begin",
        "end",
    ]


def test_order_of_sets_is_taken_back() -> None:
    """Another set was chosen by mistake: the one that was next is next again, also for the step."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        await pressed(stage, pilot, "right")
        assert stage.app.course.queue.number == 3
        await pressed(stage, pilot, "u")
        assert stage.app.course.queue.number == 2
        assert stage.app.model.prescription.planned_side == "right"
        assert line(stage) == "Undone: the sets are in their order again."

    stage.act(steps)


def test_answers_can_be_given_once_more() -> None:
    """On the last screen the questions come again with what was said; only what changed is kept anew."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        await pressed(stage, pilot, "escape", "enter", "2", "enter", "1", "enter", "1", "enter", "1", "enter")
        assert isinstance(stage.app.screen, NextScreen)
        before = len(coach.noted)
        screen = await pressed(stage, pilot, "u")
        assert isinstance(screen, QuestionsScreen)
        assert screen.answering.value == 2
        await pressed(stage, pilot, "5", "enter", "enter", "enter", "enter")
        assert isinstance(stage.app.screen, NextScreen)
        assert [(one.kind, one.value) for one in coach.noted[before:]] == [("during", 5.0)]

    stage.act(steps)


def test_rest_left_by_mistake_goes_on() -> None:
    """Enter skipped it, U brings its clock back."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        screen = await pressed(stage, pilot, "enter")
        assert not screen.has_class("-resting")
        await pressed(stage, pilot, "u")
        assert screen.has_class("-resting")
        assert line(stage) == "Undone: you rest on."

    stage.act(steps)


def test_nothing_to_undo_is_not_offered() -> None:
    """The key does nothing before anything was chosen."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1", "u"), TodayScreen)
        assert "undo" not in [item.action for item in stage.find("#menu", Menu).items]
        assert line(stage) == ""

    stage.act(steps)


def test_plan_chosen_by_mistake() -> None:
    """Said, and taken back with what was said of the sore leg; there is no plan then, as before."""
    coach = ScriptedCoach(no_plan(), known_plans=tuple(shipped().values()), who=Profile(sore="right"))
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "2", "1", "enter")
        assert len(coach.assigned) == 1
        assert line(stage) == "Kept: this plan from today on. U takes it back."
        assert isinstance(await pressed(stage, pilot, "u"), TodayScreen)
        assert line(stage) == "Undone: this plan was not chosen."
        assert stage.app.course.advice is not None
        assert stage.app.course.advice.action == "no_plan"

    stage.act(steps)
    assert coach.taken_back == [("1", Profile(sore="right"))]


def test_sharp_pain_told_by_a_slip_of_the_hand() -> None:
    """U withdraws the report, with a reason, and the sets go on; reps of before and after count."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        assert isinstance(await pressed(stage, pilot, "p"), StopScreen)
        assert [one.kind for one in coach.noted] == ["sharp"]
        assert isinstance(await pressed(stage, pilot, "u"), ReadyScreen)
        assert coach.withdrawn == [(1, "pressed by mistake")]
        assert line(stage) == "Undone: no sharp pain; kept as withdrawn. Your sets go on."
        assert stage.app.course.queue.number == 2
        await told(stage, pilot, stands(stage, "both"))
        await does(stage, pilot, 2)
        await pressed(stage, pilot, "escape", "enter")
        screen = stage.app.screen
        assert isinstance(screen, QuestionsScreen)
        assert screen._given == {}

    stage.act(steps)


async def breaks_off(stage: Stage, pilot: Pilot[None], reps: int, key: str) -> None:
    """Let whoever is in front do some reps of a set, then press a key by mistake: the set closes with the visit."""
    await told(stage, pilot, [*stands(stage, "both"), ev.Rise(stage.now_s, stage.now_s + 0.5, 0.08, 0.5)])
    done = []
    for index in range(1, reps + 1):
        stage.now_s += 5.0
        done.append(rep(index, "left", 3.2, start_s=stage.now_s))
        await told(stage, pilot, [*stands(stage, "both"), done[-1]])
    ended, summary = stage.live.end, replace(set_summary(1, stage.now_s, done), side="left")

    def end() -> None:
        stage.live.send([summary])
        ended()

    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(stage.live, "end", end)
        await pressed(stage, pilot, key)


@pytest.mark.parametrize("reps", [2, 10])
@pytest.mark.parametrize("key", ["0", "escape"])
def test_a_set_broken_off_by_mistake_goes_on_with_what_is_left_of_it(key: str, reps: int) -> None:
    """The same set of the same leg, and only the reps that are left; the next set is asked for in full."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        queue = stage.app.course.queue
        assert queue.current is not None
        whole = queue.current.reps
        await breaks_off(stage, pilot, reps, key)
        await pressed(stage, pilot, "u")
        assert queue.number == 1
        asked = stage.live.asked[-1][2]
        assert isinstance(asked, ev.Prescription)
        assert (asked.planned_side, asked.target_reps) == ("left", whole - reps)
        assert (stage.app.course.prescription.planned_side) == "left"
        await does(stage, pilot, whole - reps)
        assert queue.number == 2
        assert stage.app.model.prescription.target_reps == whole
        assert stage.app.model.prescription.planned_side == "right"

    stage.act(steps)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_the_foot_names_the_key_that_takes_sharp_pain_back(size: tuple[int, int]) -> None:
    """In a narrow terminal too: little else can be done there."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter", "enter")
        assert isinstance(await pressed(stage, pilot, "p"), StopScreen)
        await stage.draw(pilot)
        assert "U  Undo" in text_of(stage.find("#keys", Keys))

    stage.act(steps, size)


def test_guest_takes_sharp_pain_back_too() -> None:
    """Nothing was kept, so nothing is withdrawn; U before the pain key is not undone in its place."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4", "enter")
        await does(stage, pilot, 2)
        assert isinstance(await pressed(stage, pilot, "p"), StopScreen)
        assert isinstance(await pressed(stage, pilot, "u"), ReadyScreen)
        assert line(stage) == "Undone: no sharp pain. Your sets go on."

    stage.act(steps)
