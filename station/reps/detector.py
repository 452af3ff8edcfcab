"""Joins rises, drops and stances into reps. Holds no forces: the measuring is done elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from station.motion import unseen_rise
from station.reps.candidate import RepCandidate, RepUpdate
from station.reps.limits import LIMITS
from station.reps.on_two import OnTwo
from station.reps.rises import Rises

if TYPE_CHECKING:
    from station.events import Mode, Side, StanceState
    from station.motion import Lobe
    from station.stance import StanceChange


@dataclass(slots=True)
class _Single:
    """The current stance on one leg."""

    side: Side
    on_tick: int
    gate: Lobe | None = None
    raised: Lobe | None = None
    flags: frozenset[str] = frozenset()
    told: bool = False
    lowered: bool = False


@dataclass(frozen=True, slots=True)
class _Parted:
    """A phase that was taken to carry on after a touch, until a rise in between shows that it ended."""

    single: _Single
    flags: frozenset[str]
    off_tick: int
    on_tick: int


class RepDetector:
    """Feeds on stance changes and lobes in order of ``known_tick``; ``advance`` lets time pass."""

    def __init__(self) -> None:
        self._rises = Rises()
        self.accepted_rise: Lobe | None = None
        """The last lobe that was taken for the rise of a heel raise."""
        self._single: _Single | None = None
        self._ended: tuple[_Single, int, StanceState] | None = None
        self._on_two = OnTwo()
        self._mode: Mode | None = None
        self._told_end_tick = -(1 << 40)
        self._last_told: tuple[_Single, int] | None = None
        self._parted: _Parted | None = None
        self._silent_from: int | None = None
        self._silence: Lobe | None = None
        self._single_end_tick = -(1 << 40)
        self._squatting = False
        self._calm_from_tick = 0
        self._state: StanceState = "empty"
        self._state_tick = 0

    @property
    def busy(self) -> bool:
        """Whether a leg stands alone or a rep is about to be told, so that a rest has not begun."""
        return self._ended is not None or self._single is not None

    @property
    def squatting(self) -> bool:
        """Whether the body went deep and has not rested since, so that its next rise is no heel raise."""
        return self._squatting

    def last_activity_tick(self) -> int:
        """Return the end of the last rise seen, or of the last single-leg phase."""
        last = self._rises.last
        return max(last.end_tick if last else self._single_end_tick, self._single_end_tick)

    def resume(self, tick: int) -> None:
        """Note that forces are there again from ``tick``, after an interruption within a set."""
        if self._silent_from is not None:
            self._silence = unseen_rise(tick, self._silent_from, tick, _HALF, "data missing during the rise")
            self._silent_from = None

    def rest(self) -> None:
        """Note that the body stands quietly: whatever it did before is over."""
        self._squatting = False

    def disturbed(self, tick: int) -> None:
        """Note a jump, landing or stamp: forget rises, distrust movement until it is calm."""
        self._rises.clear()
        self._on_two.rise = None
        self._squatting = False
        self._calm_from_tick = tick + LIMITS.calm_ticks

    def new_set(self) -> None:
        """Note that a set closed: the next one decides its mode afresh."""
        self._mode = None
        self._on_two.forget()
        self._silence = None

    def interrupt(self, tick: int) -> list[RepUpdate]:
        """Note a silence that began at ``tick``: the rep under way is told as interrupted."""
        updates = self._close_ended(tick)
        single, self._single = self._single, None
        if single is not None and single.gate is not None and not single.told:
            rep = self._lowering(single, None, tick, single.flags | {"interrupted"})
            updates.append(self._tell(rep, tick))
        elif single is not None and single.raised is not None:
            rep = RepCandidate(
                "single_leg_raise", single.side, single.raised, None, None, tick, frozenset({"interrupted"})
            )
            updates.append(self._tell(rep, tick))
        self._rises.clear()
        self._on_two.rise = None
        self._silent_from = tick if self._mode is not None else None
        return updates

    def advance(self, tick: int) -> list[RepUpdate]:
        """Let time reach ``tick``; return the reps that have become certain by it."""
        if self._ended is None:
            return []
        _, off_tick, _ = self._ended
        if self._state == "empty":
            if tick - self._state_tick >= LIMITS.abort_ticks:
                self._ended = None
            return []
        return self._close_ended(tick) if tick - off_tick >= LIMITS.verdict_ticks else []

    # --- stance ---------------------------------------------------------------------------------------

    def stance(self, change: StanceChange) -> list[RepUpdate]:
        """Take a stance change."""
        updates: list[RepUpdate] = []
        self._state, self._state_tick = change.state, change.tick
        single = self._single
        if single is not None and change.state != single.side:
            self._end_single(single, change)
        if change.state in ("left", "right") and self._single is None:
            if self._resumes(change):
                return updates
            updates += self._close_ended(change.known_tick)
            self._begin_single("left" if change.state == "left" else "right", change.tick)
        return updates

    def _begin_single(self, side: Side, on_tick: int) -> None:
        self._single = _Single(side, on_tick)
        self._squatting = False
        for rise in self._rises.newest_first():
            if self._gates(rise, side, on_tick):
                self._single.gate = rise
                return
        silence, self._silence = self._silence, None
        if silence is not None and 0 <= on_tick - silence.end_tick <= LIMITS.gate_ticks:
            self._single.gate = silence
            self._single.flags |= {"interrupted"}

    def _gates(self, rise: Lobe, side: Side, on_tick: int) -> bool:
        alone_on_side = rise.lighter_max < LIMITS.alone_share and (rise.left_share > _HALF) == (
            side == "left"
        )
        if rise.lighter_max >= LIMITS.alone_share and on_tick - self._single_end_tick < LIMITS.two_feet_ticks:
            return False
        in_time = -LIMITS.gate_overlap_ticks <= on_tick - rise.end_tick <= LIMITS.gate_ticks
        return in_time and not alone_on_side and rise.start_tick >= self._told_end_tick - LIMITS.verdict_ticks

    def _end_single(self, single: _Single, change: StanceChange) -> None:
        self._single = None
        self._single_end_tick = change.tick
        long_enough = change.tick - single.on_tick >= LIMITS.single_min_ticks
        single_ticks = change.tick - single.on_tick
        if single.raised is None and single_ticks > LIMITS.single_max_ticks:
            return
        if long_enough and (single.gate is not None or single.raised is not None):
            self._ended = (single, change.tick, change.state)

    def _resumes(self, change: StanceChange) -> bool:
        """Whether the leg that just ended its phase carries on: the other foot touched, or a hop."""
        if self._ended is None:
            return self._resumes_told(change)
        single, off_tick, off_state = self._ended
        if change.state != single.side or self._rises.ended_after(off_tick):
            return False
        away = change.tick - off_tick
        if away > (LIMITS.hop_ticks if off_state == "empty" else LIMITS.touch_ticks):
            return False
        self._carry_on(single, "hop" if off_state == "empty" else "touch", off_tick, change.tick)
        return True

    def _resumes_told(self, change: StanceChange) -> bool:
        told = self._last_told
        if told is None or told[0].side != change.state or self._rises.ended_after(told[1]):
            return False
        if change.tick - told[1] > LIMITS.touch_ticks:
            return False
        single = told[0]
        single.told = True
        self._carry_on(single, "touch", told[1], change.tick)
        return True

    def _carry_on(self, single: _Single, flag: str, off_tick: int, on_tick: int) -> None:
        self._parted = _Parted(single, single.flags, off_tick, on_tick)
        single.flags |= {flag}
        self._single, self._ended, self._last_told = single, None, None

    def _close_ended(self, tick: int) -> list[RepUpdate]:
        ended, self._ended = self._ended, None
        if ended is None:
            return []
        single, off_tick, _ = ended
        self._last_told = (single, off_tick)
        if single.gate is not None:
            rep = self._lowering(single, off_tick, off_tick, single.flags)
        else:
            assert single.raised is not None  # noqa: S101  an ended phase has one of the two
            if off_tick - single.raised.end_tick < LIMITS.raise_settled_ticks and not single.lowered:
                return []  # rose on this leg and left it at the top: the other leg's rep begins
            rep = RepCandidate(
                "single_leg_raise", single.side, single.raised, None, None, off_tick, single.flags
            )
        if single.told:
            return [RepUpdate("amended", tick, rep)]
        return [self._tell(rep, tick)]

    def _lowering(
        self, single: _Single, off_tick: int | None, end_tick: int, flags: frozenset[str]
    ) -> RepCandidate:
        assert single.gate is not None  # noqa: S101  asked only for gated phases
        return RepCandidate("lowering", single.side, single.gate, single.on_tick, off_tick, end_tick, flags)

    def _tell(self, rep: RepCandidate, tick: int) -> RepUpdate:
        self._told_end_tick = rep.end_tick
        self._mode = rep.mode
        self._on_two.rise = None
        self._on_two.forget()
        return RepUpdate("new", tick, rep)

    # --- movement -------------------------------------------------------------------------------------

    def lobe(self, lobe: Lobe) -> list[RepUpdate]:
        """Take a rise or a drop."""
        if lobe.start_tick < self._calm_from_tick:
            return []
        return self._rise(lobe) if lobe.height_m > 0.0 else self._drop(lobe)

    def _rise(self, lobe: Lobe) -> list[RepUpdate]:
        if self._squatting or not self._rises.is_heel_raise(lobe):
            return []
        if self._rises.ended_after(lobe.start_tick + LIMITS.same_rise_ticks):
            self._amend_rise(lobe)
            return []
        plain = self._rises.is_plain(lobe) and not lobe.unseen
        end_tick = lobe.start_tick - LIMITS.before_rise_ticks
        updates = self._two_feet_done(end_tick, lobe.known_tick) if self._on_two.rise and plain else []
        self._rises.append(lobe)
        self.accepted_rise = lobe
        updates += self._part(lobe)
        single = self._single
        if single is not None and lobe.lighter_max < LIMITS.alone_share:
            return updates + self._rise_alone(single, lobe)
        if single is not None and self._may_gate_late(single, lobe):
            single.gate = lobe
        elif lobe.lighter_min >= LIMITS.both_share and single is None and plain:
            self._on_two.rise = lobe
        return updates

    def _part(self, rise: Lobe) -> list[RepUpdate]:
        """Divide a phase that carried on over a touch, if the body rose on both feet meanwhile."""
        parted, self._parted = self._parted, None
        single = self._single
        if parted is None or single is not parted.single or rise.lighter_max < LIMITS.alone_share:
            return []
        if not parted.off_tick - LIMITS.same_rise_ticks <= rise.start_tick <= parted.on_tick:
            return []
        updates = []
        if not single.told and single.gate is not None:
            rep = self._lowering(single, parted.off_tick, parted.off_tick, parted.flags)
            updates.append(self._tell(rep, rise.known_tick))
        self._single = _Single(single.side, parted.on_tick, gate=rise)
        return updates

    def _amend_rise(self, lobe: Lobe) -> None:
        """Replace the last rise, of which only a part was seen before."""
        old = self._rises.last
        self._rises.amend(lobe)
        self.accepted_rise = lobe
        on_two = lobe.lighter_min >= LIMITS.both_share and self._single is None
        if self._on_two.rise is old or (on_two and self._on_two.rise is None):
            self._on_two.rise = lobe if self._rises.is_plain(lobe) else None
        if self._single is not None:
            self._single.gate = lobe if self._single.gate is old else self._single.gate
            self._single.raised = lobe if self._single.raised is old else self._single.raised

    def _may_gate_late(self, single: _Single, rise: Lobe) -> bool:
        return single.gate is None and not single.told and self._gates(rise, single.side, single.on_tick)

    def _rise_alone(self, single: _Single, lobe: Lobe) -> list[RepUpdate]:
        """End what the leg lowered before, because it rose alone; begin another."""
        updates: list[RepUpdate] = []
        end_tick = lobe.start_tick - LIMITS.before_rise_ticks
        if single.gate is not None:
            if lobe.start_tick <= single.on_tick + LIMITS.single_min_ticks:
                return []  # the end of the rise that opened the gate, seen after the transfer
            if lobe.carried > LIMITS.alone_carried:
                return []
            rep = self._lowering(single, None, end_tick, single.flags | {"same_leg_return"})
            kind: Literal["new", "amended"] = "amended" if single.told else "new"
            updates.append(replace(self._tell(rep, lobe.known_tick), kind=kind))
        elif single.raised is not None:
            rep = RepCandidate(
                "single_leg_raise", single.side, single.raised, None, None, end_tick, single.flags
            )
            updates.append(self._tell(rep, lobe.known_tick))
        self._single = _Single(single.side, single.on_tick, None, lobe)
        return updates

    def _drop(self, lobe: Lobe) -> list[RepUpdate]:
        single, rise = self._single, self._on_two.rise
        if single is not None:
            if single.raised is not None and lobe.end_tick > single.raised.end_tick:
                single.lowered |= -lobe.height_m >= LIMITS.drop_share * single.raised.height_m
            return []
        if lobe.lighter_min < LIMITS.both_share:
            return []
        if rise is None or lobe.end_tick <= rise.end_tick:
            deep = -lobe.height_m >= LIMITS.squat_min_m and -lobe.speed_m_s >= LIMITS.squat_speed_m_s
            self._squatting |= deep and self._ended is None
            return []
        if not self._on_two.is_lowered_by(lobe):
            return []
        return self._two_feet_done(lobe.end_tick, lobe.known_tick)

    def _two_feet_done(self, end_tick: int, known_tick: int) -> list[RepUpdate]:
        rep = self._on_two.take(end_tick, self._told_end_tick, alone=self.busy)
        certain = self._on_two.confirm(rep, self._mode) if rep is not None else []
        return [self._tell(each, known_tick) for each in certain]


_HALF = 0.5
