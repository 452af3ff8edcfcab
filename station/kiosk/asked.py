"""What is asked about pain, and what of the answers is kept. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.asking import MINUTES, PERCENT, SCALE, YES_NO, Question
from station.kiosk.screens.choose import Choice
from station.kiosk.telling import spoken
from station.kiosk.words import say
from station.programme.model import NRS_KINDS, YES_NO_KINDS, Symptom, SymptomKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from station.kiosk.snapshot import Snapshot
    from station.programme.model import Leg, Plan, Profile, SoreLegs
    from station.programme.model import Question as Due

    Answers = Mapping[str, int]

Kind = SymptomKind
AFTER: Final[tuple[Kind, ...]] = ("during", "after", "sharp", "heel_bone")
SELDOM: Final[tuple[Kind, ...]] = ("visa_a", "feels_balanced", "heel_bone")
LEGS: Final[tuple[Leg | None, ...]] = ("left", "right", None)
SORE: Final[dict[str, tuple[SoreLegs, bool]]] = {
    "left": ("left", False),
    "right": ("right", False),
    "both": ("both", False),
    "heel_left": ("left", True),
    "heel_right": ("right", True),
    "none": ("none", False),
}
"""Answers to "which leg is sore?": the legs, and whether the pain sits on the heel bone."""
DEFAULT_PLAN: Final = "seed-default"
_NO_SORENESS: Final = ("performance", "maintenance", "strength")


def due(questions: Sequence[Due]) -> list[Question]:
    """Return the programme's questions as the kiosk asks them; each answer is called by its number."""
    return [_due(str(at), one) for at, one in enumerate(questions)]


def _due(key: str, one: Due) -> Question:
    text = spoken(one.sentence)
    if one.kind in YES_NO_KINDS:
        return Question(key, text, "yes_no", YES_NO, say("ask.hint_yes_no"))
    if one.kind == "stiffness_min":
        return Question(key, text, "number", MINUTES, say("ask.hint_minutes"), say("unit.min"))
    if one.kind in NRS_KINDS:
        return Question(key, text, "scale", SCALE, say("ask.hint_scale"))
    return Question(key, text, "number", PERCENT, say("ask.hint_visa"))


def answered(questions: Sequence[Due], answers: Answers, time_us: int) -> list[Symptom]:
    """Return the answers to the programme's questions as they are kept."""
    given = [(one, answers[str(at)]) for at, one in enumerate(questions) if str(at) in answers]
    return [
        Symptom(
            kind=one.kind,
            value=float(value),
            day=one.about_day,
            time_us=time_us,
            leg=one.leg,
            session_id=one.about_session,
        )
        for one, value in given
    ]


def passed_by(questions: Sequence[Due], answers: Answers) -> set[str]:
    """Return what was not answered, as ``is_passed`` knows it again."""
    return {_passed(one) for at, one in enumerate(questions) if str(at) not in answers}


def is_passed(question: Due, passed: Collection[str], *, training: bool) -> bool:
    """Say whether a question is left out: it was skipped, or is asked when the visit that goes on ends.

    What is asked seldom is not asked again, the rest not for the same day.
    """
    return _passed(question) in passed or (training and question.kind in ("during", "after"))


def passed_after(answers: Answers, day: date) -> set[str]:
    """Return what was asked of a day's training when it ended, answered or not."""
    return {f"{kind} {day}" for kind in ("during", "after") if kind not in answers}


def _passed(question: Due) -> str:
    return question.kind if question.kind in SELDOM else f"{question.kind} {question.about_day}"


def after_training(answers: Answers, profile: Profile, hurt: Leg | None) -> list[Question]:
    """Return what is asked after a visit; where it hurts only when something does."""
    hint = say("ask.hint_scale")
    questions = [
        Question("during", say("ask.during"), "scale", SCALE, hint),
        Question("after", say("ask.after"), "scale", SCALE, hint),
        Question("sharp", say("ask.sharp"), "yes_no", YES_NO, say("ask.hint_yes_no")),
    ]
    if any(answers.get(kind, 0) > 0 for kind in ("during", "after", "sharp")):
        if hurt is None and profile.sore not in ("left", "right"):
            legs = (say("side.left"), say("side.right"), say("ask.both_legs"))
            questions.append(
                Question("leg", say("ask.leg"), "choice", (1, 2, 3), say("ask.hint_choice"), options=legs)
            )
        questions.append(
            Question("heel_bone", say("ask.heel_bone"), "yes_no", YES_NO, say("ask.hint_yes_no"))
        )
    return questions


def leg_of(answers: Answers, profile: Profile, hurt: Leg | None) -> Leg | None:
    """Return which leg the answers are about; ``None``: not said, or both."""
    if hurt is not None:
        return hurt
    if profile.sore in ("left", "right"):
        return profile.sore
    return LEGS[answers["leg"] - 1] if "leg" in answers else None


def working_leg(snapshot: Snapshot | None) -> Leg | None:
    """Return the leg that works now, or did the last rep of this set; ``None`` in doubt: then both are eased."""
    if snapshot is None:
        return None
    if snapshot.stance in ("left", "right"):
        return snapshot.stance
    if snapshot.last is None or snapshot.clock is None:
        return None
    return snapshot.clock.side


def plans_listed(plans: Sequence[Plan], sore: str) -> list[Choice]:
    """Return the plans to choose from, the ones for somebody like this first; the first is suggested."""
    legs, insertional = SORE[sore]
    rank = {id(plan): _rank(plan, sore=legs != "none", insertional=insertional) for plan in plans}
    listed = sorted(plans, key=lambda plan: rank[id(plan)])
    return [
        Choice(
            plan.id,
            _title(plan, suggested=at == 0 and rank[id(plan)] == 0),
            say.plan_text(plan.summary),
        )
        for at, plan in enumerate(listed)
    ]


def _title(plan: Plan, *, suggested: bool) -> str:
    title = say.plan_text(plan.title)
    return f"{title} ({say('choose.suggested')})" if suggested else title


def _rank(plan: Plan, *, sore: bool, insertional: bool) -> int:
    """Return how near the top of the list a plan stands: 0 suits, 1 may, 2 hardly."""
    floor_only = all(
        variant.endswith("_floor")
        for phase in plan.phases
        for one in phase.exercises
        for variant in one.variants
    )
    if insertional:
        return 0 if floor_only else 2
    if sore:
        return 0 if plan.id == DEFAULT_PLAN else 2 if plan.mode in _NO_SORENESS or floor_only else 1
    return 0 if plan.mode == "performance" else 1 if plan.mode in _NO_SORENESS else 2
