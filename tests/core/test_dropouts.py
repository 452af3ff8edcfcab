"""Dropouts of a plate are bridged, real changes of load are not touched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.force import GridBlock, Mender
from tests.core.forces import Scene, pieces


def mended(blocks: list[GridBlock]) -> GridBlock:
    """Return all blocks as they come out, in one."""
    mender = Mender()
    out = [piece for block in blocks for piece in mender.feed(block)] + mender.flush()
    left_n, right_n, valid, tick = (
        np.concatenate([getattr(block, name) for block in out])
        for name in ("left_n", "right_n", "valid", "tick")
    )
    return GridBlock(tick, left_n, right_n, valid)


def same(a: GridBlock, b: GridBlock) -> bool:
    """Whether two blocks say the same."""
    return all(
        np.array_equal(getattr(a, name), getattr(b, name)) for name in ("tick", "left_n", "right_n", "valid")
    )


@pytest.mark.parametrize("milliseconds", [10, 20, 40])
def test_dropout_is_bridged_and_not_valid(milliseconds: int) -> None:
    """A plate that reads nothing for 10 to 40 ms gets the force around it, marked as mended."""
    scene = Scene().stand(6.0)
    scene.spoil(3.0, milliseconds / 1000, left=0.0)
    scene.spoil(4.0, milliseconds / 1000, left=0.0, right=-1.0)
    out = mended([scene.block()])
    assert out.left_n == pytest.approx(np.full(600, 350.0), abs=4.0)
    assert out.right_n == pytest.approx(np.full(600, 350.0), abs=4.0)
    assert np.count_nonzero(~out.valid) == 2 * milliseconds // 10
    assert not out.valid[300]


@pytest.mark.parametrize("first", [1.0, 0.9, 0.6])
@pytest.mark.parametrize("last", [1.0, 0.7, 0.45, 0.1])
def test_instants_half_way_into_a_dropout_do_not_hide_it(first: float, last: float) -> None:
    """Between a good conversion and a bad one the grid interpolates; what lies between is bridged with the rest."""
    scene = Scene().stand(6.0)
    for at, share in ((2.99, first), (3.0, 0.05), (3.01, 0.0), (3.02, 0.0), (3.03, last)):
        scene.spoil(at, 0.01, left=350.0 * share)
    out = mended([scene.block()])
    half_way_n = (1.0 - first) * 350.0 + 5.0
    assert out.left_n[299:304] == pytest.approx(np.full(5, 350.0), abs=half_way_n)
    assert not out.valid[300:303].any()


def test_real_changes_are_untouched() -> None:
    """Stepping on and off, a quick transfer and a hop keep every value and stay valid."""
    scene = (
        Scene().empty(1.0).stand(1.0).move(0.08, 0.5, 0.97).stand(1.0, 0.97).move(0.05, 0.97, 0.4)
        .stand(1.0, 0.4).empty(0.15).stand(1.0, 0.4).empty(1.0)
    )  # fmt: skip
    block = scene.block()
    assert same(mended([block]), block)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 60.0, 100.0, 250.0, 330.0, 400.0, 700.0]), st.integers(1, 7)),
        max_size=25,
    ),
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
)
def test_cuts_change_nothing(stretches: list[tuple[float, int]], lengths: list[int]) -> None:
    """However instants are cut into blocks, however wild the forces, the same comes out and nothing is lost."""
    force_n = np.concatenate([np.full(count, value) for value, count in [(400.0, 3), *stretches]])
    ticks = np.arange(len(force_n), dtype=np.int64)
    block = GridBlock(ticks, force_n, force_n[::-1].copy(), np.ones(len(ticks), dtype=np.bool_))
    whole = mended([block])
    assert np.array_equal(whole.tick, ticks)
    assert same(mended(pieces(block, lengths)), whole)
