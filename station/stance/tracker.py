"""The state machine on load and share, one grid instant at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force import GridBlock
from station.stance.weighing import QuietStance, Weighing
from station.stance.zero import ZeroRefused, ZeroSet, ZeroTracker

if TYPE_CHECKING:
    from station.events import Plate, StanceState


@dataclass(frozen=True, slots=True)
class StanceLimits:
    """Thresholds of the state machine."""

    empty_n: float = 40.0
    """Less than this on both plates together is nobody: above plate drift, below a child."""
    empty_share: float = 0.10
    """... or this share of the weight last seen: hops and steps off, but not a heel on the floor."""
    single_enter: float = 0.92
    """Share of the load from which a leg carries alone; a resting toe holds 1-6 %."""
    single_leave: float = 0.86
    """... and below which it does no more: a light touch does not divide a phase."""
    debounce_ticks: int = 6
    """60 ms: longer than a converter's dropouts (10-40 ms), shorter than any foot contact."""
    transfer_change: float = 0.12
    """A share that changed by this much in 100 ms is on its way to the other foot."""
    progress_ticks: int = 20
    """Progress of a weighing is told five times a second."""
    guess_ticks: tuple[int, ...] = (150, 600, 1500)
    """Until a stance was quiet, the mean of this much time under load stands in for the weight."""
    heavier_share: float = 1.10
    """This much more than the weight known is a new weight (heels had rested on the floor, a load was put on)"""
    heavier_ticks: int = 60
    """... after 0.6 s: no movement pushes that hard for so long."""
    guess_change: float = 0.015
    """... unless it confirms the weight already known to this share."""


LIMITS = StanceLimits()


@dataclass(frozen=True, slots=True)
class StanceChange:
    """The state that began at ``tick`` became certain at ``known_tick``."""

    known_tick: int
    tick: int
    state: StanceState


@dataclass(frozen=True, slots=True)
class Weighed:
    """A quiet stance, as far as it is known at ``known_tick``; ``first`` when it just became long enough."""

    known_tick: int
    stance: QuietStance
    first: bool


@dataclass(frozen=True, slots=True)
class WeightGuess:
    """Nobody stood still yet; the mean force so far must do, for finding movements only."""

    known_tick: int
    weight_n: float


@dataclass(frozen=True, slots=True)
class StillProgress:
    """How far the weighing of the present stance is, ``fraction`` from 0 to 1."""

    known_tick: int
    fraction: float
    still: bool


StanceItem = StanceChange | ZeroSet | ZeroRefused | Weighed | WeightGuess | StillProgress


class StanceStage:
    """Feeds on grid blocks; gives zero-corrected blocks and what changed."""

    def __init__(self, *, follow_zero: bool = True) -> None:
        """``follow_zero``: take zeros of plates that carry nothing."""
        self._follow_zero = follow_zero
        self.state: StanceState = "empty"
        self.weight_n: float | None = None
        self.weighing = Weighing()
        self._candidate: StanceState = "empty"
        self._candidate_tick = 0
        self._candidate_count = 0
        self._shares: list[float] = [0.5] * 10
        self._zero = ZeroTracker()
        self._loaded_sum_n = 0.0
        self._loaded_count = 0
        self._weighed_since_step_on = False
        self._heavier_sum_n, self._heavier_count = 0.0, 0
        self._last_tick: int | None = None

    @property
    def zeros_n(self) -> tuple[float, float]:
        """Zeros in force of the left and the right plate, from their calibration's, N."""
        return self._zero.zero_n["left"], self._zero.zero_n["right"]

    def zero_calibrated(self, plate: Plate, moved_n: float | None) -> None:
        """Note that a plate's counts are read with another zero, or with another scale (``None``)."""
        self._zero.calibrated(plate, moved_n)

    def forget_weight(self) -> None:
        """Expect another body or another load."""
        self.weight_n = None
        self._loaded_sum_n, self._loaded_count = 0.0, 0
        self._weighed_since_step_on = False
        self.weighing.restart()

    def feed(self, block: GridBlock) -> tuple[GridBlock, list[StanceItem]]:
        """Return the block less the plates' zeros, and what changed, in order of ``known_tick``."""
        items: list[StanceItem] = []
        left, right = block.left_n.tolist(), block.right_n.tolist()
        valid, ticks = block.valid.tolist(), block.tick.tolist()
        zero_left_n, zero_right_n = self._zero.zero_n["left"], self._zero.zero_n["right"]
        for i, tick in enumerate(ticks):
            if self._last_tick is not None and tick != self._last_tick + 1:
                self._break()
            self._last_tick = tick
            left[i] -= zero_left_n
            right[i] -= zero_right_n
            if valid[i]:
                told = len(items)
                self._step(tick, left[i], right[i], items)
                if len(items) != told:
                    zero_left_n, zero_right_n = self._zero.zero_n["left"], self._zero.zero_n["right"]
        return GridBlock(block.tick, np.asarray(left), np.asarray(right), block.valid), items

    def _break(self) -> None:
        """Nothing is known across a silence: candidates and stillness begin anew."""
        self._candidate_count = 0
        self._zero.restart()
        self.weighing.restart()

    def _step(self, tick: int, left_n: float, right_n: float, items: list[StanceItem]) -> None:
        total_n = left_n + right_n
        state = self._classify(total_n, left_n)
        if state == self.state:
            self._candidate_count = 0
        else:
            self._consider(state, tick, items)
        if self.state != "both" and self._follow_zero:
            self._track_zero(tick, left_n, right_n, items)
        if self.state != "empty":
            self._guess_weight(tick, total_n, items)
            if self.state == "both" and state == "both":
                self._weigh(tick, left_n, right_n, items)

    def _classify(self, total_n: float, left_n: float) -> StanceState:
        empty_n = max(LIMITS.empty_n, LIMITS.empty_share * (self.weight_n or 0.0))
        if total_n < empty_n:
            return "empty"
        share = left_n / total_n
        shares = self._shares
        shares.append(share)
        change = share - shares.pop(0)
        if share >= (LIMITS.single_leave if self.state == "left" else LIMITS.single_enter):
            return "left"
        if 1.0 - share >= (LIMITS.single_leave if self.state == "right" else LIMITS.single_enter):
            return "right"
        return "transfer" if abs(change) > LIMITS.transfer_change else "both"

    def _consider(self, state: StanceState, tick: int, items: list[StanceItem]) -> None:
        if state != self._candidate or self._candidate_count == 0:
            self._candidate, self._candidate_tick, self._candidate_count = state, tick, 0
        self._candidate_count += 1
        if self._candidate_count < LIMITS.debounce_ticks:
            return
        if self.state == "empty":
            self._shares[:] = [self._shares[-1]] * len(self._shares)
            self._loaded_sum_n, self._loaded_count = 0.0, 0
            self._weighed_since_step_on = False
        self.state, self._candidate_count = state, 0
        zero = self._zero.landed(tick, self.weight_n or 0.0)
        if zero is not None:
            items.append(zero)
        self._zero.restart()
        if state != "both":
            self.weighing.restart()
        items.append(StanceChange(tick, self._candidate_tick, state))

    def _track_zero(self, tick: int, left_n: float, right_n: float, items: list[StanceItem]) -> None:
        zero: ZeroSet | ZeroRefused | None = None
        if self.state == "empty":
            zero = self._zero.empty(tick, left_n, right_n)
        elif self.state == "left":
            zero = self._zero.lifted(tick, "right", right_n, left_n)
        elif self.state == "right":
            zero = self._zero.lifted(tick, "left", left_n, right_n)
        if zero is not None:
            items.append(zero)

    def _guess_weight(self, tick: int, total_n: float, items: list[StanceItem]) -> None:
        self._loaded_sum_n += total_n
        self._loaded_count += 1
        self._notice_heavier(tick, total_n, items)
        if self._loaded_count not in LIMITS.guess_ticks or self._weighed_since_step_on:
            return
        guess_n = self._loaded_sum_n / self._loaded_count
        if self.weight_n is None or abs(guess_n / self.weight_n - 1.0) > LIMITS.guess_change:
            self.weight_n = guess_n
            items.append(WeightGuess(tick, guess_n))

    def _notice_heavier(self, tick: int, total_n: float, items: list[StanceItem]) -> None:
        if self.weight_n is None or not total_n > LIMITS.heavier_share * self.weight_n:
            self._heavier_sum_n, self._heavier_count = 0.0, 0
            return
        self._heavier_sum_n += total_n
        self._heavier_count += 1
        if self._heavier_count == LIMITS.heavier_ticks:
            self.weight_n = self._heavier_sum_n / self._heavier_count
            items.append(WeightGuess(tick, self.weight_n))

    def _weigh(self, tick: int, left_n: float, right_n: float, items: list[StanceItem]) -> None:
        stance = self.weighing.add(tick, left_n, right_n)
        if tick % LIMITS.progress_ticks == 0:
            items.append(StillProgress(tick, self.weighing.fraction, self.weighing.still))
        if stance is not None:
            self.weight_n = stance.weight_n
            self._weighed_since_step_on = True
            items.append(Weighed(tick, stance, first=not self.weighing.reported))
            self.weighing.reported = True
