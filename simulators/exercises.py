"""Whole reps, right and wrong, put together from the drills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from simulators import drills
from simulators.athlete import other, share_on
from simulators.drills import Span
from simulators.shapes import profile, quick_profile, stopped_profile
from simulators.signals import RATE_HZ, bell, samples

if TYPE_CHECKING:
    from simulators.athlete import Side
    from simulators.body import Choreography

Mode = Literal["lowering", "bilateral", "single_leg_raise"]


@dataclass(slots=True)
class RepPlan:
    """When the athlete did what in one rep; the truth is measured from the motion in these windows."""

    mode: Mode
    side: Side | Literal["both"]
    rise: Span
    lowering: Span
    """First to last movement on the way down; a bounce's way up is not part of it."""
    off: Span | None = None
    """While the other foot leaves."""
    back: Span | None = None
    """While it returns."""
    faults: list[str] = field(default_factory=list)
    touches: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class SetPlan:
    """Reps that belong together."""

    mode: Mode
    side: Side | Literal["both"]
    reps: list[RepPlan] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one rep is meant to be."""

    side: Side
    lowering_s: float
    depth_m: float
    remains: float | None = None
    """Load left on the other foot; ``None`` is the athlete's habit."""
    touch_s: float = 0.0
    """The other foot touches down for so long half-way."""
    tentative_s: float = 0.0
    """At the bottom the other foot comes down for so long, and off again, before it returns."""
    hop: bool = False
    bounce: bool = False
    same_leg_return: bool = False


def attempt_of(body: Choreography, side: Side, lowering_s: float | None = None) -> Attempt:
    """Return an ordinary attempt of this athlete."""
    who = body.athlete
    wanted_s = body.vary(who.lowering_s) if lowering_s is None else lowering_s
    return Attempt(side, wanted_s, min(max(body.vary(who.depth_m), 0.065), 0.145))


def up_and_off(body: Choreography, attempt: Attempt) -> tuple[Span, Span]:
    """Rise on both feet and take one off."""
    who = body.athlete
    went_up = drills.rise(body, body.vary(who.top_m) - body.height_m, drills.rise_share(body))
    body.wait(body.vary(who.hold_top_s, 0.3))
    return went_up, drills.leave(body, attempt.side, attempt.remains)


def lowering_rep(body: Choreography, attempt: Attempt) -> RepPlan:
    """Rise on both feet, lower on one, put the other foot back."""
    who = body.athlete
    went_up, off = up_and_off(body, attempt)
    body.wait(body.vary(who.settle_s, 0.3))
    plan = RepPlan("lowering", attempt.side, went_up, went_up, off)
    if attempt.touch_s:
        begin_s = body.now_s + attempt.lowering_s * body.rng.uniform(0.25, 0.7)
        plan.touches.append(_touch(body, attempt.side, begin_s, attempt.touch_s))
    plan.lowering = _bounce(body, attempt) if attempt.bounce else _down(body, attempt)
    if attempt.bounce:
        plan.faults.append("bounce")
    if attempt.remains is not None:
        plan.faults.append("incomplete_transfer")
    body.wait(body.vary(who.hold_bottom_s, 0.3))
    if attempt.tentative_s:
        plan.touches.append(_touch(body, attempt.side, body.now_s, attempt.tentative_s))
        body.wait(attempt.tentative_s + body.rng.uniform(0.4, 1.0))
    if plan.touches:
        plan.faults.append("touch")
    if attempt.hop:
        plan.faults.append("hop")
        _hop(body)
    if attempt.same_leg_return:
        plan.faults.append("same_leg_return")
        drills.rise(body, body.vary(who.top_m) - body.height_m, share_on(attempt.side))
        body.wait(body.rng.uniform(0.3, 0.8))
    plan.back = drills.put_back(body, drills.stance_share(body))
    if attempt.same_leg_return:
        drills.come_level(body)
    body.wait(body.vary(who.pause_s, 0.3))
    return plan


def _down(body: Choreography, attempt: Attempt) -> Span:
    return drills.lower(body, attempt.depth_m, attempt.lowering_s)


def _touch(body: Choreography, side: Side, begin_s: float, lasts_s: float) -> Span:
    """Put the other foot down lightly and take it off again."""
    rng = body.rng
    sign = 1.0 if side == "left" else -1.0
    body.share.bump(begin_s, -sign * rng.uniform(0.08, 0.3) * bell(samples(lasts_s)))
    body.knock(rng.uniform(0.003, 0.01), 0.2, begin_s)
    return Span(begin_s, begin_s + lasts_s)


def _hop(body: Choreography) -> None:
    """Lose balance and hop on the spot on one leg."""
    rng = body.rng
    way = drills.hop_velocity(rng, rng.uniform(0.5, 0.9), rng.uniform(0.15, 0.22), rng.uniform(0.12, 0.2))
    body.fling(way, body.now_s)
    body.wait(way.size / RATE_HZ + rng.uniform(0.2, 0.6))


def _bounce(body: Choreography, attempt: Attempt) -> Span:
    """Drop into the bottom and spring back."""
    rng = body.rng
    path = stopped_profile(
        rng, attempt.lowering_s, body.athlete.shapes, brake_s=rng.uniform(0.12, 0.2), sharp=1.6
    )
    span = drills.lower(body, attempt.depth_m, attempt.lowering_s, path)
    up_s, up_m = rng.uniform(0.28, 0.42), rng.uniform(0.015, 0.028)
    body.now_s = body.travel(up_m, quick_profile(rng, up_s), span.end_s - 0.06)
    sink_s = rng.uniform(0.4, 0.7)
    body.now_s = body.travel(-up_m * rng.uniform(0.5, 0.9), quick_profile(rng, sink_s), body.now_s - 0.05)
    return span


def classic_rep(body: Choreography, attempt: Attempt) -> RepPlan:
    """Rise on the other leg alone, lower on the working leg."""
    who, rng, helper = body.athlete, body.rng, other(attempt.side)
    sign = 1.0 if attempt.side == "left" else -1.0
    resting = rng.choice([0.0, rng.uniform(0.02, 0.06)])
    if abs(body.share.value - share_on(helper)) > 0.1:  # noqa: PLR2004  already on that leg
        drills.leave(body, helper, resting)
        body.wait(rng.uniform(0.2, 0.6))
    went_up = drills.rise(body, body.vary(who.top_m) - body.height_m, body.share.value)
    body.wait(body.vary(who.hold_top_s, 0.3))
    body.nudge(-who.swing_lift_m, 0.3, body.now_s - 0.2)
    drills.shift_stance(body, 0.5 - sign * rng.uniform(0.0, 0.15), rng.uniform(0.25, 0.5))
    body.wait(rng.uniform(0.05, 0.4))
    off = drills.leave(body, attempt.side)
    body.wait(body.vary(who.settle_s, 0.3))
    went_down = _down(body, attempt)
    body.wait(body.vary(who.hold_bottom_s, 0.3))
    back = drills.put_back(body, share_on(helper) + sign * resting)
    body.nudge(who.swing_lift_m, 0.3, body.now_s)
    body.wait(body.vary(who.pause_s, 0.3))
    return RepPlan("lowering", attempt.side, went_up, went_down, off, back)


def bilateral_rep(body: Choreography, lowering_s: float) -> RepPlan:
    """Rise and lower on both feet."""
    who = body.athlete
    went_up = drills.rise(body, body.vary(who.top_m) - body.height_m, drills.rise_share(body))
    body.wait(body.vary(who.hold_top_s, 0.3))
    body.shift(drills.rise_share(body), 0.6)
    went_down = drills.lower(body, body.vary(who.depth_m), lowering_s)
    body.wait(body.vary(who.hold_bottom_s, 0.3) + body.vary(who.pause_s, 0.3))
    return RepPlan("bilateral", "both", went_up, went_down)


def single_leg_raise(body: Choreography, attempt: Attempt) -> RepPlan:
    """Rise and lower on one leg that stays alone all set."""
    who = body.athlete
    went_up = drills.rise(body, body.vary(who.top_m) - body.height_m, body.share.value)
    body.wait(body.vary(who.hold_top_s, 0.3))
    went_down = _down(body, attempt)
    body.wait(body.vary(who.hold_bottom_s, 0.3) + body.vary(who.pause_s, 0.3))
    return RepPlan("single_leg_raise", attempt.side, went_up, went_down)


def floor_rep(body: Choreography, attempt: Attempt) -> RepPlan:
    """Lower to a floor as high as the plate: the heel lands on it and takes load off the plate."""
    who, rng = body.athlete, body.rng
    drills_up_s = body.vary(who.rise_s)
    body.heel.move(body.now_s - 0.1, rng.uniform(0.2, 0.4), 0.0)
    went_up = drills.rise(body, attempt.depth_m - body.height_m, drills.rise_share(body), drills_up_s)
    body.wait(body.vary(who.hold_top_s, 0.3))
    off = drills.leave(body, attempt.side)
    body.wait(body.vary(who.settle_s, 0.3))
    path = stopped_profile(rng, attempt.lowering_s, who.shapes, brake_s=rng.uniform(0.07, 0.12), sharp=0.35)
    went_down = drills.lower(body, body.height_m, attempt.lowering_s, path)
    body.heel.move(went_down.end_s - 0.03, rng.uniform(0.08, 0.2), rng.uniform(0.25, 0.6))
    body.knock(rng.uniform(0.004, 0.015), 0.12, went_down.end_s)
    body.wait(0.2 + body.vary(who.hold_bottom_s, 0.3))
    back = drills.put_back(body, drills.stance_share(body))
    body.heel.move(body.now_s, 0.3, rng.uniform(0.25, 0.6))
    body.wait(0.3 + body.vary(who.pause_s, 0.3))
    return RepPlan("lowering", attempt.side, went_up, went_down, off, back)


def false_start(body: Choreography) -> None:
    """Rise a little on both feet, think better of it and come down again."""
    rng = body.rng
    height_m = rng.uniform(0.008, 0.018)
    drills.rise(body, height_m, drills.rise_share(body), rng.uniform(0.5, 0.9))
    took_s = rng.uniform(0.6, 1.2)
    body.now_s = body.travel(-height_m, profile(rng, took_s, body.athlete.shapes))
    body.wait(rng.uniform(0.5, 1.2))
