"""Asking for a person's PIN, and setting one. It keeps curious eyes out; it is no lock on the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.screens.pin import PinScreen
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.kiosk.hosting import Hosting
    from station.kiosk.ports import Person

WRONG_PINS: Final = 3
PIN_PAUSE_S: Final = 10.0
_NAME_CELLS: Final = 24


class Pins:
    """After three wrong PINs of one person nothing is taken for ten seconds."""

    def __init__(self, host: Hosting) -> None:
        self.host = host
        self._wrong: dict[str, int] = {}
        self._closed_until_s: dict[str, float] = {}

    def ask(self, person: Person, then: Callable[[], None]) -> None:
        """Ask for the PIN of a person, then go on."""

        def judged(screen: PinScreen, right: bool) -> None:  # noqa: FBT001  an answer
            if right:
                self._wrong.pop(person.id, None)
                then()
            elif screen.is_current:
                screen.refuse(say(self._refused(person.id)))

        def typed(screen: PinScreen, pin: str) -> None:
            if self.host.now_s() < self._closed_until_s.get(person.id, 0.0):
                screen.refuse(say("pin.wait"))
                return
            self.host.ask(
                lambda: self.host.people.opens_for(person.id, pin),
                lambda right: judged(screen, right),
                lambda: screen.refuse(say("pin.failed")),
            )

        question = say("pin.of", name=harmless(person.name, _NAME_CELLS))
        self.host.show_screen(PinScreen(question, say("pin.forgotten"), typed, self.host.ask_who))

    def _refused(self, athlete_id: str) -> str:
        """Count a wrong PIN; return the key of what is said."""
        wrong = self._wrong.get(athlete_id, 0) + 1
        self._wrong[athlete_id] = wrong % WRONG_PINS
        if wrong < WRONG_PINS:
            return "pin.wrong"
        self._closed_until_s[athlete_id] = self.host.now_s() + PIN_PAUSE_S
        return "pin.wait"

    def choose(self, person: Person, then: Callable[[], None]) -> None:
        """Ask for a new PIN twice and keep it, then go on."""

        def first(screen: PinScreen, pin: str) -> None:
            del screen
            self.host.show_screen(
                PinScreen(say("pin.again"), "", lambda s, again: second(s, pin, again), then)
            )

        def second(screen: PinScreen, pin: str, again: str) -> None:
            if pin != again:
                self.choose(person, then)
                self.host.tell(say("pin.differs"))
                return
            self._keep(person, pin, then, lambda: screen.refuse(say("pin.failed")))

        self.host.show_screen(PinScreen(say("pin.new"), say("pin.note"), first, then))

    def _keep(
        self, person: Person, pin: str, then: Callable[[], None], otherwise: Callable[[], None]
    ) -> None:
        def kept(_: object) -> None:
            then()
            self.host.offer_undo("pin", lambda: self.remove(person, then))

        self.host.ask(lambda: self.host.people.set_pin(person.id, pin), kept, otherwise)

    def remove(self, person: Person, then: Callable[[], None]) -> None:
        """Ask for no PIN any more."""
        self.host.ask(lambda: self.host.people.set_pin(person.id, None), lambda _: then(), then)
