"""What is found: scales, their uncertainty, and the checks they passed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from station.calibration.model.plan import KnownScale, Plan  # noqa: TC001  msgspec resolves annotations at run time
from station.calibration.model.told import Reading  # noqa: TC001  msgspec resolves annotations at run time
from station.calibration.model.words import Direction, Plate, Where  # noqa: TC001  msgspec resolves annotations at run time


@dataclass(frozen=True, slots=True)
class Residual:
    """How far one reading lies from the line."""

    load_kg: float
    series: int
    direction: Direction
    net_count: float
    """Count less the zero of that moment."""
    residual_kg: float


@dataclass(frozen=True, slots=True)
class PlaceError:
    """What the plate reads for the same load elsewhere, against its centre."""

    where: Where
    load_kg: float
    error_rel: float


@dataclass(frozen=True, slots=True)
class UncertaintyPart:
    """One row of the budget (GUM 4.2: type A from repeats, 4.3: type B from anything else)."""

    name: str
    kind: Literal["A", "B"]
    of: Literal["scale", "use", "zero"]
    """Of the scale as calibrated; of a force measured with it later; of the zero."""
    sd: float
    """Relative for ``scale`` and ``use``, newtons for ``zero``."""
    source: str


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Combined standard uncertainties and the parts they are made of."""

    scale_sd_rel: float
    use_sd_rel: float
    """Of a force measured later: the scale's with where the foot stands and how warm it is."""
    zero_sd_n: float
    """Of the zero in the moment of calibrating. For the record only: it stands in the step's note and on the
    certificate. Whoever trains gets a zero of its own, whose uncertainty the pipeline works out from when it was read.
    """
    parts: tuple[UncertaintyPart, ...]


@dataclass(frozen=True, slots=True)
class CellCalibration:
    """What is written for one of two cells under a plate."""

    channel: str
    zero_count: float
    scale_n_per_count: float
    scale_sd_rel: float


@dataclass(frozen=True, slots=True)
class PlateCalibration:
    """What was found about one plate. Relative figures are of the largest load unless said otherwise."""

    plate: Plate
    zero_count: float
    scale_n_per_count: float
    max_load_kg: float
    residuals: tuple[Residual, ...]
    linearity_rel: float | None
    """Largest distance of a mass's mean from the line; ``None`` with fewer than three masses."""
    hysteresis_rel: float | None
    repeatability_kg: float | None
    zero_return_kg: float | None
    noise_n: float
    crosstalk_rel: float | None
    """Of the load on this plate, what the other one reads."""
    places: tuple[PlaceError, ...]
    uncertainty: Uncertainty
    cells: tuple[CellCalibration, ...] = ()
    """Front and back, where a plate has a converter for each: then zero and scale above are of the plate's count."""
    cell_ratio_sd_rel: float | None = None
    """Standard uncertainty of the ratio of the two cells' scales."""


@dataclass(frozen=True, slots=True)
class SumCheck:
    """The same load on the left, on the right and across both, each read with the new scales."""

    load_kg: float
    left_kg: float
    right_kg: float
    both_kg: float
    spread_rel: float


@dataclass(frozen=True, slots=True)
class Check:
    """One acceptance limit against what was measured; ``passed`` is ``None`` for what was not."""

    code: str
    plate: Plate | None
    measured: float | None
    limit: float
    unit: str
    passed: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished calibration, accepted or waiting for it."""

    plan: Plan
    plates: tuple[PlateCalibration, ...]
    sum_check: SumCheck | None
    checks: tuple[Check, ...]
    passed: bool
    """No check failed."""
    accepted: bool
    notes: tuple[str, ...]
    readings: tuple[Reading, ...]
    previous: dict[Plate, KnownScale] = field(default_factory=dict)
    start_s: float = 0.0
    end_s: float = 0.0
