"""Two people on one step: each keeps their place, and no rep goes to the other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station import events as ev
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.scripted import WEIGHT_N, force, rep, set_summary
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from station.kiosk.screens.base import KioskScreen

A_REP_S = 5.0


async def pressed(stage: Stage, pilot: Pilot[None], *keys: str) -> KioskScreen:
    """Press keys one by one, each on the screen that the one before led to; return the screen in front."""
    for key in keys:
        await stage.front(pilot)
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)
    await stage.draw(pilot)
    return await stage.front(pilot)


async def told(stage: Stage, pilot: Pilot[None], events: Sequence[ev.Event]) -> None:
    """Send events and draw."""
    stage.live.send(events)
    await stage.draw(pilot)
    await stage.draw(pilot)


def stands(stage: Stage, state: ev.StanceState) -> list[ev.Event]:
    """Return somebody standing, or nobody, from now on."""
    weight_n = 0.0 if state == "empty" else WEIGHT_N / 2
    return [ev.Stance(state, stage.now_s), force(stage.now_s, weight_n, weight_n)]


async def does(stage: Stage, pilot: Pilot[None], reps: int, set_index: int = 1) -> None:
    """Let whoever is in front do a set."""
    done: list[ev.Rep] = []
    await told(stage, pilot, [*stands(stage, "both"), ev.Rise(stage.now_s, stage.now_s + 0.5, 0.08, 0.5)])
    for index in range(1, reps + 1):
        stage.now_s += A_REP_S
        done.append(rep(index, "left", 3.2, start_s=stage.now_s, set_index=set_index))
        session = stage.live.session_id
        await told(
            stage, pilot, [*stands(stage, "both"), done[-1], ev.Saved("rep", session, set_index, index)]
        )
    stage.now_s += A_REP_S
    await told(stage, pilot, [*stands(stage, "both"), set_summary(set_index, stage.now_s, done)])


async def swaps(stage: Stage, pilot: Pilot[None], *keys: str) -> KioskScreen:
    """Turn to the other one, who steps on after the first has stepped off."""
    screen = await pressed(stage, pilot, "x", *keys)
    stage.now_s += 1.0
    await told(stage, pilot, stands(stage, "empty"))
    stage.now_s += 1.0
    await told(stage, pilot, stands(stage, "both"))
    return screen


def begun(stage: Stage) -> list[object]:
    """Return for whom visits were begun, in order."""
    return [asked[1] for asked in stage.live.asked if asked[0] == "begin"]


def test_each_keeps_their_reps_sets_and_place_in_the_plan() -> None:
    """Ana does a set, Bob does one, Ana goes on with her second; each summary tells of one person only."""
    stage = Stage(coach=ScriptedCoach())

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1", "enter"), ReadyScreen)
        await does(stage, pilot, 15)
        assert stage.app.course.queue.number == 2
        assert isinstance(await pressed(stage, pilot, "x"), WhoScreen)
        assert stage.find("#title", Say).text == "Who takes turns with Ana Müller?"
        assert isinstance(await pressed(stage, pilot, "1"), TodayScreen)
        assert stage.app.course.queue.number == 1
        assert isinstance(await pressed(stage, pilot, "enter"), ReadyScreen)
        assert begun(stage) == ["ana"]
        await told(stage, pilot, stands(stage, "empty"))
        assert begun(stage) == ["ana", "bob"]
        await does(stage, pilot, 3)
        assert isinstance(await swaps(stage, pilot), ReadyScreen)
        assert begun(stage) == ["ana", "bob", "ana"]
        assert stage.app.person_name == "Ana Müller"
        await does(stage, pilot, 2)
        assert stage.find("#rest-title", Say).text == "That set is done"
        await pressed(stage, pilot, "escape")
        visit = stage.app.snapshot_now(stage.now_s).visit
        assert len(visit.reps) == 17
        assert [one.index for one in visit.sets] == [1, 2]
        assert visit.saved == 17

    stage.act(steps)


def test_nothing_is_measured_until_the_one_before_has_stepped_off() -> None:
    """Reps done while the other still stands there are nobody's; Enter says that the right one stands there."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 2)
        assert isinstance(await pressed(stage, pilot, "x", "1"), ReadyScreen)
        assert stage.find("#instruction", Say).text == "Ana Müller steps off, then Bob Okafor steps on"
        assert stage.live.asked[-1] == ("end",)
        await told(stage, pilot, [rep(9, "left", 3.2, start_s=stage.now_s, set_index=1)])
        assert stage.app.snapshot_now(stage.now_s).visit.reps == ()
        await pressed(stage, pilot, "enter")
        assert begun(stage) == ["ana", "bob"]
        await does(stage, pilot, 1)
        assert isinstance(stage.app.screen, LiveScreen)
        assert len(stage.app.snapshot_now(stage.now_s).visit.reps) == 1

    stage.act(steps)


def test_who_is_done_leaves_the_step_to_the_one_who_waits() -> None:
    """After the goodbye it is the other one's turn, with all of their reps; then nobody waits."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 2)
        await pressed(stage, pilot, "x", "1")
        await told(stage, pilot, stands(stage, "empty"))
        await does(stage, pilot, 3)
        assert isinstance(await pressed(stage, pilot, "escape"), SummaryScreen)
        assert isinstance(await pressed(stage, pilot, "enter"), GoodbyeScreen)
        assert stage.find("#title", Say).text == "Goodbye, Bob Okafor"
        assert stage.find("#reps", Figure).text == "3"
        assert stage.find("#waiting", Say).text == "Now it is the turn of Ana Müller."
        assert isinstance(await pressed(stage, pilot, "enter"), ReadyScreen)
        assert stage.app.person_name == "Ana Müller"
        await told(stage, pilot, stands(stage, "empty"))
        await pressed(stage, pilot, "escape")
        assert stage.find("#title", Say).text == "Well done, Ana Müller"
        assert len(stage.app.snapshot_now(stage.now_s).visit.reps) == 2
        await pressed(stage, pilot, "enter")
        assert isinstance(await pressed(stage, pilot, "enter"), WhoScreen)
        assert stage.app.turns.seats == []

    stage.act(steps)


def test_nobody_joins_after_all() -> None:
    """Esc on the list goes back to the one who was there, with their reps."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1")
        await does(stage, pilot, 2)
        assert isinstance(await pressed(stage, pilot, "x"), WhoScreen)
        assert [row.name for row in stage.app.screen.rows] == ["Bob Okafor", "Chen Wei", "Guest"]  # type: ignore[attr-defined]
        assert isinstance(await pressed(stage, pilot, "escape"), ReadyScreen)
        assert stage.app.person_name == "Ana Müller"
        assert len(stage.app.snapshot_now(stage.now_s).visit.reps) == 2

    stage.act(steps)


def test_two_guests_are_told_apart() -> None:
    """The second one is called so; a third finds no room."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4")
        await does(stage, pilot, 1)
        await pressed(stage, pilot, "x", "4")
        assert stage.app.person_name == "Second guest"
        await told(stage, pilot, stands(stage, "empty"))
        await does(stage, pilot, 2)
        await swaps(stage, pilot)
        assert stage.app.person_name == "Guest"
        assert len(stage.app.snapshot_now(stage.now_s).visit.reps) == 1

    stage.act(steps)


def test_who_comes_back_is_weighed_against_their_own_body() -> None:
    """What was weighed before the first set is the body mass of the second, whoever stood there in between."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, [*stands(stage, "both"), ev.Weigh(0.0, 3.0, 81.2, 0.1, 0.5, None)])
        await pressed(stage, pilot, "x", "1")
        await told(stage, pilot, stands(stage, "empty"))
        await told(stage, pilot, [*stands(stage, "both"), ev.Weigh(4.0, 7.0, 64.0, 0.1, 0.5, None)])
        await swaps(stage, pilot)

    stage.act(steps)
    asked = [one[2] for one in stage.live.asked if one[0] == "begin"]
    masses_kg = [one.body_mass_kg for one in asked if isinstance(one, ev.Prescription)]
    assert masses_kg == [None, 78.0, 81.2]
