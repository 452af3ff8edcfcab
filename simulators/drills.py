"""Pieces of what an athlete does on the step: getting on, rising, taking a foot off, lowering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulators.athlete import GRAVITY_M_S2, LIFT_M_S, share_on
from simulators.shapes import profile, quick_profile, rise_profile, small_profile, transfer_curve
from simulators.signals import bell, chance, samples
from simulators.strokes import lift_off

if TYPE_CHECKING:
    from simulators.athlete import Side
    from simulators.body import Choreography
    from simulators.signals import FloatArray

EFFORT_STANDING, EFFORT_HOLDING, EFFORT_LOWERING, EFFORT_RISING = 0.1, 0.7, 1.0, 0.35
"""How much of the tremor shows. Most of it is there before and after the lowering, so it tells no times."""
LIGHT_TOE = (0.01, 0.04)
"""Load of a toe that feels for its plate, as a part of the weight: below what ends single-leg time."""
DAB_CHANCE = 0.08
"""Of the free toe steadying a lowering for a moment, so lightly."""
ALMOST_ALL = 0.9
"""Part of the load on one leg that is standing on it."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something was done, s."""

    start_s: float
    end_s: float


def any_side(rng: np.random.Generator) -> Side:
    """Return one leg or the other."""
    return "left" if chance(rng, 0.5) else "right"


def step_on(body: Choreography, first: Side | None = None) -> None:
    """Step up on the plates: one foot, the push, the other foot, and find a stance."""
    rng = body.rng
    foot: Side = first or any_side(rng)
    body.share.move(body.now_s - 0.05, 0.02, share_on(foot))
    body.presence.move(body.now_s, 0.25, rng.uniform(0.1, 0.3))
    body.wait(rng.uniform(0.25, 0.6))
    push_s = rng.uniform(0.4, 0.7)
    body.presence.move(body.now_s, push_s, 1.0)
    body.presence.bump(body.now_s + 0.3 * push_s, rng.uniform(0.08, 0.2) * bell(samples(push_s)))
    body.wait(push_s + rng.uniform(0.1, 0.3))
    body.knock(rng.uniform(0.01, 0.03), 0.3, body.now_s)
    settle_s = rng.uniform(0.3, 0.7)
    body.shift(stance_share(body), settle_s, transfer_curve(rng, settle_s))
    body.effort.move(body.now_s, 0.5, EFFORT_STANDING)
    body.wait(settle_s + rng.uniform(0.3, 0.8))


def step_off(body: Choreography) -> None:
    """Leave the plates, one foot first."""
    rng = body.rng
    away_s = rng.uniform(0.3, 0.6)
    body.shift_to(any_side(rng), away_s, transfer_curve(rng, away_s))
    body.wait(away_s + rng.uniform(0.05, 0.25))
    vanish(body, rng.uniform(0.3, 0.6))


def vanish(body: Choreography, gone_s: float) -> None:
    """Take the load off the plates from whatever stance there is."""
    body.presence.bump(body.now_s, -body.rng.uniform(0.05, 0.15) * bell(samples(gone_s)))
    body.presence.move(body.now_s + 0.1, gone_s, 0.0)
    body.wait(gone_s + 0.2)
    body.share.move(body.now_s + 0.3, 0.02, 0.5)


def shift_stance(body: Choreography, left_share: float, duration_s: float) -> None:
    """Move load between two feet that both stay down."""
    body.shift(left_share, duration_s, transfer_curve(body.rng, duration_s))
    body.wait(duration_s)


def _halting_s(body: Choreography, usual_s: float) -> tuple[float, bool]:
    """Return how long a transfer takes this time, and whether it halts half-way."""
    who, rng = body.athlete, body.rng
    took_s = body.vary(usual_s, 0.2)
    if who.shapes == "human" and chance(rng, who.habit.halting):
        return took_s * rng.uniform(1.3, 2.2), True
    return took_s, False


def feel(body: Choreography, start_s: float) -> float:
    """Let the free toe touch its plate lightly and leave it again; return until when."""
    rng = body.rng
    lasts_s = rng.uniform(0.12, 0.5)
    onto_free = -1.0 if body.share.value > 0.5 else 1.0  # noqa: PLR2004  half the load
    body.share.bump(start_s, onto_free * rng.uniform(*LIGHT_TOE) * bell(samples(lasts_s)))
    body.toe_contacts.append((start_s, start_s + lasts_s))
    return start_s + lasts_s


def on_one_leg(body: Choreography) -> bool:
    """Return whether one leg carries everything, or nearly."""
    return abs(2.0 * body.share.value - 1.0) > 2.0 * ALMOST_ALL - 1.0


def rise(body: Choreography, height_m: float, left_share: float, duration_s: float | None = None) -> Span:
    """Go up at this share of load."""
    rng, who = body.rng, body.athlete
    took_s = body.vary(who.rise_s) if duration_s is None else duration_s
    if who.shapes == "human" and chance(rng, who.habit.dip):
        dip_s = rng.uniform(0.25, 0.45)
        dip_m = rng.uniform(0.003, 0.009)
        body.travel(-dip_m, small_profile(rng, dip_s))
        body.wait(dip_s * 0.8)
        height_m += dip_m
    start_s = body.now_s
    body.effort.move(start_s, 0.3, EFFORT_RISING)
    if left_share != body.share.value:
        body.shift(left_share, 0.5 * took_s)
    body.now_s = body.travel(height_m, rise_profile(rng, took_s, who.shapes, who.habit))
    return Span(start_s, body.now_s)


def leave(body: Choreography, side: Side, remains: float | None = None) -> Span:
    """Take the other foot off, so that ``side`` carries all but ``remains``."""
    rng, who = body.rng, body.athlete
    sign = 1.0 if side == "left" else -1.0
    left = who.toe_share if remains is None else remains
    lean_s = rng.uniform(0.2, 0.35)
    body.share.bump(body.now_s - 0.5 * lean_s, -sign * rng.uniform(0.02, 0.09) * bell(samples(lean_s)))
    body.wait(0.3 * lean_s)
    took_s, halts = _halting_s(body, who.transfer_s)
    start_s = body.now_s
    body.shift(share_on(side) - sign * left, took_s, transfer_curve(rng, took_s, halts=halts))
    lifts_s = start_s + took_s * rng.uniform(0.6, 0.95)
    if who.lift_m_s:
        body.fling(lift_off(rng, float(np.clip(body.vary(who.lift_m_s, 0.2), *LIFT_M_S))), lifts_s)
    else:
        body.nudge(body.vary(who.swing_lift_m, 0.3), rng.uniform(0.35, 0.55), lifts_s)
    body.effort.move(start_s, 0.5, EFFORT_HOLDING)
    body.wait(took_s)
    return Span(start_s, body.now_s)


def put_back(body: Choreography, left_share: float) -> Span:
    """Put the other foot down and load it, perhaps after feeling for the plate with its toe."""
    rng, who = body.rng, body.athlete
    if who.shapes == "human" and on_one_leg(body) and chance(rng, who.habit.toe):
        body.now_s = feel(body, body.now_s) - rng.uniform(0.0, 0.15)
    took_s, halts = _halting_s(body, who.return_s)
    start_s = body.now_s
    drop_s = rng.uniform(0.2, 0.4) if who.lift_m_s else rng.uniform(0.35, 0.55)
    body.nudge(-body.vary(who.swing_lift_m, 0.3), drop_s, start_s - 0.8 * drop_s)
    body.knock(rng.uniform(0.004, 0.015), rng.uniform(0.12, 0.25), start_s)
    body.shift(left_share, took_s, transfer_curve(rng, took_s, halts=halts))
    body.effort.move(start_s, 0.4, EFFORT_RISING)
    body.wait(took_s)
    return Span(start_s, body.now_s)


def lower(body: Choreography, depth_m: float, duration_s: float, path: FloatArray | None = None) -> Span:
    """Go down by ``depth_m``; the span is that of the deliberate lowering, without its preparation."""
    rng, who = body.rng, body.athlete
    if who.shapes == "human" and chance(rng, who.habit.dip):
        depth_m += _prepare(body, depth_m)
    start_s = body.now_s
    if who.shapes == "human" and on_one_leg(body) and chance(rng, DAB_CHANCE):
        feel(body, start_s + duration_s * rng.uniform(0.1, 0.7))
    body.effort.move(start_s, 0.4, EFFORT_LOWERING)
    body.now_s = body.travel(
        -depth_m, profile(rng, duration_s, who.shapes, who.habit) if path is None else path
    )
    body.effort.move(body.now_s, 0.4, EFFORT_HOLDING)
    return Span(start_s, body.now_s)


def _prepare(body: Choreography, depth_m: float) -> float:
    """Go up a little first, or give way a little and catch it; return how much farther it is to the bottom.

    Both are small against the way (under a tenth), so that they are not the tenth that begins the lowering.
    """
    rng = body.rng
    took_s = rng.uniform(0.25, 0.5)
    way_m = depth_m * rng.uniform(0.02, 0.06) * (1.0 if chance(rng, 0.5) else -1.0)
    body.travel(way_m, small_profile(rng, took_s))
    body.wait(took_s * (0.9 if way_m > 0.0 else rng.uniform(0.9, 1.6)))
    return way_m


def rise_share(body: Choreography) -> float:
    """Return the left share of this rise."""
    return float(np.clip(body.athlete.rise_left_share + 0.015 * body.rng.standard_normal(), 0.2, 0.8))


def stance_share(body: Choreography) -> float:
    """Return the left share that the athlete settles on this time."""
    return float(np.clip(body.athlete.stance_left_share + 0.015 * body.rng.standard_normal(), 0.2, 0.8))


def come_level(body: Choreography) -> None:
    """Return to quiet standing height."""
    body.effort.move(body.now_s, 0.5, EFFORT_STANDING)
    if abs(body.height_m) > 1e-6:  # noqa: PLR2004  a micrometre is level
        body.now_s = body.travel(-body.height_m, quick_profile(body.rng, body.rng.uniform(0.9, 1.6)))


def hop_velocity(rng: np.random.Generator, takeoff_m_s: float, push_s: float, land_s: float) -> FloatArray:
    """Return the velocity of a jump: countermovement, push, free flight, landing; it ends where it began."""
    dip = -0.35 * takeoff_m_s * bell(samples(0.8 * push_s))
    push = takeoff_m_s * np.linspace(0.0, 1.0, samples(push_s)) ** rng.uniform(1.2, 1.8)
    flight_s = 2.0 * takeoff_m_s / GRAVITY_M_S2
    flight = np.linspace(takeoff_m_s, -takeoff_m_s, samples(flight_s))
    land = -takeoff_m_s * (1.0 - np.linspace(0.0, 1.0, samples(land_s))) ** rng.uniform(1.3, 2.0)
    way = np.concatenate([dip, push, flight, land])
    recover = bell(samples(rng.uniform(0.35, 0.6)))
    return np.concatenate([way, recover * (-way.sum() / recover.sum())])
