"""A whole visit with three keys of a foot pedal, and one with arrows and digits only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.pause import PauseScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.screens.why import WhyScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.menu import Menu
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.stage import Stage, text_of
from tests.kiosk.test_turns import begun, does, pressed, stands, told

if TYPE_CHECKING:
    from textual.pilot import Pilot

UP, DOWN, DO = "pageup", "pagedown", "enter"


def test_a_visit_by_three_pedals() -> None:
    """Choose a name, begin, end early by the menu, answer, say goodbye."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach, attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, DO), WhoScreen)
        assert isinstance(await pressed(stage, pilot, DOWN, UP, DO), TodayScreen)
        assert isinstance(await pressed(stage, pilot, UP, UP, UP, UP, UP, DO), ReadyScreen)
        await does(stage, pilot, 4)
        assert isinstance(await pressed(stage, pilot, DO), LiveScreen)
        assert isinstance(await pressed(stage, pilot, UP), PauseScreen)
        assert isinstance(await pressed(stage, pilot, UP, DO), SummaryScreen)
        assert isinstance(await pressed(stage, pilot, DOWN), QuestionsScreen)
        await pressed(stage, pilot, DOWN, DOWN, DOWN, UP, DO)
        await pressed(stage, pilot, DO)
        screen = await pressed(stage, pilot, DOWN)
        assert isinstance(screen, QuestionsScreen)
        await pressed(stage, pilot, DO, DO)
        assert isinstance(stage.app.screen, NextScreen)
        assert isinstance(await pressed(stage, pilot, DO), GoodbyeScreen)
        assert isinstance(await pressed(stage, pilot, DO), WhoScreen)

    stage.act(steps)
    assert [(one.kind, one.value) for one in coach.noted] == [("during", 1.0), ("sharp", 0.0)]
    assert stage.live.asked[-1] == ("end",)


def test_pedals_go_back_to_the_question_before() -> None:
    """Below the lowest answer there is none, and below that the question before, with its answer."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", DO)
        await does(stage, pilot, 4)
        await pressed(stage, pilot, "escape", DO)
        screen = await pressed(stage, pilot, DOWN, DOWN, DO, DOWN)
        assert isinstance(screen, QuestionsScreen)
        assert (screen.answering.question.key, screen.answering.value) == ("after", 0)
        await pressed(stage, pilot, UP)
        assert screen.answers == {"during": 1}
        await pressed(stage, pilot, UP)
        assert screen.answering.question.key == "during"

    stage.act(steps)


def test_pedals_change_the_plan() -> None:
    """One pedal goes to the next line, the other to its next value and around."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        screen = await pressed(stage, pilot, "1", "4")
        assert isinstance(screen, ChangeScreen)
        await pressed(stage, pilot, DOWN, DOWN, UP)
        assert screen.change.changes
        await pressed(stage, pilot, *[DOWN] * 5, UP, DO)
        assert isinstance(stage.app.screen, TodayScreen)

    stage.act(steps)
    assert [one.sets for one in coach.kept] == [4]


def test_pedals_reach_the_other_person_and_sharp_pain() -> None:
    """Both are in the menu of the weighing and of the live set."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, DO), ReadyScreen)
        assert isinstance(await pressed(stage, pilot, UP, UP, UP, UP, DO), WhoScreen)
        assert isinstance(await pressed(stage, pilot, DO), ReadyScreen)
        await does(stage, pilot, 1)
        assert isinstance(await pressed(stage, pilot, UP, UP, UP, DO), StopScreen)
        await told(stage, pilot, stands(stage, "empty"))
        assert isinstance(await pressed(stage, pilot, DO), GoodbyeScreen)

    stage.act(steps)
    assert begun(stage) == ["ana", "bob"]


def test_menu_of_the_live_set_stays_while_the_athlete_goes_on() -> None:
    """Whoever looks for "sharp pain" may rise meanwhile: nothing vanishes under the hand."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, DO)
        await does(stage, pilot, 1)
        assert isinstance(await pressed(stage, pilot, UP), PauseScreen)
        await does(stage, pilot, 1, set_index=2)
        assert isinstance(stage.app.screen, PauseScreen)
        assert stage.find("#kept", Say).text.startswith("reps so far")
        assert isinstance(await pressed(stage, pilot, DO), LiveScreen)

    stage.act(steps)


def test_menu_of_the_weighing_stays_when_the_athlete_rises() -> None:
    """The set begins when the menu is left."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, DO), ReadyScreen)
        assert isinstance(await pressed(stage, pilot, UP), PauseScreen)
        await does(stage, pilot, 1)
        assert isinstance(stage.app.screen, PauseScreen)
        await pressed(stage, pilot, DO)
        assert isinstance(stage.app.screen, LiveScreen)

    stage.act(steps)


def test_a_visit_by_arrows_and_digits() -> None:
    """The same without a letter or a pedal."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1"), TodayScreen)
        assert isinstance(await pressed(stage, pilot, "2"), WhyScreen)
        assert isinstance(await pressed(stage, pilot, "enter", "3"), WeeksScreen)
        assert isinstance(await pressed(stage, pilot, "left", "enter", "left", "right", "1"), ReadyScreen)
        await does(stage, pilot, 4)
        assert isinstance(await pressed(stage, pilot, "escape", "enter"), QuestionsScreen)
        await pressed(stage, pilot, "3", "enter", "right", "right", "enter", "left", "enter", "enter")
        assert isinstance(stage.app.screen, NextScreen)
        assert isinstance(await pressed(stage, pilot, "1"), GoodbyeScreen)

    stage.act(steps)
    assert [(one.kind, one.value) for one in coach.noted] == [("during", 3.0), ("after", 1.0), ("sharp", 0.0)]


@pytest.mark.parametrize("width", [12, 30, 60, 120])
def test_marked_thing_to_do_is_seen_in_any_width(width: int) -> None:
    """Where not all have room, the marked one and its neighbours have."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, DO, UP)
        menu = stage.find("#menu", Menu)
        for _ in menu.items:
            assert menu.items[menu.chosen].words in text_of(menu)
            assert max(len(row) for row in text_of(menu).splitlines()) <= width
            await pressed(stage, pilot, "right")

    stage.act(steps, (width, 20))
