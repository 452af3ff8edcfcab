"""A plate that was moved: what was measured since its last zero is measured again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.telling import refusal_of
from station.calibration.words import NAMES

if TYPE_CHECKING:
    from station.calibration.model import Plate
    from station.calibration.wizard import Calibrator


def moved(wizard: Calibrator, values: dict[str, float | str], plate: Plate) -> None:
    """Tell that an empty plate reads something else; measure again what that spoiled."""
    at, what = _spoiled(wizard, plate)
    wizard.floor.anchor_again()
    wizard.go_to(at)
    wizard.refuse(refusal_of("PLATE_MOVED", values, plate, voids=what))


def _spoiled(wizard: Calibrator, plate: Plate) -> tuple[int, tuple[str, ...]]:
    """Drop the readings since the zero before; return the task to go on with, and what was dropped in words."""
    task = wizard.tasks[wizard.at]
    before = task.empty and task.direction == "up"
    series = task.series - 1 if before else task.series
    if task.phase == "series" and series >= 1 and task.plate is not None:
        wizard.book.void(task.plate, series)
        first = next(
            at for at, each in enumerate(wizard.tasks)
            if (each.phase, each.plate, each.series) == ("series", task.plate, series)
        )  # fmt: skip
        return first, (f"series {series} of the {NAMES[task.plate]} plate",)
    phase = "sum" if task.phase == "zero_return" else task.phase
    own = task.plate if phase in ("corner", "preload") else None
    first = next(
        (at for at, each in enumerate(wizard.tasks) if each.phase == phase and own in (None, each.plate)),
        wizard.at,
    )
    wizard.book.void_phase(phase, own)
    names = {"sum": "the sum check", "corner": f"the corners of the {NAMES[plate]} plate"}
    return (first, (names[phase],)) if phase in names else (wizard.at, ())
