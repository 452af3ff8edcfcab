"""From rises, drops and stances to reps and sets, told as they become certain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import PlateGains, RepWithdrawn
from station.pipeline.closed_set import ClosedSet
from station.pipeline.settled import SetSettler
from station.pipeline.told import RepTeller
from station.reps import RepDetector
from station.sets import PAUSE_TICKS, SetBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.events import Event
    from station.motion import GainTracker
    from station.pipeline.known import Known
    from station.pipeline.told import Told
    from station.reps import RepCandidate, RepUpdate
    from station.sets import ClosedBy

_STEPPING_OFF_TICKS = 30
"""The load begins to move to one foot this long before it is told to be on its way."""


class SetStage:
    """Keeps the reps of the set under way; closes it when it is over."""

    def __init__(self, known: Known, gains: GainTracker, *, provisional: bool) -> None:
        """``gains`` of the plates are taught as reps show them. ``provisional``: measure each rep when it is told."""
        self._known = known
        self._gains = gains
        self._teller = RepTeller(known, provisional=provisional)
        self._settler = SetSettler(known, gains, self._teller)
        self._book = SetBook()
        self._told: list[Told] = []
        self._left_both_tick = -1
        self._empty_since: int | None = 0
        self.detector = RepDetector()
        self.plates: tuple[str, str] | None = None
        """Step and calibration whose plates these are, once known; gains are told of no others."""

    @property
    def closed(self) -> int:
        """How many sets of this session have been closed."""
        return self._book.closed

    def another_person(self) -> None:
        """Forget all sets; the one under way was closed."""
        self.detector = RepDetector()
        self._book.restart()

    def left_both(self, tick: int) -> None:
        """Note that one foot or both left the plates."""
        self._left_both_tick = tick

    def emptied(self, tick: int) -> None:
        """Note that nobody stands there any more."""
        self._settler.left_with = self._known.masses.state
        self._empty_since = tick

    def stepped_on(self) -> None:
        """Note that somebody stands there."""
        self._empty_since = None

    def reach(self, tick: int) -> Iterator[Event]:
        """Let time pass: close the set when it is over."""
        why = self._book.due(
            tick,
            last_rise_tick=self.detector.last_activity_tick(),
            unread_tick=self._settler.unread_tick,
            busy=self.detector.busy,
            empty_since=self._empty_since,
            target_reps=self._known.prescription.target_reps,
        )
        if why is not None:
            yield from self.close(why)

    # --- reps -----------------------------------------------------------------------------------------

    def take(self, updates: list[RepUpdate]) -> Iterator[Event]:
        """Count reps, measure and tell them; what speaks against one is told instead."""
        known = self._known
        for update in updates:
            amended = update.kind == "amended"
            against = known.judge.against(update, known.masses.state)
            if against is not None:
                yield from against
                continue
            yield from known.watch.look_under_foot(update.rep)
            if not self._book.belongs(update.rep) and not amended:
                yield from self.close("rest")
            if self._book.open is None:
                self._told.clear()
            if not amended:
                self._learn_gains(update.rep)
            yield from self._tell(update, amended=amended)

    def _tell(self, update: RepUpdate, *, amended: bool) -> Iterator[Event]:
        set_index, index = self._book.add(update.rep, amended=amended)
        earlier = self._told[:-1] if amended else self._told
        told = self._teller.tell(update, earlier, set_index, index)
        if amended and self._told:
            self._told[-1] = replace(told, rep=self._told[-1].rep)
        else:
            self._told.append(told)
            yield told.rep

    def _learn_gains(self, rep: RepCandidate) -> None:
        balance = self._known.balance
        if not self._known.watch.doubts(rep.rise.start_tick, rep.end_tick):
            balance.rep(rep)
        if balance.learned:
            self._gains.adopt(balance.ratio.log_ratio, balance.ratio.sd)

    # --- sets -----------------------------------------------------------------------------------------

    def close(self, why: ClosedBy) -> Iterator[Event]:
        """Close the set under way, if there is one and what was read shows no later activity."""
        reading = self._settler.read(self._told)
        if why in PAUSE_TICKS and reading is not None:
            self._book.active(reading.active_tick)
            if self._known.tick - reading.active_tick < PAUSE_TICKS[why]:
                return
        done = self._book.close()
        self.detector.new_set()
        index = self._book.closed if done is not None else self._book.closed + 1
        before, self._told = self._told, self._settler.settle(self._told, reading, index)
        for gone in range(len(self._told), len(before)):
            yield RepWithdrawn(index, gone + 1, before[gone].rep.start_s)
        self._book.closed = index if self._told else index - 1
        if self._told:
            yield from self._sum_up(index, why)

    def _sum_up(self, index: int, why: ClosedBy) -> Iterator[Event]:
        settler = self._settler
        closed = ClosedSet(
            self._known, self._told, left_with=settler.left_with, until_tick=self._two_feet_until()
        )
        yield from closed.tell(index, why)
        settler.unread_tick = max(settler.unread_tick, closed.end_tick)
        settler.left_with = None
        self._told.clear()
        yield from self._gains_learned()

    def _two_feet_until(self) -> int:
        """Return until when the body stood on both feet after the last rep: stepping off lowers nothing."""
        left_tick = self._left_both_tick - _STEPPING_OFF_TICKS
        return left_tick if left_tick > self._told[-1].candidate.end_tick else self._known.history.end_tick

    def _gains_learned(self) -> Iterator[Event]:
        ratio = self._known.balance.news() if self.plates else None
        if ratio is not None and self.plates:
            yield PlateGains(self._known.now_s, *self.plates, ratio.right / ratio.left, ratio.sd)
