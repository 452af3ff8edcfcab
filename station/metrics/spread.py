"""Means, spreads and trends over reps, each with its own uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt, tan
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

from station.metrics.limits import FAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Side


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation over reps with their standard errors; ``None`` where reps are too few."""

    mean: float
    mean_se: float | None
    sd: float | None
    sd_se: float | None


def spread(values: Sequence[float], measured_sds: Sequence[float] = ()) -> Spread | None:
    """Return the spread of some values; ``None`` without any.

    ``measured_sds`` are the values' own standard deviations: the mean is not known better than they allow, even
    when reps happen to agree. Standard error of a standard deviation: sd / sqrt(2 (n - 1)).
    """
    if not values:
        return None
    n = len(values)
    sd = stdev(values) if n > 1 else None
    measured = fmean(each**2 for each in measured_sds) ** 0.5 if measured_sds else None
    larger = max((each for each in (sd, measured) if each is not None), default=None)
    return Spread(
        mean=fmean(values),
        mean_se=None if larger is None else larger / n**0.5,
        sd=sd,
        sd_se=None if sd is None else sd / (2.0 * (n - 1)) ** 0.5,
    )


@dataclass(frozen=True, slots=True)
class Fade:
    """How times under tension changed across a set."""

    slope_s: float
    """Seconds a rep; negative when reps become shorter."""
    slope_se_s: float
    change_share: float
    """From the first to the last rep, as a share of the first."""
    fading: bool
    """They surely became shorter, and by enough to matter."""


def fade_of(times: Sequence[tuple[Side, float]]) -> Fade | None:
    """Return the trend of times under tension, s, in the order of the reps; ``None`` with too few of them.

    Least squares over the count of reps on a leg, one slope for both legs and each leg about its own mean.
    """
    legs = [
        [time_s for side, time_s in times if side == leg] for leg in dict.fromkeys(leg for leg, _ in times)
    ]
    freedom = len(times) - len(legs) - 1
    if len(times) < FAULT.fading_reps_min or freedom < 1:
        return None
    xx = xy = yy = 0.0
    for leg in legs:
        middle, mean_s = (len(leg) - 1) / 2.0, fmean(leg)
        for number, time_s in enumerate(leg):
            xx += (number - middle) ** 2
            xy += (number - middle) * (time_s - mean_s)
            yy += (time_s - mean_s) ** 2
    slope_s = xy / xx
    slope_se_s = (max(yy - slope_s * xy, 0.0) / freedom / xx) ** 0.5
    steps = max(len(leg) for leg in legs) - 1
    first_s = fmean(time_s for _, time_s in times) - slope_s * steps / 2.0
    change_share = slope_s * steps / first_s if first_s > 0.0 else -1.0
    surely = slope_s + student_t(FAULT.fading_confidence, freedom) * slope_se_s < 0.0
    return Fade(slope_s, slope_se_s, change_share, surely and -change_share >= FAULT.fading_share)


def student_t(confidence: float, freedom: int) -> float:
    """Return the one-sided quantile of Student's distribution.

    Exact for one and two degrees of freedom, Cornish-Fisher beyond (Abramowitz and Stegun 26.7.5: within 1 % from
    three degrees of freedom on, at the confidences used here).
    """
    if freedom == 1:
        return tan(pi * (confidence - 0.5))
    if freedom == 2:  # noqa: PLR2004  the closed form of two degrees of freedom
        return (2.0 * confidence - 1.0) / sqrt(2.0 * confidence * (1.0 - confidence))
    z = NormalDist().inv_cdf(confidence)
    g1 = (z**3 + z) / 4.0
    g2 = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    g3 = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    g4 = (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0
    return float(z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3 + g4 / freedom**4)
