"""What is planned, and what a plate was before."""

from __future__ import annotations

from dataclasses import dataclass

from station.calibration.model.words import PLATES, Plate


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
