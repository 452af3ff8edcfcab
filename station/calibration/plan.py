"""The plan checked, and turned into the script of single tasks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from station.calibration.limits import LOAD, PATIENCE, STEADY
from station.calibration.model import PLACES, PLATES
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.calibration.model import Direction, KnownMass, Phase, Plan, Plate, Where

DEFAULT_TOLERANCE = 0.002
"""Of a mass whose own is not stated: weighed on a verified scale (OIML class III, ±0.05 kg up to 50 kg)."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to wait for, and mostly to measure."""

    phase: Phase
    plate: Plate | None
    """``None``: both are empty."""
    mass: int | None = None
    """Which of the planned masses; ``None`` is an empty plate, or any load in the sum check."""
    where: Where = "centre"
    series: int = 0
    direction: Direction = "up"
    measured: bool = True
    lifted: bool = False
    """The load must be lifted off before it lies there again."""
    both: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing shall lie on either plate."""
        return self.mass is None and (self.phase != "sum" or self.plate is None)

    @property
    def lasts_s(self) -> float:
        """Return about how long it takes."""
        return PATIENCE.handling_s + STEADY.settle_s + (STEADY.measure_s if self.measured else 0.0)


def checked(plan: Plan) -> Plan:
    """Return the plan, or raise ``UsageError`` that names what cannot be done and what can."""
    if not plan.plates or any(plate not in PLATES for plate in plan.plates):
        raise UsageError(f"{', '.join(plan.plates) or 'nothing'} is no plate", "Use L, R or both")
    if not 1 <= plan.series <= LOAD.series_max:
        raise UsageError(f"{plan.series} series cannot be done", f"Use 1 to {LOAD.series_max}")
    if not 0 <= plan.preloads <= LOAD.series_max:
        raise UsageError(f"{plan.preloads} preloads cannot be done", f"Use 0 to {LOAD.series_max}")
    if not plan.masses:
        raise UsageError("no masses were given", "Name the loads in kilograms, as in 10,20,40")
    for mass in plan.masses:
        _check_mass(mass)
    _check_order([mass.mass_kg for mass in plan.masses])
    return plan


def _check_mass(mass: KnownMass) -> None:
    if not 0.0 < mass.mass_kg <= LOAD.heaviest_kg:
        raise UsageError(
            f"{mass.mass_kg:g} kg is no load for a plate",
            f"Use kilograms above 0, up to {LOAD.heaviest_kg:g}",
        )
    if not 0.0 <= mass.tolerance_kg < LOAD.tolerance_share * mass.mass_kg:
        raise UsageError(
            f"a tolerance of {mass.tolerance_kg:g} kg for {mass.mass_kg:g} kg is no knowledge of it",
            "Weigh the mass on a verified scale",
        )


def _check_order(kilograms: list[float]) -> None:
    if max(kilograms) < LOAD.lightest_kg:
        raise UsageError(
            f"{max(kilograms):g} kg is too light for a usable scale",
            f"Use at least {LOAD.lightest_kg:g} kg, better {LOAD.light_kg:g} kg and more",
        )
    if len(kilograms) > LOAD.masses_max:
        raise UsageError(f"{len(kilograms)} masses are too many", f"Use at most {LOAD.masses_max}")
    for lighter, heavier in pairwise(kilograms):
        if heavier - lighter < LOAD.unit_kg:
            raise UsageError(
                f"{heavier:g} kg after {lighter:g} kg is the wrong order",
                "Name the loads from the lightest to the heaviest, each once",
            )


def script(plan: Plan) -> list[Task]:
    """Return everything to be done, in order."""
    tasks = [Task("zero", None)]
    for plate in plan.plates:
        tasks += _preload(plan, plate)
        tasks += _series(plan, plate)
        if plan.corner:
            tasks += _corner(plan, plate)
    if plan.sum_check and len(plan.plates) == len(PLATES):
        for plate in PLATES:
            tasks += (Task("sum", plate), Task("sum", None, measured=False))
        tasks.append(Task("sum", "L", both=True))
    tasks.append(Task("zero_return", None))
    return tasks


def _preload(plan: Plan, plate: Plate) -> Iterator[Task]:
    for _ in range(plan.preloads):
        yield Task("preload", plate, len(plan.masses) - 1, measured=False)
        yield Task("preload", plate, measured=False)


def _series(plan: Plan, plate: Plate) -> Iterator[Task]:
    rising = range(len(plan.masses))
    for series in range(1, plan.series + 1):
        yield Task("series", plate, series=series)
        for mass in rising:
            yield Task("series", plate, mass, series=series)
        for mass in reversed(rising[:-1] if plan.down else ()):
            yield Task("series", plate, mass, series=series, direction="down")
    yield Task("series", plate, series=plan.series, direction="down")


def _corner(plan: Plan, plate: Plate) -> Iterator[Task]:
    mass = min(range(len(plan.masses)), key=lambda at: abs(plan.masses[at].mass_kg - LOAD.corner_kg))
    yield Task("corner", plate, mass)
    for where in PLACES:
        yield Task("corner", plate, mass, where=where, lifted=True)
    yield Task("corner", plate)
