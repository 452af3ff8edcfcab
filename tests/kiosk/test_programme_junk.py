"""Somebody leans on the keyboard in the middle of a plan."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.kiosk.screens.base import KioskScreen
from station.programme.plans import shipped
from tests.kiosk.coached import QUESTIONS, ScriptedCoach, training
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import settle
from tests.kiosk.with_plan import ONE_HAND, stage_of

if TYPE_CHECKING:
    from textual.pilot import Pilot


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


@pytest.mark.parametrize(
    "seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in (0, 3, *range(4, 12)))]
)
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
