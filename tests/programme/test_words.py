"""The catalogue: every message the code says is in it, no message is idle, and none promises anything."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import station
from station.programme.english import ENGLISH
from station.programme.words import say, write

FOLDER = Path(station.__file__).parent / "programme"
SPOKEN_BY_KEY = ("name.", "weekday.", "month.")
BEGINNINGS = ("hold.", "headline.", "override.", "signal.", "ask.", "alert.", "balance.")
"""Messages whose last part is chosen while the program runs."""


def literals() -> set[str]:
    """Return every text written in the programme's code, the catalogue left out."""
    files = [path for path in FOLDER.rglob("*.py") if path.name != "english.py"]
    return {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def said_in_code() -> set[str]:
    """Return the messages that the code names in full where it says them."""
    return {
        call.args[0].value
        for path in FOLDER.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "say"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_every_message_that_is_said_is_in_the_catalogue() -> None:
    """A message without a sentence would be a traceback in front of an athlete."""
    assert len(said_in_code()) > 30
    assert said_in_code() - set(ENGLISH) == set()


def test_no_sentence_is_idle() -> None:
    """Each sentence is said somewhere: by its full name, or by a name that is put together."""
    known = literals()
    idle = [key for key in ENGLISH if key not in known and not key.startswith((*SPOKEN_BY_KEY, *BEGINNINGS))]
    assert idle == []


@pytest.mark.parametrize(
    "word", ["cleared", "safe", "heal", "treat", "cure", "diagnos", "guarantee", "must "]
)
def test_no_sentence_makes_a_medical_claim(word: str) -> None:
    """The plan suggests; it clears, heals and treats nobody."""
    assert [text for text in ENGLISH.values() if re.search(rf"\b{word}", text.lower())] == []


def test_sentences_are_short() -> None:
    """A sentence fits two lines of a terminal."""
    assert [text for text in ENGLISH.values() if len(text) > 120] == []


def test_values_are_written_as_people_do() -> None:
    """Dates with weekday and month, numbers without idle zeros, names of legs as words, unknown as a mark."""
    assert say("ease.pain", value=6.0, day=date(2026, 1, 5), limit=5.5, until=None).text == (
        "Pain of 6 next morning on Mon 5 Jan, above 5.5: floor level, fewer sets until ?."
    )


def test_a_name_from_outside_cannot_command_the_screen() -> None:
    """A coach's name with an escape character is made harmless in the sentence."""
    text = say("override.load", value=3.0, by="A\x1b[2Jda", reason="seen").text
    assert "\x1b" not in text


def test_another_language_is_another_table() -> None:
    """The same message and values write another sentence from another table."""
    assert write("warm_up", {"count": 10}, {"warm_up": "Erst {count} Mal heben."}) == "Erst 10 Mal heben."
