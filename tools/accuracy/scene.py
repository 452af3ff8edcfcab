"""A performance as it was and as it was heard, to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulators.options import options_of
from simulators.scenarios import perform
from station.events import ForceBlock, Rep
from station.pipeline import Pipeline
from tools.accuracy.matching import match
from tools.accuracy.playing import play

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulators.body import Motion
    from simulators.truth import RepTruth
    from tools.accuracy.running import Shapes


@dataclass(frozen=True, slots=True)
class Scene:
    """One performance, as it was and as it was heard."""

    name: str
    shapes: Shapes
    seed: int
    motion: Motion
    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    told: int
    """Reps that were told, rightly or not."""
    pairs: list[tuple[Rep | None, RepTruth]]
    """Every true rep with what was told of it, ``None`` when it was missed."""


def scene_of(name: str, shapes: Shapes, seed: int, *more: tuple[str, str]) -> Scene:
    """Play a scenario, with ``more`` parameters of a ``sim://`` URL, and listen to it."""
    parameters = (("shapes", shapes), *more)
    played = play(name, seed, *parameters)
    pipeline = Pipeline()
    events = [event for at_us, data in played.gathered(1.0) for event in pipeline.feed(data, at_us)]
    events += pipeline.finish()
    reps = {(event.set, event.index): event for event in events if isinstance(event, Rep)}
    blocks = [event for event in events if isinstance(event, ForceBlock)]
    told = {id(truth): rep for rep, truth in match([reps[key] for key in sorted(reps)], played.truth.reps)}
    settings = options_of(name, [("seed", str(seed)), *parameters]).settings
    t_s, left_n, right_n = (
        np.concatenate([getattr(block, of) for block in blocks]) for of in ("t_s", "left_n", "right_n")
    )
    return Scene(
        name, shapes, seed, perform(settings).motion, t_s, left_n, right_n, len(reps),
        pairs=[(told.get(id(truth)), truth) for truth in played.truth.reps],
    )  # fmt: skip


def typical_rep(scene: Scene) -> int:
    """Return the number, from 1, of the rep whose lowering time errs by the median, or of the first one told.

    Reps with a fault come before reps without: they show what their scenario is about.
    """
    told = [number for number, (rep, _) in enumerate(scene.pairs, start=1) if rep is not None]
    errors = {
        number: error for number in told if (error := _tut_error_s(*scene.pairs[number - 1])) is not None
    }
    faulty = {number: error for number, error in errors.items() if scene.pairs[number - 1][1].faults}
    ranked = sorted(faulty or errors, key=errors.__getitem__)
    if ranked:
        return ranked[len(ranked) // 2]
    return told[0] if told else 1


def _tut_error_s(rep: Rep | None, truth: RepTruth) -> float | None:
    if rep is None or rep.eccentric_tut_s is None:
        return None
    return abs(rep.eccentric_tut_s - truth.eccentric_tut_s)
