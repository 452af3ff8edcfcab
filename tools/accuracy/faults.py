"""Faults told beside faults made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from station.events import Prescription
from station.metrics.limits import LIMITS
from tools.accuracy.statistics import f1

if TYPE_CHECKING:
    from simulators.truth import RepTruth
    from station.events import Rep

Outcome = Literal["hit", "missed", "false"]
FaultCounts = Counter[tuple[str, Outcome]]
"""How often each kind of fault was told rightly, not told, or told wrongly."""


def true_faults(truth: RepTruth) -> set[str]:
    """Return what was wrong with a rep: what the athlete did, and whether it was too fast by definition."""
    wanted_s = Prescription().lowering_target_s
    hasty = truth.single_leg_time_s is not None and truth.single_leg_time_s < wanted_s
    fast = hasty or truth.eccentric_tut_s < LIMITS.tempo_share * wanted_s
    return {*truth.faults, *(["fast"] if fast else [])}


def fault_counts(rep: Rep, truth: RepTruth) -> FaultCounts:
    """Return the outcome of every fault that was made or told in one rep."""
    made, told = true_faults(truth), set(rep.faults)
    outcomes: FaultCounts = Counter()
    outcomes.update((kind, "hit") for kind in made & told)
    outcomes.update((kind, "missed") for kind in made - told)
    outcomes.update((kind, "false") for kind in told - made)
    return outcomes


def fault_f1(counts: FaultCounts, kind: str) -> float:
    """Return the harmonic mean of precision and recall of one kind of fault."""
    return f1(counts[kind, "hit"], counts[kind, "missed"], counts[kind, "false"])
