"""The sets of today as a visit goes through them. Pure: closed sets in, the set to do next out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Prescription, SetSummary
    from station.programme.model import PlannedSet

ENOUGH_SHARE: Final = 0.5
"""A set with fewer of its reps than this was broken off: the same set comes next."""


@dataclass(slots=True)
class SetQueue:
    """Which planned sets are done, and which one comes next; a person may take them in another order."""

    sets: tuple[PlannedSet, ...] = ()
    done: set[int] = field(default_factory=set)
    """Indices in ``sets``."""
    _at: int = 0
    _taken: int = 0
    rest_s: int = 0
    """Rest that the plan asks for after the set that closed last; 0: none."""

    @classmethod
    def of(cls, sets: Sequence[PlannedSet]) -> SetQueue:
        """Return the sets of today; what an earlier visit did is done."""
        queue = cls(tuple(sets), {at for at, one in enumerate(sets) if one.done})
        queue._at = next(iter(queue._open()), len(queue.sets))
        return queue

    @property
    def current(self) -> PlannedSet | None:
        """The set to do now; ``None`` when all are done or nothing is planned."""
        return self.sets[self._at] if self._at < len(self.sets) else None

    @property
    def number(self) -> int:
        """Which of today's sets that is, from 1."""
        return self._at + 1

    @property
    def all_done(self) -> bool:
        """Whether there were sets and none is left."""
        return bool(self.sets) and not self._open()

    def take(self, closed: Sequence[SetSummary]) -> bool:
        """Take the visit's closed sets, all of them each time; return whether another set comes next now."""
        before = self._at
        for summary in closed[self._taken :]:
            matching = self._matching(summary)
            self.done.update(matching)
            self.rest_s = max((self.sets[at].rest_s for at in matching), default=0)
        if len(closed) > self._taken:
            self._taken = len(closed)
            self._at = next((at for at in self._open() if at >= self._at), self._first_open())
        return self._at != before

    def move(self, by: int) -> bool:
        """Choose the next (or the previous) set that is not done; return whether there is one."""
        ahead = [at for at in self._open() if (at > self._at if by > 0 else at < self._at)]
        if not ahead:
            return False
        self._at = ahead[0] if by > 0 else ahead[-1]
        return True

    def _open(self) -> list[int]:
        return [at for at in range(len(self.sets)) if at not in self.done]

    def _first_open(self) -> int:
        return next(iter(self._open()), len(self.sets))

    def _matching(self, summary: SetSummary) -> list[int]:
        """Return which planned sets this was: of each leg that worked the one asked for, else the first open.

        A warm-up is none; a set in which both legs had their reps is one of each.
        """
        order = sorted(self._open(), key=lambda at: (at != self._at, at))
        alike = [at for at in order if is_like(summary, self.sets[at])]
        first_of_leg = {self.sets[at].leg: at for at in reversed(alike)}
        return list(first_of_leg.values())


def is_like(summary: SetSummary, planned: PlannedSet) -> bool:
    """Whether a closed set is this planned one: its exercise, its leg, and not broken off at once."""
    if summary.mode != planned.kind:
        return False
    if planned.leg == "both":
        reps = summary.reps_done
    else:
        reps = summary.reps_left if planned.leg == "left" else summary.reps_right
    return reps >= (1 if planned.up_to else ENOUGH_SHARE * planned.reps)


def prescribed(planned: PlannedSet, base: Prescription) -> Prescription:
    """Return a planned set as what the pipeline measures against; the person's own values stay."""
    return replace(
        base,
        lowering_target_s=planned.lower_s,
        lowering_upper_s=max(planned.upper_s, planned.lower_s),
        target_reps=planned.reps,
        planned_side=None if planned.leg == "both" else planned.leg,
        planned_added_load_kg=planned.added_load_kg,
        variant=planned.variant,
    )


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Planned sets alike in everything but their number."""

    first: PlannedSet
    count: int
    done: int


def grouped(sets: Iterable[PlannedSet]) -> tuple[SetGroup, ...]:
    """Return sets alike put together, in the order of the first of each."""
    groups: dict[PlannedSet, list[PlannedSet]] = {}
    for one in sets:
        groups.setdefault(replace(one, index=0, done=False, rest_s=0), []).append(one)
    return tuple(SetGroup(alike[0], len(alike), sum(one.done for one in alike)) for alike in groups.values())
