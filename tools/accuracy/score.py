"""What the station told of recordings beside what happened: counts, sides, values, faults, honest intervals.

Errors are taken over matched reps whose value was told. Reps in which the other foot touched or the athlete
hopped are not graded for their lowering; an interval that is told of them must hold all the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

from tools.accuracy.faults import FaultCounts, fault_counts
from tools.accuracy.matching import exact_sets, match
from tools.accuracy.statistics import Spread, f1, spread

if TYPE_CHECKING:
    from simulators.truth import RepTruth, Truth
    from station.events import Rep, SetSummary
    from tools.accuracy.listening import First, Heard

Quantity = Literal[
    "single_leg_time_s", "eccentric_tut_s", "near_bottom_s", "com_lowering_m", "rise_left_share",
    "lowering_left_share", "added_load_kg", "system_mass_kg", "hand_share", "tremor_ratio",
    "first_tut_s", "warm_tut_s",
]  # fmt: skip
"""What has errors. ``tremor_ratio`` is relative to the true tremor; ``first_tut_s`` is the lowering time told
0.25 s after the foot's return, ``warm_tut_s`` the same from a step that has seen a set before."""

_DIRECT: tuple[Quantity, ...] = (
    "single_leg_time_s", "rise_left_share", "lowering_left_share", "added_load_kg", "hand_share",
)  # fmt: skip
_OF_THE_LOWERING: tuple[Quantity, ...] = ("eccentric_tut_s", "near_bottom_s", "com_lowering_m")
_UNGRADED = frozenset({"touch", "hop"})
_NO_PLAIN_RETURN = _UNGRADED | {"same_leg_return"}


@dataclass(slots=True)
class Score:
    """Tallies over recordings of a scenario; add with ``+=``."""

    recordings: int = 0
    sets: int = 0
    exact: int = 0
    """Sets told with every rep on the right side and none besides."""
    matched: int = 0
    missed: int = 0
    invented: int = 0
    right_side: int = 0
    right_mode: int = 0
    errors: dict[Quantity, list[float]] = field(default_factory=dict)
    told: int = 0
    """Reps whose lowering time was told."""
    covered: int = 0
    """Of these, how many intervals held the true one."""
    refusals: Counter[str] = field(default_factory=Counter)
    """Reasons for withholding lowering times."""
    delays_s: list[float] = field(default_factory=list)
    """From the foot's return to the verdict, device time."""
    faults: FaultCounts = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:  # noqa: PYI034  a plain class, never subclassed
        """Take in another score."""
        for name in (f.name for f in fields(self) if f.name != "errors"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for quantity, errors in other.errors.items():
            self.errors.setdefault(quantity, []).extend(errors)
        return self

    @property
    def reps(self) -> int:
        """Return how many reps were done."""
        return self.matched + self.missed

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall of counting; 1 when there was nothing to count."""
        return f1(self.matched, self.missed, self.invented)

    @property
    def exact_share(self) -> float:
        """Return the share of sets told exactly."""
        return self.exact / self.sets if self.sets else 1.0

    @property
    def side(self) -> float:
        """Return the share of matched reps told on the right side."""
        return self.right_side / self.matched if self.matched else 1.0

    @property
    def mode(self) -> float:
        """Return the share of matched reps told in the right mode."""
        return self.right_mode / self.matched if self.matched else 1.0

    @property
    def coverage(self) -> float:
        """Return how often the 90 % interval holds the true lowering time; 1 when none was told."""
        return self.covered / self.told if self.told else 1.0

    @property
    def refused(self) -> float:
        """Return the share of matched reps whose lowering time was withheld."""
        return 1.0 - self.told / self.matched if self.matched else 0.0

    def spread(self, quantity: Quantity) -> Spread | None:
        """Return what the errors of a quantity amount to; ``None`` when it was never told."""
        return spread(self.errors.get(quantity, []))


def score(heard: Heard, truth: Truth) -> Score:
    """Compare what was told of one recording with the truth about it."""
    reps = heard.reps
    pairs = match(reps, truth.reps)
    result = Score(
        recordings=1,
        sets=len({done.set for done in truth.reps}),
        exact=exact_sets(reps, truth.reps, pairs),
        matched=len(pairs),
        missed=len(truth.reps) - len(pairs),
        invented=len(reps) - len(pairs),
    )
    for rep, done in pairs:
        result.right_side += rep.side == done.side
        result.right_mode += rep.mode == done.mode
        result.faults += fault_counts(rep, done)
        _score_values(result, rep, done)
        first = heard.firsts.get((rep.set, rep.index))
        if first is not None:
            _score_first(result, first, done)
    _score_masses(result, heard.sets, pairs, truth)
    return result


def score_warm(heard: Heard, truth: Truth) -> Score:
    """Compare only what was told of lowering times 0.25 s after the foot's return."""
    result = Score()
    for rep, done in match(heard.reps, truth.reps):
        first = heard.firsts.get((rep.set, rep.index))
        if first is not None:
            _add_error(result, "warm_tut_s", first.rep.eccentric_tut_s, _graded_tut_s(done))
    return result


def _score_values(result: Score, rep: Rep, done: RepTruth) -> None:
    for quantity in _DIRECT:
        _add_error(result, quantity, getattr(rep, quantity), getattr(done, quantity))
    if not _UNGRADED & set(done.faults):
        for quantity in _OF_THE_LOWERING:
            _add_error(result, quantity, getattr(rep, quantity), getattr(done, quantity))
        if rep.tremor_rms_n is not None:
            _add_error(result, "tremor_ratio", rep.tremor_rms_n / done.tremor_rms_n, 1.0)
    tut_s, low_s, high_s = rep.eccentric_tut_s, rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s
    if tut_s is None or low_s is None or high_s is None:
        result.refusals[rep.refused.get("eccentric_tut_s", "no reason given")] += 1
        return
    result.told += 1
    result.covered += low_s <= done.eccentric_tut_s <= high_s


def _score_first(result: Score, first: First, done: RepTruth) -> None:
    _add_error(result, "first_tut_s", first.rep.eccentric_tut_s, _graded_tut_s(done))
    if done.single_leg_end_s is not None and not _NO_PLAIN_RETURN & set(done.faults):
        result.delays_s.append(first.told_s - done.single_leg_end_s)


def _score_masses(
    result: Score, summaries: list[SetSummary], pairs: list[tuple[Rep, RepTruth]], truth: Truth
) -> None:
    """Compare the system mass of every told set with that of the true set most of its reps belong to."""
    load_kg = {done.index: done.added_load_kg for done in truth.sets}
    for summary in summaries:
        belongs = Counter(done.set for rep, done in pairs if rep.set == summary.index)
        if belongs:
            of_set = belongs.most_common(1)[0][0]
            _add_error(result, "system_mass_kg", summary.system_mass_kg, truth.body_mass_kg + load_kg[of_set])


def _graded_tut_s(done: RepTruth) -> float | None:
    return None if _UNGRADED & set(done.faults) else done.eccentric_tut_s


def _add_error(result: Score, quantity: Quantity, told: float | None, true: float | None) -> None:
    if told is not None and true is not None:
        result.errors.setdefault(quantity, []).append(told - true)
