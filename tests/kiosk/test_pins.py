"""Somebody with a PIN is asked for it, by digits or by two pedals; nobody else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.pin import PinScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.stage import Stage, people
from tests.kiosk.test_turns import pressed

if TYPE_CHECKING:
    from textual.pilot import Pilot


def locked() -> Stage:
    """Return a kiosk on which Ana has the PIN 0203."""
    known = people()
    known.pins["ana"] = "0203"
    return Stage(known)


def note(stage: Stage) -> str:
    """Return what the screen says about the PIN."""
    return stage.find("#note", Say).text


def test_digits_open() -> None:
    """Four digits, without Enter; the list says beforehand who is asked."""
    stage = locked()

    async def steps(pilot: Pilot[None]) -> None:
        assert [row.known.locked for row in stage.app.screen.rows if row.known] == [True, False, False]  # type: ignore[attr-defined]
        assert isinstance(await pressed(stage, pilot, "1"), PinScreen)
        assert stage.find("#question", Say).text == "Ana Müller, your PIN?"
        assert isinstance(await pressed(stage, pilot, "0", "2", "0", "3"), ReadyScreen)
        assert stage.app.person_name == "Ana Müller"

    stage.act(steps)


def test_two_pedals_and_enter_open() -> None:
    """Each digit is turned up or down and taken."""
    stage = locked()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter", "pageup", "pageup", "enter", "enter")
        screen = await pressed(stage, pilot, *["pagedown"] * 7)
        assert isinstance(screen, PinScreen)
        assert (screen.given, screen.wheel) == ("020", 3)
        assert isinstance(await pressed(stage, pilot, "enter"), ReadyScreen)

    stage.act(steps)


def test_wrong_one_opens_nothing_and_three_close_the_door_for_a_while() -> None:
    """Said each time; after ten seconds the right one opens."""
    stage = locked()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", *"1111")
        assert note(stage) == "That is not the PIN. Once more, please."
        await pressed(stage, pilot, *"22222222")
        assert note(stage) == "Three were wrong. Wait ten seconds."
        assert isinstance(await pressed(stage, pilot, *"0203"), PinScreen)
        assert stage.live.asked == []
        stage.now_s += 10.0
        assert isinstance(await pressed(stage, pilot, *"0203"), ReadyScreen)

    stage.act(steps)


def test_others_are_not_asked_and_leaving_leads_back() -> None:
    """Esc is the way back to the list; Bob and guests just begin."""
    stage = locked()

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1", "1", "escape"), WhoScreen)
        assert isinstance(await pressed(stage, pilot, "2"), ReadyScreen)
        assert stage.app.person_name == "Bob Okafor"

    stage.act(steps)


def test_somebody_sets_a_pin_and_takes_it_back() -> None:
    """Under Change, typed twice; two that differ are asked for again; U takes it back."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1", "c"), ChangeScreen)
        assert isinstance(await pressed(stage, pilot, "up", "enter"), PinScreen)
        await pressed(stage, pilot, *"1234", *"1235")
        assert stage.people.pins == {}
        assert isinstance(await pressed(stage, pilot, *"1234", *"1234"), TodayScreen)
        assert stage.people.pins == {"ana": "1234"}
        await pressed(stage, pilot, "u")
        assert stage.people.pins == {}

    stage.act(steps)
