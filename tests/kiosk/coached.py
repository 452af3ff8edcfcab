"""A coach in memory, with advice and weeks like those of a real plan, for tests that want exact words on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from station.programme.model import (
    Advice,
    Alert,
    Assignment,
    Balance,
    Datum,
    Override,
    PlannedSet,
    Profile,
    Question,
    Reason,
    Sentence,
    Timeline,
    WeekDone,
)
from tests.kiosk.scripted import START_US

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.model import Plan, Side, SoreLegs, Symptom, Variant

TODAY = date(2023, 11, 14)
"""The local day of ``START_US`` wherever a test may run, give or take nothing that these tests look at."""
LOADS_KG = (0.0, 0.0, 2.0, 2.0, 4.0, 5.0, 5.0)


def sentence(text: str) -> Sentence:
    """Return a sentence that says this."""
    return Sentence("test", (), text)


def planned(
    index: int, leg: Side, variant: Variant = "straight_step", reps: int = 15, load_kg: float = 5.0
) -> PlannedSet:
    """Return a set of today."""
    return PlannedSet(
        index=index, leg=leg, variant=variant, kind="lowering", reps=reps, added_load_kg=load_kg,
        lower_s=3.0, upper_s=5.0, rise_s=None, rest_s=60,
    )  # fmt: skip


SETS = (
    planned(1, "left"), planned(2, "right"), planned(3, "left", "bent_step"), planned(4, "right", "bent_step"),
    planned(5, "left"), planned(6, "right"),
)  # fmt: skip


def training(sets: tuple[PlannedSet, ...] = SETS) -> Advice:
    """Return the advice of a day of training in the middle of a plan."""
    step = Reason(
        5, "load.step", (15, 24, 29),
        sentence("14 days with pain at or below 1: the plan suggests one step more, 5.0 kg on both legs."), "load_up",
        (Datum(TODAY - timedelta(days=1), "next_morning", 1.0, "NRS", "left"),
         Datum(TODAY - timedelta(days=3), "next_morning", 0.0, "NRS", "left"),
         Datum(TODAY - timedelta(days=1), "added_load_kg", 4.0, "kg")),
    )  # fmt: skip
    soreness = Reason(
        1, "pain.mild", (11,), sentence("Pain of 2 while training is within what the plan goes on with."), "none",
        (Datum(TODAY - timedelta(days=1), "during", 2.0, "NRS", "left"),),
    )  # fmt: skip
    return Advice(
        day=TODAY, action="train",
        headline=sentence("Do 3 sets of 15 on each leg with 5.0 kg, straight and bent knee by turns."),
        why=sentence("14 days with pain at or below 1: one small step more than last week."),
        next=sentence("Tomorrow the same again. The next step of load is due on Tuesday 21 Nov at the earliest."),
        plan_id="seed-default", plan_title="Eccentric heel drops, 12 weeks", mode="rehab", week=6, weeks=12,
        phase="Build", expect="Pain fades and tolerance grows. Some days feel better than others.", sets=sets,
        warm_up=sentence("Warm up with 10 easy raises on both feet, without load."), rest_s=60,
        next_day=TODAY + timedelta(days=1), reasons=(step, soreness),
        alerts=(Alert(name="too_much_too_soon", rule=5, items=(22,),
                      sentence=sentence("This week's volume-load is 34 % above last week's. That is a big step.")),),
        notes=("Foam rolling and mobility may be added on any day.",),
    )  # fmt: skip


def resting() -> Advice:
    """Return the advice of a day of rest."""
    return replace(
        training(()), action="rest", headline=sentence("Rest today. It is part of the plan."),
        why=sentence("The pain of this morning was 6: three days with fewer sets, beginning with a rest."),
        next_day=TODAY + timedelta(days=2),
    )  # fmt: skip


def no_plan() -> Advice:
    """Return the advice without a plan."""
    return Advice(
        day=TODAY, action="no_plan", headline=sentence("No plan."), why=sentence(""), next=sentence("")
    )


QUESTIONS = (
    Question(kind="next_morning", sentence=sentence("How much pain was there on Sunday morning, the day after?"),
             about_day=TODAY - timedelta(days=1), about_session="before"),
    Question(kind="stiffness_min", sentence=sentence("How long was it stiff that morning?"),
             about_day=TODAY - timedelta(days=1), about_session="before", highest=240.0),
)  # fmt: skip


def weeks(count: int = 12, now: int = 6) -> Timeline:
    """Return twelve weeks with ups and downs; week ``now`` is this one."""
    start = TODAY - timedelta(days=TODAY.weekday() + 7 * (now - 1))
    return Timeline(today=TODAY, weeks=tuple(_week(at, now, start) for at in range(1, count + 1)))


def _week(at: int, now: int, start: date) -> WeekDone:
    first = start + timedelta(days=7 * (at - 1))
    phase = "Settle in" if at <= 2 else "Build" if at <= 6 else "Strengthen"
    base = WeekDone(
        first_day=first, last_day=first + timedelta(days=6), calendar_week=at, plan_week=at, plan_id="seed-default",
        mode="rehab", phase=phase, state="past" if at < now else "now" if at == now else "ahead", sessions_planned=6,
    )  # fmt: skip
    if at > now:
        return base
    pain = (4.0, 5.0, 3.0, 6.0, 2.0, 1.0)[(at - 1) % 6]
    load_kg = LOADS_KG[min(at, len(LOADS_KG) - 1)]
    detectable = at == 4
    words = "The right leg took 12 % longer than the left." if detectable else (
        "3 % between the legs: below detectable change (8 %)."
    )  # fmt: skip
    return replace(
        base, sessions_done=(6, 5, 6, 4, 6, 3)[(at - 1) % 6], training_days=5, reps_done=520, reps_planned=540,
        added_load_mean_kg=load_kg, added_load_max_kg=load_kg, planned_load_kg=load_kg,
        volume_load_kg_s=21_000.0 + 900 * at, volume_jump_percent=None if at == 1 else 4.4,
        pain_max_nrs=pain, pain_mean_nrs=pain / 2, next_morning_max_nrs=max(0.0, pain - 1), stiffness_max_min=10.0,
        visa_a=62.0 if at == 4 else None, reps_adherence=0.96, tempo_adherence=0.88, load_adherence=0.75,
        good_form_share=0.81, overrides=("7",) if at == 4 else (), marks=("sharp", "eased") if at == 4 else (),
        balance=Balance(left_s=3.4, right_s=3.5, reps_left=120, reps_right=118,
                        difference_percent=12.0 if detectable else 3.0, band_percent=8.0, detectable=detectable,
                        sentence=sentence(words)),
    )  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What was said, numbered."""

    id: int


@dataclass
class ScriptedCoach:
    """A coach in memory; ``fails`` makes every call raise it."""

    advice: Advice = field(default_factory=training)
    line: Timeline = field(default_factory=weeks)
    who: Profile = field(default_factory=lambda: Profile(sore="left", involved_leg="left"))
    known_plans: tuple[Plan, ...] = ()
    kept: list[Override] = field(default_factory=list)
    noted: list[Symptom] = field(default_factory=list)
    assigned: list[tuple[str, str, SoreLegs, bool]] = field(default_factory=list)
    taken_back: list[tuple[str, Profile]] = field(default_factory=list)
    withdrawn: list[tuple[int, str]] = field(default_factory=list)
    fails: Exception | None = None

    def _answer(self) -> None:
        if self.fails is not None:
            raise self.fails

    def today(self, athlete_id: str, day: date) -> Advice:
        """Return the advice; questions answered before are not asked again."""
        del athlete_id, day
        self._answer()
        said = {one.kind for one in self.noted}
        questions = tuple(one for one in self.advice.questions if one.kind not in said)
        return replace(self.advice, questions=questions)

    def timeline(self, athlete_id: str, day: date) -> Timeline:
        """Return the weeks."""
        del athlete_id, day
        self._answer()
        return self.line

    def profile(self, athlete_id: str) -> Profile:
        """Return the profile."""
        del athlete_id
        self._answer()
        return self.who

    def plans(self) -> Sequence[Plan]:
        """Return the plans."""
        self._answer()
        return self.known_plans

    def assign(
        self, athlete_id: str, plan_id: str, *, day: date, sore: SoreLegs, insertional: bool = False
    ) -> Assignment:
        """Remember what was assigned; from now on there is training."""
        self._answer()
        self.assigned.append((athlete_id, plan_id, sore, insertional))
        self.advice = training()
        plan = next(one for one in self.known_plans if one.id == plan_id)
        return Assignment(id=str(len(self.assigned)), plan=plan, start_day=day, assigned_us=START_US)

    def take_back(self, athlete_id: str, assignment_id: str, profile: Profile) -> None:
        """Remember that; there is no plan then."""
        del athlete_id
        self._answer()
        self.taken_back.append((assignment_id, profile))
        self.advice = no_plan()

    def overrides(self, athlete_id: str, day: date) -> Sequence[Override]:
        """Return what is in force."""
        del athlete_id, day
        self._answer()
        return tuple(self.kept)

    def override(self, athlete_id: str, override: Override) -> Override:
        """Keep it; a rest is shown as one."""
        del athlete_id
        self._answer()
        self.kept.append(replace(override, id=str(len(self.kept) + 1), made_us=START_US))
        made = self.kept[-1]
        if override.rest:
            self.advice = resting()
        elif override.rest is False:
            self.advice = training()
        return made

    def clear_override(self, athlete_id: str, override_id: str, *, day: date, reason: str, by: str) -> None:
        """Forget it."""
        del athlete_id, day, reason, by
        self._answer()
        gone = next(one for one in self.kept if one.id == override_id)
        self.kept = [one for one in self.kept if one.id != override_id]
        if gone.rest is not None:
            self.advice = training() if gone.rest else resting()

    def withdraw(self, athlete_id: str, entry_id: int, reason: str) -> None:
        """Remember that, and why."""
        del athlete_id
        self._answer()
        self.withdrawn.append((entry_id, reason))

    def note(self, athlete_id: str, symptoms: Sequence[Symptom]) -> list[Kept]:
        """Remember what was said, and number it."""
        del athlete_id
        self._answer()
        first = len(self.noted) + 1
        self.noted += symptoms
        return [Kept(first + at) for at in range(len(symptoms))]
