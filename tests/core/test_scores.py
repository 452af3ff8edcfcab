"""How well simulated athletes are counted and measured; no scenario may fall below what it has reached.

Each scenario is played with three seeds, five reps a set, movement shapes mixed. ``-s`` prints the table.
Floors stand a little below what was measured: whoever improves a scenario raises its floor with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from simulators.scenarios import SCENARIOS
from tests.core.playing import events_of, final_reps, play
from tools.accuracy.score import Score, header, score

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = (1, 2, 3)
IDLE = [name for name, scenario in SCENARIOS.items() if not scenario.trains]


@dataclass(frozen=True, slots=True)
class Floor:
    """What a scenario has reached: counts at least, errors at most. Times in s."""

    f1: float = 1.0
    exact: int = len(SEEDS)
    side: float = 1.0
    mode: float = 1.0
    single_mae_s: float = 0.004
    tut_mae_s: float = 0.35
    coverage: float = 0.7
    tut_told: float = 0.35
    """Share of matched reps whose lowering time is told and not refused."""


FLOORS = {
    "textbook": Floor(coverage=0.75, tut_told=0.6),
    "alternate": Floor(coverage=0.6),
    "heavy": Floor(tut_mae_s=0.22, coverage=0.85, tut_told=0.5),
    "fast": Floor(tut_mae_s=0.15, coverage=0.85, tut_told=0.7),
    "slow": Floor(coverage=0.85),
    "bounce": Floor(tut_mae_s=0.25),
    "bilateral": Floor(f1=0.85, exact=1, tut_mae_s=0.6, coverage=0.3),
    "single": Floor(tut_mae_s=0.5, coverage=0.3, tut_told=0.15),
    "classic": Floor(tut_mae_s=0.45, coverage=0.6),
    "floor": Floor(f1=0.95, exact=2, tut_told=0.0),
    "rail": Floor(f1=0.88, exact=1, mode=0.85, tut_told=0.0),
    "stumble": Floor(tut_mae_s=0.4, coverage=0.6),
    "novice": Floor(f1=0.95, exact=2, tut_mae_s=0.2, coverage=0.85, tut_told=0.4),
    "mixed_session": Floor(f1=0.98, exact=2, tut_mae_s=0.27, coverage=0.8),
    "drift": Floor(coverage=0.5, tut_told=0.4),
    "spikes": Floor(f1=0.95, exact=2, mode=0.9, tut_mae_s=0.55, coverage=0.6, tut_told=0.15),
}


@lru_cache
def scored(scenario: str) -> Score:
    """Return the score of a scenario over all seeds."""
    total = Score()
    for seed in SEEDS:
        played = play(scenario, seed, ("reps", "5"))
        total += score(final_reps(events_of(played.gathered(1.0))), played.truth.reps)
    return total


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    """Print what was measured when the last test of this file is done."""
    yield
    print(f"\n{header()}")  # noqa: T201  asked for with -s
    for name in filter(ASKED.__contains__, SCENARIOS):
        print(scored(name).row(name))  # noqa: T201  asked for with -s


ASKED: set[str] = set()


def test_every_scenario_with_reps_has_a_floor() -> None:
    """No scenario of the simulator is left out."""
    assert set(FLOORS) == set(SCENARIOS) - set(IDLE)


@pytest.mark.parametrize("scenario", FLOORS)
def test_scenario_is_counted(scenario: str) -> None:
    """Counts, sides, modes and single-leg times are at least at their floors."""
    ASKED.add(scenario)
    measured, floor = scored(scenario), FLOORS[scenario]
    assert measured.f1 >= floor.f1
    assert measured.exact >= floor.exact
    assert measured.side >= floor.side
    assert measured.mode >= floor.mode
    assert measured.single_mae_s <= floor.single_mae_s


@pytest.mark.parametrize("scenario", FLOORS)
def test_lowering_times_are_as_good_and_as_honest_as_before(scenario: str) -> None:
    """Errors of the lowering times told, how often their intervals hold the truth, and how many are told."""
    measured, floor = scored(scenario), FLOORS[scenario]
    assert measured.tut_mae_s <= floor.tut_mae_s
    assert measured.coverage >= floor.coverage
    assert len(measured.tut_errors_s) >= floor.tut_told * measured.matched


@pytest.mark.parametrize("scenario", IDLE)
def test_nothing_is_counted_where_nothing_is_done(scenario: str) -> None:
    """Standing, shifting, walking, squatting, jumping, a dumbbell and a child make no rep."""
    ASKED.add(scenario)
    assert scored(scenario).invented == 0


def test_score_sees_what_is_wrong() -> None:
    """A missing, an invented and a mirrored rep, and an interval beside the truth, each cost points."""
    played = play("alternate", 3, ("reps", "3"))
    truths = played.truth.reps
    reps = final_reps(events_of(played.gathered(1.0)))
    assert score(reps, truths).f1 == 1.0
    assert score(reps[1:], truths).missed == 1
    assert score([*reps, replace(reps[-1], index=9)], truths).invented == 1
    mirrored = replace(reps[0], side="left" if reps[0].side == "right" else "right")
    assert score([mirrored, *reps[1:]], truths).right_side == len(truths) - 1
    assert score([mirrored, *reps[1:]], truths).exact == 0
    beside = replace(reps[0], eccentric_tut_s=60.0, eccentric_tut_lo_s=59.0, eccentric_tut_hi_s=61.0)
    assert score([beside], truths[:1]).coverage == 0.0
    assert score([], []).f1 == 1.0
