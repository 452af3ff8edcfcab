"""What only the athlete knows, asked when it is due: the morning after, the pain of today, VISA-A once a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Question
from station.programme.entry import symptom_range
from station.programme.history import LEGS, day_of
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.log import SessionDone, SymptomKind
    from station.programme.rules.case import Case

REMEMBERED_DAYS: Final = 3
"""A morning longer ago is not asked for: nobody remembers it."""
VISA_A_DAYS: Final = 28
VISA_A_FIRST_DAYS: Final = 7
"""Days since the first training from which on it is asked."""
WEEK: Final = 7
RUNNING_QUESTIONS_BEFORE_WEEKS: Final = 2


def questions(case: Case) -> tuple[Question, ...]:
    """Return what to ask now, the most useful first."""
    return (
        *_mornings(case),
        *_today(case),
        *_daily_life(case),
        *_heel(case),
        *_balanced(case),
        *_visa_a(case),
    )


def _told(case: Case, kind: SymptomKind, first: int, last: int) -> bool:
    return any(case.history.window(leg, (kind,), first, last) for leg in LEGS)


def _ask(
    kind: SymptomKind, message: str, day: int, session: SessionDone | None = None, **values: str
) -> Question:
    lowest, highest = symptom_range(kind)
    about = None if session is None else session.day
    return Question(
        kind=kind,
        sentence=say(message, day=about, **values),
        about_day=day_of(day),
        about_session=None if session is None else session.id,
        lowest=lowest,
        highest=highest,
    )


def _mornings(case: Case) -> Iterator[Question]:
    """Ask for the morning after the last session, and once more a day later if it was still up."""
    last = case.history.last_trained(case.today)
    if last is None or case.today - last > REMEMBERED_DAYS:
        return
    session = case.history.sessions_on[last][-1]
    morning = last + 1
    when = "today" if morning == case.today else "then"
    if not _told(case, "next_morning", morning, morning):
        yield _ask("next_morning", f"ask.next_morning.{when}", morning, session)
    if not _told(case, "stiffness_min", morning, morning):
        yield _ask("stiffness_min", f"ask.stiffness.{when}", morning, session)
    if (
        case.today > morning
        and not _told(case, "next_morning", case.today, case.today)
        and _still_up(case, morning)
    ):
        yield _ask("next_morning", "ask.next_morning.again", case.today, session)


def _still_up(case: Case, morning: int) -> bool:
    told = [case.history.reading(leg, "next_morning", morning) for leg in LEGS]
    return any(reading is not None and reading.value > case.profile.pain_free_nrs for reading in told)


def _today(case: Case) -> Iterator[Question]:
    sessions = case.history.sessions_on.get(case.today, [])
    if not sessions:
        return
    session = sessions[-1]
    for kind in ("during", "after"):
        if not any(
            s.kind == kind and s.day == session.day and s.session_id in (None, session.id)
            for s in case.history.log.symptoms
        ):
            yield _ask("during" if kind == "during" else "after", f"ask.{kind}", case.today, session)


def _daily_life(case: Case) -> Iterator[Question]:
    """Ask once a week, from shortly before running comes into view."""
    near = case.place.week >= case.plan.running.earliest_week - RUNNING_QUESTIONS_BEFORE_WEEKS
    if near and not _told(case, "daily_life", case.today - WEEK + 1, case.today):
        yield _ask("daily_life", "ask.daily_life", case.today)


def _heel(case: Case) -> Iterator[Question]:
    """Ask again a week after pain at the heel bone was told."""
    if case.profile.insertional:
        return
    told = [case.history.latest(leg, "heel_bone", case.today - VISA_A_DAYS, case.today) for leg in LEGS]
    newest = max((t for t in told if t is not None and t.value), key=lambda t: t.day, default=None)
    if newest is not None and case.today - newest.day.toordinal() >= WEEK:
        yield _ask("heel_bone", "ask.heel_bone", case.today)


def _balanced(case: Case) -> Iterator[Question]:
    """Ask for the feeling before single-leg raises, once in the days that balance looks at."""
    gated = any(exercise.gate == "balance" for exercise in case.place.phase.exercises)
    if gated and not _told(case, "feels_balanced", case.today - case.plan.balance.days, case.today):
        yield _ask("feels_balanced", "ask.feels_balanced", case.today)


def _visa_a(case: Case) -> Iterator[Question]:
    """Ask once a month of those who have trained for some days: a newcomer has no use for it yet."""
    trained = case.history.training_days
    if not trained or case.today - trained[0] < VISA_A_FIRST_DAYS:
        return
    if not _told(case, "visa_a", case.today - VISA_A_DAYS + 1, case.today):
        yield _ask("visa_a", "ask.visa_a", case.today)
