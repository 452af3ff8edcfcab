"""What is a rep: thresholds of the state machine, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepLimits:
    """Times in grid ticks (10 ms), heights in metres."""

    gate_ticks: int = 350
    """A rise opens the gate for a single-leg phase that begins within 3.5 s of its end."""
    two_feet_ticks: int = 50
    """Both feet carry for at least this long between two single-leg phases of a rep that rises on both;
    walking and marching keep 0.1-0.3 s."""
    gate_overlap_ticks: int = 70
    """The transfer may begin while the last of the rise is still going on."""
    single_min_ticks: int = 75
    """Shorter single-leg phases are steps; the fastest lowering with its transfers takes a second."""
    single_max_ticks: int = 1300
    """Longer ones are balancing: the slowest lowering (8 s) with its holds takes 11 s."""
    verdict_ticks: int = 13
    """A rep is told this long after the foot returned: with 60 ms for dropouts, 50 ms of converter and
    interpolation and 40 ms of resampling in steps that is at most 0.29 s."""
    touch_ticks: int = 110
    """The other foot down for less than this, without a rise, is a touch within the rep."""
    hop_ticks: int = 45
    abort_ticks: int = 75
    """Nobody on the plates for this long ends a rep without counting it."""
    alone_share: float = 0.09
    """Never more than this on the other foot during a rise: the leg rose alone."""
    alone_min_m: float = 0.045
    alone_speed_m_s: float = 0.07
    alone_min_ticks: int = 44
    alone_speed_share: float = 0.4
    alone_height_share: float = 0.55
    """A leg's own rise is this high, quick and long, and this high and quick beside the last rises:
    hesitating on the way down looks like a small or slow rise, a bounce at the bottom like a short one."""
    alone_carried: float = 0.3
    """The working leg that pushes up again comes to rest; a hand on the rail (7-38) and a hop (1.0-1.5) look like
    a rise that goes on, true ones had at most 0.2."""
    both_share: float = 0.12
    """More than this on the lighter foot during a movement: two feet did it."""
    before_rise_ticks: int = 20
    """What went before a rise ends this long before the window in which the rise was seen."""
    same_rise_ticks: int = 20
    """Rises that overlap by more than this are one."""
    rise_min_m: float = 0.025
    rise_max_m: float = 0.20
    """Centre-of-mass rise of a heel raise; squats and jumps are larger, steps of a march smaller."""
    rise_min_ticks: int = 36
    rise_speed_m_s: float = 0.045
    """Peak speed of the slowest rise: 5 cm in 2.1 s."""
    across_min_m: float = 0.045
    across_speed_m_s: float = 0.08
    """A rise seen across a transfer must be plainer: a difference of the plates' gains looks like a slow one."""
    weak_m_s: float = 0.12
    weak_fit: float = 0.58
    weak_fit_moving: float = 0.68
    weak_carried: float = 0.3
    """Slower rises than this must look like one movement from rest to rest: a shift of weight does not."""
    weak_two_m_s: float = 0.09
    weak_lighter_share: float = 0.3
    """... and on two feet be balanced."""
    two_feet_min_m: float = 0.028
    two_feet_height_share: float = 0.4
    two_feet_max_m: float = 0.16
    two_feet_speed_m_s: float = 0.05
    two_feet_carried: float = 0.3
    two_feet_fit: float = 0.55
    rested_carried: float = 0.1
    rested_fit: float = 0.45
    """An uneven rise may look less like one movement, if it surely ended at rest."""
    """A rep on two feet has no transfer to confirm it, so its rise must be plainer."""
    drop_share: float = 0.5
    """A drop that undoes this share of the rise completes a rep on two feet."""
    squat_min_m: float = 0.08
    squat_speed_m_s: float = 0.18
    """A drop on two feet this deep and fast without a rise before is a squat, and the rise from it no raise."""
    raise_settled_ticks: int = 200
    """A leg that rose alone and still stands alone after this has lowered on the same leg."""
    calm_ticks: int = 100
    """After a jump, landing or stumble, movement means nothing until it was calm for a second."""
    hold_ticks: int = 1200
    """A rise on two feet that nothing has completed after this is forgotten."""


LIMITS = RepLimits()
