"""The weighing: the body, then what is carried, against what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.model import KioskModel
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.weighing import weighing_of
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.progress import Progress
from tests.kiosk.scripted import force
from tests.kiosk.stage import Stage
from tests.kiosk.test_turns import pressed, stands, told

if TYPE_CHECKING:
    from textual.pilot import Pilot

G_M_S2 = 9.80665
BODY_KG = 70.0


def weighed(stage: Stage, mass_kg: float, load_kg: float | None = None) -> list[ev.Event]:
    """Return a quiet stance that ends now."""
    return [
        ev.Stance("both", stage.now_s),
        ev.Weigh(stage.now_s - 3.0, stage.now_s, mass_kg, 0.1, 0.5, load_kg),
        force(stage.now_s, mass_kg * G_M_S2 / 2, mass_kg * G_M_S2 / 2),
    ]


async def later(stage: Stage, pilot: Pilot[None], seconds: float, mass_kg: float) -> object:
    """Let time pass with somebody of this mass on the step; return the screen in front."""
    stage.now_s += seconds
    await told(stage, pilot, [force(stage.now_s, mass_kg * G_M_S2 / 2, mass_kg * G_M_S2 / 2, seconds=0.2)])
    return stage.app.screen


def says(stage: Stage) -> str:
    """Return the instruction."""
    return stage.find("#instruction", Say).text


def test_progress_begins_anew_when_somebody_moves() -> None:
    """The bar fills while they stand still, and is empty again after a movement, which is said."""
    stage = Stage(prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, [*stands(stage, "both"), ev.WeighProgress(1.0, 0.6, still=True)])
        assert stage.find("#still", Progress).fraction == pytest.approx(0.6)
        assert says(stage) == "Stand still, hands off the rail"
        await told(stage, pilot, [ev.WeighProgress(1.5, 0.0, still=False)])
        assert stage.find("#still", Progress).fraction == 0.0
        assert says(stage) == "Still a little. Hands off the rail"

    stage.act(steps)


def test_body_first_then_the_backpack() -> None:
    """With a load planned the set waits for it; what it is about shows at once, what it is when weighed."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, weighed(stage, BODY_KG))
        assert says(stage) == "Now with your load: 5.0 kg planned"
        assert isinstance(await later(stage, pilot, 10.0, BODY_KG), ReadyScreen)
        await later(stage, pilot, 1.0, BODY_KG + 4.8)
        assert stage.find("#mass", Figure).text == "+4.8"
        await told(stage, pilot, weighed(stage, BODY_KG + 4.9, 4.9))
        assert says(stage) == "Weighed, as planned. Rise when you like"
        assert stage.find("#mass", Figure).text == "+4.9"
        assert stage.find("#mass-note", Say).text == "added to your 70.0 kg"
        assert isinstance(await later(stage, pilot, 3.0, BODY_KG + 4.9), LiveScreen)

    stage.act(steps)


def test_load_that_is_not_the_planned_one_is_said_and_can_be_changed() -> None:
    """The set does not begin by itself; rising begins it all the same."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, weighed(stage, BODY_KG))
        await told(stage, pilot, weighed(stage, BODY_KG + 8.0, 8.0))
        assert says(stage) == "Planned: 5.0 kg. Change it, or just begin"
        assert isinstance(await later(stage, pilot, 10.0, BODY_KG + 8.0), ReadyScreen)
        await told(stage, pilot, [ev.Rise(stage.now_s, stage.now_s + 0.5, 0.08, 0.5)])
        assert isinstance(stage.app.screen, LiveScreen)

    stage.act(steps)


def test_without_the_load_by_a_key() -> None:
    """Enter begins with the body alone."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, weighed(stage, BODY_KG))
        assert isinstance(await pressed(stage, pilot, "enter"), LiveScreen)

    stage.act(steps)


def test_no_load_planned_needs_the_body_only() -> None:
    """The weight is shown, then the set begins."""
    stage = Stage(prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        await told(stage, pilot, weighed(stage, BODY_KG))
        assert stage.find("#mass", Figure).text == "70.0"
        assert isinstance(await later(stage, pilot, 1.0, BODY_KG), ReadyScreen)
        assert isinstance(await later(stage, pilot, 2.0, BODY_KG), LiveScreen)

    stage.act(steps)


def test_disk_that_takes_nothing_is_said_before_the_set() -> None:
    """The gate tells of clock and disk; it keeps nobody from training."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "2")
        assert stage.find("#check-keep", Say).text.startswith("✓")
        await told(stage, pilot, [ev.StoreState("held", 3, 1, detail="no space left", file="")])
        assert stage.find("#check-keep", Say).text == "!  Look above: clock or disk need somebody"
        assert isinstance(await pressed(stage, pilot, "enter"), LiveScreen)

    stage.act(steps)


@pytest.mark.parametrize(("key", "bare"), [("1", False), ("2", True), ("4", False)])
def test_a_body_not_known_is_weighed_without_its_load(key: str, bare: bool) -> None:  # noqa: FBT001  a table's column
    """Somebody new is told to carry nothing; whose mass is known, and a guest, whose mass is not kept, need not."""
    stage = Stage(prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, key)
        await told(stage, pilot, stands(stage, "empty"))
        assert says(stage) == "Step on with both feet" + (", without your load" if bare else "")
        await told(stage, pilot, [*stands(stage, "both"), ev.WeighProgress(1.0, 0.6, still=True)])
        assert ("without any load" in stage.find("#mass-note", Say).text) == bare

    stage.act(steps)


@pytest.mark.parametrize("gravity_m_s2", [9.78, 9.83])
def test_what_is_carried_now_is_told_with_the_gravity_of_the_place(gravity_m_s2: float) -> None:
    """Ten kilograms are ten at the equator and near a pole: the figure that moves agrees with what is kept."""
    model = KioskModel(ev.Prescription(planned_added_load_kg=10.0))
    model.gravity_m_s2 = gravity_m_s2
    model.feed(
        [
            ev.Link("connected", "sim", 1),
            ev.Weigh(0.0, 3.0, 70.0, 0.1, 0.5, None),
            ev.Stance("both", 3.0),
            force(3.0, 40.0 * gravity_m_s2, 40.0 * gravity_m_s2, seconds=1.0),
        ],
        4.0,
    )
    weighing = weighing_of(model.snapshot(4.0), begun=True)
    assert weighing.load_kg == pytest.approx(10.0, abs=1e-6)
