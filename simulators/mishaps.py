"""Scenarios of people who train and stumble: touches, hops, false starts, a fall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators import drills, exercises
from simulators.athlete import as_novice
from simulators.exercises import attempt_of
from simulators.signals import chance
from simulators.training import each

if TYPE_CHECKING:
    from simulators.act import Act
    from simulators.exercises import Attempt, RepPlan


def _stumbling(act: Act) -> Attempt:
    body = act.body
    wanted = attempt_of(body, body.athlete.side)
    mishap = str(
        body.rng.choice(["none", "touch", "tentative", "hop", "same_leg"], p=[0.58, 0.16, 0.1, 0.11, 0.05])
    )
    if mishap == "touch":
        return replace(wanted, touch_s=body.rng.uniform(0.15, 0.7))
    if mishap == "tentative":
        return replace(wanted, tentative_s=body.rng.uniform(0.3, 0.8))
    return replace(wanted, hop=mishap == "hop", same_leg_return=mishap == "same_leg")


def _abort(act: Act) -> None:
    """Lose balance on the way down, step off, and come back: not a rep."""
    body = act.body
    start_s = body.now_s
    wanted = attempt_of(body, body.athlete.side)
    exercises.up_and_off(body, wanted)
    body.wait(0.3)
    drills.lower(body, wanted.depth_m * body.rng.uniform(0.2, 0.6), wanted.lowering_s * 0.5)
    drills.vanish(body, body.rng.uniform(0.25, 0.4))
    act.happened("aborted_rep", start_s, body.now_s)
    body.wait(0.2)
    drills.come_level(body)
    body.wait(body.rng.uniform(0.5, 3.0))
    act.mount(body.rng.uniform(2.0, 4.0))


def stumble(act: Act) -> None:
    """Touch down, hop and step off in the middle of a set."""
    act.enter()
    body = act.body
    count = act.reps()
    falls = {int(body.rng.integers(1, count + 1))} if chance(body.rng, 0.7) else set()

    def rep(done: int) -> RepPlan:
        if done in falls:
            _abort(act)
        return exercises.lowering_rep(body, _stumbling(act))

    each(act, act.open_set("lowering", body.athlete.side), rep, count)
    act.leave()


def novice(act: Act) -> None:
    """Train for the first time: no two reps alike, load left behind, false starts."""
    body = act.body
    body.athlete = as_novice(body.athlete)
    act.enter()

    def rep(_done: int) -> RepPlan:
        if chance(body.rng, 0.12):
            start_s = body.now_s
            exercises.false_start(body)
            act.happened("false_start", start_s, body.now_s)
        wanted = attempt_of(body, body.athlete.side, body.rng.uniform(1.4, 5.0))
        if chance(body.rng, 0.12):
            wanted = replace(wanted, remains=body.rng.uniform(0.07, 0.15))
        elif chance(body.rng, 0.08):
            wanted = replace(wanted, touch_s=body.rng.uniform(0.15, 0.5))
        return exercises.lowering_rep(body, wanted)

    each(act, act.open_set("lowering", body.athlete.side), rep, act.reps())
    act.leave()
