"""The moments worth a sound: long enough on one leg, the end of a set, the end of a rest. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.kiosk.snapshot import Snapshot

LIT_S: Final = 0.4
"""A flash is this long; moments are seconds apart, so there are never three flashes in a second."""


class Signals:
    """Finds the moments in snapshots as they come; each is told once."""

    def __init__(self) -> None:
        self._enough = False
        self._sets: int | None = None
        self._rested_s: float | None = None
        self._lit_until_s: float | None = None

    def take(self, snapshot: Snapshot, rest_s: float | None) -> bool:
        """Return whether this is such a moment; ``rest_s`` is the rest in work, ``None`` when there is none."""
        enough = snapshot.cue == "enough" and not snapshot.blind
        due = enough and not self._enough
        self._enough = enough
        sets = len(snapshot.visit.sets)
        due |= self._sets is not None and sets > self._sets
        self._sets = sets
        rested_s = snapshot.rest_s if rest_s else None
        if rest_s and rested_s is not None:
            due |= self._rested_s is not None and self._rested_s < rest_s <= rested_s
        self._rested_s = rested_s
        if due:
            self._lit_until_s = snapshot.now_s + LIT_S
        return due

    def lit(self, now_s: float) -> bool:
        """Return whether the screen is lit up now."""
        return self._lit_until_s is not None and now_s < self._lit_until_s
