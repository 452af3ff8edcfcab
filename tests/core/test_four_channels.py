"""Steps with a front and a back cell under each plate count and measure like those with one bridge a plate."""

from __future__ import annotations

import pytest

from tests.core.playing import events_of, final_reps, play

FOUR = ("channels", "4")


@pytest.mark.parametrize(("scenario", "seed"), [("textbook", 7), ("alternate", 8), ("heavy", 7)])
def test_the_same_reps_from_four_channels(scenario: str, seed: int) -> None:
    """Same reps on the same legs; times agree to the ms and loads as well as two sets of cells can weigh."""
    two, four = (final_reps(events_of(play(scenario, seed, *more).gathered(1.0))) for more in ((), (FOUR,)))
    assert [rep.side for rep in four] == [rep.side for rep in two]
    for a, b in zip(four, two, strict=True):
        assert a.single_leg_time_s == pytest.approx(b.single_leg_time_s, abs=0.005)
        assert a.added_load_kg == pytest.approx(b.added_load_kg, abs=0.06)
