"""Reps on two feet while they happen, which no foot in the air confirms: the first is told with the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.reps.candidate import RepCandidate
from station.reps.limits import LIMITS

if TYPE_CHECKING:
    from station.events import Mode
    from station.motion import Lobe


class OnTwo:
    """Waits for the lowering after a rise on two feet."""

    def __init__(self) -> None:
        self.rise: Lobe | None = None
        """The rise that no lowering has followed yet."""
        self._held: RepCandidate | None = None

    def forget(self) -> None:
        """Note that a rep was told, or that a set closed: what waited was none, or is told already."""
        self._held = None

    def is_lowered_by(self, drop: Lobe) -> bool:
        """Whether a drop takes back most of the rise."""
        return self.rise is not None and -drop.height_m >= LIMITS.drop_share * self.rise.height_m

    def take(self, end_tick: int, told_end_tick: int, *, alone: bool) -> RepCandidate | None:
        """End the rise that waits; return its rep, if it is one.

        ``told_end_tick`` ended the last rep that was told, ``alone``: one leg carries, whose rep it is.
        """
        rise, self.rise = self.rise, None
        if rise is None or rise.start_tick < told_end_tick or end_tick - rise.end_tick > LIMITS.hold_ticks:
            return None
        return None if alone else RepCandidate("bilateral", "both", rise, None, None, end_tick)

    def confirm(self, rep: RepCandidate, mode: Mode | None) -> list[RepCandidate]:
        """Return what is certain with this rep: nothing with the first of a set, then both, then each."""
        if mode == "bilateral":
            return [rep]
        held, self._held = self._held, rep
        if mode is not None or held is None:
            return []
        self._held = None
        return [held, rep]
