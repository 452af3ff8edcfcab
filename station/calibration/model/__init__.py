"""What a calibration is made of: what is asked, said, seen, measured and found. Values only.

A *plate* is called by its channel, ``"L"`` or ``"R"``. Times are device seconds, loads kilograms, forces newtons;
``count`` is what the converter says. ``force_n = (count - zero_count) * scale_n_per_count`` as in
``docs/reference/protocol.md``. Uncertainties are standard uncertainties (GUM: one standard deviation, k = 1).
"""

from __future__ import annotations

from station.calibration.model.found import (
    CellCalibration,
    Check,
    Outcome,
    PlaceError,
    PlateCalibration,
    Residual,
    SumCheck,
    Uncertainty,
    UncertaintyPart,
)
from station.calibration.model.plan import CellPair, KnownMass, KnownScale, Plan
from station.calibration.model.said import (
    Abort,
    Accept,
    CorrectMass,
    Insist,
    LinkLost,
    Said,
    SetOperator,
    SetTemperature,
    Skip,
)
from station.calibration.model.told import Feedback, PlateSample, Prompt, Reading, Refusal, View
from station.calibration.model.trend import Trend, Verification, VerificationPoint
from station.calibration.model.words import (
    PLACES,
    PLATES,
    Direction,
    Phase,
    Plate,
    Verdict,
    Where,
)

Told = Prompt | Refusal | Reading | Outcome | Verification

__all__ = [
    "PLACES",
    "PLATES",
    "Abort",
    "Accept",
    "CellCalibration",
    "CellPair",
    "Check",
    "CorrectMass",
    "Direction",
    "Feedback",
    "Insist",
    "KnownMass",
    "KnownScale",
    "LinkLost",
    "Outcome",
    "Phase",
    "PlaceError",
    "Plan",
    "Plate",
    "PlateCalibration",
    "PlateSample",
    "Prompt",
    "Reading",
    "Refusal",
    "Residual",
    "Said",
    "SetOperator",
    "SetTemperature",
    "Skip",
    "SumCheck",
    "Told",
    "Trend",
    "Uncertainty",
    "UncertaintyPart",
    "Verdict",
    "Verification",
    "VerificationPoint",
    "View",
    "Where",
]
