"""Tempo before load, and hands off the rail: what the last visit says about form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum, Reason
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.log import SessionDone, SetDone
    from station.programme.rules.case import Case

LATELY_DAYS: Final = 7


def judge(case: Case) -> Iterator[Reason]:
    """Yield what to mind today, from the last visit of the last days."""
    session = _last_session(case)
    if session is None:
        return
    judged = [done for done in session.sets if done.reps_tempo_ok is not None]
    count = sum(_judged(done) for done in judged)
    slow = sum(done.reps_tempo_ok or 0 for done in judged)
    if count and slow < case.plan.load.min_tempo_share * count:
        data = (Datum(session.day, "reps_not_fast", slow, f"of {count}", None, session.id),)
        lower_s = case.plan.tempo.lower_s
        sentence = say("form.fast", count=count - slow, of=count, lower=lower_s)
        yield Reason(0, "form.fast", (6, 16, 17, 27), sentence, "advice", data)
    hands = max((done.hand_share for done in session.sets if done.hand_share is not None), default=0.0)
    if hands > case.plan.rail.warn_share:
        data = (Datum(session.day, "hand_share", round(hands, 3), "", None, session.id),)
        message = "form.rail_invalid" if hands > case.plan.rail.invalid_share else "form.rail"
        sentence = say(message, percent=round(100 * hands))
        yield Reason(0, "form.rail", (2, 21), sentence, "advice", data)


def _last_session(case: Case) -> SessionDone | None:
    for day in reversed(case.history.trained_between(case.today - LATELY_DAYS, case.today)):
        return case.history.sessions_on[day][-1]
    return None


def _judged(done: SetDone) -> int:
    return done.reps_done if done.reps_tempo_judged is None else done.reps_tempo_judged
