"""From readings to the outcome: what was found about each plate, and whether it is good enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.calibration.acceptance import checks_of
from station.calibration.cells import cells_of, remixed, separated
from station.calibration.fit import (
    hysteresis_rel,
    line_through,
    linearity_rel,
    nets_of,
    repeatability_kg,
)
from station.calibration.model import (
    Outcome,
    PlaceError,
    PlateCalibration,
    SumCheck,
)
from station.calibration.uncertainty import uncertainty_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.calibration.book import Book
    from station.calibration.cells import Separation
    from station.calibration.fit import Line, Net
    from station.calibration.model import Plate, Reading


def outcome_of(book: Book, notes: tuple[str, ...], start_s: float, end_s: float) -> Outcome:
    """Return what all readings say together."""
    apart = {
        plate: separated(book.readings, plate, pair)
        for plate, pair in book.pairs.items()
        if plate in book.plan.plates
    }
    readings = remixed(book.readings, apart)
    lines = {plate: line_through(nets_of(readings, plate)) for plate in book.plan.plates}
    plates = tuple(_plate(book, readings, plate, lines, apart.get(plate)) for plate in book.plan.plates)
    total = _sum_check(readings, lines)
    checks = checks_of(book.plan, plates, total, book.known)
    passed = not any(check.passed is False for check in checks)
    return Outcome(
        book.plan, plates, total, checks, passed, False, notes, tuple(readings), book.known, start_s, end_s
    )  # fmt: skip


def _plate(
    book: Book, readings: Sequence[Reading], plate: Plate, lines: dict[Plate, Line], apart: Separation | None
) -> PlateCalibration:
    line = lines[plate]
    zeros = [each for each in readings if each.plate == plate and each.load_kg == 0.0]
    newest = max(zeros, key=lambda each: each.end_s)
    scale = line.scale_n_per_count
    nets = nets_of(readings, plate)
    places = _places(readings, plate)
    zeros_n = [(each.count - newest.count) * scale for each in zeros if each.phase in ("series", "corner")]
    uncertainty = uncertainty_of(
        book.plan, line, zeros_n, places, apart, preloaded=plate not in book.not_preloaded
    )
    return PlateCalibration(
        plate=plate,
        zero_count=newest.count,
        scale_n_per_count=scale,
        max_load_kg=max(net.load_kg for net in nets),
        residuals=line.residuals,
        linearity_rel=linearity_rel(line),
        hysteresis_rel=hysteresis_rel(line),
        repeatability_kg=repeatability_kg(line),
        zero_return_kg=_zero_return_kg(zeros, line),
        noise_n=newest.count_sd * abs(scale),
        crosstalk_rel=_crosstalk(nets, plate, lines),
        places=places,
        uncertainty=uncertainty,
        cells=cells_of(newest, scale, uncertainty.scale_sd_rel, apart) if apart else (),
        cell_ratio_sd_rel=apart.ratio_sd_rel if apart else None,
    )


def _zero_return_kg(zeros: Sequence[Reading], line: Line) -> float | None:
    """Return the largest change of the empty plate over one series, kg."""
    counts = [each.count for each in zeros if each.phase == "series"]
    if len(counts) < 2:  # noqa: PLR2004  before and after
        return None
    return float(np.abs(np.diff(counts)).max()) / abs(line.counts_per_kg)


def _crosstalk(nets: Sequence[Net], plate: Plate, lines: dict[Plate, Line]) -> float | None:
    """Return what the other plate reads of a load on this one, by least squares, relative."""
    other = next((line for at, line in lines.items() if at != plate), None)
    heard = [net for net in nets if net.other_net_count is not None]
    if other is None or not heard:
        return None
    moment = sum(net.load_kg * (net.other_net_count or 0.0) for net in heard)
    return moment / sum(net.load_kg**2 for net in heard) / other.counts_per_kg


def _places(readings: Sequence[Reading], plate: Plate) -> tuple[PlaceError, ...]:
    nets = nets_of(readings, plate, "corner")
    tried = [
        each for each in readings if each.plate == plate and each.phase == "corner" and each.load_kg > 0.0
    ]
    pairs = list(zip(tried, nets, strict=True))
    centre = next((net.net_count for each, net in pairs if each.where == "centre"), None)
    if centre is None:
        return ()
    return tuple(
        PlaceError(each.where, each.load_kg, net.net_count / centre - 1.0)
        for each, net in pairs
        if each.where != "centre"
    )


def _sum_check(readings: Sequence[Reading], lines: dict[Plate, Line]) -> SumCheck | None:
    read_kg: dict[tuple[Plate, bool], float] = {}
    for plate, line in lines.items():
        zeros = [each for each in readings if each.plate == plate and each.load_kg == 0.0]
        for each in readings:
            if each.phase == "sum" and each.plate == plate and each.load_kg > 0.0:
                zero = _nearest(zeros, each.start_s)
                read_kg[plate, each.both] = (each.count - zero.count) / line.counts_per_kg
    if len(read_kg) < 4:  # noqa: PLR2004  left, right, and both halves
        return None
    left, right = read_kg["L", False], read_kg["R", False]
    both = read_kg["L", True] + read_kg["R", True]
    middle = (left + right + both) / 3.0
    spread = (max(left, right, both) - min(left, right, both)) / middle
    return SumCheck(middle, left, right, both, spread)


def _nearest(zeros: Sequence[Reading], start_s: float) -> Reading:
    return min(zeros, key=lambda zero: abs(zero.start_s - start_s))
