"""Whether what known masses say of one scale can be true together, and how much they may differ if it is.

Every mass, read against the measured zero, gives a scale of its own. Two such scales may differ by as much as the
masses are known, and by what cells of this kind do between them: they bend, lag, and come back to a zero that has
moved. More than ``ACCEPT.coverage`` standard deviations of that is a mass that is not what it is said to be.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from station.calibration.limits import ACCEPT, PRIOR
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from station.calibration.model import KnownMass, Residual

_RECTANGLE = math.sqrt(3.0)
_PARABOLA = 4.0
"""A bend of so much of full scale tilts the line near zero by four times as much: ``y = 4 b x (1 - x)``."""


class Apart(NamedTuple):
    """How far the scale of one mass lies from that of the heaviest, relative, and by what standard deviation it may."""

    load_kg: float
    difference_rel: float
    expected_sd_rel: float

    @property
    def allowed_rel(self) -> float:
        """More than this is a mass that is not what it is said to be."""
        return ACCEPT.coverage * self.expected_sd_rel


def zero_sd_n(max_load_kg: float) -> float:
    """Return by how much a zero differs that was read some seconds after ``max_load_kg`` was taken off, N."""
    left_n = PRIOR.zero_return_rel * max_load_kg * STANDARD_GRAVITY_M_S2 / _RECTANGLE
    return math.hypot(PRIOR.zero_wander_n, left_n)


def scale_sd_rel(mass: KnownMass, max_load_kg: float) -> float:
    """Return how well one mass tells a plate's scale that is loaded up to ``max_load_kg``, relative."""
    of_load = max_load_kg / mass.mass_kg
    bent = min(PRIOR.linearity_rel * of_load, _PARABOLA * PRIOR.linearity_rel)
    lag = PRIOR.hysteresis_rel / 2.0 * of_load
    zero = zero_sd_n(max_load_kg) / (mass.mass_kg * STANDARD_GRAVITY_M_S2)
    known = mass.tolerance_kg / mass.mass_kg
    return math.hypot(known / _RECTANGLE, bent / _RECTANGLE, lag / _RECTANGLE, PRIOR.repeat_sd_rel, zero)


def allowed(masses: Iterable[KnownMass]) -> dict[float, float]:
    """Return for each mass, kg, by how much its scale may differ from that of the heaviest, relative."""
    by_kg = {mass.mass_kg: mass for mass in masses}
    heaviest = max(by_kg, default=0.0)
    sds = {kg: scale_sd_rel(mass, heaviest) for kg, mass in by_kg.items()}
    return {kg: ACCEPT.coverage * math.hypot(sd, sds[heaviest]) for kg, sd in sds.items()}


def widest_apart(residuals: Sequence[Residual], masses: Iterable[KnownMass]) -> Apart | None:
    """Return the mass whose scale lies furthest from the heaviest's beside what may be; ``None`` for a single mass."""
    nets: dict[float, list[float]] = {}
    for each in residuals:
        nets.setdefault(each.load_kg, []).append(each.net_count)
    if len(nets) < 2:  # noqa: PLR2004  nothing to compare
        return None
    scales = {kg: kg / float(np.mean(counts)) for kg, counts in nets.items()}
    may = allowed(mass for mass in masses if mass.mass_kg in nets)
    heaviest = max(nets)
    found = [
        Apart(kg, abs(scale / scales[heaviest] - 1.0), may[kg] / ACCEPT.coverage)
        for kg, scale in scales.items()
        if kg != heaviest
    ]
    return max(found, key=lambda each: each.difference_rel / each.expected_sd_rel)


def off_line(ratios: Mapping[float, float], may: Mapping[float, float]) -> tuple[float, float] | None:
    """Return a mass, kg, that lies off the line through all others, and what it reads by that line, kg.

    ``ratios`` and ``may`` are kilograms a count and what these may differ by, for each mass. The others must agree
    among themselves; with fewer than three masses nobody can tell.
    """
    if len(ratios) < 3:  # noqa: PLR2004  two, and a third that goes against them
        return None
    worst: tuple[float, float, float] | None = None
    for load_kg, ratio in ratios.items():
        others = {other_kg: each for other_kg, each in ratios.items() if other_kg != load_kg}
        middle = float(np.median(list(others.values())))
        agree = all(abs(each / middle - 1.0) <= may[other_kg] for other_kg, each in others.items())
        off = abs(middle / ratio - 1.0)
        if agree and off > may[load_kg] and (worst is None or off > worst[2]):
            worst = load_kg, load_kg * middle / ratio, off
    return worst[:2] if worst else None


def disagree(ratios: Mapping[float, float], may: Mapping[float, float]) -> bool:
    """Return whether some mass goes against the heaviest; both as in ``off_line``."""
    if not ratios:
        return False
    heaviest = ratios[max(ratios)]
    return any(abs(ratio / heaviest - 1.0) > may[kg] for kg, ratio in ratios.items())
