"""The programme's advice in the kiosk's words: days, headings, reasons with their data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from station.kiosk.verdict import Tone
    from station.programme.model import Advice, Datum, Reason, Sentence, Signal

SENTENCE_CELLS: Final = 400
_DATA_SHOWN: Final = 6
_TONES: Final[dict[str, Tone]] = {
    "load_up": "go", "single_leg_raise": "go", "load_back": "mind", "fewer_sets": "mind", "fewer_reps": "mind",
    "floor_level": "mind", "no_single_leg_raise": "mind", "stop": "stop",
}  # fmt: skip
_MARKS: Final[dict[str, str]] = {
    "load_up": "▲", "load_back": "▼", "fewer_sets": "▼", "fewer_reps": "▼", "stop": "✕", "load_hold": "=",
    "override": "✎", "rest": "○", "single_leg_raise": "▲", "floor_level": "!", "no_single_leg_raise": "!",
}  # fmt: skip
_SIGNAL_MARKS: Final = {"met": "✓", "not_met": "○", "unknown": "?"}
_SIGNAL_TONES: Final[dict[str, Tone]] = {"met": "go", "not_met": "mind", "unknown": "quiet"}

Weight = Literal["title", "text", "small"]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph to read."""

    text: str
    weight: Weight = "text"
    tone: Tone | None = None


def spoken(sentence: Sentence | None) -> str:
    """Return a sentence of the programme, fit to be shown: plans written by people speak through it."""
    return "" if sentence is None else harmless(say.sentence(sentence), SENTENCE_CELLS)


def day_words(day: date, today: date) -> str:
    """Return a day as people say it."""
    near = {0: "when.today", 1: "when.tomorrow", -1: "when.yesterday"}.get((day - today).days)
    if near is not None:
        return say(near)
    weekday, month = say(f"weekday.{day.weekday()}"), say(f"month.{day.month}")
    return say("when.day", weekday=weekday, day=day.day, month=month)


def plan_words(advice: Advice) -> tuple[str, ...]:
    """Return plan, week and phase in one line, the fullest first; nothing without a plan."""
    if advice.plan_id is None:
        return ("",)
    title, phase = harmless(say.plan_text(advice.plan_title), 60), harmless(say.plan_text(advice.phase), 30)
    week = ""
    if advice.week is not None:
        key = "today.week_open" if advice.weeks is None else "today.week"
        week = say(key, week=advice.week, weeks=advice.weeks)
    visit = ""
    if advice.sessions_per_day > 1:
        visit = say("today.visit", number=advice.session_of_day, count=advice.sessions_per_day)
    tries = ((title, week, phase, visit), (title, week, visit), (week, phase, visit), (week, visit), (week,))
    return tuple(" · ".join(part for part in parts if part) for parts in tries)


def reasons_told(advice: Advice) -> list[Line]:
    """Return everything the suggestion rests on, the reasons first, each with its rule and its data."""
    lines: list[Line] = []
    for reason in advice.reasons:
        lines += _reason(reason, advice.day)
    lines += _titled("why.alerts", [Line(f"!  {spoken(one.sentence)}", tone="mind") for one in advice.alerts])
    before = [Line(spoken(one)) for one in (advice.mobility, advice.warm_up) if one is not None]
    lines += _titled("why.before", before)
    if advice.expect:
        lines += _titled("why.expect", [Line(harmless(say.plan_text(advice.expect), SENTENCE_CELLS))])
    if advice.running is not None and advice.running.signals:
        lines += _titled("why.signals", [_signal(one) for one in advice.running.signals])
    lines += _titled(
        "why.notes", [Line(harmless(say.plan_text(note), SENTENCE_CELLS), "small") for note in advice.notes]
    )
    aside = [Line(spoken(one.sentence), "small") for one in advice.set_aside]
    lines += _titled("why.set_aside", aside)
    return lines or [Line(say("why.nothing"))]


def _titled(key: str, lines: list[Line]) -> list[Line]:
    return [Line(say(key), "title"), *lines] if lines else []


def _signal(signal: Signal) -> Line:
    state = say(f"signal.{signal.state}")
    mark = f"{_SIGNAL_MARKS[signal.state]}  {spoken(signal.sentence)} ({state})"
    return Line(mark, tone=_SIGNAL_TONES[signal.state])


def _reason(reason: Reason, today: date) -> list[Line]:
    mark = _MARKS.get(reason.effect, "·")
    leg = f"{say(f'SIDE.{reason.leg}')}: " if reason.leg else ""
    rule = say("why.rule", rule=reason.rule) if reason.rule else say("why.plan")
    told = [rule, say.get(f"effect.{reason.effect}", reason.effect)]
    if reason.items:
        key = "why.item" if len(reason.items) == 1 else "why.items"
        told.append(say(key, items=", ".join(map(str, reason.items))))
    lines = [Line(f"{mark}  {leg}{spoken(reason.sentence)}", tone=_TONES.get(reason.effect))]
    lines.append(Line(" · ".join(told), "small"))
    newest_first = sorted(reason.data, key=lambda datum: datum.day, reverse=True)
    data = [datum_words(datum, today) for datum in newest_first[:_DATA_SHOWN]]
    if len(newest_first) > _DATA_SHOWN:
        data.append(say("why.more", count=len(newest_first) - _DATA_SHOWN))
    if data:
        lines.append(Line("; ".join(data), "small"))
    return lines


def datum_words(datum: Datum, today: date) -> str:
    """Return one value a rule looked at, with its day."""
    what = say.get(f"datum.{datum.what}", datum.what)
    value, unit = _value(datum, today), datum.unit
    if unit == "kg" and isinstance(datum.value, (int, float)):
        value, unit = say.short(say.in_unit(datum.value), 1), say.mass_unit
    leg = f" {say(f'side.{datum.leg}')}" if datum.leg else ""
    shown = f" {harmless(unit, 12)}" if unit and value else ""
    return f"{day_words(datum.day, today)}: {what}{leg} {value}{shown}".rstrip()


def _value(datum: Datum, today: date) -> str:
    value = datum.value
    if value is None:
        return say("table.unknown")
    if isinstance(value, date):
        return day_words(value, today)
    if isinstance(value, float):
        return say.number(value, 0 if value == round(value) else 1)
    return harmless(str(value), 40)
