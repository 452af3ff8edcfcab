"""The last ten seconds of force."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from station.kiosk.trace import KEPT_S, TraceRing
from tests.kiosk.scripted import force


def test_an_empty_ring_has_nothing() -> None:
    """Before the first block there is no time and no force."""
    trace = TraceRing().view()
    assert trace.end_s is None
    assert np.isnan(trace.binned(5)).all()


def test_ten_seconds_are_kept() -> None:
    """Older samples fall out."""
    ring = TraceRing()
    for second in range(30):
        ring.feed(force(float(second), 100.0, 200.0, seconds=1.0))
    trace = ring.view()
    assert trace.end_s is not None
    assert trace.t_s[0] >= trace.end_s - KEPT_S
    assert 9.5 < trace.end_s - trace.t_s[0] <= KEPT_S


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40))
def test_how_blocks_are_cut_changes_nothing(lengths: list[int]) -> None:
    """One sample at a time or thousands at once: the view is the same."""
    whole = force(0.0, 0.0, 0.0, seconds=sum(lengths) / 90.0)
    count = whole.t_s.size
    whole = replace(whole, left_n=np.arange(count, dtype=float), right_n=-np.arange(count, dtype=float))
    cut, once = TraceRing(), TraceRing()
    once.feed(whole)
    edges = np.clip(np.cumsum([0, *lengths]), 0, count)
    for start, stop in itertools.pairwise(edges):
        part = slice(start, stop)
        cut.feed(replace(whole, t_s=whole.t_s[part], left_n=whole.left_n[part], right_n=whole.right_n[part],
                         valid=whole.valid[part]))  # fmt: skip
    np.testing.assert_array_equal(cut.view().t_s, once.view().t_s)
    np.testing.assert_array_equal(cut.view().left_n, once.view().left_n)


def test_invalid_samples_are_holes() -> None:
    """What no good conversion backs is not drawn."""
    ring = TraceRing()
    block = force(0.0, 100.0, 200.0, seconds=1.0)
    ring.feed(replace(block, valid=np.zeros_like(block.valid)))
    assert np.isnan(ring.view().left_n).all()


def test_a_clock_that_ran_backwards_begins_afresh() -> None:
    """Another source does not draw over the old one."""
    ring = TraceRing()
    ring.feed(force(100.0, 1.0, 1.0))
    ring.feed(force(3.0, 2.0, 2.0))
    assert ring.view().t_s[0] == 3.0


def test_columns_are_means_and_the_newest_is_last() -> None:
    """Each column is the mean of its tenth; columns before the first sample are unknown."""
    ring = TraceRing()
    ring.feed(force(0.0, 100.0, 300.0, seconds=2.0))
    ring.feed(force(2.0, 200.0, 100.0, seconds=1.0))
    columns = ring.view().binned(10)
    np.testing.assert_allclose(columns[:, -3:], [[100, 100, 200], [300, 300, 100]])
    assert np.isnan(columns[:, :7]).all()


def test_a_view_cannot_be_written() -> None:
    """Snapshots are frozen to the last sample."""
    ring = TraceRing()
    ring.feed(force(0.0, 100.0, 300.0))
    assert not ring.view().left_n.flags.writeable
