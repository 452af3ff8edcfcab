"""Any terminal, any key: never a crash."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette

from station.kiosk.screens.base import KioskScreen
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES = [(120, 40), (80, 24), (60, 20), (20, 5), (8, 3), (1, 1), (240, 70), (40, 60), (200, 6)]
KEYS = [
    "enter", "escape", "up", "down", "pageup", "pagedown", "space", "tab", "i", "f2", "left", "right", "home",
    "backspace", "delete", "1", "4", "9", "a", "ü", "陈", "[", "ctrl+p", "shift+tab", "f1", "end",
]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_flow_at_any_size(size: tuple[int, int]) -> None:
    """Every screen draws at every size, and after a change of size in the middle."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(2), until_s=10.0)
        await pilot.resize_terminal(20, 5)
        await stage.draw(pilot)
        await pilot.resize_terminal(*size)
        await stage.play(pilot, [item for item in a_set(2) if item[0] >= 10.0])
        await pilot.press("escape")
        await stage.draw(pilot)
        assert isinstance(stage.app.screen, KioskScreen)

    stage.act(steps, size)


@pytest.mark.parametrize("seed", range(2))
def test_random_keys_never_crash(seed: int) -> None:
    """Somebody leans on the keyboard while a set is running."""
    stage = Stage()
    dice = random.Random(seed)  # noqa: S311  reproducible, not secret
    timed = a_set(2)

    async def steps(pilot: Pilot[None]) -> None:
        for at in range(0, len(timed), 60):
            await stage.play(pilot, timed[at : at + 60])
            await pilot.press(*dice.choices(KEYS, k=4))
            if isinstance(stage.app.screen, CommandPalette):
                await pilot.press("escape")
        assert isinstance(stage.app.screen, KioskScreen)

    stage.act(steps, (80, 24))


@pytest.mark.parametrize("size", SIZES)
def test_the_way_of_somebody_with_a_plan_at_any_size(size: tuple[int, int]) -> None:
    """Today, why, weeks, change, the set, stop and the questions, in a small terminal and after a change of size."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        for key in ("1", "y", "escape", "w", "escape", "c", "escape", "enter", "enter"):
            await pilot.press(key)
            await settle(pilot)
            await settle(pilot)
            await stage.draw(pilot)
        await stage.play(pilot, a_set(2), until_s=10.0)
        await pilot.resize_terminal(20, 5)
        await stage.draw(pilot)
        await pilot.resize_terminal(*size)
        for key in ("p", "enter", "3", "enter", "escape"):
            await pilot.press(key)
            await settle(pilot)
            await stage.draw(pilot)
        assert isinstance(stage.app.screen, KioskScreen)

    stage.act(steps, size)
