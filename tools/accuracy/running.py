"""Recordings played, heard and scored; many at once on as many cores as there are."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
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
ALL = "all"
"""In place of a scenario: all of them with reps."""


@dataclass(frozen=True, slots=True)
class Take:
    """One recording to be made and scored."""

    scenario: str
    shapes: Shapes
    seed: int
    reps: int | None = None
    """Reps a set; ``None`` is what the scenario draws."""
    live: bool = True
    """Feed the bytes as they arrive, to know the delay, and again to a step that has seen a set before. Where
    there is nothing to count, this changes nothing."""


def run_take(take: Take) -> Score:
    """Play one recording through the pipeline and score what it told."""
    parameters: list[tuple[str, str]] = [("shapes", take.shapes)]
    if take.reps is not None:
        parameters.append(("reps", str(take.reps)))
    played = play(take.scenario, take.seed, *parameters)
    if not take.live or not SCENARIOS[take.scenario].trains:
        return score(listen(played.gathered(_BUSY_S)), played.truth)
    result = score(listen(played.chunks), played.truth)
    known = Pipeline(plate_gains=learned_gains(take.scenario, take.seed, take.shapes))
    result += score_warm(listen(played.gathered(_BUSY_S), known), played.truth)
    return result


def run(
    takes: Sequence[Take], *, processes: int = 1, done: Callable[[Take], None] = lambda _: None
) -> Scores:
    """Score all ``takes``; ``done`` is told of each in turn. The order of work never changes a score."""
    scores: Scores = {
        row: Score() for row in sorted({(take.scenario, take.shapes) for take in takes}, key=_place)
    }
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
        scored = map(run_take, takes) if pool is None else pool.map(run_take, takes, chunksize=_CHUNK)
        for take, score_of_take in zip(takes, scored, strict=True):
            scores[take.scenario, take.shapes] += score_of_take
            done(take)
    return scores


def with_pooled(scores: Scores) -> Scores:
    """Return training scenarios, and all of them as two rows more: many reps, so hardly any chance."""
    training = {row: scores[row] for row in scores if SCENARIOS[row[0]].trains}
    pools: Scores = {(ALL, shapes): Score() for shapes in SHAPES}
    for (_, shapes), trained in training.items():
        pools[ALL, shapes] += trained
    return {**training, **{row: pool for row, pool in pools.items() if pool.recordings}}


def takes_of(scenarios: Sequence[str], first_seed: int, seeds: int) -> list[Take]:
    """Return every scenario with both shapes and seeds from ``first_seed`` on, for the whole bench.

    Takes on the same plates are neighbours, so that a process learns their gains once.
    """
    return [
        Take(scenario, shapes, seed)
        for seed in range(first_seed, first_seed + seeds)
        for shapes in SHAPES
        for scenario in scenarios
    ]


def _place(row: Row) -> tuple[int, int]:
    return list(SCENARIOS).index(row[0]), SHAPES.index(row[1])


_BUSY_S = 1.0
"""Bytes come in heaps of this many seconds where it does not matter: the events are the same, sooner made."""
_CHUNK = 8
"""Takes that a process is given at once."""
