"""What cannot be right: plates that stopped telling, things that lie on them, loads that are no grown body."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from station.events import PLATES, STANDARD_GRAVITY_M_S2, Fault
from station.force import GRID_HZ, GRID_S
from station.force.plausibility import FlatBegun, FlatEnded, PlateWatch
from station.metrics.doubts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.force import GridBlock
    from station.force.plausibility import FlatItem
    from station.pipeline.masses import MassState
    from station.reps import RepCandidate
    from station.stance import History, QuietStance


@dataclass(frozen=True, slots=True)
class WatchLimits:
    """When a load is no person, and a rep no rep. Ticks are 10 ms."""

    lightest_kg: float = 25.0
    """Below this nothing is measured: plates and thresholds are made for grown bodies."""
    light_ticks: int = 300
    """Shorter loads are not worth telling."""
    object_ticks: int = 300
    """What lies there for 3 s was put there."""
    object_sd_n: float = 0.5
    """It shows the plate's noise (0.1-0.4 N); a body of 25 kg sways by more."""
    object_min_n: float = 40.0
    """Lighter things are within what counts as empty plates."""
    object_follows: float = 0.3
    """A foot that rests follows the other one's sway (correlation); a thing does not."""
    settle_ticks: int = 50
    """The first and last half-second of a lifted foot belong to lifting and to coming back."""
    absent_ticks: int = 300
    """Two feet of which one is not seen for 3 s; no transfer takes as long."""
    absent_load_shares: tuple[float, float] = (0.25, 0.75)
    """Between these shares of the weight is on the other plate: less is nobody, more may be one leg."""
    absent_share: float = 0.03
    """The plate itself carries less than this of it. Heels that rest on the floor leave a load on both."""
    carried_n: float = 80.0
    """A plate that never carried this much has not shown that it works: well above zero's wander (30 N)."""
    carried_ticks: int = 10
    """For 0.1 s, so that no spike counts."""
    rise_load_share: float = 0.7
    """In a rise the plates carry at least this share of the weight; hands on a rail take up to a quarter. Less
    means that a foot stands beside the plates, or that a plate is dead."""


LIMITS = WatchLimits()
LIGHTEST_N = LIMITS.lightest_kg * STANDARD_GRAVITY_M_S2
CHANNEL = {"left": "L", "right": "R"}
_KEPT = 64


class SourceWatch:
    """Keeps doubts about the plates; what it finds is told as faults."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._flat = PlateWatch()
        self._due: deque[FlatItem] = deque()
        self._flat_since: dict[str, FlatBegun] = {}
        self._doubts: deque[Doubt] = deque(maxlen=_KEPT)
        self._objects: dict[str, Doubt] = {}
        self._loaded_tick: int | None = None
        self._empty_tick = 0
        self._light_told = False
        self._absent_told = False

    # --- plates ---------------------------------------------------------------------------------------

    def feed(self, block: GridBlock) -> GridBlock:
        """Return the block with stuck readings marked as not valid."""
        block, items = self._flat.feed(block)
        self._due += items
        return block

    @property
    def waiting(self) -> bool:
        """Whether something is waiting for its time."""
        return bool(self._due)

    def reach(self, tick: int) -> Iterator[Fault]:
        """Let time reach ``tick``; yield what became certain."""
        while self._due and self._due[0].known_tick <= tick:
            item = self._due.popleft()
            if isinstance(item, FlatBegun):
                self._flat_since[item.plate] = item
                if item.saturated:
                    self._doubts.append(Doubt("saturated", item.plate, item.start_tick))
            else:
                yield from self._flat_ended(item)

    def _flat_ended(self, item: FlatEnded) -> Iterator[Fault]:
        begun = self._flat_since.pop(item.plate, None)
        if begun is None:
            return
        self._close("saturated", item.plate, item.known_tick)
        code = "saturated" if begun.saturated else "stuck"
        start_s, end_s = begun.start_tick * GRID_S, item.known_tick * GRID_S
        yield Fault(code, CHANNEL[item.plate], start_s, end_s, 1, f"at {begun.level_n:.0f} N")

    def _close(self, kind: str, plate: str, tick: int) -> None:
        for at, doubt in enumerate(self._doubts):
            if (doubt.kind, doubt.plate, doubt.end_tick) == (kind, plate, None):
                self._doubts[at] = replace(doubt, end_tick=tick)

    def doubts(self, start_tick: int, end_tick: int) -> tuple[Doubt, ...]:
        """Return what is doubtful on ``[start_tick, end_tick)``, as far as known by now."""
        return tuple(doubt for doubt in self._doubts if doubt.touches(start_tick, end_tick))

    # --- loads ----------------------------------------------------------------------------------------

    def step_on(self, tick: int) -> None:
        """Note that the plates are loaded."""
        if self._loaded_tick is None:
            self._loaded_tick, self._light_told, self._absent_told = tick, False, False

    def emptied(self, tick: int) -> Iterator[Fault]:
        """Note that the plates are empty; tell if what stood there was too light."""
        yield from self._light(tick)
        self._loaded_tick, self._empty_tick = None, tick
        for plate in PLATES:
            self._close("object", plate, tick)
        self._objects.clear()

    def weighed(self, stance: QuietStance) -> Iterator[Fault]:
        """Tell a quiet stance that is too light for a grown body."""
        if stance.weight_n < LIGHTEST_N and not self._light_told:
            self._light_told = True
            yield _too_light(stance.start_tick, stance.end_tick, stance.weight_n)

    def _light(self, tick: int) -> Iterator[Fault]:
        if self._loaded_tick is None or self._light_told or tick - self._loaded_tick < LIMITS.light_ticks:
            return
        left_n, right_n, valid = self._history.window(self._loaded_tick, tick)
        total_n = (left_n + right_n)[valid]
        if len(total_n) and float(total_n.max()) < LIGHTEST_N:
            yield _too_light(self._loaded_tick, tick, float(total_n.max()))

    def look_around(self, tick: int, masses: MassState) -> Iterator[Fault]:
        """Tell, once, what has lain on a plate for a while, and a plate on which nobody stands. Ask each second."""
        yield from self._look_for_objects(tick)
        known = masses.stance or masses.unloaded
        if known is not None and not self._absent_told:
            yield from self._look_for_absence(tick, known.weight_n)

    def _look_for_absence(self, tick: int, weight_n: float) -> Iterator[Fault]:
        """Tell that a plate carries nothing while the other one does not carry everything."""
        if self._loaded_tick is None or tick - self._loaded_tick < LIMITS.absent_ticks:
            return
        left_n, right_n, valid = self._history.window(tick - LIMITS.absent_ticks, tick)
        total_n = left_n + right_n
        low_n, high_n = (share * weight_n for share in LIMITS.absent_load_shares)
        if not valid.all() or not low_n < float(total_n.min()) <= float(total_n.max()) < high_n:
            return
        for plate, force_n in zip(PLATES, (left_n, right_n), strict=True):
            if float(np.abs(force_n).max()) < LIMITS.absent_share * weight_n:
                self._absent_told = True
                detail = f"{float(total_n.mean()) / weight_n:.0%}"
                begun_s = (tick - LIMITS.absent_ticks) * GRID_S
                yield Fault("absent", CHANNEL[plate], begun_s, tick * GRID_S, 1, detail)

    def _look_for_objects(self, tick: int) -> Iterator[Fault]:
        if self._loaded_tick is None or tick - self._loaded_tick < LIMITS.object_ticks:
            return
        left_n, right_n, valid = self._history.window(tick - LIMITS.object_ticks, tick)
        if not valid.all() or float((left_n + right_n).max()) >= LIGHTEST_N:
            return
        if max(float(left_n.std()), float(right_n.std())) > LIMITS.object_sd_n:
            return
        for plate, mean_n in zip(PLATES, (float(left_n.mean()), float(right_n.mean())), strict=True):
            if mean_n >= LIMITS.object_min_n and plate not in self._objects:
                yield self._object(plate, self._empty_tick, tick, mean_n)

    # --- reps -----------------------------------------------------------------------------------------

    def look_under_foot(self, rep: RepCandidate) -> Iterator[Fault]:
        """Tell a thing on the plate whose foot is in the air: it carries, but does not sway with the body."""
        if rep.side == "both" or rep.on_tick is None or rep.off_tick is None:
            return
        first_tick, last_tick = rep.on_tick + LIMITS.settle_ticks, rep.off_tick - LIMITS.settle_ticks
        if last_tick - first_tick < GRID_HZ:
            return
        left_n, right_n, valid = self._history.window(first_tick, last_tick)
        plate = "right" if rep.side == "left" else "left"
        other_n, working_n = (right_n, left_n) if plate == "right" else (left_n, right_n)
        mean_n, sd_n = float(other_n.mean()), float(other_n.std())
        if plate in self._objects or mean_n < LIMITS.object_min_n or not valid.all():
            return
        if 0.0 < sd_n <= LIMITS.object_sd_n and working_n.std() > 0.0:
            follows = abs(float(np.corrcoef(other_n, working_n)[0, 1]))
            if follows <= LIMITS.object_follows:
                yield self._object(plate, rep.rise.start_tick, last_tick, mean_n)

    def _object(self, plate: str, start_tick: int, known_tick: int, mean_n: float) -> Fault:
        self._objects[plate] = Doubt("object", plate, start_tick)
        self._doubts.append(self._objects[plate])
        detail = f"{mean_n / STANDARD_GRAVITY_M_S2:.1f} kg"
        return Fault("object", CHANNEL[plate], start_tick * GRID_S, known_tick * GRID_S, 1, detail)

    def finish(self, tick: int) -> Iterator[Fault]:
        """Tell what is still open: the source ended."""
        for plate in tuple(self._flat_since):
            yield from self._flat_ended(FlatEnded(tick, "left" if plate == "left" else "right"))
        yield from self._light(tick)


def _too_light(start_tick: int, end_tick: int, weight_n: float) -> Fault:
    detail = f"{weight_n / STANDARD_GRAVITY_M_S2:.1f} kg"
    return Fault("too_light", None, start_tick * GRID_S, end_tick * GRID_S, 1, detail)
