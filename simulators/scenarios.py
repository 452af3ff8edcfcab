"""The registry of scenarios, and how one is played."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulators import idle, mishaps, training, turning
from simulators.act import Act
from simulators.athlete import GRAVITY_M_S2, draw_athlete
from simulators.maker import WORKSHOP
from simulators.measure import measure_sets, single_leg_stances
from simulators.signals import chance, ease, stream
from simulators.truth import EventTruth, Truth
from simulators.workpiece import Workpiece, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.act import Settings
    from simulators.body import Motion


LAID_DOWN_S = 0.3


@dataclass(frozen=True, slots=True)
class Scenario:
    """A script with its one-line description."""

    name: str
    about: str
    script: Callable[[Act], None]
    trains: bool = True
    """Whether there is anything to count."""


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario("textbook", "one leg lowers for 3-5 s, both feet return, clean", training.textbook),
        Scenario("alternate", "the same, left and right leg in turn", training.alternate),
        Scenario("heavy", "weighed without and with a 10-30 kg backpack, then one leg", training.heavy),
        Scenario("fast", "down in less than 2 s", training.fast),
        Scenario("slow", "down in 5-8 s", training.slow),
        Scenario("bounce", "springs back from the bottom in about every other rep", training.bounce),
        Scenario("bilateral", "up and down on both feet", training.bilateral),
        Scenario("single", "up and down on one leg, the other in the air all set", training.single),
        Scenario("classic", "the other leg alone pushes up, the working leg lowers", training.classic),
        Scenario("floor", "the heel lands on a floor as high as the plate", training.floor),
        Scenario("rail", "hands on a rail, 2-18 % of the weight, after a weigh-in without", training.rail),
        Scenario("stumble", "touches, hops, returns on the same leg, steps off in mid-set", mishaps.stumble),
        Scenario("novice", "irregular, hesitating, load left behind, false starts", mishaps.novice),
        Scenario(
            "mixed_session",
            "four sets, both legs, stepping off, a backpack for the last two",
            training.mixed_session,
        ),
        Scenario("drift", "alternating legs on drifting, badly calibrated plates", training.drift),
        Scenario("spikes", "textbook with spoiled and lost conversions", training.spikes),
        Scenario("quiet", "nothing: stands on two feet", idle.quiet, trains=False),
        Scenario("shift", "nothing: shifts weight from foot to foot", idle.shift, trains=False),
        Scenario("oneleg", "nothing: stands on one leg, then on the other", idle.oneleg, trains=False),
        Scenario("turn", "nothing: stands, turns around, stands, turns back", turning.turn, trains=False),
        Scenario("walk", "nothing: walks over the plates", idle.walk, trains=False),
        Scenario("squat", "nothing: squats on two feet", idle.squat, trains=False),
        Scenario("jump", "nothing: jumps on the spot", idle.jump, trains=False),
        Scenario("dumbbell", "nothing: a dumbbell lies on the plates", idle.dumbbell, trains=False),
        Scenario("empty", "nothing: nobody comes", idle.empty, trains=False),
        Scenario(
            "visitor", "nothing: stands on the step once and leaves it to rest", idle.visitor, trains=False
        ),
        Scenario("child", "nothing: a small child plays on the step", idle.child, trains=False),
    )
}


@dataclass(frozen=True, slots=True)
class Performance:
    """What happened, the truth about it, and what is wrong with the plates."""

    motion: Motion
    truth: Truth
    warming_up: bool = False
    spiky: bool = False
    workpiece: Workpiece | None = None
    """What the plates of a calibration feel."""


def perform(settings: Settings) -> Performance:
    """Play a scenario; ``KeyError`` when there is none of that name."""
    if settings.scenario in WORKSHOP:
        motion, truth, workpiece = work(settings)
        return Performance(motion, truth, workpiece=workpiece)
    act = Act.of(settings, draw_athlete(settings.seed, settings.scenario, settings.shapes, settings.mass_kg))
    SCENARIOS[settings.scenario].script(act)
    motion = act.body.perform()
    truth = _truth(act, motion)
    if settings.dumbbell_kg:
        motion, truth = _with_dumbbell(settings, motion, truth)
    return Performance(motion, truth, act.warming_up, act.spiky)


def _with_dumbbell(settings: Settings, motion: Motion, truth: Truth) -> tuple[Motion, Truth]:
    """Lay a dumbbell beside a foot: the plates carry it, the truth about the body stays."""
    weight_n = (settings.dumbbell_kg or 0.0) * GRAVITY_M_S2
    left = chance(stream(settings.seed, f"{settings.scenario}/dumbbell"), 0.5)
    load_n = weight_n * ease(np.clip((motion.time_s() - settings.dumbbell_at) / LAID_DOWN_S, 0.0, 1.0))
    motion = (
        replace(motion, left_n=motion.left_n + load_n)
        if left
        else replace(motion, right_n=motion.right_n + load_n)
    )
    told = f"{settings.dumbbell_kg:g} kg on the {'left' if left else 'right'} plate"
    event = EventTruth("dumbbell", settings.dumbbell_at, motion.duration_s, told)
    return motion, replace(truth, events=(*truth.events, event))


def _truth(act: Act, motion: Motion) -> Truth:
    body_mass_kg = 0.0 if act.nobody else act.body.athlete.body_mass_kg
    mass_kg = 0.0 if act.nobody else act.body.mass_kg.value
    sets, reps = measure_sets(motion, act.sets, body_mass_kg)
    toes = (EventTruth("toe_contact", *span) for span in act.body.toe_contacts)
    return Truth(
        scenario=act.settings.scenario,
        seed=act.settings.seed,
        duration_s=motion.duration_s,
        mass_kg=mass_kg,
        body_mass_kg=body_mass_kg,
        added_load_kg=mass_kg - body_mass_kg,
        shapes=act.body.athlete.shapes,
        sets=sets,
        reps=reps,
        stances=() if act.nobody else tuple(single_leg_stances(motion)),
        events=tuple(sorted((*act.events, *toes), key=lambda event: event.start_s)),
    )
