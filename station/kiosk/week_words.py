"""One week of a plan in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.kiosk.telling import Line, day_words, spoken
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from datetime import date

    from station.programme.model import WeekDone

ALIKE_PERCENT = 2.0
"""A change of volume-load below this is told as none."""


def week_told(week: WeekDone, today: date) -> list[Line]:
    """Return a week in a few sentences; what is not known is not said."""
    lines = [_heading(week, today)]
    if week.state == "ahead":
        ahead = (
            say("week.ahead", count=week.sessions_planned)
            if week.sessions_planned
            else say("week.ahead_open")
        )
        return [*lines, Line(_joined([ahead, *_planned_load(week)]))]
    lines.append(Line(_joined([_sessions(week), *_reps(week)]) + _marks(week)))
    lines.append(Line(_joined(_pain(week)), "small"))
    if week.balance is not None:
        lines.append(Line(spoken(week.balance.sentence), "small"))
    if load := [*_load(week), *_volume(week), *_form(week)]:
        lines.append(Line(_joined(load), "small"))
    if week.overrides:
        lines.append(Line(say("week.overrides", count=len(week.overrides)), "small"))
    return lines


def _joined(said: list[str]) -> str:
    """Return pieces as one sentence."""
    text = ", ".join(one.rstrip(".") for one in said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _heading(week: WeekDone, today: date) -> Line:
    phase = harmless(say.plan_text(week.phase), 40)
    if week.plan_week is None:
        name = say("week.heading_break")
    else:
        name = say("week.heading", week=week.plan_week, phase=phase).rstrip(", ")
    if week.state == "now":
        days = say("week.now")
    else:
        days = say("week.days", first=day_words(week.first_day, today), last=day_words(week.last_day, today))
    return Line(f"{name} · {days}", "title")


def _sessions(week: WeekDone) -> str:
    if week.sessions_done == 0:
        return say("week.no_sessions")
    if week.sessions_planned == 0:
        return say("week.sessions_free", done=week.sessions_done)
    return say("week.sessions", done=week.sessions_done, planned=week.sessions_planned)


def _reps(week: WeekDone) -> list[str]:
    if week.sessions_done == 0:
        return []
    if week.reps_adherence is None or not week.reps_planned:
        said = [say("week.reps_free", done=week.reps_done)]
    else:
        percent = _percent(week.reps_adherence)
        said = [say("week.reps", done=week.reps_done, planned=week.reps_planned, percent=percent)]
    if week.tempo_adherence is not None:
        said.append(say("week.tempo", percent=_percent(week.tempo_adherence)))
    return said


def _planned_load(week: WeekDone) -> list[str]:
    return [say("week.load_planned", planned=say.mass(week.planned_load_kg))] if week.planned_load_kg else []


def _load(week: WeekDone) -> list[str]:
    load_kg, planned_kg = week.added_load_max_kg, week.planned_load_kg
    if load_kg is None:
        return _planned_load(week)
    if load_kg < 0.5 and not planned_kg:  # noqa: PLR2004  kg, less than any load
        return [say("week.no_load")]
    said = (
        say("week.load_free", load=say.mass(load_kg))
        if planned_kg is None
        else say("week.load", load=say.mass(load_kg), planned=say.mass(planned_kg))
    )
    if week.load_adherence is None:
        return [said]
    return [said, say("week.load_kept", percent=_percent(week.load_adherence))]


def _volume(week: WeekDone) -> list[str]:
    if week.volume_load_kg_s is None:
        return []
    said = [say("week.volume", volume=say.mass(week.volume_load_kg_s, 0))]
    jump = week.volume_jump_percent
    if jump is not None:
        key = "none" if abs(jump) < ALIKE_PERCENT else "up" if jump > 0 else "down"
        said.append(say(f"week.jump_{key}", percent=say.number(abs(jump), 0)))
    return said


def _form(week: WeekDone) -> list[str]:
    return [] if week.good_form_share is None else [say("week.form", percent=_percent(week.good_form_share))]


def _pain(week: WeekDone) -> list[str]:
    said: list[str] = []
    if week.pain_max_nrs is not None:
        most, mean = say.number(week.pain_max_nrs, 0), week.pain_mean_nrs
        same = mean is None or mean == week.pain_max_nrs
        said.append(
            say("week.pain_most", most=most)
            if same
            else say("week.pain", most=most, mean=say.number(mean or 0.0))
        )
    if week.next_morning_max_nrs is not None:
        said.append(say("week.morning", most=say.number(week.next_morning_max_nrs, 0)))
    if week.stiffness_max_min:
        said.append(say("week.stiff", minutes=say.number(week.stiffness_max_min, 0)))
    if week.visa_a is not None:
        said.append(say("week.visa", score=say.number(week.visa_a, 0)))
    return said or [say("week.no_pain")]


def _marks(week: WeekDone) -> str:
    told = [say.get(f"mark.{mark}", mark) for mark in week.marks]
    return f" ({', '.join(told)})" if told else ""


def _percent(share: float) -> str:
    return say.number(100 * share, 0)
