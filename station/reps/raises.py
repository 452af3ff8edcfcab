"""Raises on one leg that stays alone: up and down in one phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.reps.candidate import RepCandidate
from station.reps.evidence import clear_of
from station.reps.legs import may_lower

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from station.reps.evidence import Up
    from station.reps.legs import LegPhase
    from station.reps.stretch import Stretch


@dataclass(frozen=True, slots=True)
class RaiseLimits:
    """Odds are natural logarithms; ticks are 10 ms."""

    evidence: float = 1.5
    lighter_share: float = 0.2
    edge_ticks: int = 10
    """The rise lies within the phase; it may begin while the other foot still leaves."""
    down_ticks: int = 100
    """From the end of the rise to the next one, or to the other foot's return: time to come down again."""
    before_rise_ticks: int = 20
    trains: float = -4.0
    evidence_max: float = 5.0
    idle: float = -1.0
    """Somebody who stands on one leg raises himself on it now and then, by the way; each phase in which nothing
    rises says so."""


LIMITS = RaiseLimits()


@dataclass(frozen=True, slots=True)
class Raise:
    """A rise on one leg that came down on the same leg by ``end_tick``."""

    phase: LegPhase
    up: Up
    end_tick: int

    def rep(self) -> RepCandidate:
        """Return it as a rep."""
        phase = self.phase
        return RepCandidate(
            "single_leg_raise", phase.side, self.up.rise, None, None, self.end_tick, phase.flags
        )


def find_raises(phases: Sequence[LegPhase], ups: Sequence[Up], gates: Collection[Up]) -> list[Raise]:
    """Return the raises on one leg, in order; ``gates`` are the rises that lowerings on the other leg followed."""
    inside = [[up for up in ups if up not in gates and _inside(phase, up)] for phase in phases]
    clear = set(clear_of([up for found in inside for up in found]))
    return [
        found
        for phase, rises in zip(phases, inside, strict=True)
        for found in _in_phase(phase, [up for up in rises if up in clear])
    ]


def _inside(phase: LegPhase, up: Up) -> bool:
    """Whether a movement up lies within a phase and its leg did it."""
    first_tick, last_tick = phase.on_tick + LIMITS.edge_ticks, phase.off_tick - LIMITS.edge_ticks
    alone = up.rise.lighter_max < LIMITS.lighter_share
    return alone and first_tick <= up.centre_tick <= last_tick and up.evidence >= LIMITS.evidence


def _in_phase(phase: LegPhase, rises: Sequence[Up]) -> list[Raise]:
    ends = [*(up.rise.start_tick - LIMITS.before_rise_ticks for up in rises[1:]), phase.off_tick]
    return [
        Raise(phase, up, end_tick)
        for up, end_tick in zip(rises, ends[: len(rises)], strict=True)
        if end_tick - up.rise.end_tick >= LIMITS.down_ticks
    ]


def outweighs_idling(raises: Sequence[Raise], phases: Sequence[LegPhase], stretch: Stretch) -> bool:
    """Whether what rose on one leg says more than the phases in which nothing did."""
    rose = {found.phase for found in raises}
    idle = sum(may_lower(phase, stretch) and phase not in rose for phase in phases)
    told = sum(min(found.up.evidence, LIMITS.evidence_max) for found in raises)
    return LIMITS.trains + LIMITS.idle * idle + told > 0.0
