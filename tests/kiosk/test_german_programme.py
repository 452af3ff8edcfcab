"""The programme's sentences and the station's own plans in the second language, and in pounds."""

from __future__ import annotations

import string
from datetime import date
from typing import TYPE_CHECKING

import pytest

from station.kiosk.words import LANGUAGES, Catalogue
from station.kiosk.words.de import PROGRAMME
from station.programme.english import ENGLISH
from station.programme.plans import shipped
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.model import Plan

GERMAN_KG = Catalogue(LANGUAGES["de"])
ENGLISH_LB = Catalogue(LANGUAGES["en"], "lb")


def places(text: str) -> set[str]:
    """Return the values that a text is filled with, the endings of English nouns left out."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_s") for name in names}


def texts(plan: Plan) -> Iterator[str]:
    """Yield every text of a plan that the kiosk shows."""
    yield from (plan.title, plan.summary, *plan.notes)
    for phase in plan.phases:
        yield from (phase.title, phase.expect)
    if plan.running is not None:
        yield from (level.title for level in plan.running.levels)


@pytest.mark.parametrize("message", sorted(ENGLISH))
def test_every_message_has_a_german_sentence_with_the_same_values(message: str) -> None:
    """A sentence that lacks would be English in the middle of a German screen."""
    assert message in PROGRAMME
    assert places(PROGRAMME[message]) == places(ENGLISH[message])


@pytest.mark.parametrize("plan", list(shipped().values()), ids=list(shipped()))
def test_every_text_of_the_station_s_plans_is_there_in_german(plan: Plan) -> None:
    """Titles, phases, what to expect, notes, levels of running."""
    assert [text for text in texts(plan) if text and f"name.{text}" not in PROGRAMME] == []


def test_a_sentence_is_said_in_german() -> None:
    """Dates, numbers, nouns and the names of phases too."""
    sentence = say("load.step", before=5.0, load=7.5, day=date(2026, 8, 3))
    assert GERMAN_KG.sentence(sentence) == "Der Schmerz blieb gering: von 5 auf 7,5 kg, seit Mo 3. Aug."
    phase = say("next.phase", day=date(2026, 8, 3), begins=date(2026, 8, 4), phase="Build")
    assert GERMAN_KG.sentence(phase).endswith("Am Di 4. Aug beginnt eine neue Phase: Aufbauen.")
    once = say("comeback", days=1, day=date(2026, 8, 3))
    assert GERMAN_KG.sentence(once).startswith("1 Tag seit")


def test_masses_of_a_sentence_follow_the_unit() -> None:
    """5 kg are 11.02 pounds."""
    sentence = say("load.step", before=5.0, load=7.5, day=date(2026, 8, 3))
    assert sentence.text == "Pain had stayed low: from 5 to 7.5 kg, since Mon 3 Aug."
    assert ENGLISH_LB.sentence(sentence) == "Pain had stayed low: from 11 to 16.5 lb, since Mon 3 Aug."


def test_a_plan_of_somebody_s_own_speaks_for_itself() -> None:
    """What nobody translated is shown as it was written."""
    assert GERMAN_KG.plan_text("Drops by Coach Kim") == "Drops by Coach Kim"
    assert GERMAN_KG.plan_text("Build") == "Aufbauen"
