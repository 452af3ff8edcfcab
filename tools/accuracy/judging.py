"""A score beside its target: one cell for each thing that was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.accuracy.faults import fault_f1
from tools.accuracy.statistics import wilson
from tools.accuracy.targets import (
    COLD_FACTOR,
    COVERAGE,
    SIDE,
    TARGETS,
    TREMOR_RATIO,
    VERDICT_P99_S,
    WARM_FACTOR,
    Limit,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.accuracy.running import Row
    from tools.accuracy.score import Quantity, Score

_MS, _MM, _POINTS, _PERCENT = 1000.0, 1000.0, 100.0, 100.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What was measured, what was asked (empty when nothing), and whether it falls short; texts to print."""

    measured: str = ""
    asked: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table before it is judged."""

    score: Score
    target: Target
    human: bool
    """Whether the shapes are human-like."""

    def tut_limit(self, factor: float = 1.0) -> Limit | None:
        """Return the limit of the lowering time for these shapes, times a factor, ms."""
        both = self.target.tut_ms
        if both is None:
            return None
        limit = both.human if self.human else both.even
        return Limit(limit.mae * factor, limit.p95 * factor)


def judge(row: Row, score: Score) -> dict[str, Cell]:
    """Return the cells of one row of the table, by column title."""
    scenario, shapes = row
    case = Case(score, TARGETS.get(scenario, Target()), shapes == "human")
    return {title: column(case) for title, column in COLUMNS.items()}


# --- counting -----------------------------------------------------------------------------------------


def _f1(case: Case) -> Cell:
    measured, asked = case.score.f1, case.target.f1
    return Cell(f"{measured:.3f}", f"≥ {asked:g}" if asked else "", asked is not None and measured < asked)


def _exact(case: Case) -> Cell:
    measured, asked = case.score.exact_share, case.target.exact
    short = asked is not None and measured < asked
    return Cell(f"{measured * _PERCENT:.0f} %", f"≥ {asked * _PERCENT:.0f} %" if asked else "", short)


def _side(case: Case) -> Cell:
    return Cell(f"{case.score.side * _PERCENT:.4g} %", "100 %", case.score.side < SIDE)


def _faults(case: Case) -> Cell:
    asked = case.target.fault_f1
    found = {kind: fault_f1(case.score.faults, kind) for kind in asked}
    return Cell(
        ", ".join(f"{kind} {value:.2f}" for kind, value in found.items()),
        ", ".join(f"≥ {value:g}" for value in asked.values()),
        any(found[kind] < value for kind, value in asked.items()),
    )


# --- errors -------------------------------------------------------------------------------------------


def _errors(case: Case, quantity: Quantity, scale: float, decimals: int, limit: Limit | None) -> Cell:
    """Return mean absolute error and 95th percentile beside a limit in the same unit."""
    if quantity in case.target.withheld:
        return _withheld(case, quantity)
    spread = case.score.spread(quantity)
    asked = f"{limit.mae:g} / {limit.p95:g}" if limit else ""
    if spread is None:
        return Cell("none told" if limit else "", asked, limit is not None)
    mae, p95 = spread.mae * scale, spread.p95 * scale
    measured = f"{mae:.{decimals}f} / {p95:.{decimals}f}"
    return Cell(measured, asked, limit is not None and (mae > limit.mae or p95 > limit.p95))


def _mean_error(case: Case, quantity: Quantity, scale: float, decimals: int, limit: float | None) -> Cell:
    """Return the mean absolute error beside a limit in the same unit."""
    if quantity in case.target.withheld:
        return _withheld(case, quantity)
    spread = case.score.spread(quantity)
    asked = f"{limit:g}" if limit else ""
    if spread is None:
        return Cell("none told" if limit else "", asked, limit is not None)
    mae = spread.mae * scale
    return Cell(f"{mae:.{decimals}f}", asked, limit is not None and mae > limit)


def _withheld(case: Case, quantity: Quantity) -> Cell:
    """Return a cell for what must not be told at all."""
    spread = case.score.spread(quantity)
    told = spread.count if spread else 0
    return Cell(f"told {told} times" if told else "withheld", "withheld", told > 0)


def _tut_bias(case: Case) -> Cell:
    spread = case.score.spread("eccentric_tut_s")
    return Cell(f"{spread.bias * _MS:+.0f}" if spread else "")


def _first(quantity: Quantity, factor: float) -> Callable[[Case], Cell]:
    """Return the judge of lowering times told 0.25 s after the foot's return: only their mean has a limit.

    Beside the error stands its ratio to the limit of the final value, which ``factor`` bounds.
    """

    def judged(case: Case) -> Cell:
        final, spread = case.tut_limit(), case.score.spread(quantity)
        if spread is None:
            return Cell()
        mae = spread.mae * _MS
        if final is None:
            return Cell(f"{mae:.0f}")
        ratio = mae / final.mae
        return Cell(f"{mae:.0f} = {ratio:.2f} x {final.mae:g}", f"{factor:g} x", ratio > factor)

    return judged


def _coverage(case: Case) -> Cell:
    """Judge coverage by its confidence range: a small sample alone is no miss."""
    score = case.score
    if not score.told:
        return Cell()
    low, high = wilson(score.covered, score.told)
    measured = f"{score.coverage * _PERCENT:.0f} % ({low * _PERCENT:.0f}-{high * _PERCENT:.0f})"
    asked = f"{COVERAGE[0] * _PERCENT:.0f}-{COVERAGE[1] * _PERCENT:.0f} %"
    return Cell(measured, asked, high < COVERAGE[0] or low > COVERAGE[1])


def _refused(case: Case) -> Cell:
    measured, most = case.score.refused, case.target.refused_max
    if case.tut_limit() is None or most is None:
        return Cell(f"{measured * _PERCENT:.0f} %")
    return Cell(f"{measured * _PERCENT:.0f} %", f"≤ {most * _PERCENT:.0f} %", measured > most)


def _depth(case: Case) -> Cell:
    limits = case.target.depth_mm
    return _mean_error(case, "com_lowering_m", _MM, 1, limits[case.human] if limits else None)


def _tremor(case: Case) -> Cell:
    spread = case.score.spread("tremor_ratio")
    if spread is None:
        return Cell()
    asked = f"{TREMOR_RATIO * _PERCENT:.0f} %"
    return Cell(f"{spread.mae * _PERCENT:.0f} %", asked, spread.mae > TREMOR_RATIO)


def _delay(case: Case) -> Cell:
    if not case.score.delays_s:
        return Cell()
    p99_s = float(np.percentile(case.score.delays_s, 99))
    return Cell(f"{p99_s:.2f} s", f"{VERDICT_P99_S:g} s", p99_s > VERDICT_P99_S)


COLUMNS: dict[str, Callable[[Case], Cell]] = {
    "recordings": lambda case: Cell(str(case.score.recordings)),
    "reps": lambda case: Cell(str(case.score.reps)),
    "count F1": _f1,
    "exact sets": _exact,
    "side": _side,
    "single-leg time, ms": lambda case: _errors(case, "single_leg_time_s", _MS, 1, case.target.single_leg_ms),
    "lowering bias, ms": _tut_bias,
    "lowering time, ms": lambda case: _errors(case, "eccentric_tut_s", _MS, 0, case.tut_limit()),
    "interval coverage": _coverage,
    "lowering refused": _refused,
    "near bottom, ms": lambda case: _errors(case, "near_bottom_s", _MS, 0, case.target.near_bottom_ms),
    "depth, mm": _depth,
    "rise share, points": lambda case: _mean_error(
        case, "rise_left_share", _POINTS, 2, case.target.share_points
    ),
    "lowering share, points": lambda case: _mean_error(
        case, "lowering_left_share", _POINTS, 2, case.target.share_points
    ),
    "added load, kg": lambda case: _mean_error(case, "added_load_kg", 1.0, 3, case.target.mass_kg),
    "system mass, kg": lambda case: _mean_error(case, "system_mass_kg", 1.0, 3, case.target.mass_kg),
    "hands, points": lambda case: _mean_error(case, "hand_share", _POINTS, 2, case.target.hand_points),
    "tremor": _tremor,
    "fault F1": _faults,
    "first value, new step, ms": _first("first_tut_s", COLD_FACTOR),
    "first value, known step, ms": _first("warm_tut_s", WARM_FACTOR),
    "verdict after, p99": _delay,
}
