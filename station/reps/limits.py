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
    verdict_ticks: int = 5
    """A rep is told as soon as the share surely says that the foot is back, this long after it first did. The foot
    itself was back up to 0.1 s before, and 0.1 s go by in the converter, the grid and the wire."""
    touch_ticks: int = 110
    """The other foot down for less than this, without a rise, is a touch within the rep."""
    hop_ticks: int = 45
    """Off the plates for less than this within a single-leg phase is a hop: 0.13 s fly 2 cm, 0.45 s fly 25 cm."""
    abort_ticks: int = 75
    """Nobody on the plates for this long ends a rep without counting it."""
    alone_share: float = 0.09
    """Never more than this on the other foot during a rise: the leg rose alone."""
    alone_min_m: float = 0.045
    """A leg's own rise is at least this high: hesitating on the way down looks like a smaller one."""
    alone_speed_m_s: float = 0.07
    """... this quick: an error of weight looks like a slower one."""
    alone_min_ticks: int = 44
    """... this long: a bounce at the bottom looks like a shorter one."""
    alone_speed_share: float = 0.4
    """... this quick beside the quickest of the last rises,"""
    alone_height_share: float = 0.55
    """... and this high beside the highest of them: people raise their heels alike within a set."""
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
    """Centre-of-mass rise of a heel raise, least: steps of a march are smaller."""
    rise_max_m: float = 0.20
    """... and most: squats and jumps are larger. Heels travel 12-20 cm on a step, the body two thirds of it."""
    rise_min_ticks: int = 36
    """The quickest heel raise: 10 cm in 0.36 s need 0.46 g."""
    rise_speed_m_s: float = 0.045
    """Peak speed of the slowest rise: 5 cm in 2.1 s."""
    across_min_m: float = 0.045
    """A rise seen across a transfer must be this high: a difference of the plates' gains looks like a low one."""
    across_speed_m_s: float = 0.08
    """... and this quick: 0.2 % of the weight is 20 mm/s after a second."""
    weak_m_s: float = 0.12
    """Slower rises than this must look like one movement from rest to rest: a shift of weight does not."""
    weak_fit: float = 0.58
    """How much they must look like it (correlation with the ramp of a movement; rises have 0.75-0.95)."""
    weak_fit_moving: float = 0.68
    """... where drift or a rail hides that they end at rest."""
    weak_carried: float = 0.3
    """Speed left at the end, as a share of the peak, up to which a movement ends at rest."""
    weak_two_m_s: float = 0.09
    """Slower rises than this on two feet must be balanced as well:"""
    weak_lighter_share: float = 0.3
    """... the lighter foot carries this much all through it."""
    two_feet_min_m: float = 0.028
    """A rep on two feet has no transfer to confirm it, so its rise must be plainer: this high,"""
    two_feet_height_share: float = 0.4
    """... this high beside the highest of the last rises,"""
    two_feet_max_m: float = 0.16
    """... no higher than this, where squats begin,"""
    two_feet_speed_m_s: float = 0.05
    """... this quick: 3 cm in 1.1 s,"""
    two_feet_carried: float = 0.3
    """... ending at rest,"""
    two_feet_fit: float = 0.55
    """... and like one movement."""
    rested_carried: float = 0.1
    """A rise that surely ended at rest (so little speed was left)"""
    rested_fit: float = 0.45
    """... may look less like one movement: people rise unevenly."""
    drop_share: float = 0.5
    """A drop that undoes this share of the rise completes a rep on two feet."""
    squat_min_m: float = 0.08
    """A drop on two feet this deep without a rise before is a squat, and the rise from it no raise,"""
    squat_speed_m_s: float = 0.18
    """... if it was this fast: coming to stand level after a set is slower."""
    raise_settled_ticks: int = 200
    """A leg that rose alone and still stands alone after this has lowered on the same leg."""
    calm_ticks: int = 100
    """After a jump, landing or stumble, movement means nothing until it was calm for a second."""
    hold_ticks: int = 1200
    """A rise on two feet that nothing has completed after this is forgotten."""


LIMITS = RepLimits()
