"""What the step sends, and what the engine makes of it for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from station.calibration.model.words import Direction, Phase, Plate, Where  # noqa: TC001  msgspec resolves annotations at run time


class PlateSample(NamedTuple):
    """One conversion of one plate, as the step sent it; ``flags`` are those of ``station.wire.SampleFlag``."""

    plate: Plate
    t_s: float
    raw_count: int
    flags: int
    cells: tuple[int, int] | None = None
    """Counts of the front and the back cell, where a plate has a converter for each; see ``calibration.cells``."""


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
