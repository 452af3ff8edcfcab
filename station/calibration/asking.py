"""What the present task asks for, and how far everything is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.judge import Asked
from station.calibration.limits import LOAD
from station.calibration.model import Feedback

if TYPE_CHECKING:
    from station.calibration.model import Plan
    from station.calibration.plan import Task
    from station.calibration.wizard import Calibrator


def wanted_kg(plan: Plan, task: Task) -> float:
    """Return the total load that a task wants, kg; the least where any will do."""
    if task.mass is not None:
        return plan.masses[task.mass].mass_kg
    return 0.0 if task.empty else LOAD.lightest_kg


def asked_of(wizard: Calibrator, task: Task) -> Asked:
    """Return what a task wants, as far as the judge must know."""
    masses = tuple(mass.mass_kg for mass in wizard.book.plan.masses)
    before = wizard.tasks[wizard.at - 1] if wizard.at else None
    previous_kg = (
        0.0
        if before is None or task.lifted or before.plate != task.plate
        else wanted_kg(wizard.book.plan, before)
    )
    asked_kg = None if task.phase == "sum" and not task.empty else wanted_kg(wizard.book.plan, task)
    lifted = task.lifted and not wizard.lifted
    read_before = any((each.plate, each.load_kg) == (task.plate, asked_kg) for each in wizard.book.readings)
    return Asked(asked_kg, previous_kg, max(masses), masses, task.both, lifted, wizard.insisted, read_before)


def feedback_of(wizard: Calibrator) -> Feedback:
    """Return what lies there now, how still, and how far everything is."""
    task = wizard.task
    loads, steady = wizard.floor.shown(task.plate if task else None)
    left = wizard.tasks[wizard.at :]
    whole_s = sum(each.lasts_s for each in wizard.tasks)
    remaining_s = sum(each.lasts_s for each in left)
    expected_kg = (
        None
        if task is None or (task.phase == "sum" and not task.empty)
        else wanted_kg(wizard.book.plan, task)
    )
    return Feedback(
        plate=task.plate if task else None,
        load_kg=loads,
        expected_kg=expected_kg,
        steadiness=steady,
        measured_share=wizard.hold.share(wizard.now_s) if wizard.hold else 0.0,
        progress=1.0 - remaining_s / whole_s,
        remaining_s=remaining_s,
    )
