"""Keys that come before a screen is there to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from station.kiosk.screens.who import WhoScreen
from tests.kiosk.stage import Stage, settle

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
