"""Raises on two feet: no transfer confirms them, so their rhythm has to - up first, out of stillness, then down."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from station.reps.candidate import RepCandidate
from station.reps.evidence import LIMITS as EVIDENCE
from station.reps.evidence import clear_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.motion.moves import Move
    from station.reps.evidence import Up
    from station.reps.stretch import Stretch


@dataclass(frozen=True, slots=True)
class TwoFeetLimits:
    """Heights in m, times in ticks of 10 ms, strength in rms of sway."""

    both_share: float = 0.12
    """More than this on the lighter foot: two feet did it."""
    evidence: float = 1.5
    usual_max_m: float = 0.17
    """Squats go further; heel raises lift the body by 6-14 cm."""
    reps_min: int = 2
    hold_ticks: int = 1200
    down_ticks: int = 60
    before_rise_ticks: int = 20
    early_ticks: int = 30
    undone_share: float = 0.4
    low_share: float = 0.6
    """After the last rise the body comes down; else it came level after the last rep, by less than a rep's rise."""
    still_ticks: int = 150
    up_share: float = 0.35
    down_share: float = 0.5
    down_strength_m_s2: float = 0.8
    fit: float = 0.4
    """What counts as a movement out of stillness: heel raises begin with one up, squats with one down."""
    deep_m: float = 0.2
    deep_fit: float = 0.85
    deep_moves: int = 2
    """Movements this long, surely, are those of squats."""


LIMITS = TwoFeetLimits()


def find_two_feet(stretch: Stretch, ups: Sequence[Up], downs: Sequence[Move]) -> list[RepCandidate]:
    """Return the raises on two feet, in order."""
    on_two = [up for up in ups if up.rise.lighter_min >= LIMITS.both_share and not up.rise.unseen]
    strong_m = [up.rise.height_m for up in on_two if up.evidence >= EVIDENCE.strong]
    if len(strong_m) < LIMITS.reps_min:
        return []
    usual_m = median(strong_m)
    if usual_m > LIMITS.usual_max_m or _squats(ups, downs, usual_m):
        return []
    rises = [up for up in (up.against(usual_m) for up in on_two) if up.evidence >= LIMITS.evidence]
    rises = clear_of(rises)
    ends = [up.rise.start_tick - LIMITS.before_rise_ticks for up in rises[1:]]
    reps = [_rep(up, end_tick, downs) for up, end_tick in zip(rises[:-1], ends, strict=True)]
    reps += [_last(up, usual_m, downs, stretch) for up in rises[-1:]]
    found = [rep for rep in reps if rep is not None]
    return found if len(found) >= LIMITS.reps_min else []


def _rep(up: Up, end_tick: int, downs: Sequence[Move]) -> RepCandidate | None:
    if end_tick - up.rise.end_tick < LIMITS.down_ticks:
        return None
    after = _downs_after(up, end_tick, downs)
    if after:
        end_tick = min(end_tick, after[-1].end_tick)
    return RepCandidate("bilateral", "both", up.rise, None, None, end_tick)


def _last(up: Up, usual_m: float, downs: Sequence[Move], stretch: Stretch) -> RepCandidate | None:
    """Return the last raise; without a way down it must be high, for it may be the coming level after a set."""
    end_tick = min(up.rise.end_tick + LIMITS.hold_ticks, stretch.end_tick)
    undone_m = -sum(move.height_m for move in _downs_after(up, end_tick, downs))
    came_down = undone_m >= LIMITS.undone_share * up.rise.height_m
    if not came_down and up.rise.height_m < LIMITS.low_share * usual_m:
        return None
    return _rep(up, end_tick, downs)


def _downs_after(up: Up, end_tick: int, downs: Sequence[Move]) -> list[Move]:
    first_tick = up.rise.end_tick - LIMITS.early_ticks
    return [move for move in downs if first_tick <= move.centre_tick <= end_tick]


def _squats(ups: Sequence[Up], downs: Sequence[Move], usual_m: float) -> bool:
    """Whether the body goes deep, or out of stillness goes down first and then up."""
    deep = [up for up in ups if up.rise.height_m > LIMITS.deep_m and up.rise.fit > LIMITS.deep_fit]
    deep_downs = [move for move in downs if -move.height_m > LIMITS.deep_m and move.fit > LIMITS.deep_fit]
    if len(deep) + len(deep_downs) >= LIMITS.deep_moves:
        return True
    moves = [
        (up.rise.start_tick, up.rise.end_tick, 1)
        for up in ups
        if up.rise.height_m > LIMITS.up_share * usual_m and up.rise.fit > LIMITS.fit
    ]
    moves += [
        (move.start_tick, move.end_tick, -1)
        for move in downs
        if -move.height_m > LIMITS.down_share * usual_m
        and move.fit > LIMITS.fit
        and move.strength_m_s2 > LIMITS.down_strength_m_s2
    ]
    votes, moved_tick = 0, -(1 << 40)
    for start_tick, end_tick, sign in sorted(moves):
        votes += sign if start_tick - moved_tick > LIMITS.still_ticks else 0
        moved_tick = max(moved_tick, end_tick)
    return votes < 0
