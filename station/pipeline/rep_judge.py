"""What speaks against a rep having been one, by what the plates carried: a dead plate, a crutch, a bag set down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import PLATES, Fault
from station.force import GRID_S
from station.pipeline.watch import CHANNEL, LIMITS

if TYPE_CHECKING:
    from station.events import Plate
    from station.pipeline.masses import MassState
    from station.reps import RepCandidate, RepUpdate
    from station.stance import History


class RepJudge:
    """Remembers which plates have carried something since the session began."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._carried: set[Plate] = set()
        self._begun_tick = 0
        self._last_refused = False

    def begin_session(self, tick: int) -> None:
        """Expect another person: both plates have to carry something again."""
        self._carried.clear()
        self._begun_tick = tick

    def against(self, update: RepUpdate, masses: MassState) -> list[Fault] | None:
        """Return what speaks against a rep having been one; ``None`` when nothing does.

        What amends a rep that was not counted is not counted either, and told no second time.
        """
        if update.kind == "amended":
            return [] if self._last_refused else None
        fault = self._implausible(update.rep, update.known_tick, masses)
        self._last_refused = fault is not None
        return None if fault is None else [fault]

    def _implausible(self, rep: RepCandidate, known_tick: int, masses: MassState) -> Fault | None:
        for plate in self._never_carried(known_tick):
            return _implausible(rep, CHANNEL[plate], f"the {plate} plate has carried nothing yet")
        known = masses.stance or masses.unloaded
        left_n, right_n, valid = self._history.window(rep.rise.start_tick, rep.rise.end_tick)
        if known is None or rep.rise.unseen or not valid.any():
            return None
        share = float((left_n + right_n)[valid].mean()) / known.weight_n
        if share >= LIMITS.rise_load_share:
            return None
        return _implausible(rep, None, f"the plates carried {share:.0%} of the weight in the rise")

    def _never_carried(self, known_tick: int) -> list[Plate]:
        """Return the plates that have not shown since the session began that they carry."""
        if len(self._carried) < len(PLATES):
            left_n, right_n, valid = self._history.window(self._begun_tick, known_tick)
            for plate, force_n in zip(PLATES, (left_n, right_n), strict=True):
                if int((force_n[valid] >= LIMITS.carried_n).sum()) >= LIMITS.carried_ticks:
                    self._carried.add(plate)
        return [plate for plate in PLATES if plate not in self._carried]


def _implausible(rep: RepCandidate, channel: str | None, why: str) -> Fault:
    return Fault("implausible", channel, rep.rise.start_tick * GRID_S, rep.end_tick * GRID_S, 1, why)
