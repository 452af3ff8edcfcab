"""Operator mode: its screens, forms and lists, with the session going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input

from station.events import HealthCheck, HealthReport
from station.kiosk.screens.operator import OperatorScreen
from station.kiosk.screens.operator_forms import CalibrationForm, VerificationForm, masses_of, plates_of
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.screens.operator_tools import HistoryScreen, MonitorScreen, ZeroScreen
from station.kiosk.widgets.drawing import Say
from station.store import Store, calibrations
from tests.kiosk.at_desk import SimulatedLive, shown, staged
from tests.kiosk.scripted import identity, link
from tests.kiosk.stage import settle, until
from tests.support.calibrated import calibration, outcome, verification

if TYPE_CHECKING:
    from textual.pilot import Pilot


CHECKS = (
    HealthCheck("RATE", "PASS", "L", 93.1, "Hz", "75 to 100", "", 3.0),
    HealthCheck("HUM", "RETRY", "R", 1.4, "N", "below 0.5", "Move the cable away from the mains", 3.0),
    HealthCheck("STUCK_CELL", "SERVICE", "R", 0.0, "N", "above 0.05", "Check its wires", 3.0, "always one count"),
    HealthCheck("INFLUX", "UNKNOWN", None, None, "", "", "It is looked at in a moment", None),
)  # fmt: skip


def test_a_form_is_started_with_what_was_typed_before_its_enter(store: Store) -> None:
    """Also when all of it comes at once: the last letters are refused, not left out."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await stage.app.push_screen(VerificationForm(stage.app.desk))  # type: ignore[arg-type]  # set by staged
        await until(pilot, lambda: isinstance(stage.app.focused, Input))
        for key in (*"20x", "enter"):
            stage.app.post_message(Key(key, None if key == "enter" else key))
        await until(pilot, lambda: "20x" in stage.find("#said", Say).text)

    stage.act(steps)


def test_what_needs_somebody_stands_first(store: Store) -> None:
    """The newest report of the checks, the worst first, each with a mark, its limit and what to do."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        stage.live.send([identity(), link("connected")])
        assert stage.app.desk is not None
        stage.app.desk.put([identity(), link("connected"), HealthReport(3.0, True, CHECKS)])
        await pilot.press("f9")
        await stage.draw(pilot)
        lines = shown(stage, "#checks").splitlines()
        assert [line[0] for line in lines if line[0] != " "] == ["✕", "!", "?", "✓"]
        assert "always one count. Check its wires" in lines[1]
        assert "Move the cable" in lines[3]
        assert "A1B2C3D4" in stage.find("#step", Say).text

    stage.act(steps)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("1", CalibrationForm),
        ("v", VerificationForm),
        ("3", ZeroScreen),
        ("m", MonitorScreen),
        ("5", HistoryScreen),
    ],
)
def test_each_tool_opens_and_closes_by_a_key(store: Store, key: str, kind: type) -> None:
    """A digit or a letter opens it, Esc leads back, and no conversation with the step is left open."""
    live = SimulatedLive("quiet", seed=3)
    stage = staged(store, live)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", key)
        assert isinstance(stage.app.screen, kind)
        await pilot.pause()
        await pilot.press("escape")
        assert isinstance(stage.app.screen, OperatorScreen)
        await until(pilot, lambda: live.talking == 0)

    stage.act(steps)


def test_without_a_step_a_tool_says_so(store: Store) -> None:
    """One sentence with a remedy, instead of a screen that waits."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "z", "enter")
        await settle(pilot)
        await stage.draw(pilot)
        assert "the step is not connected. Plug it in" in stage.find("#said", Say).text

    stage.act(steps)


def test_a_form_says_what_is_wrong_before_anything_begins(store: Store) -> None:
    """The value and the remedy; right ones go on to the wizard."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "c")
        masses = stage.find("#field-masses", Input)
        for value, told in (("20 10", "wrong order"), ("abc", "'abc' is no number"), ("1", "too light")):
            masses.value = value
            await pilot.press("enter")
            assert told in stage.find("#said", Say).text
        masses.value = "10,20"
        stage.find("#field-plates", Input).value = "left"
        await pilot.press("enter")
        assert "'left' is no plate" in stage.find("#said", Say).text
        stage.find("#field-plates", Input).value = "l"
        await pilot.press("enter")
        assert isinstance(stage.app.screen, WizardScreen)

    stage.act(steps)


def test_a_form_reads_loads_and_plates() -> None:
    """A mass with its own tolerance keeps it; the others share one."""
    light, heavy = masses_of("10, 20:0.01", 0.002)
    assert (light.mass_kg, light.tolerance_kg, heavy.tolerance_kg) == (10.0, 0.02, 0.01)
    assert plates_of("Both") == ("L", "R")
    assert plates_of("r") == ("R",)


def test_history_tells_calibrations_and_verifications(store: Store) -> None:
    """In the order they were made; names with markup stay text."""
    calibrations.keep(store, calibration(plan=outcome(operator="[red]Ada[/red]").plan))
    calibrations.keep_verification(store, verification())
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "h")
        await settle(pilot)
        await stage.draw(pilot)
        lines = shown(stage, "#history").splitlines()
        assert len(lines) == 3
        assert "[red]Ada[/red]" in lines[0]
        assert "verification" in lines[2]

    stage.act(steps, (140, 40))
