"""The two plates as they are now: newest levels, and zeros to begin with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.limits import LOAD, STEADY
from station.calibration.model import PLATES
from station.calibration.window import Window, level_of, steadiness, steadiness_of_person
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.calibration.book import Book
    from station.calibration.model import Plate, PlateSample
    from station.calibration.window import Level

_STARTLED = 3.0
"""A noise that falls to a third of what it was at first was no noise."""


class Floor:
    """Windows over both plates."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._windows: dict[Plate, Window] = {plate: Window() for plate in PLATES}
        self._last_s: dict[Plate, float] = {}
        self._again: set[Plate] = set()

    def add(self, sample: PlateSample) -> bool:
        """Take a conversion; return whether it can be used."""
        self._last_s[sample.plate] = sample.t_s
        return self._windows[sample.plate].add(sample)

    def clear(self) -> None:
        """Forget the newest: there was silence after it."""
        for window in self._windows.values():
            window.clear()
        self._last_s.clear()

    def levels(self, now_s: float) -> dict[Plate, Level]:
        """Return the level of each plate that is heard and whose window is full."""
        found: dict[Plate, Level] = {}
        for plate, last_s in self._last_s.items():
            if now_s - last_s > STEADY.gap_s:
                self._windows[plate].clear()
            elif (level := self._windows[plate].level()) is not None:
                found[plate] = level
        return found

    def anchor_again(self) -> None:
        """Take zeros from the next levels: plates were moved."""
        self._again = set(self._book.zero_count)

    def anchored(self, levels: dict[Plate, Level], needed: Iterable[Plate]) -> bool:
        """Take a first zero and noise for each plate from what it reads at first; return whether all have one."""
        zeros, noises = self._book.zero_count, self._book.noise_count
        for plate, level in levels.items():
            calm = abs(level.slope_per_s) * level.span_s <= 2.0 * level.sd + 1.0
            startled = (
                plate in noises and plate not in self._book.rested and level.sd * _STARTLED < noises[plate]
            )
            if calm and (plate not in zeros or plate in self._again or startled):
                zeros[plate], noises[plate] = level.mean, level.sd
                self._again.discard(plate)
        return all(plate in zeros for plate in needed) and all(plate in zeros for plate in levels)

    def loaded_at_first(self, levels: dict[Plate, Level]) -> tuple[Plate, float] | None:
        """Return a plate that is loaded by the calibration it had, before its zero is known, and by how many kg."""
        for plate, level in levels.items():
            known = self._book.known.get(plate)
            if known is None:
                continue
            kg = (level.mean - known.zero_count) * known.scale_n_per_count / STANDARD_GRAVITY_M_S2
            if abs(kg) > LOAD.at_first_kg and plate not in self._book.zero_count:
                return plate, kg
        return None

    def steadiness(self, plate: Plate, level: Level) -> float:
        """Return 1 for a plate whose load lies still enough."""
        return steadiness(level, self._book.noise_count[plate], level.mean - self._book.zero_count[plate])

    def steadiness_of_total(self, plates: Iterable[Plate]) -> float:
        """Return 1 when what plates of known scale carry together lies still enough; a foot may lean to and fro."""
        total_kg, at_s, noise_kg = np.zeros(0), np.zeros(0), 0.0
        for plate in plates:
            times_s, counts = (np.asarray(each, dtype=float) for each in self._windows[plate].arrays())
            scale = abs(self._book.lying(plate, 0.0).kg_per_count or 0.0)
            own_kg = (counts - self._book.zero_count[plate]) * scale
            noise_kg = math.hypot(noise_kg, self._book.noise_count[plate] * scale)
            if total_kg.size:
                total_kg = total_kg + np.interp(at_s, times_s, own_kg)
            else:
                total_kg, at_s = own_kg, times_s
        return steadiness_of_person(level_of(at_s, total_kg), noise_kg)

    def shown(self, plate: Plate | None) -> tuple[dict[Plate, float | None], float]:
        """Return what lies on each plate now, kg, and the steadiness of one of them, or of the shakier."""
        loads: dict[Plate, float | None] = {}
        steady = [1.0]
        for each in (plate for plate in PLATES if plate in self._last_s):
            level = self._windows[each].level()
            known = level is not None and each in self._book.zero_count
            loads[each] = self._book.lying(each, level.mean).kg if level and known else None
            if level is not None and known and plate in (None, each):
                steady.append(self.steadiness(each, level))
        return loads, min(steady)
