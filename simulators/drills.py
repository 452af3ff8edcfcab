"""What an athlete does on the step, as choreography: stepping on, standing, reps, stepping off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulators.athlete import share_on
from simulators.shapes import profile, quick_profile, transfer_curve
from simulators.signals import bell, samples

if TYPE_CHECKING:
    from simulators.athlete import Side
    from simulators.body import Choreography

Mode = Literal["lowering", "bilateral", "single_leg_raise"]


@dataclass(slots=True)
class RepPlan:
    """When the athlete meant to do what in one rep; the truth is measured from the motion in these windows."""

    mode: Mode
    side: Literal["left", "right", "both"]
    rise_s: tuple[float, float]
    lowering_s: tuple[float, float] = (0.0, 0.0)
    """First to last movement on the way down, a bounce's way up not included."""
    off_s: tuple[float, float] | None = None
    """While the other foot leaves."""
    back_s: tuple[float, float] | None = None
    """While it returns."""
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SetPlan:
    """Reps that belong together."""

    mode: Mode
    side: Literal["left", "right", "both"]
    reps: list[RepPlan] = field(default_factory=list)


def step_on(body: Choreography, first: Side | None = None) -> None:
    """Step up on the plates: one foot, the push, the other foot, and find a stance."""
    rng = body.rng
    foot: Side = first or ("left" if rng.random() < 0.5 else "right")
    body.share.move(body.now_s - 0.05, 0.02, share_on(foot))
    body.presence.move(body.now_s, 0.25, rng.uniform(0.1, 0.3))
    body.wait(rng.uniform(0.25, 0.6))
    push_s = rng.uniform(0.4, 0.7)
    body.presence.move(body.now_s, push_s, 1.0)
    body.presence.bump(body.now_s + 0.3 * push_s, rng.uniform(0.08, 0.2) * bell(samples(push_s)))
    body.wait(push_s + rng.uniform(0.1, 0.3))
    body.knock(rng.uniform(0.01, 0.03), 0.3, body.now_s)
    settle_s = rng.uniform(0.3, 0.7)
    body.shift(body.athlete.stance_left_share, settle_s, transfer_curve(rng, settle_s))
    body.wait(settle_s + rng.uniform(0.3, 0.8))


def step_off(body: Choreography) -> None:
    """Leave the plates, one foot first."""
    rng = body.rng
    last: Side = "left" if rng.random() < 0.5 else "right"
    away_s = rng.uniform(0.3, 0.6)
    body.shift_to(last, away_s, transfer_curve(rng, away_s))
    body.wait(away_s + rng.uniform(0.05, 0.25))
    gone_s = rng.uniform(0.3, 0.6)
    body.presence.bump(body.now_s, -rng.uniform(0.05, 0.15) * bell(samples(gone_s)))
    body.presence.move(body.now_s + 0.1, gone_s, 0.0)
    body.wait(gone_s + 0.2)
    body.share.move(body.now_s + 0.3, 0.02, 0.5)


def stand(body: Choreography, duration_s: float) -> None:
    """Stand still on two feet."""
    body.wait(duration_s)


def rise(
    body: Choreography, height_m: float, left_share: float, duration_s: float | None = None
) -> tuple[float, float]:
    """Go up on both feet at this share; return start and end."""
    rng = body.rng
    took_s = body.vary(body.athlete.rise_s) if duration_s is None else duration_s
    if body.athlete.shapes == "human" and rng.random() < 0.4:
        dip_s = rng.uniform(0.25, 0.45)
        body.travel(-rng.uniform(0.003, 0.009), quick_profile(rng, dip_s))
        body.wait(dip_s * 0.8)
    start_s = body.now_s
    body.shift(left_share, 0.5 * took_s)
    shapes = body.athlete.shapes
    path = quick_profile(rng, took_s) if rng.random() < 0.6 else profile(rng, took_s, shapes)
    body.now_s = body.travel(height_m, path)
    return start_s, body.now_s


def leave(body: Choreography, side: Side, remains: float = 0.0) -> tuple[float, float]:
    """Take the other foot off, so that ``side`` carries all but ``remains``; return when."""
    rng, who = body.rng, body.athlete
    lean_s = rng.uniform(0.2, 0.35)
    sign = 1.0 if side == "left" else -1.0
    body.share.bump(body.now_s - 0.5 * lean_s, -sign * rng.uniform(0.02, 0.09) * bell(samples(lean_s)))
    body.wait(0.3 * lean_s)
    took_s = body.vary(who.transfer_s, 0.2)
    start_s = body.now_s
    body.shift(share_on(side) - sign * remains, took_s, transfer_curve(rng, took_s))
    lift_s = rng.uniform(0.18, 0.4)
    body.nudge(body.vary(who.swing_lift_m, 0.3), lift_s, start_s + took_s * rng.uniform(0.7, 1.0))
    body.effort.move(start_s, 0.5, 0.7)
    body.wait(took_s)
    return start_s, body.now_s


def put_back(body: Choreography, left_share: float) -> tuple[float, float]:
    """Put the other foot down and load it; return when."""
    rng, who = body.rng, body.athlete
    took_s = body.vary(who.return_s, 0.2)
    start_s = body.now_s
    drop_s = rng.uniform(0.2, 0.4)
    body.nudge(-body.vary(who.swing_lift_m, 0.3), drop_s, start_s - 0.8 * drop_s)
    body.knock(rng.uniform(0.004, 0.015), rng.uniform(0.12, 0.25), start_s)
    body.shift(left_share, took_s, transfer_curve(rng, took_s))
    body.effort.move(start_s, 0.4, 0.35)
    body.wait(took_s)
    return start_s, body.now_s


def lower(body: Choreography, depth_m: float, duration_s: float) -> tuple[float, float]:
    """Go down by ``depth_m``; return start and end."""
    rng, who = body.rng, body.athlete
    if who.shapes == "human" and rng.random() < 0.3:
        up_s = rng.uniform(0.25, 0.5)
        body.travel(rng.uniform(0.002, 0.006), quick_profile(rng, up_s))
        body.wait(up_s * 0.9)
    start_s = body.now_s
    body.effort.move(start_s, 0.4, 1.0)
    body.now_s = body.travel(-depth_m, profile(rng, duration_s, who.shapes, who.habit))
    body.effort.move(body.now_s, 0.4, 0.7)
    return start_s, body.now_s


def rep_share(body: Choreography) -> float:
    """Return the left share of this rise."""
    return float(np.clip(body.athlete.rise_left_share + 0.015 * body.rng.standard_normal(), 0.2, 0.8))


def stance_share(body: Choreography) -> float:
    """Return the left share that the athlete settles on this time."""
    return float(np.clip(body.athlete.stance_left_share + 0.015 * body.rng.standard_normal(), 0.2, 0.8))


def lowering_rep(body: Choreography, side: Side, lowering_s: float, depth_m: float) -> RepPlan:
    """Rise on both feet, lower on one, put the other foot back."""
    who = body.athlete
    top_m = body.vary(who.top_m)
    went_up = rise(body, top_m - body.height_m, rep_share(body))
    body.wait(body.vary(who.hold_top_s, 0.3))
    off_s = leave(body, side)
    body.wait(body.vary(who.settle_s, 0.3))
    went_down = lower(body, depth_m, lowering_s)
    body.wait(body.vary(who.hold_bottom_s, 0.3))
    back_s = put_back(body, stance_share(body))
    body.wait(body.vary(who.pause_s, 0.3))
    return RepPlan("lowering", side, went_up, went_down, off_s, back_s)


def come_level(body: Choreography) -> None:
    """Return to quiet standing height after the last rep."""
    took_s = body.rng.uniform(0.9, 1.6)
    body.effort.move(body.now_s, 0.5, 0.0)
    body.now_s = body.travel(-body.height_m, quick_profile(body.rng, took_s))
