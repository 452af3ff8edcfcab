"""Which reps a set had, decided at its end by all evidence."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from station.force import GRID_S
from station.pipeline.watch import LIGHTEST_N
from station.reps import RepUpdate, read_reps, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.motion import GainTracker
    from station.pipeline.known import Known
    from station.pipeline.masses import MassState
    from station.pipeline.told import RepTeller, Told
    from station.reps import Reading, RepCandidate

_UNREAD_TICKS = 300


class SetSettler:
    """Reads what was done since the last set, and joins it with what was told of it meanwhile."""

    def __init__(self, known: Known, gains: GainTracker, teller: RepTeller) -> None:
        self._known = known
        self._gains = gains
        self._teller = teller
        self.unread_tick = 0
        """From here on nothing is part of a closed set."""
        self.left_with: MassState | None = None
        """What the person weighed when the plates emptied, until the set is closed."""

    def read(self, told: Sequence[Told]) -> Reading | None:
        """Read what was done since the last set; ``None`` while nobody was weighed."""
        known = self._known
        weight_n = known.masses.weight_n
        if told:
            weight_n = median(each.masses.weight_n or 0.0 for each in told)
        if weight_n is None or weight_n < LIGHTEST_N or known.last_tick is None:
            return None
        start_tick = max(self.unread_tick, known.history.first_tick)
        left_n, right_n, valid = known.history.window(start_tick, known.last_tick + 1)
        gains = self._gains
        return read_reps(left_n * gains.left, right_n * gains.right, valid, start_tick, weight_n)

    def settle(self, told: Sequence[Told], reading: Reading | None, index: int) -> list[Told]:
        """Return the reps of set ``index``; those told before keep what was known then."""
        self.unread_tick = max(self._known.tick + 1 - _UNREAD_TICKS, self.unread_tick)
        if reading is None:
            return list(told)
        reps: list[Told] = []
        for settled in settle([each.candidate for each in told], reading.reps):
            if settled.told is None:
                found = self._told_late(settled.rep, told)
            else:
                found = self._turned_out(settled.rep, told[settled.told])
            if found is not None:
                numbered = replace(found.rep, set=index, index=len(reps) + 1)
                reps.append(replace(found, rep=numbered))
        return reps

    def _turned_out(self, rep: RepCandidate, before: Told) -> Told:
        """Return a rep as it turned out, with what was known when it was told."""
        told = replace(before.rep, mode=rep.mode, side=rep.side)
        if before.candidate.rise is not rep.rise:
            start_s = rep.rise.start_tick * GRID_S
            told = replace(
                told, start_s=start_s, start_time_us=self._known.wall_us(start_s, self._known.now_s)
            )
        return replace(before, rep=told, candidate=rep)

    def _told_late(self, rep: RepCandidate, told: Sequence[Told]) -> Told | None:
        """Return a rep that was not told before, with what was known at the nearest; ``None`` if it may not count."""
        known = self._known
        update = RepUpdate("new", known.tick, rep)
        nearest = min(told, key=lambda each: abs(each.candidate.end_tick - rep.end_tick), default=None)
        masses = nearest.masses if nearest else known.masses.state
        if nearest is None and known.state == "empty" and self.left_with is not None:
            masses = self.left_with
        if known.judge.against(update, masses) is not None:
            return None
        return replace(self._teller.tell(update, told), masses=masses, past=None)
