"""What a calibration is made of: what is asked, said, seen, measured and found. Values only.

A *plate* is called by its channel, ``"L"`` or ``"R"``. Times are device seconds, loads kilograms, forces newtons;
``count`` is what the converter says. ``force_n = (count - zero_count) * scale_n_per_count`` as in
``docs/reference/protocol.md``. Uncertainties are standard uncertainties (GUM: one standard deviation, k = 1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

STANDARD_GRAVITY_M_S2 = 9.80665
"""Counts are calibrated in kilograms told as newtons at this gravity: the place's own cancels in masses."""

Plate = Literal["L", "R"]
PLATES: tuple[Plate, ...] = ("L", "R")
Where = Literal["centre", "front_left", "front_right", "rear_left", "rear_right", "rear_edge"]
"""Where a load lies on its plate. The rear edge is where the heels of a person hang over."""
PLACES: tuple[Where, ...] = ("front_left", "front_right", "rear_left", "rear_right", "rear_edge")
Direction = Literal["up", "down"]
Phase = Literal[
    "warm_up",
    "zero",
    "preload",
    "series",
    "corner",
    "sum",
    "zero_return",
    "review",
    "finished",
    "aborted",
    "verify",
]
Verdict = Literal["ok", "watch", "recalibrate"]


class PlateSample(NamedTuple):
    """One conversion of one plate, as the step sent it; ``flags`` are those of ``station.wire.SampleFlag``."""

    plate: Plate
    t_s: float
    raw_count: int
    flags: int
    cells: tuple[int, int] | None = None
    """Counts of the front and the back cell, where a plate has a converter for each; see ``calibration.cells``."""


# --- what is planned -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownMass:
    """A mass and how well it is known: within ``tolerance_kg`` of ``mass_kg``, anywhere in it alike."""

    mass_kg: float
    tolerance_kg: float


@dataclass(frozen=True, slots=True)
class KnownScale:
    """The calibration a plate had so far."""

    zero_count: float
    scale_n_per_count: float
    taken_unix: int = 0
    note: str = ""
    ratio: float | None = None
    """Of a plate with two cells: the back one's scale over the front one's, which ``scale_n_per_count`` is."""


@dataclass(frozen=True, slots=True)
class CellPair:
    """The two cells of a plate that has a converter for each: their channels, front and back."""

    names: tuple[str, str]
    ratio: float = 1.0
    """Counts of the front cell that one of the back cell is worth, by which plate counts are made."""
    known: bool = False
    """Whether that comes from a calibration; else it is a guess that two cells are alike."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall be done. ``masses`` are total loads, laid on in this order going up; the last is the largest.

    ``preloads`` 0 skips the preload, at a cost that the uncertainty names; likewise ``corner``, ``sum_check``
    and ``down``.
    """

    masses: tuple[KnownMass, ...]
    plates: tuple[Plate, ...] = PLATES
    series: int = 3
    preloads: int = 3
    down: bool = True
    corner: bool = True
    sum_check: bool = True
    operator: str = ""
    temperature_c: float | None = None


# --- what the operator says ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accept:
    """The review was read and the calibration shall be used. Refused while a check has failed."""


@dataclass(frozen=True, slots=True)
class Abort:
    """Stop: the calibration in the step stays as it is."""


@dataclass(frozen=True, slots=True)
class Insist:
    """The load that was just doubted (``Refusal.may_insist``) is what was asked for: measure it all the same."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the present phase out: warm-up, preload, corner or sum. The cost is told and kept."""


@dataclass(frozen=True, slots=True)
class CorrectMass:
    """A mass was typed wrongly: the one planned as ``planned_kg`` is really ``mass_kg``. Readings stay."""

    planned_kg: float
    mass_kg: float
    tolerance_kg: float | None = None
    """``None`` keeps the relative tolerance of the planned one."""


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The step is not heard any more. The engine also sees it by itself when samples go on later."""


@dataclass(frozen=True, slots=True)
class SetOperator:
    """Who calibrates."""

    operator: str


@dataclass(frozen=True, slots=True)
class SetTemperature:
    """Temperature of the plates, degrees Celsius."""

    temperature_c: float


Said = Accept | Abort | Insist | Skip | CorrectMass | LinkLost | SetOperator | SetTemperature


# --- what the engine tells -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to do now. ``sentence`` is ``code`` in plain words; ``values`` are what it speaks of."""

    code: str
    phase: Phase
    sentence: str
    plate: Plate | None = None
    load_kg: float | None = None
    """Total load that shall lie on ``plate``; 0 for an empty one."""
    where: Where = "centre"
    values: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what lies there now is not measured, and the remedy. Told once, until something changes."""

    code: str
    sentence: str
    remedy: str
    plate: Plate | None = None
    values: tuple[tuple[str, float | str], ...] = ()
    may_insist: bool = False
    """Whether ``Insist`` overrules it."""
    voids: tuple[str, ...] = ()
    """What is measured again because of it, in words: ``("series 2 of the left plate",)``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One load, measured: means over ``samples`` good conversions from ``start_s`` on."""

    plate: Plate
    phase: Phase
    load_kg: float
    where: Where
    series: int
    """From 1; 0 outside the series."""
    direction: Direction
    start_s: float
    end_s: float
    count: float
    count_sd: float
    samples: int
    slope_count_per_s: float
    other_count: float | None
    """What the other plate said meanwhile."""
    both: bool = False
    """Part of the sum check in which the load lies on both plates; ``load_kg`` is the whole load."""
    cells: tuple[float, float] | None = None
    """What front and back cell said, where a plate has a converter for each."""
    other_cells: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Live, for a line or a bar."""

    plate: Plate | None
    load_kg: dict[Plate, float | None]
    """What lies there now, by the best scale known so far; ``None`` while there is none."""
    expected_kg: float | None
    steadiness: float
    """1 is steady enough, towards 0 it shakes or creeps."""
    measured_share: float
    """Of the present load's measuring time, 0 to 1."""
    progress: float
    """Of the whole calibration, 0 to 1."""
    remaining_s: float
    """At the pace of the script: measuring and handling of what is still to do."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a screen shows at once."""

    phase: Phase
    prompt: Prompt
    feedback: Feedback
    refusal: Refusal | None = None
    readings: tuple[Reading, ...] = ()
    notes: tuple[str, ...] = ()
    """What was skipped or insisted upon, and what it costs."""


# --- what is found ---------------------------------------------------------------------------------------


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


# --- verifying and watching ------------------------------------------------------------------------------


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


Told = Prompt | Refusal | Reading | Outcome | Verification


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
