"""Saying things: messages of the catalogue with their values, in plain English; another language is another table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from station.programme.advice import Sentence
from station.programme.english import ENGLISH
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.programme.advice import Value

NOTHING: Final = "?"
"""Stands for a value that is not known."""


def say(message: str, **values: Value) -> Sentence:
    """Return the message with its values, and its English text."""
    return Sentence(message, tuple(values.items()), write(message, values, ENGLISH))


def write(message: str, values: Mapping[str, Value], words: Mapping[str, str]) -> str:
    """Return the text of a message in the language of ``words``; ``KeyError`` names what the catalogue lacks.

    ``{count_s}`` is the ending of a noun after ``{count}``: nothing for one, an s otherwise.
    """
    shown = {name: _shown(value, words) for name, value in values.items()}
    shown |= {f"{name}_s": "" if value == 1 else "s" for name, value in values.items()}
    return words[message].format_map(shown)


def _shown(value: Value, words: Mapping[str, str]) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return f"{words[f'weekday.{value.weekday()}']} {value.day} {words[f'month.{value.month}']}"
    if isinstance(value, float):
        return f"{round(value, 2):g}"
    if isinstance(value, str):
        return words.get(f"name.{value}") or harmless(value, 80)
    return str(value)
