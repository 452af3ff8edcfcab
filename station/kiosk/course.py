"""The way of somebody with a plan through the screens: questions, today, sets, symptoms, what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.coach import asked_of, prescribed
from station.coach.days import local_day
from station.kiosk import asked
from station.kiosk.deciding import Deciding
from station.kiosk.planned import SetQueue, personal
from station.kiosk.screens.next import NextScreen, next_words
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.why import WhyScreen
from station.kiosk.symptoms import Symptoms
from station.kiosk.words import say
from station.programme.model import Profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import TypeVar

    from station.events import Prescription, SessionPlan
    from station.kiosk.hosting import Hosting
    from station.kiosk.ports import Coach, Person
    from station.kiosk.screens.questions import Answers
    from station.kiosk.snapshot import Snapshot, Visit
    from station.programme.model import Advice

    T = TypeVar("T")


class Course:
    """What the kiosk knows of the programme of the person in front of it."""

    def __init__(self, app: Hosting, coach: Coach | None, person: Person | None) -> None:
        self.app, self.coach, self.person = app, coach, person
        self.deciding = Deciding(self)
        self.symptoms = Symptoms(self)
        self.advice: Advice | None = None
        self.profile = Profile()
        self.queue = SetQueue()
        self._asked = False

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.app.wall_us())

    @property
    def followed(self) -> bool:
        """Whether somebody whose symptoms are kept is here."""
        return self.coach is not None and self.person is not None

    def forget(self) -> None:
        """Somebody else is next."""
        self.advice, self.profile, self.queue = None, Profile(), SetQueue()
        self._asked = False
        self.symptoms = Symptoms(self)

    # before the visit

    def begin(self) -> None:
        """Show today's plan of the person in front; a guest goes on to the weighing."""
        self.forget()
        if not self.followed:
            self.app.weigh()
            return
        self.app.show_screen(TodayScreen(self, self.app.person_name))
        self._read(self._have_read, lambda: self.show_today(failed=True))

    def introduce(self) -> None:
        """Ask somebody new for the sore leg and a plan; both may be left open."""
        if self.followed:
            self.forget()
            self.deciding.choose_plan()
        else:
            self.begin()

    def _read(self, then: Callable[[], None], otherwise: Callable[[], None]) -> None:
        """Read advice and profile off the drawing thread."""
        day = self.today

        def work(coach: Coach, athlete_id: str) -> tuple[Advice, Profile]:
            return coach.today(athlete_id, day), coach.profile(athlete_id)

        def take(read: tuple[Advice, Profile]) -> None:
            self.advice, self.profile = read
            then()

        self.work(work, take, otherwise)

    def work(
        self,
        work: Callable[[Coach, str], T],
        then: Callable[[T], object],
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Ask the coach about the person in front; an answer that comes after they left is nobody's."""
        person, coach = self.person, self.coach
        if person is None or coach is None:
            return

        def still_here() -> bool:
            return self.app.course is self

        self.app.ask(
            lambda: work(coach, person.id),
            lambda answer: then(answer) if still_here() and not self.app.is_gone(then) else None,
            lambda: otherwise() if still_here() and not self.app.is_gone(otherwise) else None,
        )

    @property
    def passed_by(self) -> set[str]:
        """What the person in front skipped; to be added to."""
        return self.app.not_asked_again.setdefault(self.person.id if self.person is not None else "", set())

    def _have_read(self) -> None:
        """Ask what is due, then show today."""
        advice = self.advice
        passed, training = self.passed_by, bool(self.app.turns.front.numbers)
        due = advice.questions if advice is not None else ()
        questions = [one for one in due if not asked.is_passed(one, passed, training=training)]
        if not questions or self._asked:
            self.show_today()
            return
        self._asked = True

        def take(answers: Answers) -> None:
            passed.update(asked.passed_by(questions, answers))
            self.symptoms.note(asked.answered(questions, answers, self.app.wall_us()), self.read_again)

        self.app.show_screen(
            QuestionsScreen(
                say("ask.title_before"),
                lambda _: asked.due(questions),
                take,
                acceptable_nrs=self.profile.acceptable_nrs,
            )
        )

    def read_again(self) -> None:
        """Read the advice anew, then show it."""
        self._read(self.show_today, lambda: self.show_today(failed=True))

    def show_today(self, *, failed: bool = False) -> None:
        """Show today's plan."""
        screen = self.app.screen
        if not isinstance(screen, TodayScreen):
            self.app.show_screen(TodayScreen(self, self.app.person_name, failed=failed))
        elif screen.drawable:
            screen.show_advice(self.advice, failed=failed)

    @property
    def plan(self) -> SessionPlan | None:
        """What today's plan asks of the visit that begins now, to be kept with it: what is still to do."""
        if self.advice is None:
            return None
        sets = self.queue.ticked or self.advice.sets
        return asked_of(replace(self.advice, sets=sets), self.profile)

    def choose_pin(self) -> None:
        """Let the person in front put a PIN before their name."""
        if self.person is not None:
            self.app.pins.choose(self.person, self.show_today)

    # what today's screen asks for

    def today_asked(self, action: str) -> None:
        """Do what was chosen on the screen of today, or of what comes next."""
        doing: dict[str, Callable[[], object]] = {
            "start": self.start,
            "again": self.again,
            "home": self._home,
            "undo": self.app.undo,
            "why": self._why,
            "weeks": self._weeks,
            "change": self.deciding.change,
            "rest": lambda: self.deciding.rest(rest=True),
            "anyway": lambda: self.deciding.rest(rest=False),
            "plan": self.deciding.choose_plan,
        }
        doing[action]()

    def start(self) -> None:
        """Go to the weighing with today's sets."""
        self.queue = SetQueue.of(self.advice.sets if self.advice is not None else ())
        self.app.weigh()

    def again(self) -> None:
        """Train once more, like the last set of today, without a count to reach."""
        sets = self.advice.sets if self.advice is not None else ()
        self.queue = SetQueue()
        self.app.weigh(replace(prescribed(sets[-1], self.base), target_reps=None) if sets else None)

    @property
    def base(self) -> Prescription:
        """What is asked of this person apart from the sets of today."""
        return personal(self.app.prescription, self.person, self.profile, self.app.turns.front.body_kg)

    @property
    def prescription(self) -> Prescription:
        """What is asked for now: the set that comes next, or everybody's."""
        return self.queue.asked(self.base)

    def _why(self) -> None:
        if self.advice is not None:
            self.app.push_screen(WhyScreen(self.advice))

    def _weeks(self) -> None:
        screen, day = WeeksScreen(), self.today
        self.app.push_screen(screen)
        self.work(lambda coach, athlete_id: coach.timeline(athlete_id, day), screen.show_weeks, screen.failed)

    # the visit

    def follow(self, snapshot: Snapshot) -> None:
        """Take the sets that closed; ask for the next one's reps, leg and load while somebody is measured.

        A last set closes together with its visit: by the key that ends it, and where a source ends.
        """
        visit = snapshot.visit
        if self.queue.sets and self.queue.take(visit.sets) and not visit.closed:
            self.app.configure(self.prescription)

    def catch_up(self, visit: Visit) -> None:
        """Take the set that closed when another's turn began."""
        if self.queue.sets:
            self.queue.take(visit.sets)

    def what_next(self) -> None:
        """Read what the plan says now, and show what comes next."""
        self._read(self._show_next, self.app.say_goodbye)

    def _show_next(self) -> None:
        if self.advice is None or self.advice.action == "no_plan":
            self.app.say_goodbye()
        else:
            self.app.show_screen(NextScreen(self, self.advice))

    def _home(self) -> None:
        """Go home: with a goodbye after a visit, without one when nothing was done."""
        if self.app.turns.front.numbers:
            self.app.say_goodbye("" if self.advice is None else next_words(self.advice))
        else:
            self.app.go_home()
