"""Phases on one leg in a finished stretch of force, however much the other foot still carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from station.force.runs import runs
from station.motion.lobes import STEP_TICKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.events import Leg
    from station.reps.evidence import Up
    from station.reps.stretch import Stretch

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LegLimits:
    """What a phase on one leg is. Shares of the load; blocks are 40 ms, ticks 10 ms."""

    share: float = 0.68
    plateau: float = 0.70
    """The leg carries this much at least; what stays on the other foot is an incomplete transfer."""
    edge: float = 0.08
    """The phase lasts while the share is above its own plateau less this."""
    blocks_min: int = 15
    """Shorter ones are steps."""
    touch_share: float = 0.10
    touch_blocks: int = 2
    """The other foot took this much more than usual for so long."""
    touch_ticks: int = 110
    hop_ticks: int = 45
    """The other foot down for less than 1.1 s, or nobody on the plates for less than 0.45 s, without a rise
    meanwhile: the phase goes on."""
    unloaded_ticks: int = 4
    rise_evidence: float = 1.5
    rise_margin_ticks: int = 20
    rep_min_ticks: int = 75
    rep_max_ticks: int = 1300
    """The fastest lowering with its transfers takes a second, the slowest with its holds 11 s."""
    stand_blocks: int = 20
    """Who lowers on one leg has stood on the plates for this long before."""
    back_share: float = 0.12
    back_load: float = 0.5
    back_blocks: int = 4
    gone_load: float = 0.12
    gone_blocks: int = 16
    return_blocks: int = 75
    """A lowering ends with the other foot down within 3 s, not with nobody there for two thirds of a second."""
    step_ticks: int = 50
    """Walking and marching keep both feet down for 0.1-0.3 s; who rises on both feet, for longer."""
    gait_ticks: int = 140
    """Of two phases that follow each other like steps, one lasts longer than this when it is more than a step."""
    silent_share: float = 0.8
    silent_blocks: int = 3
    """A phase goes on over missing data, or is cut off by them, when nearly all between its parts is missing, and
    from within 0.12 s of its end."""


LIMITS = LegLimits()


@dataclass(frozen=True, slots=True)
class LegPhase:
    """One leg carried the body on ``[on_tick, off_tick)``."""

    side: Leg
    on_tick: int
    off_tick: int
    flags: frozenset[str] = frozenset()


def find_phases(stretch: Stretch, ups: Sequence[Up]) -> list[LegPhase]:
    """Return the phases in order; touches, hops and silences do not divide them, rises do."""
    phases = sorted(
        [
            *_phases_of("left", stretch.left_share, stretch),
            *_phases_of("right", 1.0 - stretch.left_share, stretch),
        ],
        key=lambda phase: phase.on_tick,
    )
    joined: list[LegPhase] = []
    for phase in phases:
        flag = _link(joined[-1], phase, ups, stretch) if joined else None
        if flag is None:
            joined.append(phase)
        else:
            last = joined[-1]
            joined[-1] = replace(last, off_tick=phase.off_tick, flags=last.flags | phase.flags | {flag})
    return [_cut(phase, stretch) for phase in joined]


def _phases_of(side: Leg, share: FloatArray, stretch: Stretch) -> list[LegPhase]:
    phases: list[LegPhase] = []
    for start, stop in runs(stretch.loaded & (share >= LIMITS.share)):
        plateau = float(np.median(share[start:stop]))
        inside = start + np.flatnonzero(share[start:stop] >= plateau - LIMITS.edge)
        first, last = int(inside[0]), int(inside[-1]) + 1
        if plateau < LIMITS.plateau or last - first < LIMITS.blocks_min:
            continue
        dips = runs(share[first:last] < plateau - LIMITS.touch_share)
        touched = any(b - a >= LIMITS.touch_blocks for a, b in dips)
        phases.append(
            LegPhase(side, stretch.tick(first), stretch.tick(last), frozenset({"touch"} if touched else ()))
        )
    return phases


def _link(last: LegPhase, phase: LegPhase, ups: Sequence[Up], stretch: Stretch) -> str | None:
    """Return what divides two parts of one phase, ``None`` if they are two phases."""
    if last.side != phase.side:
        return None
    between = slice(stretch.block(last.off_tick), stretch.block(phase.on_tick))
    if stretch.silent[between].mean() > LIMITS.silent_share:
        return "interrupted" if phase.off_tick - last.on_tick <= LIMITS.rep_max_ticks else None
    if phase.on_tick - last.off_tick > LIMITS.touch_ticks:
        return None
    unloaded_ticks = int((~stretch.loaded[between]).sum()) * STEP_TICKS
    first_tick, end_tick = last.off_tick - LIMITS.rise_margin_ticks, phase.on_tick + LIMITS.rise_margin_ticks
    rose = any(up.evidence > LIMITS.rise_evidence and first_tick <= up.centre_tick <= end_tick for up in ups)
    if rose or unloaded_ticks > LIMITS.hop_ticks:
        return None
    return "hop" if unloaded_ticks > LIMITS.unloaded_ticks else "touch"


def _cut(phase: LegPhase, stretch: Stretch) -> LegPhase:
    """Mark a phase that a silence cuts off."""
    first, after = stretch.block(phase.on_tick), stretch.block(phase.off_tick)
    before = stretch.silent[max(first - LIMITS.silent_blocks, 0) : first + 1]
    cut = before.any() or stretch.silent[after : after + LIMITS.silent_blocks].any()
    return replace(phase, flags=phase.flags | {"interrupted"}) if cut else phase


def may_lower(phase: LegPhase, stretch: Stretch) -> bool:
    """Whether a phase can be a lowering: of its length, on plates stood on before, ended by the other foot."""
    start = stretch.block(phase.on_tick)
    before = slice(start - LIMITS.stand_blocks, start)
    if start < LIMITS.stand_blocks or not (stretch.loaded[before] | stretch.silent[before]).all():
        return False
    in_time = LIMITS.rep_min_ticks <= phase.off_tick - phase.on_tick <= LIMITS.rep_max_ticks
    return in_time and (ends_in_silence(phase, stretch) or _came_back(phase, stretch))


def ends_in_silence(phase: LegPhase, stretch: Stretch) -> bool:
    """Whether nobody knows how the phase ended."""
    after = stretch.block(phase.off_tick)
    return bool(stretch.silent[after : after + LIMITS.silent_blocks].any())


def _came_back(phase: LegPhase, stretch: Stretch) -> bool:
    """Whether the other foot came down before the plates emptied, if they did."""
    start = stretch.block(phase.off_tick)
    part = slice(start, start + LIMITS.return_blocks)
    load, other = stretch.load[part], stretch.left_share[part]
    if phase.side == "left":
        other = 1.0 - other
    back = _first_run((load > LIMITS.back_load) & (other > LIMITS.back_share), LIMITS.back_blocks)
    gone = _first_run(load < LIMITS.gone_load, LIMITS.gone_blocks)
    return back is not None and (gone is None or back < gone)


def _first_run(mask: NDArray[np.bool_], blocks: int) -> int | None:
    return next((start for start, stop in runs(mask) if stop - start >= blocks or stop == len(mask)), None)


def stepped_tick(phase: LegPhase, phases: Sequence[LegPhase], stretch_start_tick: int) -> int | None:
    """Return from when on a movement up would be a step; ``None`` if both feet carried for long enough before."""
    earlier = [other for other in phases if other.off_tick <= phase.on_tick]
    before = max(earlier, key=lambda other: other.off_tick, default=None)
    if before is None or phase.on_tick - before.off_tick >= LIMITS.step_ticks:
        return None
    if max(before.off_tick - before.on_tick, phase.off_tick - phase.on_tick) < LIMITS.gait_ticks:
        return stretch_start_tick
    return before.off_tick - LIMITS.rise_margin_ticks // 2
