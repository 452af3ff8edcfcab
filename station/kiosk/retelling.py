"""What a calibration and a verification say, in the language spoken now. Pure.

Prompts and refusals carry a code and values. Notes, findings, what is measured again and why work ended are kept and
exported as sentences; each of them was made from one text of the catalogue's English, and is known again by it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from station.kiosk.words import ENGLISH, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import Prompt, Refusal

_PLACE: Final = re.compile(r"\{(\w+)\}")
_POINT: Final = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?!\d|\.\d)")
"""A decimal point; those of addresses and versions are none."""
_SHAPES: Final = {"verdict": f"{ENGLISH['value.within']}|{ENGLISH['value.more_than']}"}
"""What a value is made of where its end could be taken for what follows it."""
SENTENCES: Final = (
    "void",
    "finding",
    "note",
    "reads",
    "going",
    "ended",
    "cable",
    "differs",
    "wrong",
    "detail",
)
"""Families of sentences."""
PARTS: Final = ("value", "place")
"""Families of what is named within one."""


def prompt_words(prompt: Prompt) -> str:
    """Return what to do now."""
    return _told(f"guide.{prompt.code}", dict(prompt.values)) or retold(prompt.sentence, ("guide",))


def refusal_words(refusal: Refusal) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    values, code = dict(refusal.values), refusal.code.lower()
    sentence = _told(f"wrong.{code}", values) or refusal.sentence
    return sentence, _told(f"mend.{code}", values) or refusal.remedy


def _told(key: str, values: Mapping[str, float | str]) -> str:
    """Return a text filled with values in this language; empty where a value lacks, or the text itself."""
    text = say.entries.get(key)
    if text is None or not set(_PLACE.findall(text)) <= set(values):
        return ""
    return say(key, **{name: value_words(str(value)) for name, value in values.items()})


def retold(sentence: str, families: tuple[str, ...] = SENTENCES) -> str:
    """Return a sentence of these families in the language spoken now; any other as it is."""
    return _retold(sentence, families, say.language.code)


@lru_cache(1024)
def _retold(sentence: str, families: tuple[str, ...], code: str) -> str:
    """Return it; the language is named, because what was said is remembered."""
    if code == "en":
        return sentence
    for key, pattern in _patterns(families):
        found = pattern.fullmatch(sentence)
        if found is not None:
            return say(key, **{name: value_words(value) for name, value in found.groupdict().items()})
    return sentence


@lru_cache
def _patterns(families: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what each text of these families becomes when it is filled, in their order."""
    return tuple(
        (key, _pattern(text))
        for family in families
        for key, text in ENGLISH.items()
        if key.startswith(f"{family}.")
    )


def _pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of a text; a value that it names twice is the same both times."""
    made, names = "", set[str]()
    for at, part in enumerate(_PLACE.split(text)):
        if at % 2 == 0:
            made += re.escape(part)
        else:
            made += f"(?P={part})" if part in names else f"(?P<{part}>{_SHAPES.get(part, '.+?')})"
            names.add(part)
    return re.compile(made)


def value_words(value: str) -> str:
    """Return a value in this language: a plate, a place, a mass, a sentence within a sentence, or several."""
    if say.language.code == "en":
        return value
    return "; ".join(_value(part) for part in value.split("; "))


def _value(value: str) -> str:
    for known in (retold(value, PARTS), retold(value), retold(value.removesuffix(".")) + "."):
        if known.removesuffix(".") != value.removesuffix("."):
            return known
    return _POINT.sub(rf"\1{say('decimal')}\2", value)


def detail_words(detail: str) -> str:
    """Return why a part failed and what helps, which come as one text; what is not known again is left as it is."""
    return ". ".join(retold(part, ("detail", "ended")) for part in detail.split(". "))
