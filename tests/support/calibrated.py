"""A calibration made up for tests of what comes after one: the store, the certificate, the screens."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from station.calibration.model import (
    PLACES,
    Check,
    Direction,
    KnownMass,
    KnownScale,
    Outcome,
    PlaceError,
    Plan,
    Plate,
    PlateCalibration,
    Reading,
    Residual,
    SumCheck,
    Uncertainty,
    UncertaintyPart,
    Verification,
)
from station.calibration.record import CalibrationRecord, VerificationRecord
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Sequence

TAKEN_US = 1_700_000_000_000_000
MASSES_KG = (10.0, 20.0, 40.0, 60.0)
SCALES: dict[Plate, float] = {"L": 0.000491, "R": -0.000502}
ZEROS: dict[Plate, float] = {"L": 84213.0, "R": -52877.0}
SERIES = 3
PARTS = (
    UncertaintyPart("repeatability", "A", "scale", 0.0004, "three series"),
    UncertaintyPart("masses", "B", "scale", 0.0006, "stated tolerance, rectangular"),
    UncertaintyPart("hysteresis", "B", "use", 0.0005, "up against down"),
    UncertaintyPart("place of the foot", "B", "use", 0.0012, "corner check"),
    UncertaintyPart("zero return", "A", "zero", 0.4, "before and after each series"),
)


def deviation_kg(load_kg: float, series: int, direction: Direction) -> float:
    """Return a residual such as cells have: bent, wider on the way down, a little different each time."""
    bent = 0.02 * math.sin(math.pi * load_kg / MASSES_KG[-1])
    return bent + (0.012 if direction == "down" and load_kg < MASSES_KG[-1] else 0.0) + 0.003 * (series - 2)


def residuals() -> tuple[Residual, ...]:
    """Return those of three series up and down."""
    order: list[tuple[Direction, float]] = [("up", kg) for kg in MASSES_KG]
    order += [("down", kg) for kg in reversed(MASSES_KG[:-1])]
    return tuple(
        Residual(kg, series, direction, kg * 20_000.0, deviation_kg(kg, series, direction))
        for series in range(1, SERIES + 1)
        for direction, kg in order
    )


def plate_calibration(plate: Plate) -> PlateCalibration:
    """Return what was found about one plate."""
    places = tuple(
        PlaceError(where, 20.0, 0.001 * at - 0.002) for at, where in enumerate(PLACES)
    )  # fmt: skip
    return PlateCalibration(
        plate, ZEROS[plate], SCALES[plate], MASSES_KG[-1], residuals(),
        linearity_rel=0.0004, hysteresis_rel=0.0003, repeatability_kg=0.006, zero_return_kg=0.02,
        noise_n=0.21, crosstalk_rel=0.0008, places=places, uncertainty=Uncertainty(0.00072, 0.0015, 0.4, PARTS),
    )  # fmt: skip


def readings(plate: Plate) -> tuple[Reading, ...]:
    """Return what was measured of one plate."""
    per_kg = STANDARD_GRAVITY_M_S2 / SCALES[plate]
    return tuple(
        Reading(
            plate, "series", each.load_kg, "centre", each.series, each.direction, 20.0 * at, 20.0 * at + 6.0,
            ZEROS[plate] + (each.load_kg + each.residual_kg) * per_kg, 210.0, 520, 0.3, 12.0,
        )
        for at, each in enumerate(residuals())
    )  # fmt: skip


def checks(plate: Plate) -> tuple[Check, ...]:
    """Return limits that were kept, and one that was not looked at."""
    return (
        Check(
            "HYSTERESIS",
            plate,
            0.0004,
            0.003,
            "share",
            True,
            "It is straight within 0.04 % of the largest load.",
        ),
        Check(
            "PLACE", plate, None, 0.01, "share", None, "Creep was not measured: the plan has no time for it."
        ),
    )


def outcome(plates: Sequence[Plate] = ("L", "R"), operator: str = "Ada", *, accepted: bool = True) -> Outcome:
    """Return a finished calibration."""
    plan = Plan(
        tuple(KnownMass(kg, 0.0005 * kg) for kg in MASSES_KG),
        plates=tuple(plates), series=SERIES, operator=operator, temperature_c=21.5,
    )  # fmt: skip
    return Outcome(
        plan,
        tuple(plate_calibration(plate) for plate in plates),
        SumCheck(72.4, 72.41, 72.38, 72.44, 0.0008) if len(plates) > 1 else None,
        tuple(check for plate in plates for check in checks(plate)),
        passed=True,
        accepted=accepted,
        notes=("The warm-up was skipped: the zero may drift by more than is stated.",),
        readings=tuple(reading for plate in plates for reading in readings(plate)),
        previous={plate: KnownScale(ZEROS[plate] + 40.0, SCALES[plate] * 1.003) for plate in plates},
        start_s=12.0,
        end_s=1512.0,
    )


def calibration(
    record_id: str = "5eed0001", *, step_uid: str = "A1B2C3D4", taken_us: int = TAKEN_US, **changes: object
) -> CalibrationRecord:
    """Return a stored calibration; ``changes`` are fields of its outcome."""
    found = replace(outcome(), **changes)  # type: ignore[arg-type]  # fields by name
    return CalibrationRecord(record_id, step_uid, "uno", "1.0.0", taken_us, "0.1.0", found)


def verification(
    record_id: str = "5eed1001", *, error_rel: float = 0.001, taken_us: int = TAKEN_US,
    athlete_id: str | None = None, plate: Plate | None = "L",
) -> VerificationRecord:  # fmt: skip
    """Return a stored verification with 20 kg."""
    found = Verification(
        plate,
        20.0,
        0.01,
        20.0 * (1 + error_rel),
        20.0 * error_rel,
        error_rel,
        0.0009,
        "ok",
        "It reads right.",
    )
    return VerificationRecord(record_id, "A1B2C3D4", "5eed0001", taken_us, "Ada", athlete_id, found)
