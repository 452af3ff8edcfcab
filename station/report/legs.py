"""Left against right over several visits: each difference with what it would take to tell it from none. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING, Final

from station.metrics.asymmetry import Asymmetry, limb_symmetry_index
from station.metrics.comparisons import BY_FOOT, BY_LEG
from station.metrics.spread import student_t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.metrics.comparisons import Comparison
    from station.report.facts import VisitFacts
    from station.store.report import Compared

COMPARISONS: Final[tuple[Comparison, ...]] = (*BY_LEG, *BY_FOOT)
_PLATES_DECIDE: Final = frozenset({"rise_share", "rise", "lowering"})
"""Shares of a load: what the plates leave open of them is the same in every visit, so more visits do not help."""


@dataclass(frozen=True, slots=True)
class Difference(Asymmetry):
    """Both sides of some visits, in the comparison's unit; the band is what visits, reps and plates leave open."""

    comparison: Comparison
    visits: int

    @property
    def exactly(self) -> tuple[str, str]:
        """Return it and its band, in as many decimals as show which of them is larger: ``5.4 % R``, ``5.2 %``."""
        size, band = abs(self.percent), max(0.1, self.band_percent)
        decimals = next((n for n in (1, 2) if (round(size, n) > round(band, n)) == (size > band)), 3)
        shown = f"{size:.{decimals}f}"
        side = "" if not float(shown) else " R" if self.percent > 0.0 else " L"
        return f"{shown} %{side}", f"{band:.{decimals}f} %"

    @property
    def told_exactly(self) -> str:
        """Return what ``told`` says, with the decimals of ``exactly``."""
        return self.exactly[0] + ("" if self.detectable else ", below detectable change")


def difference(visits: Iterable[VisitFacts], comparison: Comparison) -> Difference | None:
    """Return the mean difference of some visits; ``None`` when none of them can be compared.

    Every visit counts as one measurement. The band is the larger of what the visits' own bands leave of their mean
    and of 97.5 % of Student's distribution over the spread between visits; shares of a load keep the band of a visit.
    """
    found = [
        visit.sums.compared[comparison.stem]
        for visit in visits
        if comparison.stem in visit.sums.compared and not visit.doubtful
    ]
    if not found:
        return None
    return Difference(
        comparison=comparison,
        left=fmean(each.left for each in found),
        right=fmean(each.right for each in found),
        percent=fmean(each.percent for each in found),
        band_percent=_band(found, plates=comparison.stem in _PLATES_DECIDE),
        visits=len(found),
    )


def _band(found: Sequence[Compared], *, plates: bool) -> float:
    count = len(found)
    own = [each.band_percent for each in found]
    within: float = median(own) if plates else math.hypot(*own) / count
    if count == 1:
        return within
    between = student_t(0.975, count - 1) * stdev(each.percent for each in found) / math.sqrt(count)
    return max(within, between)


def differences(visits: Sequence[VisitFacts]) -> list[Difference]:
    """Return every comparison that these visits allow, in the order of the table of comparisons."""
    found = (difference(visits, comparison) for comparison in COMPARISONS)
    return [each for each in found if each is not None]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """The limb symmetry index of some visits, per cent, with what it leaves open."""

    involved: str
    percent: float
    band_percent: float


def symmetry(times: Difference | None, involved: str | None) -> Symmetry | None:
    """Return how the involved leg's time compares with the other's; ``None`` when nobody named that leg."""
    if times is None or involved not in ("left", "right"):
        return None
    mine, other = (times.left, times.right) if involved == "left" else (times.right, times.left)
    if other <= 0.0:
        return None
    larger = max(mine, other)
    return Symmetry(involved, limb_symmetry_index(mine, other), times.band_percent * larger / other)
