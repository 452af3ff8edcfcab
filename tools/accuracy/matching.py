"""Which told rep is which true one.

Reps are matched one to one, in time: a told rep belongs to the true rep with which it shares most of its span
(rise to last foot down), if it shares a third of the shorter one. What is left over on either side is invented
or missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.truth import RepTruth
    from station.events import Rep

_SHARED_MIN = 1.0 / 3.0
_AFTER_LOWERING_S = 0.5


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


def exact_sets(reps: Sequence[Rep], truths: Sequence[RepTruth], pairs: Sequence[tuple[Rep, RepTruth]]) -> int:
    """Return how many true sets were told exactly: every rep, on the right side, and none besides.

    An invented rep spoils the set that had begun last when it began, or the first one.
    """
    if not truths:
        return 0
    paired = {id(rep) for rep, _ in pairs}
    right = {(truth.set, truth.index) for rep, truth in pairs if rep.side == truth.side}
    spoiled = {truth.set for truth in truths if (truth.set, truth.index) not in right}
    starts_s = {truth.set: truth.start_s for truth in reversed(truths)}
    for rep in reps:
        if id(rep) not in paired:
            begun = [number for number, start_s in starts_s.items() if start_s <= rep.start_s]
            spoiled.add(max(begun, default=min(starts_s)))
    return len(starts_s) - len(spoiled)


def _span(rep: Rep | RepTruth) -> tuple[float, float]:
    """Return when a rep began, and when it was surely over."""
    ends_s = [rep.single_leg_end_s, rep.lowering_end_s, rep.start_s + (rep.rise_s or 0.0)]
    return rep.start_s, max(end for end in ends_s if end is not None) + _AFTER_LOWERING_S


def _shared(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the common part of two spans as a share of the shorter one."""
    common_s = min(a[1], b[1]) - max(a[0], b[0])
    return common_s / min(a[1] - a[0], b[1] - b[0])
