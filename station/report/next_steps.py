"""What the plan suggests next, and why; what persons decided instead of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.programme.explain import beside_a_decision
from station.report.words import KINDS, VARIANTS, counted, day_words, listed, load_words, percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from station.pages.markup import Part
    from station.programme.model import Advice, Alert, Datum, Override, PlannedSet, Reason
    from station.report.facts import Facts
    from station.store.plans import Kept

_MOST_REASONS: Final = 8
_MOST_DATA: Final = 4
_EFFECTS: Final = {
    "none": "", "load_up": "more load", "load_hold": "load stays", "load_back": "less load",
    "fewer_sets": "fewer sets", "fewer_reps": "fewer repetitions", "floor_level": "floor level only",
    "no_single_leg_raise": "no raises on one leg", "single_leg_raise": "raises on one leg", "rest": "rest",
    "stop": "stop for the day", "override": "decided by a person", "advice": "worth doing",
}  # fmt: skip
_DATA: Final = {
    "during": "pain while training", "after": "pain right after", "next_morning": "pain next morning",
    "daily_life": "pain in daily life", "stiffness_min": "morning stiffness", "sharp": "sharp pain",
    "heel_bone": "pain at the heel bone", "visa_a": "VISA-A", "feels_balanced": "legs feel alike",
    "added_load_kg": "added load", "planned_load_kg": "planned load", "reps_done": "repetitions",
    "hand_share": "share on the hands", "tempo_share": "share slow enough", "reps_not_fast": "slow enough",
    "plan_started": "plan begun", "last_training": "last training", "day_without_training": "no training",
}  # fmt: skip
_FLAGS: Final = frozenset(
    {"trained", "sharp", "heel_bone", "rest_day", "day_without_training", "plan_started"}
)
"""What happened or did not: the day says it all."""
_SHARES: Final = frozenset({"hand_share", "tempo_share"})
"""Told as per cent, like the sentence they belong to."""
_SIGNALS: Final = {"met": "Met", "not_met": "Not yet", "unknown": "Not known"}


def next_steps(facts: Facts) -> Element:
    """Return the section about what comes next."""
    advice = facts.advice
    body: list[Part] = [
        tag("p", advice.headline.text, class_="what"),
        tag("p", tag("strong", "Why: "), advice.why.text),
        *(
            tag("p", tag("strong", "The plan itself says: "), reason.sentence.text)
            for reason in beside_a_decision(advice.reasons)
        ),
        tag("p", tag("strong", "Then: "), advice.next.text),
    ]
    return tag(
        "section",
        tag("h2", "What the plan suggests next, and why", id="next"),
        tag("div", body, class_="plan"),
        _where(advice),
        _sets(advice),
        _alerts(advice.alerts),
        _reasons(advice),
        _running(advice),
        _decided(facts),
    )


def _where(advice: Advice) -> Element | None:
    if advice.plan_id is None:
        return tag("p", "No plan is assigned, so nothing is suggested and nothing is counted against one.")
    of = "" if advice.weeks is None else f" of {advice.weeks}"
    words = f"{advice.plan_title}: week {advice.week}{of}, {advice.phase}."
    expect = f" What to expect: {advice.expect}" if advice.expect else ""
    return tag("p", f"As of {day_words(advice.day)}. {words}{expect}", class_="small quiet")


def _sets(advice: Advice) -> Element | None:
    if not advice.sets:
        return None
    rows = [_set_row(planned) for planned in advice.sets]
    header = ("set", "leg", "exercise", "repetitions", "added load", "seconds down", "")
    made = table("The sets of that day, in the order to do them", header, rows, words=(1, 2))
    return scrolling("The sets of that day", made)


def _set_row(planned: PlannedSet) -> tuple[str, ...]:
    return (
        str(planned.index),
        planned.leg,
        f"{KINDS[planned.kind]}, {VARIANTS[planned.variant]}",
        f"up to {planned.reps}" if planned.up_to else str(planned.reps),
        load_words(planned.added_load_kg),
        f"{planned.lower_s:g} to {planned.upper_s:g}",
        "done" if planned.done else "",
    )


def _alerts(alerts: tuple[Alert, ...]) -> Element | None:
    if not alerts:
        return None
    return tag(
        "div",
        tag("h3", "Worth a look by a person"),
        tag("ul", [tag("li", alert.sentence.text) for alert in alerts]),
        class_="mindful",
    )


def _reasons(advice: Advice) -> Element | None:
    if not advice.reasons:
        return None
    told = list(advice.reasons[:_MOST_REASONS])
    more = len(advice.reasons) - len(told)
    items = [tag("li", reason.sentence.text, _effect(reason), _because(reason)) for reason in told]
    if more:
        items.append(tag("li", f"and {more} more: station plan today", class_="quiet"))
    return tag("div", tag("h3", "Every reason, the weightiest first"), tag("ul", items))


def _effect(reason: Reason) -> Element | None:
    leg = "" if reason.leg is None else f", {reason.leg} leg"
    words = _EFFECTS.get(reason.effect, reason.effect)
    return tag("em", f" ({words}{leg})") if words else None


def _because(reason: Reason) -> Element | None:
    if not reason.data:
        return None
    shown = [datum_words(datum) for datum in reason.data[-_MOST_DATA:]]
    more = len(reason.data) - len(shown)
    words = ("; ".join(shown)) + (f"; and {more} more" if more else "")
    return tag("span", f" from {words}", class_="quiet small")


def datum_words(datum: Datum) -> str:
    """Return one value that a reason rests on, with its day."""
    name = _DATA.get(datum.what, datum.what.replace("_", " "))
    leg = "" if datum.leg is None else f", {datum.leg}"
    value = datum.value
    if isinstance(value, float):
        value = f"{value:.2f}".rstrip("0").rstrip(".")
    elif isinstance(value, date):
        value = day_words(value)
    if datum.what == "feels_balanced":
        name = name if datum.value else "legs do not feel alike"
        return f"{name}{leg} on {day_words(datum.day, year=False)}"
    if datum.what in _SHARES and isinstance(datum.value, float):
        value = percent(datum.value)
    if datum.what in _FLAGS:
        return f"{name}{leg} on {day_words(datum.day, year=False)}"
    unit = "" if datum.unit in ("", "NRS") else f" {datum.unit}"
    return f"{name}{leg} {value}{unit} on {day_words(datum.day, year=False)}"


def _running(advice: Advice) -> Element | None:
    if advice.running is None:
        return None
    signals = [
        tag("li", f"{_SIGNALS[signal.state]}: {signal.sentence.text}") for signal in advice.running.signals
    ]
    return tag(
        "div",
        tag("h3", "Signals on the way back to running"),
        tag("p", advice.running.sentence.text, " A person decides; these are signs, not a permission."),
        tag("ul", signals),
    )


def _decided(facts: Facts) -> Element | None:
    """Return what persons decided: the plans they assigned and what they set instead."""
    rows = [*(_assignment(facts)), *(_override(kept) for kept in facts.overrides)]
    if not rows:
        return None
    made = table("Plans that were assigned, and what a person set instead", ("from", "until", "what", "by, and why"),
                 rows, words=(0, 1, 2, 3))  # fmt: skip
    return tag("div", tag("h3", "Decisions on record"), scrolling("Decisions on record", made))


def _assignment(facts: Facts) -> Iterator[tuple[str, ...]]:
    for each in facts.assignments:
        if each.end_day is not None and each.end_day < facts.period.first:
            continue
        until = "" if each.end_day is None else day_words(each.end_day)
        never = each.end_day is not None and each.end_day <= each.start_day
        what = "replaced before a day of it was over" if never else ""
        yield day_words(each.start_day), until, f"plan: {each.plan.title}", what


def _override(kept: Kept) -> tuple[str, ...]:
    override = kept.override
    until = "taken back" if override.until_day is None else day_words(override.until_day)
    ended = ""
    if kept.cleared_day is not None:
        until = day_words(kept.cleared_day)
        ended = f"; ended by {kept.cleared_by}: {kept.cleared_reason}"
    elif override.until_day is None:
        until = "until taken back"
    return (
        day_words(override.from_day),
        until,
        set_instead(override),
        f"{override.by}: {override.reason}{ended}",
    )


def set_instead(override: Override) -> str:
    """Return what an override sets, in words."""
    said = []
    if override.rest is not None:
        said.append("rest" if override.rest else "training on a day of rest")
    if override.load_kg is not None:
        said.append(load_words(override.load_kg))
    if override.reps is not None:
        said.append(f"{override.reps} repetitions a set")
    if override.sets is not None:
        said.append(f"{counted(override.sets, 'set')} a leg")
    if override.variant is not None:
        said.append(VARIANTS[override.variant])
    if override.plan_week is not None:
        said.append(f"week {override.plan_week} of the plan")
    return listed(said)
