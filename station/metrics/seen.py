"""One rep as the plates saw it: its forces, who stood alone when, and what touched what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.force import GRID_S
from station.metrics.contacts import OtherFoot, hopped, other_foot, touch_down
from station.metrics.limits import CONTACT, LIMITS
from station.metrics.phases import SinglePhase, longest_hole_s, refine_single
from station.motion.oscillation import Spring, spring

if TYPE_CHECKING:
    from station.metrics.body import Body
    from station.reps import RepCandidate
    from station.stance import History

_REST_TICKS = 20
_SETTLE_TICKS = 10
"""After the foot's return; without a return the next rise is near, and its force is no lowering's."""
_STANDING_SHARE = 0.5
"""In flight there is no load to share."""


class SeenRep:
    """Forces up to ``known_tick``, corrected with the plates' gains: arrays of shape ``(n,)`` from ``first_tick``."""

    def __init__(self, history: History, rep: RepCandidate, body: Body, known_tick: int) -> None:
        self.history, self.rep, self.body, self.known_tick = history, rep, body, known_tick
        self.first_tick = max(rep.rise.start_tick - _REST_TICKS, history.first_tick)
        settle_ticks = _SETTLE_TICKS if rep.off_tick is not None else 0
        last_tick = min(rep.end_tick + settle_ticks, known_tick)
        left_n, right_n, self.valid = history.window(self.first_tick, last_tick)
        self.left_n = left_n * body.gain_left
        self.right_n = right_n * body.gain_right
        self.total_n = self.left_n + self.right_n
        self.phase = self._phase()
        self.other_foot = OtherFoot(0.0, touched=False)
        self.hopped = False
        self.raised: slice | None = None
        """The part with the heels off the floor, when they rested on it before and after."""
        if rep.mode != "bilateral":
            self._contacts(self.alone)

    def at(self, tick: float) -> int:
        """Return where in the arrays an instant lies."""
        return min(max(round(tick) - self.first_tick, 0), len(self.total_n))

    @property
    def on_tick(self) -> int:
        """When the working leg stood alone; without that, the end of the rise."""
        return self.rep.on_tick if self.rep.on_tick is not None else self.rep.rise.end_tick

    # --- one leg --------------------------------------------------------------------------------------

    def _phase(self) -> SinglePhase | None:
        rep = self.rep
        if rep.mode != "lowering" or rep.on_tick is None or rep.off_tick is None:
            return None
        return refine_single(self.history, rep.on_tick, rep.off_tick, rep.side, self.known_tick)

    @property
    def alone_from_s(self) -> float | None:
        """When one leg began to carry alone; ``None`` where that is not certain."""
        return self.phase.start_s if self.phase and self.phase.start_certain else None

    @property
    def alone_until_s(self) -> float | None:
        """When the other foot returned; ``None`` where that is not certain."""
        return self.phase.end_s if self.phase and self.phase.end_certain else None

    @property
    def alone(self) -> slice:
        """The part in which one leg carries."""
        rep, start_s, end_s = self.rep, self.alone_from_s, self.alone_until_s
        if rep.mode == "single_leg_raise":
            return slice(self.at(rep.rise.start_tick), self.at(rep.end_tick))
        start = self.at(self.on_tick if start_s is None else start_s / GRID_S)
        return slice(start, self.at(rep.end_tick if end_s is None else end_s / GRID_S))

    # --- contacts -------------------------------------------------------------------------------------

    def _contacts(self, alone: slice) -> None:
        good = self.valid[alone]
        total_n = self.total_n[alone][good]
        other_n = (self.right_n if self.rep.side == "left" else self.left_n)[alone][good]
        standing_n = np.maximum(total_n, _STANDING_SHARE * self.body.weight_n)
        self.other_foot = other_foot(other_n / standing_n)
        self.hopped = "hop" in self.rep.flags or hopped(total_n / self.body.weight_n)
        down = touch_down(total_n)
        if down is not None:
            end = max(alone.start + down - CONTACT.heel_ticks // 2, alone.start + 1)
            self.raised = slice(min(self.at(self.rep.rise.end_tick), alone.start), end)

    @property
    def touched(self) -> bool:
        """Whether the other foot came down meanwhile."""
        return "touch" in self.rep.flags or self.other_foot.touched

    @property
    def disturbed(self) -> bool:
        """Whether something else than the body's own movement is in the force."""
        return self.touched or self.hopped or "interrupted" in self.rep.flags

    @property
    def longest_hole_s(self) -> float:
        """The longest time without data."""
        return longest_hole_s(self.valid)

    @property
    def from_rest_to_rest(self) -> bool:
        """Whether nothing but the body's own movement lies between rest before the rise and rest after the rep."""
        unended = self.rep.mode == "lowering" and self.rep.off_tick is None
        if self.disturbed or unended or self.rep.rise.unseen:
            return False
        return self.longest_hole_s <= LIMITS.gap_lowering_s

    # --- force ----------------------------------------------------------------------------------------

    def left_share(self, part: slice) -> float | None:
        """Return the left plate's share of all force over a part; ``None`` without force."""
        total_n = float(self.total_n[part].sum())
        return float(self.left_n[part].sum()) / total_n if total_n > 0.0 else None

    def cycle_weight_n(self) -> float:
        """Return the mean force from rest before the rise to rest after the lowering: weight, if unassisted.

        Heels that rest on the floor take load off the plates: then it is the mean from the top to their arrival.
        """
        part = self.raised or slice(None)
        total_n = self.total_n[part][self.valid[part]]
        return float(total_n.mean()) if len(total_n) else self.body.weight_n

    def spring(self) -> Spring | None:
        """Return how the body sprang up; ``None`` where something else moved it, or rest is not at weight."""
        if self.disturbed or self.rep.rise.unseen or self.raised is not None:
            return None
        rest_n = self.cycle_weight_n()
        acceleration = (self.total_n - rest_n) * (self.body.gravity_m_s2 / rest_n)
        begin = self.at(max(self.on_tick, self.rep.rise.end_tick))
        return spring(acceleration, begin, self.at(self.rep.end_tick), GRID_S)
