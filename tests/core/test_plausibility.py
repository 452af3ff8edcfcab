"""Readings that never change: the end of a plate's range, a dead converter, or only a rounded table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.force import GridBlock
from station.force.plausibility import FlatBegun, FlatEnded, FlatItem, PlateWatch
from tests.core.forces import Scene, pieces


def standing(seconds: float = 8.0, *, step_n: float = 0.0) -> GridBlock:
    """Return somebody stepping on and standing, rounded to ``step_n``."""
    block = Scene(noise_n=0.3).empty(4.0).stand(seconds, wobble=0.002).block()
    if step_n:
        block.left_n[:] = np.round(block.left_n / step_n) * step_n
        block.right_n[:] = np.round(block.right_n / step_n) * step_n
    return block


def noticed(block: GridBlock) -> list[FlatItem]:
    """Return what a fresh watch notices."""
    return PlateWatch().feed(block)[1]


@pytest.mark.parametrize("step_n", [0.0, 0.01, 0.1, 1.0])
def test_plates_that_work_raise_no_doubt(step_n: float) -> None:
    """Noise, and tables rounded to a newton, are as plates are."""
    assert noticed(standing(20.0, step_n=step_n)) == []


@pytest.mark.parametrize("rounded", [False, True])
def test_tables_cut_at_zero_are_as_plates_are(rounded: bool) -> None:  # noqa: FBT001  a parameter
    """A lifted foot may read exactly zero for as long as it likes."""
    scene = Scene(noise_n=0.3).empty(3.0).stand(5.0).move(0.3, 0.5, 1.0).stand(30.0, 1.0).stand(3.0)
    block = scene.block()
    for force_n in (block.left_n, block.right_n):
        force_n[force_n < 5.0] = 0.0
        if rounded:
            force_n[:] = np.round(force_n, 2)
    assert noticed(block) == []


def test_end_of_range_is_told_and_its_force_still_used() -> None:
    """A clipped plate carries at least what it reads: the instants stay, from when to when is told."""
    block = standing()
    block.right_n[700:950] = 420.0
    fed, items = PlateWatch().feed(block)
    begun, ended = items
    assert isinstance(begun, FlatBegun)
    assert (begun.plate, begun.start_tick, begun.level_n, begun.saturated) == ("right", 700, 420.0, True)
    assert ended == FlatEnded(950, "right")
    assert fed.valid.all()


def test_frozen_reading_is_no_data() -> None:
    """A plate that repeats an ordinary value is stuck: its instants are not valid until it moves again."""
    block = standing()
    block.left_n[700:950] = block.left_n[700]
    block.left_n[950:] += 3.0
    fed, (begun, ended) = PlateWatch().feed(block)
    assert isinstance(begun, FlatBegun)
    assert (begun.plate, begun.start_tick, begun.saturated) == ("left", 700, False)
    assert ended == FlatEnded(950, "left")
    assert not fed.valid[begun.known_tick : 950].any()
    assert fed.valid[:700].all()
    assert fed.valid[950:].all()


def test_plate_that_dies_empty_was_seen_alive_before() -> None:
    """Noise that stops is told after two seconds; a plate that never had any may be a rounded one."""
    block = standing()
    block.left_n[:] = np.random.default_rng(3).normal(0.0, 0.2, len(block))
    block.left_n[700:] = 0.35
    (begun,) = noticed(block)
    assert isinstance(begun, FlatBegun)
    assert (begun.plate, begun.known_tick, begun.saturated) == ("left", 899, False)
    quiet = standing()
    quiet.left_n[:] = 0.0
    assert noticed(quiet) == []


def test_bridged_holes_are_not_stuck_plates() -> None:
    """Instants that rest on no data repeat the last value; that is told elsewhere."""
    block = standing()
    block.left_n[700:760] = block.left_n[699]
    block.valid[700:760] = False
    assert noticed(block) == []


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.35, 60.0, 350.0, 420.0, -1.0]), st.integers(1, 260)),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.integers(1, 300), min_size=1, max_size=5),
)
def test_cuts_change_nothing(stretches: list[tuple[float, int]], lengths: list[int]) -> None:
    """However instants are cut into blocks, the same is noticed at the same time; -1 is living noise."""
    rng = np.random.default_rng(5)
    left_n = np.concatenate(
        [
            rng.normal(300.0, 2.0, n) if value < 0.0 else np.full(n, value)
            for value, n in [(-1.0, 30), *stretches]
        ]
    )
    ticks = np.arange(len(left_n), dtype=np.int64)
    block = GridBlock(ticks, left_n, left_n[::-1].copy(), np.ones(len(ticks), dtype=np.bool_))
    whole, items = PlateWatch().feed(block)
    watch = PlateWatch()
    fed = [watch.feed(piece) for piece in pieces(block, lengths)]
    told = [item for _, cut in fed for item in cut]
    assert sorted(told, key=repr) == sorted(items, key=repr)
    assert np.array_equal(np.concatenate([cut.valid for cut, _ in fed]), whole.valid)
