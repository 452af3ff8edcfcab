"""What to do today, why, and what comes next: one pure function of plans, profile, log and date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.programme import next_up
from station.programme.advice import Advice, Alert
from station.programme.done import day_reason, most_reps, too_many, within_day
from station.programme.explain import load_reasons, merged, override_reasons, plan_reason, reps_reason
from station.programme.headline import headline
from station.programme.history import LEGS
from station.programme.prescribe import Day, day_of_plan, know
from station.programme.questions import questions
from station.programme.rules import balance, form, heel, improvement, plateau, reentry, rest, running
from station.programme.rules.jump import find_jump
from station.programme.ticking import tick_off
from station.programme.timeline import timeline
from station.programme.visits import visits
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from station.programme.advice import Action, PlannedSet, Reason, Sentence
    from station.programme.log import Assignment, Log, Profile
    from station.programme.plan import Plan
    from station.programme.prescribe import Athlete

__all__ = ["advise", "timeline"]

DOUBLED_PERCENT = 100
"""A week that grew by more is told without a number: after a nearly empty one it says little."""


def advise(
    assignments: Sequence[Assignment], profile: Profile, log: Log, today: date, plans: Mapping[str, Plan]
) -> Advice:
    """Return what the plan suggests today, with every reason.

    ``assignments`` are all of them, ended ones too; ``plans`` are those that ``next_plan`` may name. The
    order of the log does not matter; what lies after ``today`` is not looked at; what cannot be is set aside
    and named. ``UsageError`` for a profile that cannot be.
    """
    athlete = know(assignments, profile, log, today, plans)
    ordinal = today.toordinal()
    visit, day, sets = _today(athlete, ordinal)
    if day is None:
        return _without_plan(athlete, today)
    reasons = [*_reasons(athlete, day), *day_reason(athlete.history, day, sets)]
    action, deciding = _action(athlete, day, sets)
    if deciding is not None:
        reasons.append(deciding)
    ordered = merged(reasons)
    shown = sets if action in ("train", "done_today") else ()
    alerts = tuple(_alerts(athlete, day))
    plan = day.case.plan
    coming = next_up.coming(athlete, day, trains_today=action in ("train", "done_today"))
    return Advice(
        day=today,
        action=action,
        headline=headline(action, shown, plan, visit),
        why=ordered[0].sentence,
        next=_next(
            coming,
            again=action == "train" and visit + 1 < plan.sessions_per_day,
            begun=action == "train" and any(one.done or one.short for one in sets),
        ),
        plan_id=plan.id,
        plan_title=plan.title,
        mode=plan.mode,
        week=day.case.place.week,
        weeks=plan.weeks,
        phase=day.case.place.phase.title,
        expect=day.case.place.phase.expect,
        session_of_day=visit + 1,
        sessions_per_day=plan.sessions_per_day,
        sets=shown,
        warm_up=_warm_up(athlete, day) if action == "train" and not any(one.done for one in sets) else None,
        mobility=_mobility(day) if action == "train" else None,
        rest_s=shown[0].rest_s if shown else plan.rest_s,
        next_day=coming.day,
        suggested_plan=_suggested(day, alerts),
        reasons=tuple(ordered),
        questions=questions(day.case),
        running=running.running(day.case, athlete.walks),
        alerts=alerts,
        set_aside=athlete.set_aside,
        notes=plan.notes,
    )


def _next(coming: next_up.Coming, *, again: bool, begun: bool) -> Sentence:
    """Say what is next: another visit of today comes first, or the rest of this one."""
    if coming.day is None or not (again or begun):
        return coming.sentence
    return say("next.again" if again else "next.open", day=coming.day)


def _without_plan(athlete: Athlete, today: date) -> Advice:
    starts = athlete.course.next_start(today.toordinal())
    following = say("next.plan_starts", day=starts) if starts else say("next.assign")
    return Advice(
        day=today,
        action="no_plan",
        headline=say("headline.no_plan"),
        why=say("why.no_plan"),
        next=following,
        next_day=starts,
        set_aside=athlete.set_aside,
    )


def _today(athlete: Athlete, ordinal: int) -> tuple[int, Day | None, tuple[PlannedSet, ...]]:
    """Return the visit of the day (from 0), the day, and its sets with those done ticked off.

    A visit is over when all its sets are done, or when a later one has begun.
    """
    made = visits(athlete.history.sessions_on.get(ordinal, []))
    number = 0
    while True:
        day = day_of_plan(athlete, ordinal, now=True, visit=number)
        if day is None:
            return 0, None, ()
        last = number + 1 >= day.case.plan.sessions_per_day
        mine = (
            [s for visit in made[number:] for s in visit]
            if last
            else (made[number] if number < len(made) else [])
        )
        today = athlete.history.sessions_on.get(ordinal, [])
        limit = most_reps(day.case.plan, day.sets)
        sets = within_day(tick_off(day.sets, mine), today, limit, whole=day.coach.reps is not None)
        over = bool(mine) and (all(one.done for one in sets) or number + 1 < len(made))
        if last or not over:
            return number, day, sets
        number += 1


def _reasons(athlete: Athlete, day: Day) -> list[Reason]:
    case = day.case
    loosen = heel.mobility(case)
    return [
        *override_reasons(case.overrides),
        *(finding.reason for leg in LEGS for finding in day.findings[leg]),
        *(finding.reason for finding in day.balance if finding.no_raises or not _raises_closed(day)),
        *load_reasons(athlete, day),
        *reps_reason(day),
        *form.judge(case),
        *([] if loosen is None else [loosen]),
        plan_reason(case),
    ]


def _action(athlete: Athlete, day: Day, sets: Sequence[PlannedSet]) -> tuple[Action, Reason | None]:
    """Decide: a coach's word first, then pain, then what is done already, then days of rest."""
    if day.coach.rest is True:
        return "rest", None
    stop = any(finding.stop for findings in day.findings.values() for finding in findings)
    if stop and day.coach.rest is not False:
        return "stop_and_ask", None
    if all(one.done for one in sets):
        return "done_today", None
    if day.coach.rest is None and any(f.rest for findings in day.findings.values() for f in findings):
        return "rest", None
    begun = athlete.history.trained_between(day.case.today, day.case.today)
    resting = rest.rest_on(day.case.today, athlete.course, athlete.history, athlete.profile)
    if resting is not None and day.coach.rest is None and not begun:
        return "rest", resting
    return "train", None


def _warm_up(athlete: Athlete, day: Day) -> Sentence | None:
    raises = day.case.plan.warm_up.raises
    today = athlete.history.sessions_on.get(day.case.today, [])
    if not raises or any(session.warmed_up for session in today):
        return None
    return say("warm_up", count=raises)


def _mobility(day: Day) -> Sentence | None:
    reason = heel.mobility(day.case)
    return None if reason is None else reason.sentence


def _raises_closed(day: Day) -> bool:
    """Say whether pain, a break or a heel keeps single-leg raises closed, however alike the legs are."""
    return any(finding.no_raises for findings in day.findings.values() for finding in findings)


def _alerts(athlete: Athlete, day: Day) -> Iterator[Alert]:
    case = day.case
    yield from improvement.judge(case)
    yield from _jumps(athlete, day)
    yield from too_many(day)
    raises_open = not _raises_closed(day) and balance.balanced(case)
    flat = plateau.find_plateau(case, athlete.walks, raises_open=raises_open)
    if flat is not None:
        yield flat
    back = reentry.find_reentry(case)
    if back is not None:
        yield back
    if any(session.clock_doubtful for session in athlete.history.sessions_on.get(case.today, [])):
        sentence = say("alert.clock")
        yield Alert(name="doubtful_data", rule=0, items=(), sentence=sentence)


def _jumps(athlete: Athlete, day: Day) -> Iterator[Alert]:
    """Flag too much too soon in the last seven days, today included; once, whichever leg shows it."""
    case, step_kg = day.case, athlete.profile.smallest_step_kg
    tomorrow = replace(case.place, day=case.today + 1)
    for leg in LEGS:
        jump = find_jump(leg, tomorrow, case.history, step_kg, athlete.walks[leg].planned_kg)
        if jump is not None:
            value = round(jump.percent, 1) if jump.what == "load" else round(jump.percent)
            what = "double" if jump.what == "volume" and jump.percent > DOUBLED_PERCENT else jump.what
            sentence = say(f"alert.jump_{what}", value=value, day=jump.data[0].day)
            yield Alert(name="too_much_too_soon", rule=5, items=(22,), sentence=sentence, data=jump.data)
            return


def _suggested(day: Day, alerts: Sequence[Alert]) -> str | None:
    case = day.case
    if any(alert.name == "re_entry" for alert in alerts):
        return reentry.way_back(case)
    told = any(f.reason.name == "heel.told" for findings in day.findings.values() for f in findings)
    floor_only = all(v.endswith("floor") for e in case.place.phase.exercises for v in e.variants)
    if told and not floor_only and case.plan.mode == "rehab":
        return "insertional-floor"
    weeks = case.plan.weeks
    return case.plan.next_plan if weeks is not None and case.place.week > weeks else None
