"""The programme's screens as pictures: same advice, same cells. `--snapshot-update` accepts a change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from tests.kiosk.coached import QUESTIONS, ScriptedCoach, no_plan, resting, training
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from station.programme.model import Advice

SIZES = {"large": (120, 40), "terminal": (80, 24), "kiosk": (60, 20)}
ASKED = replace(training(), questions=QUESTIONS)
SCREENS: dict[str, tuple[Advice, tuple[str, ...]]] = {
    "today": (training(), ()),
    "rest": (resting(), ()),
    "question": (ASKED, ("3",)),
    "weeks": (training(), ("w", "left", "left")),
    "why": (training(), ("y",)),
    "change": (training(), ("c", "left", "down", "right")),
    "sore": (no_plan(), ("2",)),
}


def picture(
    snap_compare: Callable[..., bool], size: str, advice: Advice, *keys: str, until_s: float = 0.0
) -> bool:
    """Return whether a screen looks as it was accepted, after some keys and then a set up to an instant."""
    stage = Stage(coach=ScriptedCoach(advice), prescription=ev.Prescription())

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in ("1", *keys):
            await stage.front(pilot)
            await pilot.press(key)
            await settle(pilot)
            await settle(pilot)
        if until_s:
            await stage.play(pilot, a_set(5), until_s)
            await pilot.press("p")
            await settle(pilot)
        await stage.draw(pilot)

    return snap_compare(stage.app, terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen(snap_compare: Callable[..., bool], name: str, size: str) -> None:
    """Each screen in three sizes."""
    advice, keys = SCREENS[name]
    assert picture(snap_compare, size, advice, *keys)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_in_the_light_theme(snap_compare: Callable[..., bool], name: str) -> None:
    """The same on white."""
    advice, keys = SCREENS[name]
    assert picture(snap_compare, "terminal", advice, *keys, "f2")


@pytest.mark.parametrize("size", SIZES)
def test_the_stop(snap_compare: Callable[..., bool], size: str) -> None:
    """Sharp pain in the middle of a rep."""
    assert picture(snap_compare, size, training(), "enter", "enter", until_s=36.6)
