"""A set's reps as they were told, settled with those that all evidence says there were."""

from __future__ import annotations

from dataclasses import replace

from station.motion.lobes import Lobe
from station.reps import RepCandidate, settle


def rise(start_tick: int, *, height_m: float = 0.08) -> Lobe:
    """Return a rise of one second."""
    return Lobe(start_tick + 140, start_tick, start_tick + 100, height_m, 0.5, 0.48, 0.5, 0.9, 0.0)


def lowering(start_tick: int) -> RepCandidate:
    """Return a rep of eight seconds."""
    on_tick, off_tick = start_tick + 200, start_tick + 800
    return RepCandidate("lowering", "left", rise(start_tick), on_tick, off_tick, off_tick)


def test_same_reps_stay_as_they_were_told() -> None:
    """Readings that differ by a few instants change nothing."""
    told = [lowering(1000), lowering(2000)]
    moved = [
        replace(rep, on_tick=(rep.on_tick or 0) + 4, rise=rise(rep.rise.start_tick + 12)) for rep in told
    ]
    settled = settle(told, moved)
    assert [each.rep for each in settled] == told
    assert [each.told for each in settled] == [0, 1]


def test_missing_rep_is_found_and_the_others_keep_their_own() -> None:
    """A rep that was not told comes between two that were, although one of them seemed to last on."""
    first = replace(lowering(1000), mode="single_leg_raise", on_tick=None, off_tick=None, end_tick=2900)
    read = [replace(first, end_tick=1800), replace(first, rise=rise(2000), end_tick=2900), lowering(3000)]
    settled = settle([first, lowering(3000)], read)
    assert [each.told for each in settled] == [0, None, 1]
    assert [each.rep.end_tick for each in settled] == [1800, 2900, 3800]


def test_what_happened_in_a_rep_stays_told() -> None:
    """A touch seen live is not forgotten; a return on the same leg is, when the leg only rebounded."""
    told = replace(lowering(1000), flags=frozenset({"touch", "same_leg_return"}), off_tick=None)
    (settled,) = settle([told], [lowering(1000)])
    assert settled.rep.flags == {"touch"}
    assert settled.rep.off_tick == 1800


def test_mode_and_rise_are_those_of_the_whole_set() -> None:
    """A rep told on two feet that was a lowering becomes one, with its own rise."""
    told = replace(lowering(1000), mode="bilateral", side="both", on_tick=None, off_tick=None)
    read = replace(lowering(1000), rise=rise(1090))
    (settled,) = settle([told], [read])
    assert (settled.rep.mode, settled.rep.side, settled.rep.rise) == ("lowering", "left", read.rise)
    assert settled.told == 0
