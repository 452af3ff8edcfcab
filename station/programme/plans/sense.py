"""What a type cannot say about a plan: weeks without holes, bands that are not upside down, words that print."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.plan import Exercise, Phase, Plan, Tempo
    from station.programme.plans.locate import Path

Complaint = tuple["Path", str, str]
"""Path of the key, what is wrong with it, what would do instead."""


def complaints(plan: Plan) -> Iterator[Complaint]:
    """Yield everything that fits its type and still means nothing."""
    yield from _unprintable((), plan)
    yield from _tempo(("tempo",), plan.tempo)
    yield from _weeks(plan)
    for index, phase in enumerate(plan.phases):
        yield from _phase(plan, ("phases", index), phase)
    yield from _load(plan)
    yield from _limits(plan)


def _tempo(path: Path, tempo: Tempo) -> Iterator[Complaint]:
    if tempo.lower_s > tempo.upper_s:
        yield (
            (*path, "lower_s"),
            f"is {tempo.lower_s:g}, above upper_s {tempo.upper_s:g}",
            "The band begins at lower_s: set upper_s as high or higher",
        )


def _weeks(plan: Plan) -> Iterator[Complaint]:
    expected = 1
    for index, phase in enumerate(plan.phases):
        path: Path = ("phases", index)
        if phase.from_week != expected:
            yield (
                (*path, "from_week"),
                f"is {phase.from_week}, and {expected} is next",
                "Phases follow each other from week 1, without holes or overlaps",
            )
        if phase.to_week < phase.from_week:
            yield (
                (*path, "to_week"),
                f"is {phase.to_week}, before from_week {phase.from_week}",
                "Set it to the same week or later",
            )
        expected = phase.to_week + 1
    if plan.weeks is not None and expected != plan.weeks + 1:
        yield (
            ("weeks",),
            f"is {plan.weeks}, and the phases end with week {expected - 1}",
            "Make both the same",
        )
    if plan.weeks is None and plan.next_plan is not None:
        yield ("next_plan",), f"is {plan.next_plan!r}, and the plan has no end", "Give weeks, or leave it out"
    if plan.next_plan == plan.id:
        yield ("next_plan",), "is the plan itself", "Leave weeks and next_plan out for a plan without end"


def _phase(plan: Plan, path: Path, phase: Phase) -> Iterator[Complaint]:
    reps_a_leg = 0
    for index, exercise in enumerate(phase.exercises):
        yield from _exercise((*path, "exercises", index), exercise)
        turns = len(exercise.variants) if exercise.alternate == "all" else 1
        reps_a_leg += exercise.sets * exercise.reps_max * turns
    reps_a_day = reps_a_leg * plan.sessions_per_day
    if reps_a_day > plan.max_reps_per_leg_day:
        yield (
            (*path, "exercises"),
            f"ask for up to {reps_a_day} repetitions a leg and day, {plan.max_reps_per_leg_day} are the most",
            "Plan fewer, or raise max_reps_per_leg_day",
        )


def _exercise(path: Path, exercise: Exercise) -> Iterator[Complaint]:
    if exercise.reps_min > exercise.reps_max:
        yield (
            (*path, "reps_min"),
            f"is {exercise.reps_min}, above reps_max {exercise.reps_max}",
            "Swap them",
        )
    if (exercise.kind == "bilateral") != (exercise.legs == "both"):
        yield (
            (*path, "legs"),
            f"is {exercise.legs!r} for a {exercise.kind} exercise",
            'bilateral goes with legs = "both", the others with "each" or "sore"',
        )
    if exercise.gate == "balance" and exercise.kind != "single_leg_raise":
        yield (
            (*path, "gate"),
            f"is 'balance' for a {exercise.kind} exercise",
            "Only single-leg raises wait for balance",
        )
    if len(set(exercise.variants)) != len(exercise.variants):
        yield (*path, "variants"), "names one twice", "Name each once"
    if exercise.tempo is not None:
        yield from _tempo((*path, "tempo"), exercise.tempo)


def _load(plan: Plan) -> Iterator[Complaint]:
    rows = plan.load.reps_by_load
    path: Path = ("load", "reps_by_load")
    if not rows or rows[0].from_kg != 0:
        yield path, "does not begin at from_kg = 0", "Begin with the repetitions without added load"
    for before, row in itertools.pairwise(rows):
        if row.from_kg <= before.from_kg or row.reps > before.reps:
            yield (
                path,
                f"goes from {before.reps} at {before.from_kg:g} kg to {row.reps} at {row.from_kg:g} kg",
                "Loads rise from row to row, and repetitions never do",
            )


def _limits(plan: Plan) -> Iterator[Complaint]:
    pain, rail, breaks = plan.pain, plan.rail, plan.breaks
    if pain.severe_nrs < max(pain.during_max_nrs, pain.after_max_nrs):
        yield (
            ("pain", "severe_nrs"),
            f"is {pain.severe_nrs:g}, below the pain that the plan accepts",
            "Set it above during_max_nrs and after_max_nrs",
        )
    if rail.warn_share > rail.invalid_share:
        yield (
            ("rail", "warn_share"),
            f"is {rail.warn_share:g}, above invalid_share {rail.invalid_share:g}",
            "Swap them",
        )
    days = (breaks.fewer_sets_after_days, breaks.half_load_after_days, breaks.no_load_after_days)
    if list(days) != sorted(days) or days[0] < 1:
        yield (
            ("breaks", "fewer_sets_after_days"),
            "and its two neighbours do not rise from at least 1",
            "Fewer sets come first, then half the load, then none",
        )
    if plan.load.progress_max_nrs > pain.during_max_nrs:
        yield (
            ("load", "progress_max_nrs"),
            f"is {plan.load.progress_max_nrs:g}, above pain.during_max_nrs {pain.during_max_nrs:g}",
            "Load grows only with pain the plan accepts",
        )


def _unprintable(path: Path, value: object) -> Iterator[Complaint]:
    if isinstance(value, str):
        if not value.isprintable() or not value.strip():
            yield path, "is empty or holds characters that do not print", "Write it in plain letters"
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _unprintable((*path, index), item)
    elif isinstance(value, Struct):
        for name, item in structs.asdict(value).items():
            yield from _unprintable((*path, name), item)
