"""The line through the measured zero, and how far the readings are from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.model import Residual
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.calibration.model import Plate, Reading

_MIDDLE = 0.25, 0.75
"""Of the largest load: where a loop between up and down shows at least three quarters of its width."""


@dataclass(frozen=True, slots=True)
class Net:
    """A reading of a series less the zero of its moment."""

    load_kg: float
    series: int
    direction: str
    net_count: float
    other_net_count: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """``net_count = counts_per_kg * load_kg`` by least squares, and what it leaves over."""

    counts_per_kg: float
    residuals: tuple[Residual, ...]
    series_slopes: tuple[float, ...]

    @property
    def scale_n_per_count(self) -> float:
        """Newtons a count."""
        return STANDARD_GRAVITY_M_S2 / self.counts_per_kg


def nets_of(readings: Iterable[Reading], plate: Plate, phase: str = "series") -> list[Net]:
    """Return the loads of a phase on one plate, each less the zero interpolated to its moment.

    Zeros wander while cells warm up: the one before and the one after a series are joined by a line.
    """
    own = [each for each in readings if each.plate == plate and not each.both]
    zeros = sorted((each for each in own if each.load_kg == 0.0), key=_middle_s)
    if not zeros:
        return []
    at_s = [_middle_s(each) for each in zeros]
    loads = [each for each in own if each.phase == phase and each.load_kg > 0.0]
    found = []
    for each in loads:
        zero = float(np.interp(_middle_s(each), at_s, [zero.count for zero in zeros]))
        others = [
            (s, zero.other_count) for s, zero in zip(at_s, zeros, strict=True) if zero.other_count is not None
        ]
        other = None
        if each.other_count is not None and others:
            other = each.other_count - float(
                np.interp(_middle_s(each), [s for s, _ in others], [count for _, count in others])
            )
        found.append(Net(each.load_kg, each.series, each.direction, each.count - zero, other))
    return found


def _middle_s(reading: Reading) -> float:
    return (reading.start_s + reading.end_s) / 2.0


def slope_of(nets: Iterable[Net]) -> float:
    """Return counts a kilogram of the line through zero, by least squares."""
    pairs = [(net.load_kg, net.net_count) for net in nets]
    return sum(load * net for load, net in pairs) / sum(load * load for load, _ in pairs)


def line_through(nets: Sequence[Net]) -> Line:
    """Return the line through zero of at least one load."""
    slope = slope_of(nets)
    residuals = tuple(
        Residual(
            net.load_kg,
            net.series,
            "down" if net.direction == "down" else "up",
            net.net_count,
            net.net_count / slope - net.load_kg,
        )
        for net in nets
    )
    numbers = sorted({net.series for net in nets})
    slopes = tuple(slope_of([net for net in nets if net.series == number]) for number in numbers)
    return Line(slope, residuals, slopes)


def linearity_rel(line: Line) -> float | None:
    """Return the largest distance of a mass's mean from the line, of the largest load; three masses are needed."""
    means = _means(line.residuals)
    if len(means) < 3:  # noqa: PLR2004  two masses and zero: one left over could be either's error
        return None
    return max(abs(mean) for mean in means.values()) / max(means)


def hysteresis_rel(line: Line) -> float | None:
    """Return the largest mean difference between down and up at one load, of the largest load.

    The loop is widest in its middle and closed at its ends: without a load near the middle that was read both ways it
    was not measured, and this is ``None``.
    """
    up = _means(each for each in line.residuals if each.direction == "up")
    down = _means(each for each in line.residuals if each.direction == "down")
    both = [kg for kg in down if kg in up]
    low, high = _MIDDLE
    if not any(low <= kg / max(up) <= high for kg in both):
        return None
    return max(abs(down[kg] - up[kg]) for kg in both) / max(up)


def repeatability_kg(line: Line) -> float | None:
    """Return the standard deviation of the same load laid on again, kg, pooled over loads and directions."""
    groups: dict[tuple[float, str], list[float]] = {}
    for each in line.residuals:
        groups.setdefault((each.load_kg, each.direction), []).append(each.residual_kg)
    freedom = sum(len(group) - 1 for group in groups.values())
    if freedom < 1:
        return None
    squares = sum(float(np.var(group)) * len(group) for group in groups.values())
    return float(np.sqrt(squares / freedom))


def _means(residuals: Iterable[Residual]) -> dict[float, float]:
    groups: dict[float, list[float]] = {}
    for each in residuals:
        groups.setdefault(each.load_kg, []).append(each.residual_kg)
    return {load_kg: float(np.mean(group)) for load_kg, group in groups.items()}
