"""Which reps belong together: a set ends by rest, by stepping off, or when the prescription is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from station.events import Mode
    from station.reps import RepCandidate

ClosedBy = Literal["rest", "step_off", "end", "prescription"]


@dataclass(frozen=True, slots=True)
class SetLimits:
    """Times in grid ticks (10 ms)."""

    rest_ticks: int = 1000
    """A pause of ten seconds without a rise or a rep ends the set."""
    step_off_ticks: int = 300
    """Empty plates for three seconds end it: shorter is a stumble."""
    done_ticks: int = 400
    """With the prescribed reps done, four seconds of rest are enough."""


LIMITS = SetLimits()
PAUSE_TICKS: dict[ClosedBy, int] = {"rest": LIMITS.rest_ticks, "prescription": LIMITS.done_ticks}
"""Nothing was done for this long in a set closed by a pause."""


@dataclass(slots=True)
class OpenSet:
    """The set under way; ``reps`` grows, an amended rep replaces the last."""

    index: int
    start_tick: int
    mode: Mode
    reps: list[RepCandidate] = field(default_factory=list)


class SetBook:
    """Numbers sets and reps, and says when a set is over."""

    def __init__(self) -> None:
        self.open: OpenSet | None = None
        self.closed = 0
        self._last_tick = 0

    def restart(self) -> None:
        """Forget all sets, because another person begins."""
        self.open, self.closed = None, 0

    def belongs(self, rep: RepCandidate) -> bool:
        """Whether the rep continues the open set: raises on two feet and reps on one leg are never mixed."""
        return self.open is None or (self.open.mode == "bilateral") == (rep.mode == "bilateral")

    def add(self, rep: RepCandidate, *, amended: bool) -> tuple[int, int]:
        """File a rep; return its set and its index in it, both counted from 1."""
        if self.open is None:
            self.open = OpenSet(self.closed + 1, rep.rise.start_tick, rep.mode)
        if amended and self.open.reps:
            self.open.reps[-1] = rep
        else:
            self.open.reps.append(rep)
        self._last_tick = max(self._last_tick, rep.end_tick)
        return self.open.index, len(self.open.reps)

    def close(self) -> OpenSet | None:
        """Close the open set and return it."""
        done, self.open = self.open, None
        if done is not None:
            self.closed += 1
        return done

    def active(self, tick: int) -> None:
        """Note that the person still trained at ``tick``."""
        self._last_tick = max(self._last_tick, tick)

    def due(
        self,
        tick: int,
        *,
        last_rise_tick: int,
        unread_tick: int,
        busy: bool,
        empty_since: int | None,
        target_reps: int | None,
    ) -> ClosedBy | None:
        """Return why the open set is over at ``tick``, if it is."""
        if self.open is None and last_rise_tick <= unread_tick:
            return None
        if empty_since is not None and tick - empty_since >= LIMITS.step_off_ticks:
            return "step_off"
        if busy:
            return None
        pause = tick - max(self._last_tick, last_rise_tick)
        if pause >= LIMITS.rest_ticks:
            return "rest"
        if target_reps and self._reps_done() >= target_reps and pause >= LIMITS.done_ticks:
            return "prescription"
        return None

    def _reps_done(self) -> int:
        """Return the reps of the leg that did fewer, or all when only one leg worked."""
        reps = self.open.reps if self.open else []
        per_side = [sum(rep.side == side for rep in reps) for side in ("left", "right")]
        both = sum(rep.side == "both" for rep in reps)
        return both or min((count for count in per_side if count), default=0)
