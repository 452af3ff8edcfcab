"""Heels on the floor: with the forefeet on plates at floor level, the heels take a part of the weight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeelLimits:
    """Shares of weight on the plates; instants are 40 ms."""

    down_low: float = 0.30
    """Less than this is a hop or a step off."""
    down_high: float = 0.85
    """Resting heels leave this much on the plates (25-60 % are taken off)."""
    up: float = 0.93
    """With this much on the plates the heels are off the floor."""
    down_instants: int = 10
    """Heels rest for at least 0.4 s; the dip of a squat or a jump is shorter."""
    lift_instants: int = 25
    """From resting to lifted within a second."""
    both_share: float = 0.12
    """Heels rest where both feet do: the lighter one carries at least this."""


LIMITS = HeelLimits()


class HeelContact:
    """Feeds on motion instants; tells when resting heels have left the floor."""

    def __init__(self) -> None:
        self._down = 0
        self._since_down = 0

    def restart(self) -> None:
        """Forget what the heels did."""
        self._down = self._since_down = 0

    def feed(self, load_share: float, lighter_share: float) -> bool:
        """Take the plates' share of weight and the lighter foot's share of it; return whether heels lifted now."""
        if LIMITS.down_low < load_share < LIMITS.down_high and lighter_share >= LIMITS.both_share:
            self._down += 1
            self._since_down = 0
            return False
        self._since_down += 1
        if load_share >= LIMITS.up:
            lifted = self._down >= LIMITS.down_instants and self._since_down <= LIMITS.lift_instants
            self._down = 0
            return lifted
        if self._since_down > LIMITS.lift_instants:
            self._down = 0
        return False
