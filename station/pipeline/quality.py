"""What a source says about its samples."""

from __future__ import annotations

from dataclasses import dataclass

from station.force.pedigree import LIMITS


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """What the source says about its samples when a rep is measured."""

    rate_hz: float
    converter_period_s: float | None
    firmware: str | None = None
    calibration: str | None = None
    """Scale, zero and date of every plate, and the uncertainty of the scales, in one line."""
    scale_sd_rel: float = LIMITS.default_sd_rel
    """Relative standard uncertainty of the force on both plates together, as the calibration states it."""
