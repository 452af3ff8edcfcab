"""What a person decides beside the plan: a change, a rest, another plan, another order of sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk import asked
from station.kiosk.changing import resting
from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.choose import Choice, ChooseScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.course import Course
    from station.kiosk.ports import Coach
    from station.programme.model import Assignment, Override, Plan, Profile

REST_REASONS: Final = ("tired", "sore", "ill", "no_time", "coach", "other")
ANYWAY_REASONS: Final = ("feels_good", "coach", "other")


class Deciding:
    """The screens on which somebody decides, and what is kept of it."""

    def __init__(self, course: Course) -> None:
        self.course = course

    def change(self) -> None:
        """Show what may be changed, and what was."""
        advice, day = self.course.advice, self.course.today
        if advice is None:
            return

        def show(in_force: Sequence[Override]) -> None:
            if isinstance(self.course.app.screen, TodayScreen):
                self.course.app.show_screen(
                    ChangeScreen(self.course, advice, self.course.profile, tuple(in_force))
                )

        self.course.work(lambda coach, athlete_id: coach.overrides(athlete_id, day), show)

    def keep(self, override: Override, what: str = "change") -> None:
        """Keep a change, and show what today is now; ``what`` names the words by which it can be undone."""

        def kept(made: Override) -> None:
            self.course.app.offer_undo(what, lambda: self._clear(made))
            self.course.read_again()

        self.course.work(
            lambda coach, athlete_id: coach.override(athlete_id, override), kept, self.course.show_today
        )

    def withdraw(self, override: Override) -> None:
        """Take a change back."""
        self._clear(override)
        self.course.app.offer_undo("withdrawal", lambda: self._keep_again(override))

    def _keep_again(self, override: Override) -> None:
        self.course.work(
            lambda coach, athlete_id: coach.override(athlete_id, override),
            lambda _: self.course.read_again(),
            self.course.show_today,
        )

    def _clear(self, override: Override) -> None:
        day, reason = self.course.today, say("change.withdrawn")
        self.course.work(
            lambda coach, athlete_id: coach.clear_override(
                athlete_id, override.id, day=day, reason=reason, by="athlete"
            ),
            lambda _: self.course.read_again(),
            self.course.show_today,
        )

    def rest(self, *, rest: bool) -> None:
        """Ask why somebody rests today, or trains although the plan would rest; then keep that."""
        which, reasons = ("rest", REST_REASONS) if rest else ("anyway", ANYWAY_REASONS)

        def chosen(value: str | None) -> None:
            if value is None:
                self.course.show_today()
            else:
                self.keep(resting(self.course.today, say(f"reason.{value}"), rest=rest), which)

        choices = [Choice(reason, say(f"reason.{reason}")) for reason in reasons]
        question, note = say(f"choose.{which}"), say(f"choose.{which}_note")
        self.course.app.show_screen(ChooseScreen(question, note, choices, chosen))

    # a plan

    def choose_plan(self) -> None:
        """Ask for the sore leg, then for a plan, then show today."""
        choices = [Choice(value, say(f"sore.{value}")) for value in asked.SORE]
        question, note = say("choose.sore"), say("choose.sore_note")
        self.course.app.show_screen(ChooseScreen(question, note, choices, self._sore_chosen))

    def _sore_chosen(self, value: str | None) -> None:
        if value is None:
            self.course.begin()
            return
        self.course.work(
            lambda coach, _: tuple(coach.plans()),
            lambda plans: self._list_plans(plans, value),
            self.course.begin,
        )

    def _list_plans(self, plans: tuple[Plan, ...], sore: str) -> None:
        listed = asked.plans_listed(plans, sore)
        note = say("choose.plan_note" if plans else "choose.no_plans")
        self.course.app.show_screen(
            ChooseScreen(say("choose.plan"), note, listed, lambda plan_id: self._assign(plan_id, sore))
        )

    def _assign(self, plan_id: str | None, sore: str) -> None:
        if plan_id is None:
            self.course.begin()
            return
        legs, insertional = asked.SORE[sore]
        day = self.course.today

        def assign(coach: Coach, athlete_id: str) -> tuple[Profile, Assignment]:
            before = coach.profile(athlete_id)
            return before, coach.assign(athlete_id, plan_id, day=day, sore=legs, insertional=insertional)

        def assigned(made: tuple[Profile, Assignment]) -> None:
            before, assignment = made
            self.course.app.offer_undo("plan", lambda: self._take_back(assignment, before))
            self.course.begin()

        self.course.work(assign, assigned, self.course.begin)

    def _take_back(self, assignment: Assignment, before: Profile) -> None:
        """Let the plan hold again that held before, with what was known of the person then."""
        self.course.work(
            lambda coach, athlete_id: coach.take_back(athlete_id, assignment.id, before),
            lambda _: self.course.read_again(),
            self.course.show_today,
        )

    def move(self, by: int) -> None:
        """Choose another of today's sets to do next."""
        before = self.course.queue.place
        if self.course.queue.move(by):
            self.course.app.configure(self.course.prescription)
            self.course.app.offer_undo("order", lambda: self._move_back(before), told=False)

    def _move_back(self, place: tuple[int, bool]) -> None:
        self.course.queue.place = place
        self.course.app.configure(self.course.prescription)
