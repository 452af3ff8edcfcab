"""The kiosk when nobody is there: the first screen, visits that somebody left, the last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from station.config.sections import KioskSection
from station.kiosk.idling import Idle, Patience
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.stage import Stage
from tests.kiosk.test_turns import begun, does, pressed, stands, told

if TYPE_CHECKING:
    from textual.pilot import Pilot

PATIENT = KioskSection(attract_s=60.0, idle_home_s=300.0, goodbye_s=8.0, dim_s=600.0)


async def waits(stage: Stage, pilot: Pilot[None], seconds: float, state: str = "empty") -> object:
    """Let time pass with nobody (or somebody) on the step; return the screen in front."""
    stage.now_s += seconds
    await told(stage, pilot, stands(stage, "empty" if state == "empty" else "both"))
    await stage.draw(pilot)
    return stage.app.screen


def test_list_gives_way_to_the_first_screen_which_any_key_leaves() -> None:
    """A minute without a key; a letter is the first one of a name."""
    stage = Stage(settings=PATIENT)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await waits(stage, pilot, 59.0), WhoScreen)
        assert isinstance(await waits(stage, pilot, 2.0), AttractScreen)
        assert isinstance(await pressed(stage, pilot, "b"), WhoScreen)
        assert stage.find("#filter", Input).value == "b"

    stage.act(steps)


def test_stepping_on_leads_from_the_first_screen_to_the_list() -> None:
    """The force is seen for a moment, then it is asked who that is; a bag that stood there before is nobody."""
    stage = Stage(settings=PATIENT, attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await waits(stage, pilot, 1.0, "both"), AttractScreen)
        assert isinstance(await waits(stage, pilot, 5.0, "both"), AttractScreen)
        await waits(stage, pilot, 1.0)
        screen = await waits(stage, pilot, 1.0, "both")
        assert isinstance(screen, AttractScreen)
        assert screen.has_class("-on")
        assert isinstance(await waits(stage, pilot, 2.0, "both"), WhoScreen)

    stage.act(steps)
    assert stage.live.asked == []


def test_first_screen_is_dim_after_hours() -> None:
    """Ten minutes without anybody."""
    stage = Stage(settings=PATIENT, attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        screen = await waits(stage, pilot, 599.0)
        assert isinstance(screen, AttractScreen)
        assert not screen.has_class("-dim")
        await waits(stage, pilot, 2.0)
        assert screen.has_class("-dim")

    stage.act(steps)


def test_visit_that_somebody_left_is_closed_and_its_reps_are_kept() -> None:
    """Said beforehand; then the visit is closed, the farewell tells what is kept, and the first screen comes."""
    stage = Stage(settings=PATIENT)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 3)
        assert isinstance(await waits(stage, pilot, 290.0), LiveScreen)
        assert stage.find("#told-line", Say).text.startswith("Nobody here? Goes home in 10 s")
        assert isinstance(await waits(stage, pilot, 11.0), GoodbyeScreen)
        assert stage.live.asked[-1] == ("end",)
        assert stage.find("#reps", Figure).text == "3"
        assert stage.find("#following", Say).text == "Nobody was here any more, so the visit was closed."
        assert isinstance(await waits(stage, pilot, 9.0), AttractScreen)
        assert stage.app.turns.seats == []

    stage.act(steps)


def test_who_rests_on_the_step_or_presses_a_key_is_there() -> None:
    """Standing still for long is no leaving, and one key is enough to stay."""
    stage = Stage(settings=PATIENT)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 1)
        for _ in range(4):
            assert isinstance(await waits(stage, pilot, 200.0, "both"), LiveScreen)
        await waits(stage, pilot, 290.0)
        await pressed(stage, pilot, "i")
        assert isinstance(await waits(stage, pilot, 290.0), LiveScreen)

    stage.act(steps)


def test_answers_given_before_somebody_left_are_kept() -> None:
    """Half of the questions answered, then gone: that half is kept."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach, settings=PATIENT)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        screen = await pressed(stage, pilot, "escape", "enter", "4", "enter", "3")
        assert isinstance(screen, QuestionsScreen)
        assert isinstance(await waits(stage, pilot, 301.0), GoodbyeScreen)
        await pilot.app.workers.wait_for_complete()

    stage.act(steps)
    assert [(one.kind, one.value) for one in coach.noted] == [("during", 4.0), ("after", 3.0)]


def test_both_go_home_when_nobody_is_there() -> None:
    """Two took turns and left: neither visit stays open."""
    stage = Stage(settings=PATIENT)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 1)
        await pressed(stage, pilot, "x", "1")
        await told(stage, pilot, stands(stage, "empty"))
        assert isinstance(await waits(stage, pilot, 301.0), GoodbyeScreen)
        assert stage.app.turns.seats == []

    stage.act(steps)
    assert begun(stage) == ["ana", "bob"]
    assert stage.live.asked[-1] == ("end",)


def test_stepping_on_starts_today_where_start_is_marked() -> None:
    """Once the step was empty; while something else is marked it does nothing."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        assert isinstance(await waits(stage, pilot, 1.0, "both"), TodayScreen)
        await pressed(stage, pilot, "right")
        await waits(stage, pilot, 1.0)
        assert isinstance(await waits(stage, pilot, 1.0, "both"), TodayScreen)
        await pressed(stage, pilot, "left")
        await waits(stage, pilot, 1.0)
        assert isinstance(await waits(stage, pilot, 1.0, "both"), ReadyScreen)

    stage.act(steps)


@pytest.mark.parametrize(
    ("kind", "waited_s", "move"),
    [("list", 60.0, "attract"), ("visit", 279.0, "stay"), ("visit", 281.0, "warn"), ("visit", 300.0, "home"),
     ("goodbye", 8.0, "attract"), ("attract", 600.0, "dim"), ("other", 1e6, "stay")],
)  # fmt: skip
def test_patience_of_each_kind_of_screen(kind: str, waited_s: float, move: str) -> None:
    """As configured; an operator's screens wait for ever."""
    idle = Idle(Patience())
    idle.key(0.0)
    assert idle.move(kind, waited_s) == move  # type: ignore[arg-type]


def test_no_patience_limit_is_for_ever() -> None:
    """0 switches each of them off."""
    idle = Idle(Patience(0.0, 0.0, 0.0, 0.0))
    assert {idle.move(kind, 1e9) for kind in ("list", "visit", "goodbye", "attract")} == {"stay"}
