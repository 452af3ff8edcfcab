"""What the screens ask of the application: who trains, on which screen, and what is asked of the step for them."""

from __future__ import annotations

import time
from math import ceil
from typing import TYPE_CHECKING

from station.config.sections import KioskSection
from station.events import Prescription
from station.kiosk.course import Course
from station.kiosk.idling import Idle, Patience
from station.kiosk.model import KioskModel
from station.kiosk.parts import Parts
from station.kiosk.pins import Pins
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.turns import Turns
from station.kiosk.undoing import Undoing
from station.kiosk.welcoming import Welcome
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from station.kiosk.idling import Kind
    from station.kiosk.ports import Coach, Live, People, Person
    from station.kiosk.screens.base import KioskScreen
    from station.kiosk.turns import Seat

WARN_STEP_S = 1.0
BASE_SCREENS = 2
"""Textual's own empty screen, and the one in front of it; what is pushed above goes when the kiosk goes on."""


class Hosting(Undoing):
    """Owns the way of people through the screens."""

    def __init__(
        self,
        live: Live,
        people: People,
        *,
        coach: Coach | None = None,
        settings: KioskSection | None = None,
        prescription: Prescription | None = None,
        clock_s: Callable[[], float] = time.monotonic,
        wall_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        super().__init__(clock_s, wall_us)
        self.live, self.people = live, people
        self.settings = settings or KioskSection()
        self.prescription = prescription or Prescription()
        self.model = KioskModel(self.prescription)
        self.parts = Parts()
        self.turns = Turns(lambda person: Course(self, coach, person))
        self.idle = Idle(
            Patience(
                self.settings.attract_s,
                self.settings.idle_home_s,
                self.settings.goodbye_s,
                self.settings.dim_s,
            )
        )
        self.pins = Pins(self)
        self.welcome = Welcome(self)
        self.not_asked_again: dict[str, set[str]] = {}
        """What somebody did not want to answer, by their id, until the kiosk is started anew."""
        self._visit_open = False
        self._asked_for = 0

    # who is in front

    @property
    def person(self) -> Person | None:
        """Who is in front; ``None`` for a guest, and for nobody."""
        return self.turns.front.person

    @property
    def course(self) -> Course:
        """The plan of who is in front."""
        return self.turns.front.course

    @property
    def person_name(self) -> str:
        """The name in use, fit to be shown."""
        return self.turns.front.name

    def show_screen(self, screen: Screen[None]) -> None:
        """Put a screen in front, in the place of all that was there."""
        while len(self.screen_stack) > BASE_SCREENS:
            self.pop_screen()
        self.idle.key(self._clock_s())
        self.switch_screen(screen)

    def begin(self, person: Person | None) -> None:
        """Turn to somebody, or to a guest: today's plan, or the weighing when there is none to be shown."""
        self.sit(person)
        self.course.begin()

    def sit(self, person: Person | None) -> None:
        """Give a place to somebody; what those who left did is shown no more."""
        self.turns.sit(person)
        self.parts.keep({number for seat in self.turns.seats for number in seat.numbers})

    def ask_who(self, typed: str = "") -> None:
        """Ask who is next, or who joins; ``typed`` is what was typed of a name."""
        self.show_screen(WhoScreen(typed, beside=self.turns.seats[0].name if self.turns.seats else ""))

    def nobody_chosen(self) -> None:
        """Go back to whoever was in front before somebody was asked to join; else to the first screen."""
        if self.turns.seats:
            self.turn_to(self.turns.seats[0])
        elif self.settings.attract_s:
            self.show_screen(AttractScreen())

    # the visit

    def weigh(self, prescription: Prescription | None = None) -> None:
        """Open a visit for the person in front and weigh them; first wait until another has left the step."""
        asked = prescription or self.course.prescription
        before = self._asked_for
        leaving = self.turns.leaving if self.turns.leaving != self.person_name else ""
        if not leaving:
            self.open_visit(asked)
        self.show_screen(ReadyScreen(self.person_name, before, leaving, lambda: self.open_visit(asked)))

    def open_visit(self, prescription: Prescription) -> None:
        """Measure for the person in front from now on."""
        self.turns.leaving = ""
        self.turns.front.undo = None
        self.model.prescription = prescription
        athlete_id = self.person.id if self.person is not None else None
        self.live.begin(athlete_id, prescription, self.course.plan)
        self._visit_open = True
        self._asked_for += 1
        self.turns.front.numbers.append(self._asked_for)

    def configure(self, prescription: Prescription) -> None:
        """Ask for this from the next rep on."""
        self.model.prescription = prescription
        self.live.configure(prescription)

    def start_set(self) -> None:
        """Show the live set."""
        self.show_screen(LiveScreen(self.person_name))

    def close_visit(self) -> None:
        """Close the visit when one is open."""
        if self._visit_open:
            self._visit_open = False
            self.live.end()

    def finish(self) -> None:
        """Close the visit and sum it up; whoever ended by mistake goes on."""
        resume = self.course.queue.interrupted(self.parts.of(self.turns.front.numbers))
        self.close_visit()

        def go_on() -> None:
            resume()
            self.weigh()

        self.offer_undo("end", go_on, told=False)
        self.show_screen(SummaryScreen(self.person_name if self.person is not None else None))

    def go_home(self) -> None:
        """Close the visit when one is open; turn to whoever waits for their turn, else ask who is next."""
        self.close_visit()
        self.turns.leave()
        self.go_on()

    def go_on(self) -> None:
        """Turn to whoever waits for their turn, else ask who is next."""
        other = self.turns.other
        if other is not None:
            self.turn_to(other)
        else:
            self.ask_who()

    def say_goodbye(self, following: str = "") -> None:
        """Close the visit and say goodbye; ``following`` tells when it goes on."""
        self.close_visit()
        gone, waiting = self.turns.leave(), self.turns.other
        self.show_screen(GoodbyeScreen(gone.name, gone.numbers, following, waiting.name if waiting else ""))

    def move_on(self, screen: KioskScreen, kind: Kind, now_s: float) -> None:
        """Do what is due because nobody is there."""
        move = self.idle.move(kind, now_s)
        if move == "warn":
            self._told = (say("idle.warn", seconds=ceil(self.idle.left_s(now_s))), now_s + WARN_STEP_S)
        elif move == "home":
            self._abandon(screen)
        elif move == "dim":
            screen.add_class("-dim")
        elif move == "attract" and kind == "goodbye" and self.turns.other is not None:
            self.go_on()
        elif move == "attract":
            self.show_screen(AttractScreen() if self.settings.attract_s else WhoScreen())

    def _abandon(self, screen: KioskScreen) -> None:
        """Close the visits of people who left without a word; answers given so far are kept, as their reps are."""
        if isinstance(screen, QuestionsScreen):
            screen.action_leave()
        self.close_visit()
        here = self.turns.front
        self.turns.clear()
        self.show_screen(GoodbyeScreen(here.name, here.numbers, say("goodbye.idle")))

    # taking turns

    def other_turn(self) -> None:
        """Turn to the other person, or ask who that is."""
        self.close_visit()
        other = self.turns.other
        if other is not None:
            self.turn_to(other)
        elif self.turns.has_room:
            self.turns.step_back()
            self.ask_who()

    def turn_to(self, seat: Seat) -> None:
        """Make it somebody's turn, where they were: today's plan, the weighing before their next set, or the end."""
        self.close_visit()
        self.turns.turn_to(seat)
        seat.undo = None
        if not seat.numbers:
            seat.course.begin()
            return
        seat.course.catch_up(self.parts.of(seat.numbers))
        if seat.course.queue.all_done:
            self.finish()
        else:
            self.weigh()
