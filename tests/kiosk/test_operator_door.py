"""The operator's key and PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.widgets import Input

from station.kiosk.operating import Desk
from station.kiosk.screens.operator import OperatorDoor, OperatorScreen, PinInput
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from tests.kiosk.at_desk import NoStep, staged
from tests.kiosk.stage import Stage, settle, until
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.store import Store


def test_the_key_opens_it_on_the_first_screen_only(store: Store) -> None:
    """F9 there; during a visit it does nothing, so nothing that is measured is disturbed."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        assert isinstance(stage.app.screen, OperatorScreen)
        await pilot.press("escape")
        assert isinstance(stage.app.screen, WhoScreen)
        await pilot.press("1")
        await settle(pilot)
        before = stage.app.screen
        await pilot.press("f9")
        assert stage.app.screen is before

    stage.act(steps)


def test_without_a_desk_the_key_does_nothing() -> None:
    """A kiosk on a recording has no step to operate."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        assert isinstance(stage.app.screen, WhoScreen)

    stage.act(steps)


def test_a_pin_keeps_others_out(store: Store) -> None:
    """A wrong one is told, and is not shown; the right one opens."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        door: object = stage.app.screen
        assert isinstance(door, OperatorDoor)
        await pilot.press("1", "2", "enter")
        assert "not the PIN" in stage.find("#said", Say).text
        assert stage.find("#pin", Input).value == ""
        await pilot.press(*"2468", "enter")
        assert isinstance(stage.app.screen, OperatorScreen)

    stage.act(steps)


def test_a_pin_and_its_enter_in_one_burst_open(store: Store) -> None:
    """A key pad types faster than a screen takes: nothing waits between the keys here."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(stage.app.focused, PinInput))
        for key in (*"2468", "enter"):
            stage.app.post_message(Key(key, None if key == "enter" else key))
        await until(pilot, lambda: isinstance(stage.app.screen, OperatorScreen))

    stage.act(steps)


def test_the_door_says_how_long_it_waits_after_three_wrong_pins(store: Store) -> None:
    """Also for the right one: that it is right is not told either."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        for pin in ("1", "2"):
            await pilot.press(pin, "enter")
            assert "not the PIN" in stage.find("#said", Say).text
        for pin in ("3", "2468"):
            await pilot.press(*pin, "enter")
            assert "no PIN is taken for" in stage.find("#said", Say).text
        assert isinstance(stage.app.screen, OperatorDoor)

    stage.act(steps)


def test_guessing_pins_takes_time(store: Store) -> None:
    """After three wrong ones the right one is not taken either, for ten seconds."""

    class StandingTime(FastTime):
        now_s = 5.0

        def monotonic_s(self) -> float:
            return self.now_s

    time = StandingTime()
    desk = Desk(NoStep(), store, pin="2468", time=time)
    assert [desk.opens_for(pin) for pin in ("1", "2", "3", "2468")] == [False] * 4
    time.now_s = 15.1
    assert desk.opens_for("2468")
