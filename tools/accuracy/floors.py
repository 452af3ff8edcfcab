"""What each scenario has reached on a reduced set, a little worse: the test suite lets nothing fall below it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from simulators.scenarios import SCENARIOS
from tools.accuracy.faults import fault_f1
from tools.accuracy.running import ALL, SHAPES, Take, with_pooled
from tools.accuracy.score import Quantity  # noqa: TC001  msgspec reads the annotation of Floor.mae

if TYPE_CHECKING:
    from pathlib import Path

    from tools.accuracy.running import Scores
    from tools.accuracy.score import Score

FLOOR_SEEDS = (1, 2)
FLOOR_REPS = 5
FLOOR_TAKES = [
    Take(name, shapes, seed, FLOOR_REPS, live=False)
    for name, scenario in SCENARIOS.items()
    if scenario.trains
    for shapes in SHAPES
    for seed in FLOOR_SEEDS
]

_ROOM = {False: 1.3, True: 1.1}
"""Errors may be so many times those measured: of ten reps of a scenario chance is larger than of all pooled.
Shares of intervals may be worse by one rep."""
_STEPS: dict[Quantity, float] = {
    "single_leg_time_s": 0.001, "eccentric_tut_s": 0.01, "near_bottom_s": 0.01, "com_lowering_m": 0.001,
    "rise_left_share": 0.001, "lowering_left_share": 0.001, "added_load_kg": 0.01, "hand_share": 0.001,
}  # fmt: skip
"""What is held, and to which step its floor is rounded up."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What one scenario has reached with one kind of shapes: shares and counts at least, errors at most."""

    f1: float
    exact: float
    side: float
    mode: float
    told: float
    """Share of matched reps whose lowering time is told."""
    coverage: float
    fault_f1: dict[str, float]
    mae: dict[Quantity, float]
    """By quantity, in its own unit."""


Floors = dict[str, Floor]
"""By ``"scenario, shapes"``."""


def read_floors(path: Path) -> Floors:
    """Return the floors of a file; an unknown or missing name is an error."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Floor])


def floor_of(score: Score, *, pooled: bool = False) -> Floor:
    """Return what this score has reached, a little worse."""
    room = _ROOM[pooled]
    maes = {quantity: spread.mae for quantity in _STEPS if (spread := score.spread(quantity))}
    made = sorted({kind for kind, outcome in score.faults if outcome != "false"} - {"fast"})
    return Floor(
        f1=_down(score.f1),
        exact=_down(score.exact_share),
        side=_down(score.side),
        mode=_down(score.mode),
        told=_down(max(0.0, (score.told - 1) / max(score.matched, 1))),
        coverage=_down(max(0, score.covered - 1) / max(score.told, 1)) if score.told else 1.0,
        fault_f1={kind: _down(fault_f1(score.faults, kind)) for kind in made},
        mae={quantity: _up(mae * room, _STEPS[quantity]) for quantity, mae in maes.items()},
    )


def floors_json(scores: Scores) -> str:
    """Return floors for these scores and for all of them as the text of the tests' file."""
    lines = (
        f'"{name}, {shapes}": {msgspec.json.encode(floor_of(score, pooled=name == ALL)).decode()}'
        for (name, shapes), score in with_pooled(scores).items()
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def _down(value: float) -> float:
    return math.floor(value * 100 + 1e-9) / 100


def _up(value: float, step: float) -> float:
    return round(math.ceil(value / step) * step, 6)
