"""Looking words up: a language, a unit of mass, and numbers as its readers write them."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.programme.words import Notation, write
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.programme.model import Sentence

Units = Literal["kg", "lb"]
KG_PER: Final[dict[Units, float]] = {"kg": 1.0, "lb": 0.45359237}
"""The international avoirdupois pound is this many kilograms exactly."""
TENTHS_UNTIL_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its name in itself, and its words by key."""

    code: str
    name: str
    entries: Mapping[str, str]
    programme: Mapping[str, str]
    """The programme's sentences by message, and, by ``name.TEXT``, what the plans of the station say."""


class _Filler(string.Formatter):
    """Fills ``{name}``; ``{count:rep|reps}`` is one of two words, by whether the number is one."""

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|", 1)
            return one if value in {1, "1"} else many
        return str(super().format_field(value, format_spec))


_FILLER: Final = _Filler()


class Catalogue:
    """Words of the language spoken now, looked up by key; numbers and masses in its way of writing."""

    def __init__(self, language: Language, units: Units = "kg") -> None:
        self.language = language
        self.units: Units = units

    def speak(self, language: Language, units: Units) -> None:
        """Say everything in this language and these units from now on."""
        self.language, self.units = language, units

    @property
    def entries(self) -> Mapping[str, str]:
        """The words of the language spoken now."""
        return self.language.entries

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with ``{names}`` filled in; ``KeyError`` for an unknown key.

        ``{unit}`` is the unit of mass in use, and needs no value.
        """
        text = self.entries[key]
        return _FILLER.format(text, unit=self.mass_unit, **values) if "{" in text else text

    def get(self, key: str, otherwise: str) -> str:
        """Return the text of a key made from data (a fault's name), or harmless words when it has none."""
        return self.entries.get(key) or harmless(otherwise.replace("_", " "))

    def words_of(self, description: str) -> str:
        """Return the text of a binding's description, which is a key of the catalogue; of a library's own, none."""
        return self.entries.get(description, "")

    def number(self, value: float, decimals: int = 1) -> str:
        """Return a number as people here write it."""
        digits = f"{abs(value):.{decimals}f}"
        sign = self.entries["minus"] if value < 0 and digits.strip("0.") else ""
        return sign + digits.replace(".", self.entries["decimal"])

    def short(self, value: float, decimals: int = 2) -> str:
        """Return a number without noughts at its end."""
        whole, _, part = f"{value:.{decimals}f}".partition(".")
        kept = part.rstrip("0")
        return self.number(float(f"{whole}.{kept or 0}"), len(kept))

    def silence(self, seconds: float) -> str:
        """Return how long nothing was heard, without tenths that would only flicker."""
        return self.number(seconds, 1 if seconds < TENTHS_UNTIL_S else 0)

    def sentence(self, sentence: Sentence) -> str:
        """Return a sentence of the programme; one that this language lacks is said in English."""
        mass_unit, decimal = self.mass_unit, self.entries["decimal"]
        notation = Notation(decimal, mass_unit, KG_PER[self.units])
        if sentence.id not in self.language.programme:
            return sentence.text
        return write(sentence.id, dict(sentence.values), self.language.programme, notation)

    def plan_text(self, text: str) -> str:
        """Return what a plan of the station says, in this language; a user's own text as it is."""
        return self.language.programme.get(f"name.{text}", text)

    # masses

    @property
    def mass_unit(self) -> str:
        """The unit of mass in use, in letters."""
        return self.entries[f"unit.{self.units}"]

    def in_unit(self, mass_kg: float) -> float:
        """Return a mass in the unit in use."""
        return mass_kg / KG_PER[self.units]

    def in_kg(self, mass: float) -> float:
        """Return in kg a mass that somebody typed in the unit in use."""
        return mass * KG_PER[self.units]

    def mass(self, mass_kg: float, decimals: int = 1) -> str:
        """Return a mass in the unit in use, without the unit's letters."""
        return self.number(self.in_unit(mass_kg), decimals)
