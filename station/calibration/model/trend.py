"""What becomes of a scale: verified with a known mass or person, and watched."""

from __future__ import annotations

from dataclasses import dataclass

from station.calibration.model.words import Plate, Verdict  # noqa: TC001  msgspec resolves annotations at run time


@dataclass(frozen=True, slots=True)
class Verification:
    """One known mass or person against what the step reads."""

    plate: Plate | None
    """``None`` for both together (a person)."""
    known_kg: float
    known_sd_kg: float
    read_kg: float
    error_kg: float
    error_rel: float
    sd_rel: float
    """Standard uncertainty of ``error_rel``: of the mass, the reading and the calibration."""
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class VerificationPoint:
    """A verification of the past."""

    time_us: int
    error_rel: float
    sd_rel: float


@dataclass(frozen=True, slots=True)
class Trend:
    """How the scale moves. ``drift_rel_per_month`` is ``None`` with too little to tell."""

    points: int
    drift_rel_per_month: float | None
    drift_sd_rel_per_month: float | None
    verdict: Verdict
    sentence: str
