"""The weeks of a plan at a glance, and one of them in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "weeks.title": "The weeks",
    "weeks.none": "No week yet: choose a plan, and begin.",
    "weeks.reading": "Reading the weeks …",
    "weeks.now": "now",
    "weeks.label_week": "week",
    "weeks.label_sessions": "visits",
    "weeks.label_load": "{unit}",
    "weeks.label_pain": "pain",
    "weeks.label_reps": "reps %",
    "weeks.label_tempo": "tempo %",
    # one week in words
    "week.heading": "Week {week}, {phase}",
    "week.heading_break": "A week of break",
    "week.days": "{first} to {last}",
    "week.now": "this week",
    "week.ahead": "Ahead. The plan has {count} visits for it.",
    "week.ahead_open": "Ahead.",
    "week.sessions": "{done} of {planned} visits",
    "week.sessions_free": "{done} visits",
    "week.no_sessions": "No visit. Rest is part of it.",
    "week.reps": "{done} of {planned} reps ({percent} %)",
    "week.reps_free": "{done} reps",
    "week.tempo": "{percent} % of them slow enough",
    "week.load": "up to +{load} {unit}, planned {planned} {unit}",
    "week.load_free": "up to +{load} {unit}",
    "week.load_planned": "planned +{planned} {unit}",
    "week.load_kept": "{percent} % of the sets at the planned load",
    "week.no_load": "no added load",
    "week.volume": "volume-load {volume} {unit}·s",
    "week.jump_up": "{percent} % more than the week before",
    "week.jump_down": "{percent} % less than the week before",
    "week.jump_none": "as much as the week before",
    "week.form": "{percent} % of the time under tension in good form",
    "week.pain": "Pain at most {most}, on average {mean}",
    "week.pain_most": "Pain at most {most}",
    "week.morning": "next morning at most {most}",
    "week.stiff": "morning stiffness up to {minutes} min",
    "week.no_pain": "Nothing said about pain",
    "week.visa": "VISA-A {score} of 100",
    "week.overrides": "{count} changed by a person",
    "mark.sharp": "sharp pain",
    "mark.eased": "eased back",
    "mark.load_up": "more load",
    "mark.load_back": "less load",
    "mark.break": "break",
    "mark.override": "changed",
    "mark.rest": "rest",
    "mark.floor": "floor level",
}
