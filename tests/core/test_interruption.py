"""A cable pulled in the middle of a set."""

from __future__ import annotations

import pytest

from station.events import Fault, Rep, SetSummary
from station.pipeline import Pipeline
from tests.core.playing import EPOCH_US, play

OUTAGE_S = 3.0


@pytest.mark.parametrize("seed", [3, 7, 8])
def test_the_set_goes_on_over_a_pulled_cable(seed: int) -> None:
    """Three seconds of a lowering without the step divide no set and lose no rep; the rep says so."""
    played = play("textbook", seed)
    out_s = played.truth.reps[4].lowering_start_s
    pipeline = Pipeline()
    events = []
    lost = False
    for arrival_us, data in played.chunks:
        since_s = (arrival_us - EPOCH_US) / 1e6
        if out_s <= since_s < out_s + OUTAGE_S:
            if not lost:
                events += pipeline.link_lost(arrival_us)
            lost = True
            continue
        events += pipeline.feed(data, arrival_us)
    events += pipeline.finish()
    finals = [event for event in events if isinstance(event, Rep) and event.final]
    assert sum(isinstance(event, SetSummary) for event in events) == 1
    assert len(finals) == len(played.truth.reps)
    assert any("interrupted" in rep.faults for rep in finals)
    gaps = [event for event in events if isinstance(event, Fault) and event.code == "gap"]
    assert {gap.channel for gap in gaps} == {"L", "R"}
    assert all(gap.count > 200 for gap in gaps)


def test_lost_packets_make_no_rep() -> None:
    """With one line in twenty missing, reps and their sides are still those of the truth."""
    played = play("textbook", 7, ("drop", "0.05"))
    pipeline = Pipeline()
    events = [event for arrival_us, data in played.chunks for event in pipeline.feed(data, arrival_us)]
    events += pipeline.finish()
    finals = [event for event in events if isinstance(event, Rep) and event.final]
    assert [rep.side for rep in finals] == [rep.side for rep in played.truth.reps]
    assert not any("same_leg_return" in rep.faults for rep in finals)
