"""Which of a visit's sets are done: each set that was done stands for one of the same leg, kind and exercise."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from math import ceil
from operator import ge
from typing import TYPE_CHECKING, Final

from station.programme.advice import Short
from station.programme.history import reps_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from station.programme.advice import PlannedSet
    from station.programme.log import SessionDone, SetDone, Side

ENOUGH_SHARE: Final = 0.5
"""Share of its repetitions from which on a set counts as done."""


def tick_off(planned: Sequence[PlannedSet], sessions: Iterable[SessionDone]) -> tuple[PlannedSet, ...]:
    """Mark the sets that were done already, and what was begun of those that were not.

    A set is done by one of the same leg, kind and exercise with at least half of its repetitions (any, where the
    plan asks for as many as are tolerated), by shorter ones that make as many together, or once the leg has done as
    many repetitions of that exercise as its sets up to this one ask for. Only what is left when nothing of its own
    exercise is open counts for another: first for one with the same knee, then for any. In which order the sets
    were done makes no difference.
    """
    done = [one for session in sessions for one in session.sets]
    ticked = list(planned)
    for side, kind in dict.fromkeys((one.leg, one.kind) for one in planned):
        places = [at for at, one in enumerate(planned) if (one.leg, one.kind) == (side, kind)]
        book = _Book([planned[at] for at in places])
        book.enter([(one.variant, _reps(one, side)) for one in done if one.kind == kind])
        for at, place in enumerate(places):
            short = None if at in book.done else book.short.get(at)
            ticked[place] = replace(planned[place], done=at in book.done, short=short)
    return tuple(ticked)


def enough_reps(planned: PlannedSet) -> int:
    """Return the fewest repetitions of one go with which a set counts as done."""
    return 1 if planned.up_to else max(1, ceil(ENOUGH_SHARE * planned.reps))


@dataclass(slots=True)
class _Work:
    """What was done, and stands for no planned set yet."""

    sets: list[int] = field(default_factory=list)
    """Repetitions of each set that may still stand for one."""
    short_reps: int = 0
    """Repetitions of those sets together, and of short ones of an earlier visit."""
    all_reps: int = 0
    """Repetitions beyond those of the planned sets they fill."""


class _Book:
    """The planned sets of one leg and kind, and which of them are done."""

    def __init__(self, planned: Sequence[PlannedSet]) -> None:
        self._planned = planned
        self.done = {at for at, one in enumerate(planned) if one.done}
        self.short: dict[int, Short] = {}
        """What was begun of an open set and is not enough."""

    def enter(self, done: Iterable[tuple[str, int]]) -> None:
        """Count sets that were done, each an exercise and its repetitions."""
        works: dict[str, _Work] = defaultdict(_Work)
        for variant, reps in done:
            works[variant].sets.append(reps)
        for one in self._planned:
            if one.short is not None and not one.done:
                works[one.variant].short_reps += one.short.reps
        for work in works.values():
            work.short_reps += sum(work.sets)
            work.all_reps = work.short_reps
        for alike in (_exercise, _knee, _any):
            works = self._count(works, alike)

    def _count(self, works: Mapping[str, _Work], alike: Callable[[str], str]) -> dict[str, _Work]:
        """Let work count for open sets that are alike; return what is left where none of those is open."""
        left: dict[str, _Work] = {}
        for name, work in _together(works, alike).items():
            places = [at for at, one in enumerate(self._planned) if alike(one.variant) == name]
            places = [at for at in places if at not in self.done]
            self._pair(places, work)
            if all(at in self.done for at in places):
                left[name] = work
        return left

    def _pair(self, places: Sequence[int], work: _Work) -> None:
        """Tick what sets of enough repetitions stand for, what short ones make together, and what all fill."""
        asked = [self._planned[at].reps for at in places]
        fewest = [enough_reps(self._planned[at]) for at in places]
        filled = {n for n in range(len(asked)) if work.all_reps >= sum(asked[: n + 1])}
        before = sum(work.sets)
        paired, work.sets = _paired_off(fewest, work.sets)
        work.short_reps -= before - sum(work.sets)
        for n, at in enumerate(places):
            if n in paired:
                continue
            if work.short_reps >= fewest[n]:
                work.short_reps -= min(work.short_reps, asked[n])
                work.sets = []
                filled.add(n)
            elif n not in filled and work.short_reps and at not in self.short:
                self.short[at] = Short(work.short_reps, asked[n], fewest[n])
                break
        work.all_reps = max(0, work.all_reps - sum(asked))
        self.done |= {places[n] for n in paired | filled}


def _paired_off(fewest: Sequence[int], reps: Iterable[int]) -> tuple[set[int], list[int]]:
    """Return which planned sets have one of their own that is enough, the first ones first, and the sets left over.

    Each takes the smallest set that will do, so that the longest are left.
    """
    left = sorted(reps)
    paired: set[int] = set()
    for n in range(len(fewest)):
        needs = sorted((fewest[each] for each in (*paired, n)), reverse=True)
        if len(needs) <= len(left) and all(map(ge, reversed(left), needs)):
            paired.add(n)
    for need in sorted((fewest[n] for n in paired), reverse=True):
        left.pop(bisect_left(left, need))
    return paired, left


def _together(works: Mapping[str, _Work], alike: Callable[[str], str]) -> dict[str, _Work]:
    """Return work put together where it is alike."""
    together: dict[str, _Work] = defaultdict(_Work)
    for name, work in works.items():
        whole = together[alike(name)]
        whole.sets += work.sets
        whole.short_reps += work.short_reps
        whole.all_reps += work.all_reps
    return together


def _exercise(variant: str) -> str:
    return variant


def _knee(variant: str) -> str:
    return variant.partition("_")[0]


def _any(_: str) -> str:
    return ""


def _reps(done: SetDone, side: Side) -> int:
    return done.reps_done if side == "both" else reps_of(done, side)
