"""What the wizard knows so far: zeros, noises, scales found on the way, readings."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from station.calibration.judge import Lying
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.judge import Trust
    from station.calibration.model import CellPair, KnownMass, KnownScale, Plan, Plate, Reading

_FEW_MASSES = 3


class Book:
    """Keeps what was found; everything in it can be read at any time."""

    def __init__(
        self, plan: Plan, known: Mapping[Plate, KnownScale], pairs: Mapping[Plate, CellPair] | None = None
    ) -> None:
        self.plan = plan
        self.known = dict(known)
        self.pairs = dict(pairs or {})
        self.zero_count: dict[Plate, float] = {}
        self.noise_count: dict[Plate, float] = {}
        self.readings: list[Reading] = []
        self.rested: set[Plate] = set()
        """Plates whose zero and noise were measured in peace."""
        self.not_preloaded: set[Plate] = set() if plan.preloads else set(plan.plates)
        self.line_insisted: set[Plate] = set()
        """Plates whose masses do not lie on one line, and shall be right all the same."""
        self._rough: dict[Plate, float] = {}
        """Kilograms a count, from a load that was not measured: a preload."""
        self._doubted: set[Plate] = set()

    def doubt(self, plate: Plate) -> None:
        """Forget the calibration that the step had: a load that goes against it was insisted upon."""
        self._doubted.add(plate)

    def scale(self, plate: Plate) -> tuple[float | None, Trust]:
        """Return kilograms a count as well as they are known, and where from."""
        own = self._measured(plate) or self._rough.get(plate)
        if own is not None:
            return own, "here"
        if plate in self.known and plate not in self._doubted:
            return self.known[plate].scale_n_per_count / STANDARD_GRAVITY_M_S2, "known"
        for other in self.plan.plates:
            found = self._measured(other) or self._rough.get(other)
            if found is not None:
                return found, "other"
        return None, "none"

    def _measured(self, plate: Plate) -> float | None:
        ratios = self.ratios(plate)
        if not ratios:
            return None
        if len(ratios) < _FEW_MASSES:
            return ratios[max(ratios)]
        return median(ratios.values())

    def ratios(self, plate: Plate) -> dict[float, float]:
        """Return kilograms a count by mass, from the series on this plate, going by the newest zero of each."""
        zero_count, nets = None, dict[float, list[float]]()
        for reading in self.readings:
            if reading.plate != plate or reading.both:
                continue
            if reading.load_kg == 0.0:
                zero_count = reading.count
            elif reading.phase == "series" and zero_count is not None and reading.count != zero_count:
                nets.setdefault(reading.load_kg, []).append(reading.count - zero_count)
        return {load_kg: load_kg / fmean(net) for load_kg, net in nets.items()}

    def learn_roughly(self, plate: Plate, load_kg: float, count: float) -> None:
        """Take the scale from a load that is not measured otherwise."""
        net = count - self.zero_count[plate]
        if net:
            self._rough[plate] = load_kg / net

    def lying(self, plate: Plate, count: float) -> Lying:
        """Return what lies on a plate that says ``count``."""
        scale, trust = self.scale(plate)
        net = count - self.zero_count[plate]
        if trust == "other" and scale is not None:
            scale = abs(scale) if net >= 0.0 else -abs(scale)
        return Lying(plate, net, self.noise_count[plate], scale, trust)

    def mixes_blindly(self, plate: Plate) -> bool:
        """Return whether a plate's two cells were never told apart: its reading changes with the load's place."""
        return plate in self.pairs and not self.pairs[plate].known

    def void(self, plate: Plate, series: int) -> None:
        """Drop the readings of a series."""
        self.readings = [
            each
            for each in self.readings
            if (each.plate, each.phase, each.series) != (plate, "series", series)
        ]

    def void_phase(self, phase: str, plate: Plate | None) -> None:
        """Drop the readings of a phase, of one plate or of both."""
        self.readings = [
            each for each in self.readings if each.phase != phase or (plate and each.plate != plate)
        ]

    def correct(self, at: int, mass: KnownMass) -> None:
        """Call a mass by what it really is; its readings stay."""
        old_kg = self.plan.masses[at].mass_kg
        masses = (*self.plan.masses[:at], mass, *self.plan.masses[at + 1 :])
        self.plan = replace(self.plan, masses=masses)
        self.readings = [
            replace(each, load_kg=mass.mass_kg) if each.load_kg == old_kg and each.phase != "sum" else each
            for each in self.readings
        ]
        if at == len(masses) - 1:  # the preload's
            self._rough = {plate: rough * mass.mass_kg / old_kg for plate, rough in self._rough.items()}
