"""Why the load of a verification cannot be taken for what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.limits import LOAD, PATIENCE
from station.calibration.telling import refusal_of
from station.calibration.words import NAMES, kilograms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import KnownMass, Plate, Refusal


def missing(mass: KnownMass, plate: Plate | None) -> Refusal:
    """Return the refusal of plates on which nothing was laid for long; ``plate`` ``None`` is either."""
    load = kilograms(mass.mass_kg)
    if plate is None:
        return refusal_of("NOBODY_THERE", {"seconds": f"{PATIENCE.missing_s:.0f}", "load": load})
    words = {"plate": NAMES[plate], "seconds": f"{PATIENCE.missing_s:.0f}", "load": load}
    return refusal_of("MASS_MISSING", words, plate)


def misplaced(mass: KnownMass, plate: Plate | None, kg: Mapping[Plate, float]) -> Refusal | None:
    """Return the refusal of a load that lies on the other plate, or on both where one was asked for."""
    other = next((each for each in kg if plate not in (None, each)), None)
    if plate is None or other is None or abs(kg[other]) <= LOAD.other_kg:
        return None
    code = "TWO_PLATES_LOADED" if abs(kg[plate]) > LOAD.other_kg else "WRONG_PLATE"
    words = {"plate": NAMES[plate], "other": NAMES[other], "load": kilograms(mass.mass_kg)}
    return refusal_of(code, words, plate)


def misfitting(mass: KnownMass, plate: Plate | None, kg: Mapping[Plate, float]) -> Refusal | None:
    """Return the refusal of a load so far off that no scale drifts there: it is something else."""
    total_kg = sum(kg.values())
    if abs(total_kg - mass.mass_kg) <= LOAD.fit_known_share * mass.mass_kg:
        return None
    heaviest: Plate = max(kg, key=lambda each: kg[each])
    words = {
        "plate": NAMES[plate or heaviest],
        "load": kilograms(mass.mass_kg),
        "reads": kilograms(total_kg),
    }
    return refusal_of("DOES_NOT_FIT", words, plate, may_insist=True)
