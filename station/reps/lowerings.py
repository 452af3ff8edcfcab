"""Which phases on one leg are lowerings: each after a rise of its own, by the odds of the whole stretch.

A phase on one leg says little; that the body rose before says much. What is missing in one phase - a rise that
shook, or that a hand on the rail hid - the other phases of the same leg make up for: a leg whose phases follow
rises trains, one whose phases do not only carries (two-level Bayes: does this leg train here; did the body rise
before this phase).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from station.motion.lobes import unseen_rise
from station.reps.candidate import RepCandidate
from station.reps.evidence import LIMITS as EVIDENCE
from station.reps.evidence import Up
from station.reps.legs import ends_in_silence, may_lower, stepped_tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.motion.moves import Move
    from station.reps.legs import LegPhase
    from station.reps.stretch import Stretch


@dataclass(frozen=True, slots=True)
class LoweringLimits:
    """Odds are natural logarithms; ticks are 10 ms."""

    trains: float = -2.5
    """A leg that somebody stands on now and then is trained in one case of thirteen."""
    rise_if_trains: float = 0.9
    rise_if_not: float = 0.03
    """Share of phases that follow a rise on a leg that trains, and on one that does not."""
    missed: float = -5.0
    missed_hidden: float = -1.2
    """No rise seen although there was one: one in 150; one in 3 under a hand on a rail or with data missing."""
    hidden_ticks: int = 300
    hidden_blocks: int = 2
    shaken_strength: float = 20.0
    shaken_fit: float = 0.25
    """... or where a thing put down, a stamp or a hand shook the plates so much, and no movement explains it."""
    odds_max: float = 30.0
    before_ticks: int = 400
    """The rise ends at most 4 s before the phase, and half of it is done 0.4 s after it began."""
    overlap_ticks: int = 40
    near: float = 0.005
    """Of two rises the clearer one; half a unit of evidence for every second nearer to the phase."""
    alone_share: float = 0.09
    late_after_ticks: int = 75
    late_before_ticks: int = 10
    late_share: float = 0.2
    late_height_share: float = 0.5
    undone_share: float = 0.4
    """The same leg pushing up at the end: half as high as the rise before at least, and not sunk again after."""
    before_rise_ticks: int = 20
    nominal_rise_ticks: int = 150
    """A lowering ends this long before the same leg pushes up; a rise that was not seen took so long before it."""


LIMITS = LoweringLimits()


@dataclass(frozen=True, slots=True)
class Lowering:
    """A phase on one leg, the rise before it, and the rise on the same leg that ended it, if one did."""

    phase: LegPhase
    gate: Up
    late: Up | None

    def rep(self, stretch: Stretch) -> RepCandidate:
        """Return it as a rep."""
        phase, rise = self.phase, self.gate.rise
        if self.late is not None:
            end_tick = self.late.rise.start_tick - LIMITS.before_rise_ticks
            flags = phase.flags | {"same_leg_return"}
            return RepCandidate("lowering", phase.side, rise, phase.on_tick, None, end_tick, flags)
        off_tick = None if ends_in_silence(phase, stretch) else phase.off_tick
        return RepCandidate(
            "lowering", phase.side, rise, phase.on_tick, off_tick, phase.off_tick, phase.flags
        )


class Lowerings:
    """Finds the lowerings on one leg in a stretch."""

    def __init__(
        self, stretch: Stretch, phases: Sequence[LegPhase], ups: Sequence[Up], downs: Sequence[Move]
    ) -> None:
        self._stretch = stretch
        self._phases = phases
        self._ups = ups
        self._downs = downs

    def find(self) -> list[Lowering]:
        """Return the lowerings in order."""
        said = self._said()
        low_tick = self._stretch.first_tick
        found: list[Lowering] = []
        for phase in self._phases:
            gate = self._gate(phase, low_tick)
            if phase.on_tick not in said:
                low_tick = phase.off_tick if gate is not None and gate.evidence > 0.0 else low_tick
                continue
            unseen = self._unseen(phase, low_tick)
            if gate is None or gate.evidence < unseen:
                gate = _hidden(phase, low_tick, unseen)
            others = sum(
                ratio
                for on_tick, (side, ratio) in said.items()
                if side == phase.side and on_tick != phase.on_tick
            )
            if gate.evidence + _prior(LIMITS.trains + others) > 0.0:
                late = self._late(phase, gate)
                found.append(Lowering(phase, gate, late))
                low_tick = phase.off_tick if late is None else late.rise.start_tick - 1
        return found

    def _said(self) -> dict[int, tuple[str, float]]:
        """Return, by its beginning, each phase that may be a lowering: its leg, and what it says for training."""
        low_tick = self._stretch.first_tick
        said: dict[int, tuple[str, float]] = {}
        for phase in self._phases:
            gate = self._gate(phase, low_tick)
            if may_lower(phase, self._stretch):
                unseen = self._unseen(phase, low_tick)
                ratio = exp(unseen if gate is None else max(gate.evidence, unseen))
                trains = LIMITS.rise_if_trains * ratio + 1.0 - LIMITS.rise_if_trains
                carries = LIMITS.rise_if_not * ratio + 1.0 - LIMITS.rise_if_not
                said[phase.on_tick] = phase.side, log(trains / carries)
            if gate is not None and gate.evidence > 0.0:
                low_tick = phase.off_tick
        return said

    def _gate(self, phase: LegPhase, low_tick: int) -> Up | None:
        """Return the likeliest rise before a phase, since the body was last down at ``low_tick``."""
        step_tick = stepped_tick(phase, self._phases, self._stretch.first_tick)
        candidates = [
            up
            for up in self._ups
            if low_tick < up.centre_tick <= phase.on_tick + LIMITS.overlap_ticks
            and phase.on_tick - up.rise.end_tick <= LIMITS.before_ticks
            and (step_tick is None or up.centre_tick < step_tick)
            and not _alone(up, phase)
        ]
        return max(candidates, key=lambda up: _likeness(up, phase), default=None)

    def _unseen(self, phase: LegPhase, low_tick: int) -> float:
        """Return how much it says against a rise that none was seen before a phase."""
        stretch = self._stretch
        first = stretch.block(max(low_tick, phase.on_tick - LIMITS.hidden_ticks))
        lost = int((~stretch.backed[first : stretch.block(phase.on_tick) + 1]).sum())
        hidden = stretch.wander > 0.0 or lost >= LIMITS.hidden_blocks or self._shaken(phase, low_tick)
        return LIMITS.missed_hidden if hidden else LIMITS.missed

    def _shaken(self, phase: LegPhase, low_tick: int) -> bool:
        """Whether something shook the plates before a phase that was no movement from rest to rest."""
        first_tick = max(low_tick, phase.on_tick - LIMITS.hidden_ticks)
        return any(
            first_tick < move.centre_tick < phase.on_tick
            and move.strength_m_s2 > LIMITS.shaken_strength * self._stretch.noise_m_s2
            and move.fit < LIMITS.shaken_fit
            for move in self._downs
        ) or any(
            first_tick < up.centre_tick < phase.on_tick
            and up.strength > LIMITS.shaken_strength
            and up.rise.fit < LIMITS.shaken_fit
            for up in self._ups
        )

    def _late(self, phase: LegPhase, gate: Up) -> Up | None:
        """Return the rise on the same leg that ends a lowering; a rebound is lower and sinks again."""
        least_m = LIMITS.late_height_share * gate.rise.height_m
        first_tick, end_tick = (
            phase.on_tick + LIMITS.late_after_ticks,
            phase.off_tick - LIMITS.late_before_ticks,
        )
        late = [
            up
            for up in self._ups
            if first_tick < up.centre_tick < end_tick
            and up.evidence >= EVIDENCE.strong
            and up.rise.lighter_max < LIMITS.late_share
            and up.rise.height_m >= least_m
            and not self._undone(up, phase.off_tick)
        ]
        return late[-1] if late else None

    def _undone(self, up: Up, end_tick: int) -> bool:
        way_m = -sum(move.height_m for move in self._downs if up.centre_tick < move.centre_tick < end_tick)
        return way_m > LIMITS.undone_share * up.rise.height_m


def _likeness(up: Up, phase: LegPhase) -> float:
    """Return how likely a movement is the rise before a phase, beside others that may be."""
    clear = log(max(up.strength * up.rise.fit**2, _FAINT))
    return up.evidence + clear - LIMITS.near * max(phase.on_tick - up.rise.end_tick, 0)


def _alone(up: Up, phase: LegPhase) -> bool:
    """Whether the leg of the phase rose alone: then it did not only lower."""
    on_left = up.rise.left_share > _HALF
    return up.rise.lighter_max < LIMITS.alone_share and on_left == (phase.side == "left")


def _prior(odds: float) -> float:
    """Return the log odds that a phase follows a rise, from the log odds that its leg trains."""
    trains = 1.0 / (1.0 + exp(-min(max(odds, -LIMITS.odds_max), LIMITS.odds_max)))
    rise = trains * LIMITS.rise_if_trains + (1.0 - trains) * LIMITS.rise_if_not
    return log(rise / (1.0 - rise))


def _hidden(phase: LegPhase, low_tick: int, evidence: float) -> Up:
    """Return the rise that there may have been before a phase, though nothing of it was seen."""
    end_tick = phase.on_tick - LIMITS.before_rise_ticks
    start_tick = max(end_tick - LIMITS.nominal_rise_ticks, low_tick)
    end_tick = max(end_tick, start_tick + 2 * LIMITS.before_rise_ticks)
    return Up(unseen_rise(phase.on_tick, start_tick, end_tick, _HALF, "the rise was not seen"), 0.0, evidence)


_HALF = 0.5
_FAINT = 1e-3
