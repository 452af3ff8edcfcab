"""``station plan``: the training programme."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from station.cli.advice_words import say_advice, say_assigned, say_plan
from station.cli.coaching import coached, library_of, own_plans
from station.cli.common import effective, print_json, print_table, put, say, warn
from station.cli.plan_history import history
from station.coach.days import FIRST_DAY
from station.coach.library import read_file
from station.errors import UsageError
from station.programme.model import Override
from station.programme.plans import PlanError, shipped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date

    from station.coach.library import Library
    from station.programme.model import Plan

_FARTHEST = timedelta(days=366)


def run(options: argparse.Namespace) -> int:
    """List, show, assign, today, history, override or validate."""
    actions = {
        "list": _list,
        "show": _show,
        "assign": _assign,
        "today": _today,
        "history": history,
        "override": _override,
        "validate": _validate,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    library = library_of(effective(options))
    if options.json:
        rows = [
            {"id": plan.id, "title": plan.title, "mode": plan.mode, "weeks": plan.weeks,
             "file": str(library.own[plan.id]) if plan.id in library.own else None}
            for plan in library.plans.values()
        ]  # fmt: skip
        unreadable = [{"file": str(each.file), "problem": each.problem} for each in library.unreadable]
        print_json({"plans": rows, "unreadable": unreadable})
        return 0
    print_table(
        ("id", "weeks", "mode", "title"),
        [
            (plan.id, plan.weeks, plan.mode, plan.title + (" (own)" if plan.id in library.own else ""))
            for plan in library.plans.values()
        ],
    )
    for each in library.unreadable:
        warn(f"left out: {each.problem}")
    return 0


def _show(options: argparse.Namespace) -> int:
    library = library_of(effective(options))
    plan = library.find(options.plan)
    if options.toml:
        put(library.text(plan.id).splitlines())
    elif options.json:
        print_json(plan)
    else:
        say_plan(plan)
    return 0


def _assign(options: argparse.Namespace) -> int:
    if options.start_load is not None and not 0 <= options.start_load <= 200:  # noqa: PLR2004  kg, as overrides
        raise UsageError(f"an added load of {options.start_load:g} kg", "Give kilograms from 0 to 200")
    with coached(options, read_only=False) as (coach, athlete, _store):
        start = _near(options.start or coach.day(), coach.day())
        assignment = coach.assign(
            athlete.id,
            options.plan,
            day=start,
            sore=options.sore,
            insertional=options.insertional,
            smallest_step_kg=options.smallest_step,
            start_load_kg=options.start_load,
            rest_weekdays=options.rest_days,
        )
        profile = coach.profile(athlete.id)
        advice = coach.today(athlete.id, max(start, coach.day()))
    if options.json:
        print_json({"athlete_id": athlete.id, "assignment": assignment, "profile": profile})
    else:
        say_assigned(athlete.name, assignment, advice)
    return 0


def _near(day: date, today: date) -> date:
    """Return a day that something may begin or end on; ``UsageError`` before 2000 or years ahead."""
    if not FIRST_DAY <= day <= today + _FARTHEST:
        raise UsageError(f"{day} is too far from today, {today}", "Give a day at most a year ahead")
    return day


def _today(options: argparse.Namespace) -> int:
    with coached(options, read_only=True) as (coach, athlete, _store):
        advice = coach.today(athlete.id, _near(options.date or coach.day(), coach.day()))
    if options.json:
        print_json({"athlete_id": athlete.id} | msgspec.to_builtins(advice))
    else:
        say_advice(athlete.name, advice)
    return 0


def _override(options: argparse.Namespace) -> int:
    values = {
        "load_kg": options.load,
        "reps": options.reps,
        "sets": options.sets,
        "rest": options.rest,
        "variant": options.variant,
        "plan_week": options.plan_week,
    }
    if options.clear is not None and any(value is not None for value in values.values()):
        raise UsageError("--clear ends an override and sets nothing", "Say the one, then the other")
    with coached(options, read_only=False) as (coach, athlete, _store):
        today = coach.day()
        from_day = _near(options.from_day or today, today)
        if options.clear is not None:
            kept = coach.clear_override(
                athlete.id, options.clear, day=from_day, reason=options.reason, by=options.by
            )
            document: object = kept
            words = f"override {options.clear} ends: from {from_day} on the plan's word counts"
        else:
            until = None if options.until is None else _near(options.until, today)
            made = coach.override(
                athlete.id,
                Override(id="", from_day=from_day, until_day=until, reason=options.reason, by=options.by,
                         made_us=0, **values),
            )  # fmt: skip
            document = made
            last = "it is cleared" if until is None else str(until)
            words = f"override {made.id} is kept: from {from_day} until {last}, by {made.by}: {made.reason}"
        headline = coach.today(athlete.id, today).headline.text
    if options.json:
        print_json(document)
    else:
        say(words)
        say(headline)
    return 0


def _validate(options: argparse.Namespace) -> int:
    try:
        plan = read_file(options.file)
    except PlanError as error:
        if options.json:
            problems = [msgspec.to_builtins(each) for each in error.problems]
            print_json({"file": str(options.file), "valid": False, "problems": problems})
        else:
            for problem in error.problems[1:]:
                say(str(problem))
        raise
    doubts = list(_doubts(plan, library_of(effective(options))))
    if options.json:
        print_json(
            {"file": str(options.file), "valid": True, "problems": [], "warnings": doubts, "id": plan.id}
        )
    else:
        say(f"{options.file} is the plan '{plan.id}': {plan.title}")
        for doubt in doubts:
            warn(doubt)
        folder = own_plans(effective(options))
        if options.file.resolve().parent != folder.resolve():
            say(f"To give it to people, copy it into {folder}")
    return 0


def _doubts(plan: Plan, library: Library) -> Iterator[str]:
    """Yield what is possible in a plan and was perhaps not meant."""
    if plan.next_plan is not None and plan.next_plan not in library.plans:
        known = ", ".join(library.plans)
        yield f"next_plan '{plan.next_plan}' is none of the plans there are, so nothing follows: {known}"
    if plan.id in shipped():
        yield f"id '{plan.id}' is that of a plan that comes with the station, and would stand instead of it"
