"""Recordings played, heard and scored; many at once on as many cores as there are."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulators.scenarios import SCENARIOS
from station.pipeline import Pipeline
from tools.accuracy.listening import learned_gains, listen
from tools.accuracy.playing import play
from tools.accuracy.score import Score, score, score_warm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Shapes = Literal["even", "human"]
SHAPES: tuple[Shapes, ...] = ("even", "human")
Row = tuple[str, Shapes]
"""A scenario and the shapes of its movements."""
Scores = dict[Row, Score]


@dataclass(frozen=True, slots=True)
class Take:
    """One recording to be made and scored."""

    scenario: str
    shapes: Shapes
    seed: int
    reps: int | None = None
    """Reps a set; ``None`` is what the scenario draws."""
    live: bool = True
    """Feed the bytes as they arrive, to know the delay, and again to a step that has seen a set before."""


def run_take(take: Take) -> Score:
    """Play one recording through the pipeline and score what it told."""
    parameters: list[tuple[str, str]] = [("shapes", take.shapes)]
    if take.reps is not None:
        parameters.append(("reps", str(take.reps)))
    played = play(take.scenario, take.seed, *parameters)
    if not take.live:
        return score(listen(played.gathered(1.0)), played.truth)
    result = score(listen(played.chunks), played.truth)
    if SCENARIOS[take.scenario].trains:
        known = Pipeline(plate_gains=learned_gains(take.scenario, take.seed, take.shapes))
        result += score_warm(listen(played.gathered(1.0), known), played.truth)
    return result


def run(
    takes: Sequence[Take], *, processes: int = 1, done: Callable[[Take], None] = lambda _: None
) -> Scores:
    """Score all ``takes``; ``done`` is told of each in turn. The order of work never changes a score."""
    scores: Scores = {}

    def add(take: Take, scored: Score) -> None:
        scores.setdefault((take.scenario, take.shapes), Score()).__iadd__(scored)
        done(take)

    if processes == 1:
        for take in takes:
            add(take, run_take(take))
        return scores
    with ProcessPoolExecutor(processes) as pool:
        for take, scored in zip(takes, pool.map(run_take, takes), strict=True):
            add(take, scored)
    return scores


def takes_of(scenarios: Sequence[str], first_seed: int, seeds: int) -> list[Take]:
    """Return every scenario with both shapes and seeds from ``first_seed`` on, for the whole bench."""
    return [
        Take(scenario, shapes, seed)
        for scenario in scenarios
        for shapes in SHAPES
        for seed in range(first_seed, first_seed + seeds)
    ]
