"""The sets of today as a visit goes through them. Pure: closed sets in, the set to do next out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from station.coach import prescribed, ticked, turned_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from station.events import Prescription, SetSummary
    from station.kiosk.ports import Person
    from station.kiosk.snapshot import Visit
    from station.programme.model import PlannedSet, Profile, Short

WEIGHED_TODAY_SD_KG: Final = 0.25
"""How far a body weighed earlier today may differ: breath, a drink, how it stands on two plates."""


@dataclass(slots=True)
class SetQueue:
    """Which planned sets are done, and which one comes next; a person may take them in another order."""

    sets: tuple[PlannedSet, ...] = ()
    done: set[int] = field(default_factory=set)
    """Indices in ``sets``."""
    _at: int = 0
    _taken: int = 0
    either_leg: bool = False
    """The set before broke off: whoever steps on again goes on with it, or has turned to the other leg."""
    rest_s: int = 0
    """Rest that the plan asks for after the set that closed last; 0: none."""
    short: Short | None = None
    """Why the set that closed last left its own open; ``None`` when it did not."""
    _begun: tuple[int, int] = (0, 0)
    """The set that goes on after it was ended by mistake, and how many of its reps are done."""

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

    def asked(self, base: Prescription) -> Prescription:
        """Return the set to do now as what the pipeline measures against; ``base`` where none is."""
        planned = self.current
        if planned is None:
            return base
        begun, done_reps = self._begun
        left = replace(planned, reps=planned.reps - done_reps) if begun == self._at else planned
        return prescribed(left, base, either_leg=self.either_leg or planned.leg == "both")

    @property
    def ticked(self) -> tuple[PlannedSet, ...]:
        """Today's sets, those that are done marked so."""
        return tuple(replace(one, done=at in self.done) for at, one in enumerate(self.sets))

    @property
    def place(self) -> tuple[int, bool]:
        """Which set comes next, and whether it may be of either leg: to come back to."""
        return self._at, self.either_leg

    @place.setter
    def place(self, place: tuple[int, bool]) -> None:
        self._at, self.either_leg = place

    @property
    def number(self) -> int:
        """Which of today's sets that is, from 1."""
        return self._at + 1

    @property
    def all_done(self) -> bool:
        """Whether there were sets and none is left."""
        return bool(self.sets) and not self._open()

    def take(self, closed: Sequence[SetSummary]) -> bool:
        """Take the visit's closed sets, all of them each time; return whether something else is asked for now."""
        if len(closed) <= self._taken:
            return False
        self._taken, before = len(closed), (self._at, self.either_leg)
        sets = ticked(self.sets, closed)
        done = {at for at, one in enumerate(sets) if one.done}
        self.rest_s = max((sets[at].rest_s for at in done - self.done), default=0)
        last, fresh = closed[-1], done - self.done
        begun = [
            one.short for one in sets if (one.leg, one.variant) == (last.side, last.variant) and one.short
        ]
        self.short = begun[0] if begun and not fresh else None
        self.done, self._begun = done, (0, 0)
        self._at = next((at for at in self._open() if at >= self._at), self._first_open())
        turned = turned_to(sets, self.current, closed[-1].side)
        self.either_leg = turned is not None
        if turned is not None:
            self._at = sets.index(turned)
        return (self._at, self.either_leg) != before

    def interrupted(self, visit: Visit) -> Callable[[], None]:
        """Return what makes the set in work go on with the reps that are left of it, should its end be taken back."""
        place, planned = self.place, self.current
        counts = Counter(line.rep.side for line in visit.reps_of(visit.open_set))
        if planned is None or not counts:
            return lambda: None
        any_leg = self.either_leg or planned.leg == "both"
        done_reps = max(counts.values()) if any_leg else counts[planned.leg]

        def go_on() -> None:
            if done_reps < planned.reps:
                self.place, self._begun = place, (place[0], done_reps)

        return go_on

    def move(self, by: int) -> bool:
        """Choose the next (or the previous) set that is not done; return whether there is one."""
        ahead = [at for at in self._open() if (at > self._at if by > 0 else at < self._at)]
        if not ahead:
            return False
        self._at = ahead[0] if by > 0 else ahead[-1]
        self.either_leg = False
        return True

    def _open(self) -> list[int]:
        return [at for at in range(len(self.sets)) if at not in self.done]

    def _first_open(self) -> int:
        return next(iter(self._open()), len(self.sets))


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
        groups.setdefault(replace(one, index=0, done=False, rest_s=0, short=None), []).append(one)
    return tuple(SetGroup(alike[0], len(alike), sum(one.done for one in alike)) for alike in groups.values())


def personal(
    base: Prescription, person: Person | None, profile: Profile, weighed_kg: float | None
) -> Prescription:
    """Return what is asked of a person apart from the sets of today; ``weighed_kg`` is the body as weighed today."""
    if person is not None:
        mass_kg = base.body_mass_kg if person.body_mass_kg is None else person.body_mass_kg
        base = replace(base, body_mass_kg=mass_kg, involved_side=profile.involved_leg or base.involved_side)
    if weighed_kg is not None:
        base = replace(base, body_mass_kg=weighed_kg, body_mass_sd_kg=WEIGHED_TODAY_SD_KG)
    return base
