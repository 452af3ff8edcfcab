"""What was told of a set while it went on, and what stands when it is closed."""

from __future__ import annotations

from collections import defaultdict

import pytest

from station.events import Rep, RepWithdrawn, SetSummary
from station.motion import unseen_rise
from station.reps.candidate import RepCandidate
from station.reps.settling import settle
from tests.core.playing import events_of, play

PLAYED = [("single", 1), ("novice", 2), ("bounce", 3), ("classic", 4), ("rail", 5), ("bilateral", 6)]


def candidate(start_tick: int, end_tick: int) -> RepCandidate:
    """Return a lowering on the left leg whose rise takes the first second."""
    rise = unseen_rise(start_tick + 100, start_tick, start_tick + 100, 0.5, "made up for a test")
    return RepCandidate("lowering", "left", rise, start_tick + 150, end_tick, end_tick)


@pytest.mark.parametrize(("scenario", "seed"), PLAYED)
def test_what_stands_is_numbered_and_all_told_before_stands_or_is_withdrawn(scenario: str, seed: int) -> None:
    """Final reps are 1 to n; every rep told live is among them, or said to be none after all."""
    events = events_of(play(scenario, seed, ("shapes", "human"), ("reps", "5")).gathered(1.0))
    told: dict[int, set[int]] = defaultdict(set)
    final: dict[int, list[int]] = defaultdict(list)
    for event in events:
        if isinstance(event, Rep) and event.final:
            final[event.set].append(event.index)
        elif isinstance(event, Rep):
            told[event.set].add(event.index)
        elif isinstance(event, RepWithdrawn):
            assert event.index in told[event.set]
            told[event.set].discard(event.index)
    sets = [event for event in events if isinstance(event, SetSummary)]
    assert sets
    for summary in sets:
        assert final[summary.index] == list(range(1, summary.reps_done + 1))
        assert told[summary.index] <= set(final[summary.index])


def test_reps_told_and_read_are_paired_once_each() -> None:
    """A rep that is read again keeps what was told; one read only is new; one told only is left over."""
    told = [candidate(0, 600), candidate(1000, 1600)]
    read = [candidate(5, 605), candidate(2000, 2600)]
    settled = settle(told, read)
    assert [one.told for one in settled] == [0, None]
    assert settled[0].rep.off_tick == told[0].off_tick
    assert settled[1].rep is read[1]
    assert settle(told, []) == []
    assert [one.told for one in settle([], read)] == [None, None]
