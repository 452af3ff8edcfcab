"""How well the scale and the zero are known, after GUM (JCGM 100): parts of type A and B, combined.

Half widths of rectangular distributions become standard deviations by division through the root of three.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.agreement import widest_apart, zero_sd_n
from station.calibration.fit import hysteresis_rel, linearity_rel
from station.calibration.limits import PRIOR
from station.calibration.model import Uncertainty, UncertaintyPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.calibration.cells import Separation
    from station.calibration.fit import Line
    from station.calibration.model import PlaceError, Plan

_RECTANGLE = math.sqrt(3.0)


def uncertainty_of(
    plan: Plan,
    line: Line,
    zeros_n: Sequence[float],
    places: Sequence[PlaceError],
    apart: Separation | None = None,
    *,
    preloaded: bool,
) -> Uncertainty:
    """Return the budget of one plate; ``zeros_n`` are its zeros of this calibration, newtons.

    ``apart`` is how well the two cells of a plate are told apart, where it has two.
    """
    parts = [
        _repeats(line),
        _masses(plan, line),
        *_disagreement(plan, line),
        _linearity(line),
        _hysteresis(line),
        _b("creep", PRIOR.creep_rel, "cells' sheets: a reading is taken while the cell still creeps"),
        _b("warming up", PRIOR.span_rel_per_c * PRIOR.warming_c, "span drift while it was calibrated"),
    ]
    if not preloaded:
        parts.append(_b("no preload", PRIOR.no_preload_rel, "the cells were not exercised before"))
    scale = _combined(parts)
    parts += [_place(places), _temperature(plan)]
    if apart is not None:
        parts.append(_cells(apart))
    in_use = _combined(parts)
    zeros = [*_zeros(zeros_n), _left_over(line)]
    return Uncertainty(scale, in_use, _combined(zeros), (*parts, *zeros))


def _combined(parts: Sequence[UncertaintyPart]) -> float:
    return math.hypot(*(part.sd for part in parts))


def _b(name: str, half_width: float, source: str) -> UncertaintyPart:
    return UncertaintyPart(name, "B", "scale", half_width / _RECTANGLE, source)


def _repeats(line: Line) -> UncertaintyPart:
    """Return the slope's standard deviation from the series, weighed with what is known of such plates."""
    slopes = np.asarray(line.series_slopes) / line.counts_per_kg
    squares = float(((slopes - slopes.mean()) ** 2).sum())
    freedom = slopes.size - 1
    weight = PRIOR.repeat_weight
    sd = math.sqrt((weight * PRIOR.repeat_sd_rel**2 + squares) / (weight + freedom))
    source = f"{slopes.size} series" if freedom else "one series: what such plates usually do"
    return UncertaintyPart("repeatability", "A", "scale", sd / math.sqrt(slopes.size), source)


def _masses(plan: Plan, line: Line) -> UncertaintyPart:
    """Return what the masses leave open; taken as wrong all in one direction (GUM F.1.2.3: one scale weighed them)."""
    used = {each.load_kg for each in line.residuals}
    masses = [mass for mass in plan.masses if mass.mass_kg in used]
    moment = sum(mass.mass_kg * mass.tolerance_kg for mass in masses)
    share = moment / sum(mass.mass_kg**2 for mass in masses)
    return _b("masses", share, ", ".join(f"{mass.mass_kg:g} ± {mass.tolerance_kg:.2g} kg" for mass in masses))


def _disagreement(plan: Plan, line: Line) -> Iterator[UncertaintyPart]:
    """Yield what masses contradict each other by beyond what may be: the line follows one, or the other."""
    apart = widest_apart(line.residuals, plan.masses)
    if apart is not None:
        excess = max(0.0, apart.difference_rel**2 - apart.expected_sd_rel**2)
        source = (
            f"{apart.load_kg:g} kg differs by {apart.difference_rel:.2%}; {apart.expected_sd_rel:.2%} may be"
        )
        yield UncertaintyPart("masses disagree", "A", "scale", math.sqrt(excess) / _RECTANGLE, source)


def _linearity(line: Line) -> UncertaintyPart:
    measured = linearity_rel(line)
    if measured is None:
        return _b(
            "linearity", PRIOR.linearity_rel, "not measured with fewer than three masses: cells' sheets"
        )
    return _b("linearity", measured, "largest distance of a mass from the line")


def _hysteresis(line: Line) -> UncertaintyPart:
    """Return half of the loop: a reading lies somewhere between its two branches."""
    measured = hysteresis_rel(line)
    if measured is None:
        return _b(
            "hysteresis",
            PRIOR.hysteresis_rel / 2.0,
            "no load near the middle was read up and down: cells' sheets",
        )
    return _b("hysteresis", measured / 2.0, "half of the difference between down and up")


def _place(places: Sequence[PlaceError]) -> UncertaintyPart:
    if not places:
        return UncertaintyPart(
            "place", "B", "use", PRIOR.place_rel / _RECTANGLE, "corners not tried: usual plates"
        )
    widest = max(abs(place.error_rel) for place in places)
    return UncertaintyPart(
        "place", "B", "use", widest / 2.0 / _RECTANGLE, "feet stand within the tried corners"
    )


def _cells(apart: Separation) -> UncertaintyPart:
    sd = PRIOR.foot_share / _RECTANGLE * apart.ratio_sd_rel
    source = f"ratio of the two cells: {apart.source}; feet rest within ±{PRIOR.foot_share:g} of the centre's share"
    return UncertaintyPart("cells", "A", "use", sd, source)


def _temperature(plan: Plan) -> UncertaintyPart:
    known = plan.temperature_c is not None
    away_c = PRIOR.away_c if known else PRIOR.away_unknown_c
    source = (
        f"used within ±{away_c:g} degrees of {'the' if known else 'an unknown'} temperature of calibrating"
    )
    return UncertaintyPart("temperature", "B", "use", PRIOR.span_rel_per_c * away_c / _RECTANGLE, source)


def _zeros(zeros_n: Sequence[float]) -> Iterator[UncertaintyPart]:
    """Yield how far a zero moves from one to the next, while loads came and went: half widths, rectangular."""
    widest_n = max((abs(after - before) for before, after in pairwise(zeros_n)), default=PRIOR.zero_n)
    source = f"largest change between neighbours of {len(zeros_n)} zeros"
    yield UncertaintyPart("zero", "A", "zero", widest_n / 2.0 / _RECTANGLE, source)


def _left_over(line: Line) -> UncertaintyPart:
    """Return what all zeros lack alike, and so do not show: they were read soon after a load was taken off."""
    largest_kg = max(each.load_kg for each in line.residuals)
    source = (
        f"creep and hysteresis left after {largest_kg:g} kg, and wander from minute to minute: cells' sheets"
    )
    return UncertaintyPart("zero after load", "B", "zero", zero_sd_n(largest_kg), source)
