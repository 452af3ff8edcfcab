"""What the operator says."""

from __future__ import annotations

from dataclasses import dataclass


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
