"""The truth of a performance: what a perfect observer of the body would write down.

Times are seconds on the device clock, when the body did it (the converter answers two conversions later).

- ``lowering_start_s`` and ``lowering_end_s`` are t10 and t90: the first moments when 10 % and 90 % of the way
  from the top to this rep's lowest point is done, by the intended centre of mass (no sway, no swinging leg).
  The top is the highest point after ``nominal_rise_end_s``. A preparation (a little up, or giving way a
  little) and an overshoot each stay under a tenth of the way, so t10 and t90 are those of the deliberate
  lowering; coming back from an overshoot is not part of it, hesitating and creeping are.
- ``eccentric_tut_s`` is ``(t90 - t10) / 0.8``; ``near_bottom_s`` is from t90 to ``single_leg_end_s``.
- ``single_leg_*`` is the time the working leg's share is above its own plateau less 0.05.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

SHIFTED = (
    "start_s", "end_s", "single_leg_start_s", "single_leg_end_s", "lowering_start_s", "lowering_end_s",
    "nominal_rise_end_s", "nominal_start_s", "nominal_end_s",
)  # fmt: skip
"""What moves with the clock."""


@dataclass(frozen=True, slots=True)
class RepTruth:
    """One rep; ``None`` where the quantity does not exist for its mode."""

    set: int
    index: int
    mode: str
    side: str
    start_s: float
    """Start of the rise."""
    single_leg_start_s: float | None
    single_leg_end_s: float | None
    single_leg_time_s: float | None
    lowering_start_s: float
    lowering_end_s: float
    eccentric_tut_s: float
    near_bottom_s: float | None
    rise_s: float
    rise_left_share: float
    lowering_left_share: float
    added_load_kg: float
    hand_share: float
    com_lowering_m: float
    tremor_rms_n: float
    nominal_rise_end_s: float
    """Last movement of the rise."""
    nominal_start_s: float
    """First movement of the deliberate lowering, after its preparation."""
    nominal_end_s: float
    """Last movement of it, an overshoot's way back included."""
    nominal_lowering_s: float
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetTruth:
    """One set."""

    index: int
    side: str
    mode: str
    reps: int
    added_load_kg: float


@dataclass(frozen=True, slots=True)
class StanceTruth:
    """One leg carried at least nine tenths of the load for a second or more."""

    side: Literal["left", "right"]
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class EventTruth:
    """Anything else that happened."""

    type: str
    start_s: float
    end_s: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinkFaultTruth:
    """What was done to the link or the device on purpose."""

    type: str
    value: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class PlateTruth:
    """What a calibration that makes no error of its own finds, and the imperfections of the plate."""

    channel: str
    slope: float
    """Newtons that the cells answer for one: up and down, without creep, at the warmth of the calibration."""
    masses_kg: tuple[float, ...]
    """What the masses really weigh."""
    hysteresis: float
    nonlinearity: float
    crosstalk: float
    creep: float
    places: dict[str, float]
    warming_c: float
    scale_n_per_million_counts: float = 0.0
    """Of a plate with one converter."""
    cells_n_per_million_counts: dict[str, float] = field(default_factory=dict)
    """By channel, where a plate has a converter for its front and one for its back cell."""


@dataclass(frozen=True, slots=True)
class Truth:
    """All of it, as ``python -m simulators.step --truth`` prints it."""

    scenario: str
    seed: int
    duration_s: float
    mass_kg: float
    """Of body and load at the end."""
    body_mass_kg: float
    added_load_kg: float
    shapes: str
    sets: tuple[SetTruth, ...] = ()
    reps: tuple[RepTruth, ...] = ()
    stances: tuple[StanceTruth, ...] = ()
    events: tuple[EventTruth, ...] = ()
    link_faults: tuple[LinkFaultTruth, ...] = field(default=())
    plates: tuple[PlateTruth, ...] = ()
    """Of a calibration."""

    def to_json(self) -> str:
        """Return it as JSON text, times and all else to the millionth."""
        return json.dumps(_rounded(asdict(self)), indent=1)


def _rounded(value: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, float):
        return round(value, 6) + 0.0
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value


def shifted(truth: Truth, offset_s: float) -> Truth:
    """Return the truth on a clock that is ahead by ``offset_s``."""
    if not offset_s:
        return truth

    def moved(values: object) -> dict[str, float]:
        names = [name for name in SHIFTED if getattr(values, name, None) is not None]
        return {name: getattr(values, name) + offset_s for name in names}

    return replace(
        truth,
        reps=tuple(replace(rep, **moved(rep)) for rep in truth.reps),  # type: ignore[arg-type]  # only times
        stances=tuple(replace(stance, **moved(stance)) for stance in truth.stances),  # type: ignore[arg-type]  # only times
        events=tuple(replace(event, **moved(event)) for event in truth.events),  # type: ignore[arg-type]  # only times
        link_faults=tuple(replace(fault, **moved(fault)) for fault in truth.link_faults),  # type: ignore[arg-type]  # only times
    )
