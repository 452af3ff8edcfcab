"""Whether a calibration is good enough: each finding against its limit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.agreement import widest_apart
from station.calibration.limits import ACCEPT, PRIOR
from station.calibration.model import Check
from station.calibration.words import NAMES
from station.force.pedigree import pedigree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from station.calibration.model import KnownScale, Plan, Plate, PlateCalibration, SumCheck

_LAST_UNIX = 253_402_300_800
"""Where years have five digits; a step may say anything."""


def checks_of(
    plan: Plan,
    plates: Sequence[PlateCalibration],
    total: SumCheck | None,
    known: Mapping[Plate, KnownScale],
) -> tuple[Check, ...]:
    """Return every check, also of what was not measured; ``known`` is the calibration that the step had."""
    found = [
        check
        for plate in plates
        for check in (*_of_plate(plate), *_of_masses(plan, plate), *_since(plan, plate, known))
    ]
    spread = total.spread_rel if total else None
    found.append(_share("SUM", None, spread, ACCEPT.sum_share, "the plates agree about one load to"))
    return tuple(found)


def _of_plate(plate: PlateCalibration) -> Iterator[Check]:
    at = plate.plate
    worst = max(plate.residuals, key=lambda each: abs(each.residual_kg) / _residual_kg(each.load_kg))
    off = f"{worst.load_kg:g} kg lies off the line by"
    yield _mass("RESIDUAL", at, abs(worst.residual_kg), _residual_kg(worst.load_kg), off)
    yield _share("HYSTERESIS", at, plate.hysteresis_rel, ACCEPT.hysteresis_share, "up and down differ by")
    yield _mass(
        "REPEATABILITY", at, plate.repeatability_kg, ACCEPT.repeatability_kg, "the same load repeats to"
    )
    yield _mass("ZERO_RETURN", at, plate.zero_return_kg, ACCEPT.zero_return_kg, "the zero comes back to")
    place = max((abs(each.error_rel) for each in plate.places), default=None)
    yield _share("PLACE", at, place, ACCEPT.place_share, "corners and rear edge differ from the centre by")
    if plate.cell_ratio_sd_rel is not None:
        told_apart = "front and back cell are told apart to"
        yield _share("CELLS", at, plate.cell_ratio_sd_rel, ACCEPT.cells_share, told_apart)
    cross = None if plate.crosstalk_rel is None else abs(plate.crosstalk_rel)
    yield _share("CROSSTALK", at, cross, ACCEPT.crosstalk_share, "of its load the other plate reads")


def _of_masses(plan: Plan, plate: PlateCalibration) -> Iterator[Check]:
    apart = widest_apart(plate.residuals, plan.masses)
    if apart is not None:
        off = f"{apart.load_kg:g} kg and {plate.max_load_kg:g} kg contradict each other by"
        yield _share("MASSES", plate.plate, apart.difference_rel, apart.allowed_rel, off)


def _since(plan: Plan, plate: PlateCalibration, known: Mapping[Plate, KnownScale]) -> Iterator[Check]:
    """Yield whether the scale is still that of before, as well as both are known; its sign is asked for elsewhere."""
    before = known.get(plate.plate)
    if before is None or not before.scale_n_per_count:
        return
    moved = abs(plate.scale_n_per_count / before.scale_n_per_count) - 1.0
    pedigree = pedigree_of(before.note)
    stated = pedigree.scale_sd_rel if pedigree else None
    old_sd = PRIOR.unstated_scale_sd_rel if stated is None else stated
    cell_sd = max((cell.scale_sd_rel for cell in plate.cells), default=0.0)
    new_sd = max(plate.uncertainty.scale_sd_rel, cell_sd)
    limit = ACCEPT.coverage * math.hypot(old_sd, new_sd, cell_sd, PRIOR.scale_drift_rel)
    passed = abs(moved) <= limit
    said = f"the scale moves by {moved:+.1%} from {_day(before)}, {'within' if passed else 'more than'} {limit:.1%}"
    if not passed:
        masses = ", ".join(f"{mass.mass_kg:g}" for mass in plan.masses)
        said += f". {'Is' if len(plan.masses) == 1 else 'Are'} {masses} kg right?"
    name = f"{NAMES[plate.plate]} plate"
    yield Check("SCALE_MOVED", plate.plate, abs(moved), limit, "share", passed, f"{name}: {said}")


def _day(before: KnownScale) -> str:
    if not 0 < before.taken_unix < _LAST_UNIX:
        return "the one in the step"
    return f"that of {np.datetime64(before.taken_unix // 86_400, 'D')}"


def _residual_kg(load_kg: float) -> float:
    return max(ACCEPT.residual_share * load_kg, ACCEPT.residual_kg)


def _share(code: str, plate: Plate | None, measured: float | None, limit: float, about: str) -> Check:
    told = "" if measured is None else f"{measured:.2%}"
    return Check(
        code,
        plate,
        measured,
        limit,
        "share",
        *_judged(plate, measured, limit, f"{about} {told}", f"{limit:.1%}"),
    )


def _mass(code: str, plate: Plate | None, measured: float | None, limit: float, about: str) -> Check:
    told = "" if measured is None else f"{measured:.3f} kg"
    return Check(
        code,
        plate,
        measured,
        limit,
        "kg",
        *_judged(plate, measured, limit, f"{about} {told}", f"{limit:g} kg"),
    )


def _judged(
    plate: Plate | None, measured: float | None, limit: float, said: str, limit_said: str
) -> tuple[bool | None, str]:
    """Return whether it passed, and the sentence."""
    whose = f"{NAMES[plate]} plate: " if plate else ""
    if measured is None:
        return None, f"{whose}{said}what was not measured"
    passed = measured <= limit
    return passed, f"{whose}{said}, {'within' if passed else 'more than'} {limit_said}"
