"""A load from the moment it lies still: left to settle, then measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.limits import STEADY
from station.calibration.window import level_of

if TYPE_CHECKING:
    from station.calibration.model import Plate, PlateSample
    from station.calibration.window import Level


class Hold:
    """Collects the conversions of all plates once the settling time is over."""

    def __init__(self, since_s: float, *, measured: bool) -> None:
        self.since_s = since_s
        self.start_s = since_s + STEADY.settle_s
        self.end_s = self.start_s + (STEADY.measure_s if measured else 0.0)
        self._t_s: dict[Plate, list[float]] = {}
        self._counts: dict[Plate, list[int]] = {}
        self._cells: dict[Plate, list[tuple[int, int]]] = {}

    def add(self, sample: PlateSample) -> None:
        """Take a usable conversion."""
        if sample.t_s >= self.start_s:
            self._t_s.setdefault(sample.plate, []).append(sample.t_s)
            self._counts.setdefault(sample.plate, []).append(sample.raw_count)
            if sample.cells is not None:
                self._cells.setdefault(sample.plate, []).append(sample.cells)

    def share(self, now_s: float) -> float:
        """Return how much of it is done, 0 to 1."""
        return min(1.0, max(0.0, (now_s - self.since_s) / (self.end_s - self.since_s)))

    def level(self, plate: Plate) -> Level | None:
        """Return what was measured on a plate, ``None`` with too little of it."""
        counts = self._counts.get(plate, [])
        return level_of(self._t_s[plate], counts) if len(counts) >= STEADY.samples_min else None

    def cells(self, plate: Plate) -> tuple[float, float] | None:
        """Return what the two cells of a plate said on average, ``None`` where there is one converter."""
        counts = self._cells.get(plate)
        if not counts:
            return None
        front, back = (level_of(self._t_s[plate], each).mean for each in zip(*counts, strict=True))
        return front, back
