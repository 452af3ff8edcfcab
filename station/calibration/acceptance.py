"""Whether a calibration is good enough: each finding against its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.limits import ACCEPT
from station.calibration.model import Check
from station.calibration.words import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.calibration.model import Plate, PlateCalibration, SumCheck


def checks_of(plates: Sequence[PlateCalibration], total: SumCheck | None) -> tuple[Check, ...]:
    """Return every check, also of what was not measured."""
    found = [check for plate in plates for check in _of_plate(plate)]
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
