"""The list of people: who is on it, who is chosen from it, who is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk.screens.who import Known
from station.kiosk.undoing import TOLD_S
from station.kiosk.words import say

QUIT_WITHIN_S = TOLD_S
"""The key that quits counts as pressed twice while the line that asks for it is on show."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.kiosk.hosting import Hosting
    from station.kiosk.ports import Person
    from station.kiosk.screens.who import WhoScreen


class Welcome:
    """Turns to whoever says who they are."""

    def __init__(self, host: Hosting) -> None:
        self.host = host
        self._quit_asked_s = -QUIT_WITHIN_S

    def quit_asked(self) -> None:
        """Quit when asked twice in a row; after the first time say so."""
        now_s = self.host.now_s()
        if now_s - self._quit_asked_s < QUIT_WITHIN_S:
            self.host.exit()
        else:
            self._quit_asked_s = now_s
            self.host.tell(say("quit.again"))

    def load(self, screen: WhoScreen) -> None:
        """Read the list of people off the drawing thread, then show it."""
        self.host.ask(self._known, screen.show_people, screen.not_read)

    def _known(self) -> tuple[Known, ...]:
        seated = {seat.person.id for seat in self.host.turns.seats if seat.person is not None}
        return tuple(
            Known(one, self.host.people.last_visit_us(one.id), locked=self.host.people.has_pin(one.id))
            for one in self.host.people.athletes()
            if one.id not in seated
        )

    def choose(self, known: Known) -> None:
        """Turn to somebody of the list, after their PIN where they have one."""
        if known.locked:
            self.host.pins.ask(known.person, lambda: self.host.begin(known.person))
        else:
            self.host.begin(known.person)

    def add(self, name: str, otherwise: Callable[[], None] = lambda: None) -> None:
        """Add somebody, then ask what a plan needs to know, then begin; ``otherwise``: they could not be added."""

        def added(person: Person) -> None:
            self.host.sit(person)
            self.host.offer_undo("added", lambda: self._forget(person))
            self.host.course.introduce()

        self.host.ask(lambda: self.host.people.add_athlete(name), added, otherwise)

    def _forget(self, person: Person) -> None:
        """Take somebody off the list who was added by mistake; the name is there to be corrected."""
        self.host.turns.leave()
        self.host.ask(
            lambda: self.host.people.erase_athlete(person.id),
            lambda _: self.host.ask_who(person.name),
            self.host.ask_who,
        )
