"""Who is here: one person, or two who take turns on one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.kiosk.course import Course
    from station.kiosk.ports import Person
    from station.kiosk.snapshot import Snapshot

LONGEST_NAME: Final = 24
MOST_SEATS: Final = 2


@dataclass(frozen=True, slots=True)
class Undo:
    """How the last choice is taken back."""

    what: str
    """The key of the words that say what is undone."""
    do: Callable[[], None]


@dataclass(slots=True, eq=False)
class Seat:
    """One person's place: their plan, their visits, their last choice. It waits while the other one trains."""

    person: Person | None
    course: Course
    numbers: list[int] = field(default_factory=list)
    """The visits that are theirs, as they are numbered by ``Parts``."""
    undo: Undo | None = None
    body_kg: float | None = None
    """Body mass as weighed today, without the load."""
    second_guest: bool = False

    @property
    def name(self) -> str:
        """The name in use, fit to be shown."""
        if self.person is not None:
            return harmless(self.person.name, LONGEST_NAME)
        return say("live.guest_2") if self.second_guest else say("live.guest")


class Turns:
    """The seats in use, and which of them is in front. The step measures for that one alone."""

    def __init__(self, new_course: Callable[[Person | None], Course]) -> None:
        self._new_course = new_course
        self.seats: list[Seat] = []
        self.front = self._nobody()
        self._occupied = False
        self.leaving = ""
        """Who may still stand on the step although it is another's turn; empty once nobody was seen there."""

    def _nobody(self) -> Seat:
        return Seat(None, self._new_course(None))

    @property
    def other(self) -> Seat | None:
        """Who waits for their turn; ``None`` when nobody does."""
        return next((seat for seat in self.seats if seat is not self.front), None)

    @property
    def has_room(self) -> bool:
        """Whether somebody may join."""
        return len(self.seats) < MOST_SEATS

    def sit(self, person: Person | None) -> Seat:
        """Give a person a place, in front."""
        guests = any(seat.person is None for seat in self.seats)
        self.front = Seat(person, self._new_course(person), second_guest=person is None and guests)
        self.seats.append(self.front)
        return self.front

    def step_back(self) -> None:
        """Let nobody be in front: somebody is asked to join."""
        self._may_stand(self.front)
        self.front = self._nobody()

    def turn_to(self, seat: Seat) -> None:
        """Make it this one's turn."""
        if self.front is not seat:
            self._may_stand(self.front)
        self.front = seat

    def leave(self) -> Seat:
        """Take the place of the one in front away and return it; nobody is in front then."""
        gone = self.front
        self._may_stand(gone)
        self.seats = [seat for seat in self.seats if seat is not gone]
        self.front = self._nobody()
        return gone

    def _may_stand(self, seat: Seat) -> None:
        """Note that this one, who was measured, still stands on the step if somebody does."""
        if seat.numbers and self._occupied:
            self.leaving = seat.name

    def clear(self) -> None:
        """Let everybody go."""
        self.leave()
        self.seats = []

    def note(self, snapshot: Snapshot) -> None:
        """Learn that nobody is left on the step, and what the one in front weighs."""
        self._occupied = snapshot.standing
        if snapshot.stance == "empty" and not snapshot.blind:
            self.leaving = ""
        weigh = snapshot.weigh
        if weigh is not None and snapshot.visit.number in self.front.numbers and not snapshot.visit.closed:
            body_kg = weigh.system_mass_kg - (weigh.added_load_kg or 0.0)
            known_kg = self.front.body_kg
            self.front.body_kg = body_kg if known_kg is None else min(known_kg, body_kg)
