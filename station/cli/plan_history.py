"""``station plan history``: the weeks at a glance, what was assigned, and what somebody decided instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.cli.coaching import coached
from station.cli.common import print_json, print_table, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from station.programme.model import Assignment, SetAside, Timeline, WeekDone
    from station.store.plans import Kept

_LEGEND: Final = (
    "growth: kg s of the leg that grew more against the week before; of plan: repetitions done of those planned",
    "slow enough: repetitions that were not too fast, of those judged",
    "load met: of the legs and days planned, those with the planned load carried; a leg that was left out not",
    "clean time: seconds under tension of clean repetitions, of all done",
)
"""What shares are shares of."""


def history(options: argparse.Namespace) -> int:
    """Print the weeks up to now, the assignments and the overrides."""
    with coached(options, read_only=True) as (coach, athlete, _store):
        today = coach.day()
        timeline = coach.timeline(athlete.id, today)
        assigned, kept = coach.assignments(athlete.id), coach.kept_overrides(athlete.id)
        aside = coach.set_aside(athlete.id, today)
    past = [week for week in timeline.weeks if week.state != "ahead"]
    weeks = past[-options.weeks :] if options.weeks else past
    told = _Told(timeline, weeks, assigned, kept, aside)
    if options.json:
        _document(athlete.id, told)
    else:
        _say(athlete.name, told)
    return 0


@dataclass(frozen=True, slots=True)
class _Told:
    timeline: Timeline
    weeks: Sequence[WeekDone]
    assigned: Sequence[Assignment]
    overrides: Sequence[Kept]
    set_aside: Sequence[SetAside]


def _document(athlete_id: str, told: _Told) -> None:
    plans = [
        {"id": each.id, "plan_id": each.plan.id, "start_day": each.start_day, "end_day": each.end_day,
         "assigned_us": each.assigned_us, "start_load_kg": each.start_load_kg}
        for each in told.assigned
    ]  # fmt: skip
    print_json(
        {
            "athlete_id": athlete_id,
            "today": told.timeline.today,
            "weeks": told.weeks,
            "alerts": told.timeline.alerts,
            "assignments": plans,
            "overrides": told.overrides,
            "set_aside": told.set_aside,
        }
    )


def _say(name: str, told: _Told) -> None:
    if not told.assigned:
        say(f"{name} has no plan yet: station plan assign")
        return
    header = (
        "week", "from", "phase", "visits", "reps", "kg", "kg s", "growth", "pain", "morning", "stiff min",
        "VISA-A", "of plan", "slow enough", "load met", "clean time", "left-right", "",
    )  # fmt: skip
    print_table(header, [_row(week) for week in told.weeks])
    if told.weeks:
        for words in _LEGEND:
            say(words)
    for alert in told.timeline.alerts:
        say(f"! {alert.sentence.text}")
    for each in told.assigned:
        say(_assignment(each))
    for override in told.overrides:
        say(_override(override))
    for aside in told.set_aside:
        say(f"not used: {aside.sentence.text}")


def _row(week: WeekDone) -> tuple[object, ...]:
    balance = "" if week.balance is None else week.balance.sentence.text
    return (
        week.calendar_week,
        week.first_day.isoformat(),
        week.phase,
        f"{week.sessions_done}/{week.sessions_planned}",
        f"{week.reps_done}/{week.reps_planned}",
        _number(week.added_load_max_kg, 1),
        _number(week.volume_load_kg_s, 0),
        "" if week.volume_jump_percent is None else f"{week.volume_jump_percent:+.0f} %",
        _number(week.pain_max_nrs, 0),
        _number(week.next_morning_max_nrs, 0),
        _number(week.stiffness_max_min, 0),
        _number(week.visa_a, 0),
        _share(week.reps_adherence),
        _share(week.tempo_adherence),
        _share(week.load_adherence),
        _share(week.good_form_share),
        balance,
        " ".join(week.marks),
    )


def _assignment(assigned: Assignment) -> str:
    began = f"plan {assigned.plan.id} from {assigned.start_day}"
    if assigned.end_day is None:
        return began
    if assigned.end_day <= assigned.start_day:
        return f"{began}: never begun, another was assigned before"
    return f"{began} up to {assigned.end_day}"


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _override(kept: Kept) -> str:
    override = kept.override
    said = {
        "load": None if override.load_kg is None else f"{override.load_kg:g} kg",
        "reps": override.reps,
        "sets": override.sets,
        "rest": None if override.rest is None else ("yes" if override.rest else "no"),
        "variant": override.variant,
        "week": override.plan_week,
    }
    what = ", ".join(f"{name} {value}" for name, value in said.items() if value is not None)
    until = "" if override.until_day is None else f" until {override.until_day}"
    ended = (
        ""
        if kept.cleared_day is None
        else f"; ended {kept.cleared_day} by {kept.cleared_by}: {kept.cleared_reason}"
    )
    return f"override {override.id}: {what} from {override.from_day}{until}, by {override.by}: {override.reason}{ended}"
