"""What the station told of a recording beside what happened: counts, sides, times, and how honest intervals are.

Reps are matched to the truth one to one, in time: a told rep belongs to the true rep with which it shares
most of its span (rise to last foot down), if it shares a third of the shorter one. What is left over on
either side is invented or missed. Errors are taken over matched reps whose value was told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.truth import RepTruth
    from station.events import Rep

_SHARED_MIN = 1.0 / 3.0
_AFTER_LOWERING_S = 0.5


@dataclass(slots=True)
class Score:
    """Tallies over one or more recordings of a scenario; add with ``+=``."""

    recordings: int = 0
    exact: int = 0
    """Recordings with as many reps told as done, in order, on the right sides."""
    matched: int = 0
    missed: int = 0
    invented: int = 0
    right_side: int = 0
    right_mode: int = 0
    single_errors_s: list[float] = field(default_factory=list)
    tut_errors_s: list[float] = field(default_factory=list)
    tut_covered: int = 0
    tut_refused: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:  # noqa: PYI034  a plain class, never subclassed
        """Take in another score."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall of counting; 1 when there was nothing to count."""
        wrong = self.missed + self.invented
        return 2 * self.matched / (2 * self.matched + wrong) if self.matched + wrong else 1.0

    @property
    def side(self) -> float:
        """Return the share of matched reps told on the right side."""
        return self.right_side / self.matched if self.matched else 1.0

    @property
    def mode(self) -> float:
        """Return the share of matched reps told in the right mode."""
        return self.right_mode / self.matched if self.matched else 1.0

    @property
    def single_mae_s(self) -> float:
        """Return the mean absolute error of single-leg time, s; 0 when none was told."""
        return fmean(map(abs, self.single_errors_s)) if self.single_errors_s else 0.0

    @property
    def tut_mae_s(self) -> float:
        """Return the mean absolute error of lowering time, s; 0 when none was told."""
        return fmean(map(abs, self.tut_errors_s)) if self.tut_errors_s else 0.0

    @property
    def coverage(self) -> float:
        """Return how often the 90 % interval holds the true lowering time; 1 when none was told."""
        return self.tut_covered / len(self.tut_errors_s) if self.tut_errors_s else 1.0

    def row(self, name: str) -> str:
        """Return a line of the table that ``header`` heads."""
        told = len(self.tut_errors_s)
        return (
            f"{name:<14} {self.recordings:>4} {self.matched:>5} {self.missed:>4} {self.invented:>4} {self.f1:6.3f} "
            f"{self.exact:>3}/{self.recordings:<3} {self.side:5.2f} {self.mode:5.2f} {1000 * self.single_mae_s:7.1f} "
            f"{1000 * self.tut_mae_s:6.0f} {self.coverage:6.2f} {told:>4}/{self.matched:<4}"
        )


def header() -> str:
    """Return the first line of a table of scores."""
    return (
        f"{'scenario':<14} {'recs':>4} {'match':>5} {'miss':>4} {'inv':>4} {'F1':>6} {'exact':>7} {'side':>5} "
        f"{'mode':>5} {'slt ms':>7} {'tut ms':>6} {'cover':>6} {'tut told':>9}"
    )


def score(reps: Sequence[Rep], truths: Sequence[RepTruth]) -> Score:
    """Compare the final reps of one recording with the truth about it."""
    pairs = match(reps, truths)
    result = Score(
        recordings=1, matched=len(pairs), missed=len(truths) - len(pairs), invented=len(reps) - len(pairs)
    )
    for rep, truth in pairs:
        result.right_side += rep.side == truth.side
        result.right_mode += rep.mode == truth.mode
        if rep.single_leg_time_s is not None and truth.single_leg_time_s is not None:
            result.single_errors_s.append(rep.single_leg_time_s - truth.single_leg_time_s)
        _score_tut(result, rep, truth)
    result.exact = int(
        [rep.side for rep in reps] == [truth.side for truth in truths] == [r.side for r, _ in pairs]
    )
    return result


def _score_tut(result: Score, rep: Rep, truth: RepTruth) -> None:
    tut_s, low_s, high_s = rep.eccentric_tut_s, rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s
    if tut_s is None or low_s is None or high_s is None:
        result.tut_refused += 1
        result.refusals[rep.refused.get("eccentric_tut_s", "")] += 1
        return
    result.tut_errors_s.append(tut_s - truth.eccentric_tut_s)
    result.tut_covered += low_s <= truth.eccentric_tut_s <= high_s


def match(reps: Sequence[Rep], truths: Sequence[RepTruth]) -> list[tuple[Rep, RepTruth]]:
    """Pair told reps with true ones, those that share most first; each is used once."""
    candidates = []
    for i, rep in enumerate(reps):
        for j, truth in enumerate(truths):
            shared = _shared(_span(rep), _span(truth))
            if shared >= _SHARED_MIN:
                candidates.append((shared, -i, -j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(reps[-i], truths[-pairs[i]]) for i in sorted(pairs, reverse=True)]


def _span(rep: Rep | RepTruth) -> tuple[float, float]:
    """Return when a rep began, and when it was surely over."""
    ends_s = [rep.single_leg_end_s, rep.lowering_end_s, rep.start_s + (rep.rise_s or 0.0)]
    return rep.start_s, max(end for end in ends_s if end is not None) + _AFTER_LOWERING_S


def _shared(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the common part of two spans as a share of the shorter one."""
    common_s = min(a[1], b[1]) - max(a[0], b[0])
    return common_s / min(a[1] - a[0], b[1] - b[0])
