"""Saying things: messages of the catalogue with their values, in plain English; another language is another table."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
_FROM_TO: Final = re.compile(r"(\d+) to (\d+)")


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers are written: the decimal sign, and the unit of masses."""

    decimal: str = "."
    mass_unit: str = "kg"
    kg_per_unit: float = 1.0

    def number(self, value: float, decimals: int = 2) -> str:
        """Return a number without idle noughts."""
        return f"{round(value, decimals):g}".replace(".", self.decimal)

    def mass(self, mass_kg: float) -> str:
        """Return a mass in the unit, without its letters."""
        return self.number(mass_kg / self.kg_per_unit, 2 if self.kg_per_unit == 1.0 else 1)


PLAIN: Final = Notation()


def say(message: str, **values: Value) -> Sentence:
    """Return the message with its values, and its English text."""
    return Sentence(message, tuple(values.items()), write(message, values, ENGLISH))


def write(
    message: str, values: Mapping[str, Value], words: Mapping[str, str], notation: Notation = PLAIN
) -> str:
    """Return the text of a message in the language of ``words``; ``KeyError`` names what the catalogue lacks.

    ``{load:kg}`` is a mass with its unit, ``{load:mass}`` the same without, ``{count:day|days}`` one of two words by
    whether the count is one; ``{count_s}`` is the ending of an English noun after ``{count}``.
    """
    shown: dict[str, object] = {name: _Shown(value, words, notation) for name, value in values.items()}
    shown |= {f"{name}_s": "" if value == 1 else "s" for name, value in values.items()}
    return words[message].format_map(shown)


class _Shown:
    """One value in a sentence."""

    def __init__(self, value: Value, words: Mapping[str, str], notation: Notation) -> None:
        self.value, self.words, self.notation = value, words, notation

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            one, many = spec.split("|", 1)
            return one if self.value == 1 else many
        if spec in ("kg", "mass") and isinstance(self.value, (int, float)):
            mass = self.notation.mass(self.value)
            return f"{mass} {self.notation.mass_unit}" if spec == "kg" else mass
        text = self._text()
        return f"{text} {self.notation.mass_unit}" if spec == "kg" else text

    def _text(self) -> str:
        value, words = self.value, self.words
        if value is None:
            return NOTHING
        if isinstance(value, date):
            weekday, month = words[f"weekday.{value.weekday()}"], words[f"month.{value.month}"]
            return words["name.date"].format(weekday=weekday, day=value.day, month=month)
        if isinstance(value, float):
            return self.notation.number(value)
        if isinstance(value, str):
            if between := _FROM_TO.fullmatch(value):
                return words["name.from_to"].format(*between.groups())
            return words.get(f"name.{value}") or harmless(value, 80)
        return str(value)
