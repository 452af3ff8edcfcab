"""The ready screen tells what is not well with the step, and keeps nobody from training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.events import Alarm, HealthCheck, HealthReport, Stance
from station.health import RULES
from station.kiosk.model import ON_STATUS_LINE, KioskModel
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import BY_ANYBODY, ReadyScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from tests.kiosk.scripted import force, link, weigh_in
from tests.kiosk.stage import Stage, until
from tests.kiosk.test_real_session import acted, on, says
from tests.kiosk.whole import assert_whole

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from station.events import HealthState
    from station.kiosk.app import KioskApp
    from station.session import Running

SIZES = [(60, 20), (80, 24), (120, 40)]
OF_THE_STEP = [rule for rule in RULES if rule.code not in ON_STATUS_LINE]


def check(code: str, state: HealthState | None = None) -> HealthCheck:
    """Return a check as its rule has it, at its worst or in a state."""
    (rule,) = (one for one in RULES if one.code == code)
    channel = "LF" if rule.group == "plates" else None
    return HealthCheck(code, state or rule.worst, channel, 1234.5, rule.unit, rule.limit, rule.remedy, 3.0,
                       "100 Hz shows at 12.5 Hz" if code == "HUM" else "")  # fmt: skip


def report(*checks: HealthCheck, gate: bool = True) -> HealthReport:
    """Return a report of these."""
    return HealthReport(3.0, gate, checks)


def said(stage: Stage, selector: str) -> str:
    """Return the words of a line on show."""
    line = stage.find(selector, Say)
    return line.text if line.display else ""


def test_the_row_turns_green_by_itself() -> None:
    """Not looked at, not well, well again: nothing is pressed."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, [(0.1, force(0.1, 0.0, 0.0)), (0.2, Stance("empty", 0.2))])
        assert said(stage, "#check-health") == "·  Step is checked while nobody stands on it"
        stage.live.send([report(check("NOISE"), check("RATE", "PASS"))])
        await stage.draw(pilot)
        assert said(stage, "#check-health").startswith("!  Do this")
        assert said(stage, "#trouble").startswith("! Noise LF: Keep away from the step")
        stage.live.send([report(check("NOISE", "PASS"))])
        await stage.draw(pilot)
        assert (said(stage, "#check-health"), said(stage, "#trouble")) == ("✓  Step is checked and well", "")

    stage.act(steps)


def test_a_step_plugged_in_anew_is_not_yet_checked() -> None:
    """What was found on the step before says nothing about it."""
    model = KioskModel()
    model.feed([link("connected"), report(check("STUCK"))], 0.0)
    assert [one.code for one in model.snapshot(0.0).checks] == ["STUCK"]
    model.feed([link("lost"), link("connected")], 0.0)
    after = model.snapshot(0.0)
    assert (after.gate, after.checks) == (False, ())


def test_clock_disk_and_influx_stay_on_the_status_line() -> None:
    """Every screen tells of them; the list is about the step."""
    model = KioskModel()
    model.feed([report(*(check(code) for code in ON_STATUS_LINE))], 0.0)
    assert model.snapshot(0.0).checks == ()


@pytest.mark.parametrize("size", SIZES)
def test_every_check_is_told_whole(size: tuple[int, int]) -> None:
    """What anybody can do about each, or that the operator is to know; alone and as the worst, with a banner too."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        for banner in (False, True):
            if banner:
                stage.live.send([Alarm("store", "the disk is full", 0)])
            for rule in OF_THE_STEP:
                for others in ((), ("NOISE", "HUM", "LOAD", "CREEP")):
                    stage.live.send(
                        [report(check(rule.code, "SERVICE"), *(check(one, "RETRY") for one in others))]
                    )
                    await stage.draw(pilot)
                    await pilot.pause()
                    assert_whole(stage)
                    told = said(stage, "#trouble")
                    assert rule.title in told
                    assert (rule.remedy in told) == (rule.code in BY_ANYBODY)
                    assert ("tell the operator" in told) == (rule.code not in BY_ANYBODY)
                    assert "1234" not in told
                    if others:
                        assert "4 more" in told or "Creep" in told

    stage.act(steps, size)


@pytest.mark.parametrize("size", [(60, 17), (60, 12), (20, 5), (8, 3)])
def test_the_worst_is_named_where_there_is_little_room(size: tuple[int, int]) -> None:
    """A low terminal has no list, but the name of what is wrong."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        stage.live.send([report(check("STUCK"), check("NOISE"))])
        await stage.draw(pilot)
        assert "Readings live LF" in said(stage, "#trouble")

    stage.act(steps, size)


def test_service_keeps_nobody_from_being_weighed_and_training() -> None:
    """It is said plainly, and the way goes on."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        stage.live.send([report(check("STUCK"))])
        await stage.play(pilot, weigh_in(0.0), until_s=4.0)
        assert isinstance(stage.app.screen, ReadyScreen)
        assert said(stage, "#check-health") == "✕  The step needs repair; your reps are still kept."
        await stage.play(pilot, [(t_s, force(t_s, 400.0, 400.0)) for t_s in (4.5, 5.0, 5.5)])
        assert isinstance(stage.app.screen, LiveScreen)

    stage.act(steps)


def test_a_simulated_fault_shows_on_the_ready_screen(tmp_path: Path) -> None:
    """Noise on an empty step: told with what to do."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: on(app, WhoScreen))
        app.begin(None)
        await until(pilot, lambda: on(app, ReadyScreen))
        await until(pilot, lambda: says(app, "#trouble", "Noise L: "))
        assert says(app, "#trouble", "Keep away from the step for a moment")
        assert says(app, "#check-health", "looked at again by itself")

    acted(tmp_path, "sim://empty?seed=3&noise_n=6&speed=2", steps)


def test_reps_on_a_step_that_needs_repair_are_kept(tmp_path: Path) -> None:
    """A converter off its rate: SERVICE on the screen, the reps in the store."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: on(app, WhoScreen))
        app.begin(None)
        await until(pilot, lambda: on(app, ReadyScreen))
        await until(pilot, lambda: says(app, "#check-health", "needs repair"))
        assert says(app, "#trouble", "Rate L")
        await until(pilot, lambda: on(app, LiveScreen))
        await until(pilot, lambda: app.model.snapshot(0.0).visit.saved > 0)
        (visit,) = running.store.sessions(None)
        assert running.store.reps(visit.id)

    acted(tmp_path, "sim://textbook?seed=7&speed=6&reps=4&rate_l=70", steps)
