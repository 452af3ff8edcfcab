"""How well simulated athletes are counted and measured; no scenario may fall below what it has reached.

Each scenario is played with two seeds, five reps a set, even and human-like movement apart; in every run the
human-like one, which is harder, and with ``-m exhaustive`` the even one too. ``-s`` prints what was measured.
Floors stand a little below what was measured when they were set: whoever improves a scenario raises them, with
``python -m tools.accuracy --floors > tests/core/floors.json``.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from simulators.scenarios import SCENARIOS
from tools.accuracy.faults import fault_f1
from tools.accuracy.floors import FLOOR_TAKES, Floor, floors_json, read_floors
from tools.accuracy.listening import Heard, listen
from tools.accuracy.playing import play
from tools.accuracy.running import ALL, SHAPES, Row, Take, run, run_take, with_pooled
from tools.accuracy.score import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _pytest.mark.structures import ParameterSet

    from simulators.truth import Truth
    from station.events import Rep

FLOORS = read_floors(Path(__file__).with_name("floors.json"))
ROWS = tuple(dict.fromkeys((take.scenario, take.shapes) for take in FLOOR_TAKES))
HELD: tuple[Row, ...] = (*ROWS, *((ALL, shapes) for shapes in SHAPES))
IDLE = [name for name, scenario in SCENARIOS.items() if not scenario.trains]
IDLE_SEEDS = (1, pytest.param(2, marks=pytest.mark.exhaustive), pytest.param(3, marks=pytest.mark.exhaustive))
ASKED: set[Row] = set()


def rows(held: Sequence[Row]) -> list[ParameterSet]:
    """Return rows as parameters; even movement is not played in every run."""
    marks = {"even": [pytest.mark.exhaustive], "human": []}
    return [pytest.param(row, marks=marks[row[1]], id=named(row)) for row in held]


@lru_cache
def scored(row: Row) -> Score:
    """Return the score of a scenario with one kind of shapes over all seeds, or of all scenarios."""
    if row[0] == ALL:
        return with_pooled({each: scored(each) for each in ROWS if each[1] == row[1]})[row]
    return run([take for take in FLOOR_TAKES if (take.scenario, take.shapes) == row])[row]


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    """Print what was measured when the last test of this file is done."""
    yield
    print(floors_json({row: scored(row) for row in ROWS if row in ASKED}))  # noqa: T201  asked for with -s


def named(row: Row) -> str:
    """Return the name of a row in the file of floors."""
    return ", ".join(row)


def held(row: Row) -> tuple[Score, Floor]:
    """Return what was measured and its floor."""
    ASKED.add(row)
    return scored(row), FLOORS[named(row)]


def test_every_scenario_with_reps_has_a_floor() -> None:
    """No scenario of the simulator is left out, with either kind of shapes."""
    assert set(FLOORS) == {named(row) for row in HELD}


@pytest.mark.parametrize("row", rows(HELD))
def test_scenario_is_counted(row: Row) -> None:
    """Counts, whole sets, sides and modes are at least at their floors."""
    measured, floor = held(row)
    assert measured.f1 >= floor.f1
    assert measured.exact_share >= floor.exact
    assert measured.side >= floor.side
    assert measured.mode >= floor.mode


@pytest.mark.parametrize("row", rows(HELD))
def test_scenario_is_measured(row: Row) -> None:
    """Times, depth, shares and load err at most by their floors; what was told before is still told."""
    measured, floor = held(row)
    maes = {q: spread.mae for q in measured.errors if (spread := measured.spread(q))}
    assert {q: maes.get(q) for q, most in floor.mae.items() if maes.get(q, math.inf) > most} == {}


@pytest.mark.parametrize("row", rows(HELD))
def test_intervals_are_as_honest_as_before(row: Row) -> None:
    """As many lowering times are told, and their intervals hold the truth as often."""
    measured, floor = held(row)
    assert measured.told >= floor.told * measured.matched
    assert measured.coverage >= floor.coverage


@pytest.mark.parametrize("row", rows([row for row in HELD if FLOORS[named(row)].fault_f1]))
def test_faults_are_found(row: Row) -> None:
    """Faults that the athletes made are told, and no others, as well as before."""
    measured, floor = held(row)
    found = {kind: fault_f1(measured.faults, kind) for kind in floor.fault_f1}
    assert {kind: f1 for kind, f1 in found.items() if f1 < floor.fault_f1[kind]} == {}


@pytest.mark.parametrize("seed", IDLE_SEEDS)
@pytest.mark.parametrize("scenario", IDLE)
def test_nothing_is_counted_where_nothing_is_done(scenario: str, seed: int) -> None:
    """Standing, shifting, walking, squatting, jumping, a dumbbell and a child make no rep."""
    assert run_take(Take(scenario, "human", seed, live=False)).invented == 0


def heard_of(*reps: Rep) -> Heard:
    """Return a set as if exactly these reps had been told."""
    return Heard(finals={(1, index): rep for index, rep in enumerate(reps, start=1)})


def test_score_sees_what_is_wrong() -> None:
    """A missing, an invented and a mirrored rep, and an interval beside the truth, each cost points."""
    played = play("alternate", 3, ("reps", "3"))
    truth, reps = played.truth, listen(played.gathered(1.0)).reps
    assert score(heard_of(*reps), truth).f1 == 1.0
    assert score(heard_of(*reps), truth).exact == 1
    assert score(heard_of(*reps[1:]), truth).missed == 1
    assert score(heard_of(*reps, replace(reps[-1], index=9)), truth).invented == 1
    assert score(heard_of(*reps, replace(reps[-1], index=9)), truth).exact == 0
    mirrored = replace(reps[0], side="left" if reps[0].side == "right" else "right")
    assert score(heard_of(mirrored, *reps[1:]), truth).right_side == len(truth.reps) - 1
    assert score(heard_of(mirrored, *reps[1:]), truth).exact == 0
    beside = replace(reps[0], eccentric_tut_s=60.0, eccentric_tut_lo_s=59.0, eccentric_tut_hi_s=61.0)
    assert score(heard_of(beside), first_rep_of(truth)).coverage == 0.0
    bounced = replace(reps[0], faults=("bounce",))
    assert fault_f1(score(heard_of(bounced), first_rep_of(truth)).faults, "bounce") == 0.0
    assert score(heard_of(), replace(truth, reps=(), sets=())).f1 == 1.0


def first_rep_of(truth: Truth) -> Truth:
    """Return the truth of a performance that ended after its first rep."""
    return replace(truth, reps=truth.reps[:1])
