"""Through the screens of somebody with a plan: what the tests about it share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station import events as ev
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.menu import Menu
from tests.kiosk.scripted import force, rep, set_summary
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.kiosk.screens.base import KioskScreen
    from tests.kiosk.coached import ScriptedCoach


ONE_HAND = ["enter", "escape", "up", "down", "left", "right", "pageup", "pagedown", *"0123456789"]


def stage_of(coach: ScriptedCoach) -> Stage:
    """Return a stage with a coach."""
    return Stage(coach=coach, prescription=ev.Prescription())


async def chosen(stage: Stage, pilot: Pilot[None], *keys: str) -> KioskScreen:
    """Press keys one by one, each after the work of the one before; return the screen in front."""
    for key in keys:
        await stage.front(pilot)
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)
    await stage.draw(pilot)
    return await stage.front(pilot)


def said(stage: Stage, selector: str) -> str:
    """Return the words of a line."""
    return stage.find(selector, Say).text


def offered(stage: Stage) -> list[str]:
    """Return the menu's things to do."""
    return [item.action for item in stage.find("#menu", Menu).items]


def set_of(index: int, leg: ev.Side, count: int) -> list[tuple[float, ev.Event]]:
    """Return so many reps of one leg, the set's end, and somebody who still stands there."""
    end_s = 100.0 * index
    reps = [rep(one, leg, start_s=end_s - 50.0, set_index=index) for one in range(1, count + 1)]
    closed = replace(set_summary(index, end_s, reps), side=leg)
    return [
        *((end_s - 1.0, one) for one in reps),
        (end_s, closed),
        (end_s + 1.0, force(end_s + 1.0, 400.0, 400.0)),
    ]
