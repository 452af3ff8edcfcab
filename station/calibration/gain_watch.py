"""The ratio of the plates' gains, watched over weeks: it should stay where it was when the step was calibrated.

Every visit learns the ratio anew (``station/pipeline/gains.py``), beginning with what was known. Cells that age, a
screw that loosens and a cable that corrodes move it; temperature does by 0.05 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class GainWatchLimits:
    """When a ratio has moved."""

    apart_us: int = 30 * 60 * 1_000_000
    """What is told within half an hour of the last is of one visit, and the last of it counts."""
    first_visits: int = 3
    """What the ratio was when the step was calibrated is learned from so many visits."""
    visits_min: int = 5
    """Fewer say nothing about weeks."""
    newest_visits: int = 2
    """So many visits must agree that it moved: one may have been a rail or a wobbly board."""
    season_sd: float = 0.0007
    """Temperature moves the span of a cell by 0.02-0.05 % per 10 degrees: two cells, not alike (data sheets, C3)."""
    moved_sds: float = 3.0
    """A move of fewer standard deviations is explained by what is uncertain."""


LIMITS = GainWatchLimits()
_DAYS_30_US = 30 * 86_400 * 1_000_000


class GainPoint(NamedTuple):
    """What was learned of a step's plates at ``time_us``, for one calibration."""

    time_us: int
    left_over_right: float
    sd: float


@dataclass(frozen=True, slots=True)
class GainTrend:
    """What became of a ratio since the step was calibrated."""

    state: Literal["few", "steady", "moved"]
    """``few``: too few visits to say."""
    visits: int
    since_us: int | None
    left_over_right: float | None
    """Learned last."""
    sd: float | None
    moved_share: float | None
    """Of the newest visits against the first ones: 0.003 is 0.3 %."""
    moved_sd: float | None
    """Its standard deviation: of both, and of what temperature does."""
    share_per_month: float | None
    """Slope over all visits, in 30 days."""
    share_per_month_sd: float | None
    moved_at_us: int | None = None
    """When the newest run of visits that moved began."""

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        if self.moved_share is None or self.moved_sd is None:
            return f"the plates' ratio is known from {self.visits} visits: too few to tell whether it moves"
        how_far = f"{100.0 * self.moved_share:+.2f} % ± {100.0 * self.moved_sd:.2f} % in {self.visits} visits"
        if self.state == "steady":
            return f"the plates' ratio is steady: {how_far}"
        return f"left reads {how_far} against right, more than its uncertainty explains"


def visits_of(points: Iterable[GainPoint]) -> list[GainPoint]:
    """Return the last point of every visit, in order of time."""
    visits: list[GainPoint] = []
    for point in sorted(points):
        if visits and point.time_us - visits[-1].time_us < LIMITS.apart_us:
            visits[-1] = point
        else:
            visits.append(point)
    return visits


def trend(points: Iterable[GainPoint]) -> GainTrend:
    """Judge the history of one step and calibration.

    Successive points are not independent (each visit begins with what was known), so their deviations are not
    divided by how many there are. Moved: the newest visits all lie further from the mean of the first ones than
    ``moved_sds`` of the standard deviation of that difference.
    """
    visits = visits_of(points)
    if not visits:
        return GainTrend("few", 0, None, None, None, None, None, None, None)
    newest = visits[-1]
    shown = len(visits), visits[0].time_us, newest.left_over_right, newest.sd
    if len(visits) < LIMITS.visits_min:
        return GainTrend("few", *shown, None, None, None, None)
    first, later = visits[: LIMITS.first_visits], visits[LIMITS.first_visits :]
    then = fmean(_log(each) for each in first)
    then_sd = min(each.sd for each in first)
    away = [_away(each, then, then_sd) for each in later]
    run = next((at for at, moved in enumerate(reversed(away)) if not moved), len(away))
    moved_sd = math.hypot(then_sd, newest.sd, LIMITS.season_sd)
    slope, slope_sd = _slope(visits)
    moved = run >= LIMITS.newest_visits
    return GainTrend(
        "moved" if moved else "steady",
        *shown,
        _log(newest) - then,
        moved_sd,
        slope,
        slope_sd,
        later[len(later) - run].time_us if moved else None,
    )


def _log(point: GainPoint) -> float:
    return math.log(point.left_over_right)


def _away(point: GainPoint, then: float, then_sd: float) -> bool:
    return abs(_log(point) - then) > LIMITS.moved_sds * math.hypot(then_sd, point.sd, LIMITS.season_sd)


def _slope(visits: Sequence[GainPoint]) -> tuple[float, float]:
    """Return the weighted least-squares slope in 30 days, and its standard deviation."""
    weights = [1.0 / (each.sd**2 + LIMITS.season_sd**2) for each in visits]
    times = [(each.time_us - visits[0].time_us) / _DAYS_30_US for each in visits]
    total = sum(weights)
    middle = sum(w * t for w, t in zip(weights, times, strict=True)) / total
    level = sum(w * _log(each) for w, each in zip(weights, visits, strict=True)) / total
    tt = sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))
    ty = sum(
        w * (t - middle) * (_log(each) - level) for w, t, each in zip(weights, times, visits, strict=True)
    )
    return ty / tt, tt**-0.5
