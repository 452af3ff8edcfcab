"""What a person tells of their body: sharp pain in the middle of a set, and how it was afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk import asked
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.words import say
from station.programme.model import Symptom

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.kiosk.course import Course
    from station.kiosk.ports import Coach, Noted
    from station.kiosk.screens.questions import Answers
    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Leg


class Symptoms:
    """The screens on which somebody tells it, and what is kept of it."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._hurt: Leg | None = None
        self._stopped = False
        self._session: str | None = None
        self._go_on: Callable[[], None] = lambda: None
        """Makes the set go on that was stopped."""
        self._said: Answers = {}
        """What was answered after the visit; an answer that is given again is kept only where it differs."""

    def note(self, symptoms: Sequence[Symptom], then: Callable[[], None]) -> None:
        """Keep what was said, then go on; what cannot be kept is an alarm, and the way goes on."""
        self.keep(symptoms, lambda _: then())

    def keep(self, symptoms: Sequence[Symptom], then: Callable[[Sequence[Noted]], None]) -> None:
        """Keep what was said, then go on with what is kept of it."""
        if not symptoms:
            then(())
            return
        self.course.work(lambda coach, athlete_id: coach.note(athlete_id, symptoms), then, lambda: then(()))

    def sharp_pain(self, snapshot: Snapshot | None) -> None:
        """Stop the set at once, and keep that; ask nothing until nobody stands on the step."""
        self._stopped, self.course.app.turns.front.undo = True, None
        self._session = snapshot.visit.session_id if snapshot is not None else None
        self._hurt = asked.working_leg(snapshot)
        if snapshot is not None:
            self._go_on = self.course.queue.interrupted(snapshot.visit)
        self.course.app.close_visit()
        self._said = {"sharp": 1}
        if self.course.followed:
            self.keep([self._symptom("sharp", 1)], self._offer_no_pain)
        else:
            self._offer_no_pain(())
        self.course.app.show_screen(StopScreen(self.ask, asks=self.course.followed))

    def _offer_no_pain(self, kept: Sequence[Noted]) -> None:
        """Let sharp pain be taken back that was told by a slip of the hand, while the screen says stop."""
        self.course.app.offer_undo("pain" if kept else "pain_guest", lambda: self._no_pain(kept), told=False)

    def _no_pain(self, kept: Sequence[Noted]) -> None:
        """Withdraw what was told, which stays on record as withdrawn, and go on with the sets."""
        reason = say("stop.withdrawn")

        def withdraw(coach: Coach, athlete_id: str) -> None:
            for one in kept:
                coach.withdraw(athlete_id, one.id, reason)

        self.course.work(withdraw, lambda _: None)
        self._stopped, self._hurt, self._said = False, None, {}
        self._go_on()
        self.course.app.weigh()

    def _symptom(self, kind: asked.Kind, value: int, leg: Leg | None = None) -> Symptom:
        return Symptom(
            kind=kind,
            value=float(value),
            day=self.course.today,
            time_us=self.course.app.wall_us(),
            leg=leg or self._hurt,
            session_id=self._session,
        )

    def ask(self) -> None:
        """Ask how it was, when there is somebody to keep it for."""
        if not self.course.followed:
            self.course.app.say_goodbye()
            return
        if not self._stopped:
            self._session = self.course.app.parts.of(self.course.app.turns.front.numbers).session_id
        self.course.app.show_screen(
            QuestionsScreen(
                say("ask.title_after"),
                lambda answers: asked.after_training(answers, self.course.profile, self._hurt),
                self._answered,
                known=self._said,
                acceptable_nrs=self.course.profile.acceptable_nrs,
            )
        )

    def _answered(self, answers: Answers) -> None:
        self.course.passed_by.update(asked.passed_after(answers, self.course.today))
        leg = asked.leg_of(answers, self.course.profile, self._hurt)
        new = [kind for kind in asked.AFTER if kind in answers and self._said.get(kind) != answers[kind]]
        symptoms = [self._symptom(kind, answers[kind], leg) for kind in new]
        self._said = dict(answers)
        self.note(symptoms, self.course.what_next)
        if self.course.app.course is self.course:
            self.course.app.offer_undo("answers", self.ask, told=False)
