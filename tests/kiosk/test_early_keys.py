"""Keys that come before a screen is there to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from station.config.sections import KioskSection
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.stage import Stage, settle, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

KEYS = ("1", "enter", "escape", "down", "pageup", "a", "question_mark", "x", "u", "f4")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_before_the_list_is_laid_out_is_harmless(key: str) -> None:
    """Somebody impatient presses before the names are drawn: the list comes, and takes the next key."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await stage.front(pilot)
        screen = WhoScreen()
        stage.app.push_screen(screen)
        character = key if len(key) == 1 else None
        assert not screen.drawable
        screen.check_action("pick", (1,))
        for action in (screen.action_choose, screen.action_clear, lambda: screen.action_move(1)):
            action()
        screen.post_message(events.Key(key, character))
        stage.app.post_message(events.Key(key, character))
        await settle(pilot)
        assert stage.app.is_running

    stage.act(steps)


def typed_at_once(stage: Stage, name: str) -> None:
    """Send the keys of a name as a scanner does: none waits for the one before."""
    for letter in name:
        stage.app.post_message(events.Key("enter" if letter == "\r" else letter, letter))


@pytest.mark.parametrize("name", ["mara", "Clara", "Zoë 2"])
def test_a_name_typed_at_once_on_the_first_screen_is_whole(name: str) -> None:
    """No letter is lost between the screens, and none changes its place."""
    stage = Stage(attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        typed_at_once(stage, name)
        await until(pilot, lambda: isinstance(stage.app.screen, WhoScreen) and stage.app.screen.typable)
        await settle(pilot)
        assert stage.find("#filter", Input).value == name

    stage.act(steps)


def test_a_name_pasted_on_the_first_screen_is_whole() -> None:
    """A paste is no key, but it is somebody who is there."""
    stage = Stage(attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        stage.app.post_message(events.Paste("Clara Lund"))
        await until(pilot, lambda: isinstance(stage.app.screen, WhoScreen) and stage.app.screen.typable)
        await settle(pilot)
        assert stage.find("#filter", Input).value == "Clara Lund"

    stage.act(steps)


def test_a_known_name_with_enter_at_once_is_that_person_not_a_new_one() -> None:
    """Enter comes before the list is read: it waits for it."""
    stage = Stage(attract=True, coach=ScriptedCoach())
    before = len(stage.people.known)

    async def steps(pilot: Pilot[None]) -> None:
        typed_at_once(stage, "bob\r")
        await until(pilot, lambda: isinstance(stage.app.screen, TodayScreen))
        await settle(pilot)
        assert stage.app.person_name == "Bob Okafor"
        assert len(stage.people.known) == before

    stage.act(steps)


def test_a_letter_after_the_first_screen_came_back_begins_a_new_name() -> None:
    """Nothing of what was typed before is left over."""
    stage = Stage(attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        stage.app.settings = KioskSection()
        for name in ("mara", "chen"):
            typed_at_once(stage, name)
            await until(pilot, lambda: isinstance(stage.app.screen, WhoScreen) and stage.app.screen.typable)
            await settle(pilot)
            assert stage.find("#filter", Input).value == name
            await pilot.press("escape", "escape")
            await until(pilot, lambda: isinstance(stage.app.screen, AttractScreen))

    stage.act(steps)
