"""Everything an athlete, or nobody, can do on the step: the registry of scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulators import drills
from simulators.act import Act
from simulators.athlete import draw_athlete
from simulators.drills import SetPlan
from simulators.truth import Truth, measure_sets, single_leg_stances

if TYPE_CHECKING:
    from simulators.act import Settings
    from simulators.body import Motion


@dataclass(frozen=True, slots=True)
class Scenario:
    """A script with its one-line description."""

    name: str
    about: str
    script: Callable[[Act], None]
    reps: bool = True
    """Whether there is anything to count."""


def _lowering_set(act: Act, count: int) -> None:
    who = act.body.athlete
    plan = SetPlan("lowering", who.side)
    act.sets.append(plan)
    for done in range(count):
        act.tire(done, count)
        plan.reps.append(
            drills.lowering_rep(act.body, who.side, act.body.vary(who.lowering_s), act.body.vary(who.depth_m))
        )


def textbook(act: Act) -> None:
    """One leg, 3-5 s down, both feet back."""
    act.enter()
    _lowering_set(act, act.reps())
    act.leave()


def quiet(act: Act) -> None:
    """A minute and a half of standing."""
    act.enter()
    drills.stand(act.body, act.body.rng.uniform(60.0, 90.0))
    act.leave()


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("textbook", "one leg lowers for 3-5 s, both feet return, clean", textbook),
        Scenario("quiet", "standing still on two feet, load wandering between them", quiet, reps=False),
    )
}


@dataclass(frozen=True, slots=True)
class Performance:
    """What happened and the truth about it."""

    motion: Motion
    truth: Truth


def perform(settings: Settings) -> Performance:
    """Play a scenario; ``KeyError`` when there is none of that name."""
    scenario = SCENARIOS[settings.scenario]
    athlete = draw_athlete(settings.seed, settings.scenario, settings.shapes, settings.mass_kg)
    act = Act.of(settings, athlete)
    scenario.script(act)
    motion = act.body.perform()
    sets, reps = measure_sets(motion, act.sets, athlete.body_mass_kg)
    mass_kg = act.body.mass_kg.value
    truth = Truth(
        scenario=settings.scenario,
        seed=settings.seed,
        duration_s=motion.duration_s,
        mass_kg=mass_kg,
        body_mass_kg=athlete.body_mass_kg,
        added_load_kg=mass_kg - athlete.body_mass_kg,
        shapes=athlete.shapes,
        sets=sets,
        reps=reps,
        stances=tuple(single_leg_stances(motion)),
        events=tuple(act.events),
    )
    return Performance(motion, truth)
