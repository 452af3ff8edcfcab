"""A plan, and what it suggests, in lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.cli.common import print_table, say
from station.programme.explain import beside_a_decision

if TYPE_CHECKING:
    from station.programme.model import Advice, Assignment, Datum, Exercise, Plan, PlannedSet, Reason

VARIANTS: Final = {
    "straight_step": "straight knee, step",
    "bent_step": "bent knee, step",
    "straight_floor": "straight knee, floor",
    "bent_floor": "bent knee, floor",
}
KINDS: Final = {"lowering": "lowering", "bilateral": "both feet", "single_leg_raise": "single-leg raise"}
_UNVERIFIED: Final = {"recalled": "UNVERIFIED, from memory: ", "secondary": "read about: "}
_LEGS: Final = {"sore": "sore leg", "each": "each leg", "both": "both feet"}


def say_plan(plan: Plan) -> None:
    """Say what a plan asks for, and from where its numbers are."""
    weeks = "without end" if plan.weeks is None else f"{plan.weeks} weeks"
    say(f"{plan.title} ({plan.id}), {plan.mode}, {weeks}")
    say(plan.summary)
    times = "" if plan.sessions_per_day == 1 else f", {plan.sessions_per_day} times a day"
    say(f"{plan.days_per_week} days a week{times}; rest between sets {plan.rest_s} s")
    for phase in plan.phases:
        say("")
        say(f"Weeks {phase.from_week}-{phase.to_week}: {phase.title}. {phase.expect}")
        for exercise in phase.exercises:
            say(f"  {_exercise(exercise)}")
    for note in plan.notes:
        say(f"· {note}")
    say("")
    for citation in plan.citations:
        say(f"{_UNVERIFIED.get(citation.evidence, '')}{citation.about}: {citation.source}")
    if plan.next_plan:
        say(f"Afterwards: {plan.next_plan}")


def _exercise(exercise: Exercise) -> str:
    reps = f"{exercise.reps_min}" + (
        "" if exercise.reps_min == exercise.reps_max else f"-{exercise.reps_max}"
    )
    variants = " or ".join(VARIANTS[each] for each in exercise.variants)
    return f"{exercise.sets} x {reps} {KINDS[exercise.kind]}, {_LEGS[exercise.legs]}: {variants}"


def say_assigned(name: str, assignment: Assignment, advice: Advice) -> None:
    """Say what somebody was assigned, and what it means for the first day."""
    say(f"{name} has the plan '{assignment.plan.id}' from {assignment.start_day} on: {assignment.plan.title}")
    say(advice.headline.text)


def say_advice(name: str, advice: Advice) -> None:
    """Say what to do today, why, and what comes next."""
    if advice.plan_id is not None:
        of = "" if advice.weeks is None else f" of {advice.weeks}"
        phase = f", {advice.phase}" if advice.phase else ""
        say(f"{name}, {advice.day}: {advice.plan_title}, week {advice.week}{of}{phase}")
        if advice.expect:
            say(f"What to expect: {advice.expect}")
    say(advice.headline.text)
    say(f"Why: {advice.why.text}")
    for reason in beside_a_decision(advice.reasons):
        say(f"The plan itself says: {reason.sentence.text}")
    for sentence in (advice.mobility, advice.warm_up):
        if sentence is not None:
            say(sentence.text)
    if advice.sets:
        print_table(
            ("set", "leg", "exercise", "reps", "kg", "seconds down", "rest s", ""),
            list(map(_row, advice.sets)),
        )
    say(f"Next: {advice.next.text}")
    _say_more(advice)


def _say_more(advice: Advice) -> None:
    for reason in advice.reasons:
        say(f"· {reason_line(reason)}")
    for alert in advice.alerts:
        say(f"! {alert.sentence.text}")
    _say_running(advice)
    for question in advice.questions:
        say(f"? {question.sentence.text}")
    for aside in advice.set_aside:
        say(f"not used: {aside.sentence.text}")
    for note in advice.notes:
        say(f"Good to know: {note}")


def _say_running(advice: Advice) -> None:
    if advice.running is not None:
        say(f"Running: {advice.running.sentence.text}")
        for signal in advice.running.signals:
            say(f"  {signal.state.replace('_', ' ')}: {signal.sentence.text}")


def _row(planned: PlannedSet) -> tuple[object, ...]:
    reps = f"up to {planned.reps}" if planned.up_to else planned.reps
    seconds = f"{planned.lower_s:g}-{planned.upper_s:g}"
    exercise = f"{KINDS[planned.kind]}, {VARIANTS[planned.variant]}"
    short = planned.short
    begun = "" if short is None else f"{short.reps} of {short.asked}: under half, the set stays open"
    done = "done" if planned.done else begun
    return planned.index, planned.leg, exercise, reps, planned.added_load_kg, seconds, planned.rest_s, done


def reason_line(reason: Reason) -> str:
    """Return a reason with its rule, its items of the checklist and the data it used."""
    items = f" [{', '.join(map(str, reason.items))}]" if reason.items else ""
    data = "; ".join(map(_datum, reason.data))
    return f"{reason.sentence.text} ({reason.name}, rule {reason.rule}{items})" + (
        f" from {data}" if data else ""
    )


def _datum(datum: Datum) -> str:
    value = f"{datum.value:g}" if isinstance(datum.value, float) else datum.value
    leg = "" if datum.leg is None else f" {datum.leg}"
    return f"{datum.day} {datum.what}{leg} {value} {datum.unit}".rstrip()
