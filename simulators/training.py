"""Scenarios with something to count: people training, well and badly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators import drills, exercises
from simulators.athlete import other
from simulators.exercises import attempt_of
from simulators.signals import chance

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.act import Act
    from simulators.athlete import Side
    from simulators.exercises import RepPlan, SetPlan


def each(act: Act, plan: SetPlan, rep: Callable[[int], RepPlan], count: int) -> None:
    """Do ``count`` reps, growing tired."""
    for done in range(count):
        act.tire(done, count)
        did = rep(done)
        plan.reps.append(did)
        for touch in did.touches:
            act.happened("touch", touch.start_s, touch.end_s)


def _lowering_set(act: Act, side: Side, count: int, seconds: tuple[float, float] | None = None) -> None:
    """Do one set on one leg, each lowering drawn from ``seconds`` or the athlete's habit."""
    body = act.body

    def rep(_done: int) -> RepPlan:
        wanted_s = body.rng.uniform(*seconds) if seconds else None
        return exercises.lowering_rep(body, attempt_of(body, side, wanted_s))

    each(act, act.open_set("lowering", side), rep, count)


def textbook(act: Act) -> None:
    """Train one leg, clean."""
    act.enter()
    _lowering_set(act, act.body.athlete.side, act.reps())
    act.leave()


def alternate(act: Act) -> None:
    """Lower on the left and the right leg in turn."""
    act.enter()
    first = act.body.athlete.side

    def rep(done: int) -> RepPlan:
        return exercises.lowering_rep(act.body, attempt_of(act.body, other(first) if done % 2 else first))

    each(act, act.open_set("lowering", "both"), rep, act.reps())
    act.leave()


def heavy(act: Act) -> None:
    """Be weighed without and with a heavy backpack, then train one leg."""
    drawn_kg = round(act.body.rng.uniform(10.0, 30.0), 1)
    act.enter(added_kg=act.settings.added_kg or drawn_kg)
    _lowering_set(act, act.body.athlete.side, act.reps())
    act.leave()


def fast(act: Act) -> None:
    """Come down much too fast."""
    act.enter()
    _lowering_set(act, act.body.athlete.side, act.reps(), (0.7, 1.9))
    act.leave()


def slow(act: Act) -> None:
    """Come down very slowly."""
    act.enter()
    _lowering_set(act, act.body.athlete.side, act.reps(), (5.0, 8.0))
    act.leave()


def bounce(act: Act) -> None:
    """Spring back from the bottom in about every other rep."""
    act.enter()
    body = act.body

    def rep(done: int) -> RepPlan:
        springs = done == 1 or chance(body.rng, 0.5)
        wanted = attempt_of(body, body.athlete.side, body.rng.uniform(2.0, 3.8))
        return exercises.lowering_rep(body, replace(wanted, bounce=springs))

    each(act, act.open_set("lowering", body.athlete.side), rep, act.reps())
    act.leave()


def bilateral(act: Act) -> None:
    """Rise and lower on both feet."""
    act.enter()
    body = act.body

    def rep(_done: int) -> RepPlan:
        return exercises.bilateral_rep(body, body.vary(body.athlete.lowering_s))

    each(act, act.open_set("bilateral", "both"), rep, act.reps())
    act.leave()


def single(act: Act) -> None:
    """Rise and lower on one leg, the other in the air all set."""
    act.enter()
    body, side = act.body, act.body.athlete.side
    drills.leave(body, side)
    body.wait(body.rng.uniform(0.8, 2.0))

    def rep(_done: int) -> RepPlan:
        return exercises.single_leg_raise(body, attempt_of(body, side))

    each(act, act.open_set("single_leg_raise", side), rep, act.reps())
    drills.come_level(body)
    drills.put_back(body, drills.stance_share(body))
    act.leave()


def classic(act: Act) -> None:
    """Go up on the other leg alone, down on the working leg."""
    act.enter()
    body = act.body

    def rep(_done: int) -> RepPlan:
        return exercises.classic_rep(body, attempt_of(body, body.athlete.side))

    each(act, act.open_set("lowering", body.athlete.side), rep, act.reps())
    drills.put_back(body, drills.stance_share(body))
    act.leave()


def floor(act: Act) -> None:
    """Train on a floor as high as the plates: the heel lands on it."""
    act.enter()
    body = act.body
    body.heel.move(body.now_s, 0.8, body.rng.uniform(0.25, 0.6))
    body.wait(2.0)

    def rep(_done: int) -> RepPlan:
        return exercises.floor_rep(body, attempt_of(body, body.athlete.side))

    each(act, act.open_set("lowering", body.athlete.side), rep, act.reps())
    body.heel.move(body.now_s, 0.8, 0.0)
    body.wait(1.0)
    act.leave()


def rail(act: Act) -> None:
    """Hold on to a rail, more in some reps than in others, after a weigh-in without it."""
    act.enter()
    body = act.body
    usual = body.rng.uniform(0.025, 0.14)
    plan = act.open_set("lowering", body.athlete.side)
    start_s = body.now_s
    body.rail.move(start_s, 0.8, usual)
    body.wait(1.5)

    def rep(_done: int) -> RepPlan:
        body.rail.move(body.now_s, 1.0, usual * body.rng.uniform(0.8, 1.2))
        return exercises.lowering_rep(body, attempt_of(body, body.athlete.side))

    each(act, plan, rep, act.reps())
    drills.come_level(body)
    body.rail.move(body.now_s, 0.6, 0.0)
    body.wait(0.8)
    act.happened("rail", start_s, body.now_s, f"{usual:.1%} of the weight")
    act.leave()


def _rest(act: Act, *, away: bool) -> None:
    """Rest between sets, on the step or away from it."""
    body = act.body
    drills.come_level(body)
    if not away:
        start_s = body.now_s
        body.wait(body.rng.uniform(13.0, 20.0))
        act.happened("quiet_stance", start_s, body.now_s)
    else:
        act.dismount(body.rng.uniform(5.0, 12.0))
        act.mount(body.rng.uniform(4.0, 6.0))


def mixed_session(act: Act) -> None:
    """Do four sets: both legs without and both with a backpack, resting on the step and at least once off it."""
    act.enter(added_kg=0.0)
    body = act.body
    body.athlete = replace(
        body.athlete, toe_share=float(body.rng.choice([0.0, 0.0, body.rng.uniform(0.01, 0.03)]))
    )
    sides = (body.athlete.side, other(body.athlete.side))
    drawn_kg = round(body.rng.uniform(4.0, 20.0), 1)
    load_kg = act.settings.added_kg or drawn_kg
    standing = chance(body.rng, 0.25)
    for number, side in enumerate((*sides, *sides)):
        _lowering_set(act, side, act.reps(5, 7))
        if number == 1:
            drills.come_level(body)
            body.wait(body.rng.uniform(2.0, 4.0))
            act.put_on(load_kg, standing=standing)
        elif number == 0:
            _rest(act, away=chance(body.rng, 0.5))
        elif number == 2:  # noqa: PLR2004  the third set, the second rest
            _rest(act, away=standing or chance(body.rng, 0.5))
    act.leave()


def drift(act: Act) -> None:
    """Train alternating legs on plates that warm up and were calibrated badly."""
    act.warming_up = True
    alternate(act)


def spikes(act: Act) -> None:
    """Train one leg while conversions are lost and spoiled."""
    act.spiky = True
    textbook(act)
