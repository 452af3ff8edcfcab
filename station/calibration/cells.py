"""Plates on two converters, one for the front cell and one for the back: one count made of both, and their scales.

A plate's force is ``s_f (c_f - z_f) + s_b (c_b - z_b)``. All of the engine works on the *plate's count*
``c_f + ratio c_b`` with ``ratio = s_b / s_f``, so that the scale found for it is the front cell's. Loads on the centre
alone tell one number, ``s_f`` for that ratio; the same load moved to the front and to the rear tells the ratio.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.fit import nets_of
from station.calibration.limits import PRIOR
from station.calibration.model import CellCalibration, PlateSample

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from station.calibration.model import CellPair, Plate, Reading

FRESH_S = 0.25
"""A back cell that was not heard for so long is silent, and so is its plate."""
_ROUNDS = 50
_CLOSE = 1e-10


class Mixer:
    """Makes samples of a plate from conversions of its two cells: one for each of the front cell's."""

    def __init__(self, plate: Plate, pair: CellPair) -> None:
        self._plate: Plate = plate
        self._ratio = pair.ratio
        self._back: tuple[float, int, int] | None = None

    def front(self, t_s: float, raw_count: int, flags: int) -> PlateSample | None:
        """Take a conversion of the front cell; ``None`` while the back cell is silent."""
        if self._back is None or abs(t_s - self._back[0]) > FRESH_S:
            return None
        _, back, back_flags = self._back
        mixed = round(raw_count + self._ratio * back)
        return PlateSample(self._plate, t_s, mixed, flags | back_flags, (raw_count, back))

    def back(self, t_s: float, raw_count: int, flags: int) -> None:
        """Take a conversion of the back cell."""
        self._back = t_s, raw_count, flags


@dataclass(frozen=True, slots=True)
class Separation:
    """How the scales of a plate's two cells relate."""

    pair: CellPair
    ratio: float
    ratio_sd_rel: float
    front_share: float
    """Of a load on the centre, what the front cell carries."""
    source: str

    @property
    def front_sd_rel(self) -> float:
        """Standard uncertainty of the front cell's scale beside that of the plate's: the centre's sum is held."""
        return (1.0 - self.front_share) * self.ratio_sd_rel

    @property
    def back_sd_rel(self) -> float:
        """... and of the back cell's."""
        return self.front_share * self.ratio_sd_rel


def separated(readings: Sequence[Reading], plate: Plate, pair: CellPair) -> Separation:
    """Return the ratio of the cells' scales, by least squares over centre, corners and rear edge.

    Model: the same load reads the same wherever it lies, but for the plate's own place errors, which are as large for
    one place as for another. A place whose load rests on the front cell by a share ``x`` larger than at the centre
    then reads too much by ``x`` times what the front cell's scale is too large against the back one's; ``x`` is
    measured at every place, not assumed. The slope over all places corrects the ratio until nothing is left.
    Without corners the ratio that the step had is kept, with what such cells' scales may wander apart.
    """
    places = _places(readings, plate)
    if places is None:
        series = _shares(readings, plate, pair.ratio)
        return Separation(pair, pair.ratio, PRIOR.cells_rel / math.sqrt(3.0), series, "as it was before")
    centre, others = places
    ratio = pair.ratio
    for _ in range(_ROUNDS):
        more, error = _moved(centre, others, ratio)
        power = float((more**2).sum())
        slope = float((more * error).sum()) / power if power else 0.0
        ratio *= 1.0 + slope
        if abs(slope) < _CLOSE or ratio <= 0.0:
            break
    more, error = _moved(centre, others, ratio)
    power = float((more**2).sum())
    prior = PRIOR.place_rel / math.sqrt(3.0)
    squares = PRIOR.repeat_weight * prior**2 + float((error**2).sum())
    sd = math.sqrt(squares / (PRIOR.repeat_weight + len(others) - 1))
    front_share = float(centre[0] / (centre[0] + ratio * centre[1]))
    source = (
        f"front and rear readings, {float(more.min()):+.2f} to {float(more.max()):+.2f} of the load moved"
    )
    return Separation(pair, ratio, sd / math.sqrt(power) if power else math.inf, front_share, source)


def _places(readings: Sequence[Reading], plate: Plate) -> tuple[np.ndarray, np.ndarray] | None:
    """Return nets of both cells on the centre, shape ``(2,)``, and elsewhere, ``(n, 2)``; ``None`` without."""
    tried = [each for each in _of(readings, plate) if each.phase == "corner" and each.load_kg > 0.0]
    nets = _cell_nets(readings, plate, "corner")
    centre = [net for each, net in zip(tried, nets, strict=True) if each.where == "centre"]
    others = [net for each, net in zip(tried, nets, strict=True) if each.where != "centre"]
    return (centre[0], np.asarray(others)) if centre and len(others) > 1 else None


def _moved(centre: np.ndarray, others: np.ndarray, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """Return how much more of the load each place puts on the front cell, and how much more it reads; relative."""
    whole, at_centre = others[:, 0] + ratio * others[:, 1], float(centre[0] + ratio * centre[1])
    return others[:, 0] / whole - centre[0] / at_centre, whole / at_centre - 1.0


def _shares(readings: Sequence[Reading], plate: Plate, ratio: float) -> float:
    nets = _cell_nets(readings, plate, "series")
    fronts, backs = float(nets[:, 0].sum()), ratio * float(nets[:, 1].sum())
    return fronts / (fronts + backs)


def _cell_nets(readings: Sequence[Reading], plate: Plate, phase: str) -> np.ndarray:
    """Return net counts of both cells, shape ``(n, 2)``."""
    by_cell = [
        [net.net_count for net in nets_of(_as_cell(_of(readings, plate), cell), plate, phase)]
        for cell in (0, 1)
    ]
    return np.asarray(by_cell, dtype=float).T


def _of(readings: Iterable[Reading], plate: Plate) -> list[Reading]:
    return [each for each in readings if each.plate == plate and not each.both]


def _as_cell(readings: Iterable[Reading], cell: int) -> list[Reading]:
    return [replace(each, count=each.cells[cell]) for each in readings if each.cells is not None]


def remixed(readings: Iterable[Reading], found: Mapping[Plate, Separation]) -> list[Reading]:
    """Return readings whose counts are made of the cells' by the ratio that was found."""
    return [_remixed(each, found) for each in readings]


def _remixed(reading: Reading, found: Mapping[Plate, Separation]) -> Reading:
    own = found.get(reading.plate)
    other = next((each for plate, each in found.items() if plate != reading.plate), None)
    if own is not None and reading.cells is not None:
        reading = replace(reading, count=reading.cells[0] + own.ratio * reading.cells[1])
    if other is not None and reading.other_cells is not None:
        front, back = reading.other_cells
        reading = replace(reading, other_count=front + other.ratio * back)
    return reading


def cells_of(
    newest: Reading, scale_n_per_count: float, scale_sd_rel: float, apart: Separation
) -> tuple[CellCalibration, ...]:
    """Return what is written for each cell; ``newest`` is the last reading of the empty plate."""
    if newest.cells is None:
        return ()
    scales = scale_n_per_count, scale_n_per_count * apart.ratio
    sds = apart.front_sd_rel, apart.back_sd_rel
    return tuple(
        CellCalibration(name, zero, scale, math.hypot(scale_sd_rel, sd))
        for name, zero, scale, sd in zip(apart.pair.names, newest.cells, scales, sds, strict=True)
    )
