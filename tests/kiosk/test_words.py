"""The catalogue: every word in one place, nothing from outside can act on the terminal."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import station.kiosk
from station.kiosk.retelling import PARTS, SENTENCES
from station.kiosk.words import ENGLISH, TABLES, say
from station.text import harmless

SOURCES = [path for path in Path(station.kiosk.__file__).parent.rglob("*.py") if "words" not in path.parts]
LITERAL = re.compile(r"""["']((?:[a-z]+|SIDE)\.[a-z_]+)["']""")
MADE = re.compile(r'f"([a-zA-Z]+\.[a-z_]*)\{')


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    """A word used by a screen exists."""
    families = {key.partition(".")[0] for key in ENGLISH}
    used = {key for path in SOURCES for key in LITERAL.findall(path.read_text("utf-8"))}
    styles = {key for key in used if key.endswith(".tcss")}
    assert {key for key in used if key.partition(".")[0] in families} - styles <= set(ENGLISH)


def test_no_key_is_in_two_tables() -> None:
    """A screen's table takes no word from another's."""
    assert sum(map(len, TABLES)) == len(ENGLISH)


def test_every_word_of_the_catalogue_is_used() -> None:
    """The catalogue holds no word that no screen says."""
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    known_again = tuple(f"{family}." for family in (*SENTENCES, *PARTS))
    made = (*MADE.findall(text), *known_again, "letter.", "rest.tut", "summary.tut")
    inside = ("decimal", "minus", "language", *LITERAL.findall(text))
    unused = [
        key for key in ENGLISH if f'"{key}"' not in text and not key.startswith(made) and key not in inside
    ]
    assert unused == []


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_text_is_well_formed(key: str) -> None:
    """The places to fill in have names."""
    assert all(
        name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(ENGLISH[key])
    )


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Ana", "Ana"),
        ("  Ana \t Lee\n", "Ana Lee"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("bell\x07", "bell�"),
        ("\u202eevil", "�evil"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("陈伟", "陈伟"),
        ("", ""),
        ("n" * 100, "n" * 59 + "…"),
    ],
)
def test_text_from_outside_can_only_be_read(given_name: str, shown: str) -> None:
    """Control, escape and direction marks are replaced; markup stays letters; long names are cut."""
    assert harmless(given_name) == shown


@given(st.text(max_size=300))
def test_nothing_gets_past(text: str) -> None:
    """Whatever is typed, what is shown is one short printable line, and making it harmless twice is once."""
    shown = harmless(text)
    assert len(shown) <= 60
    assert shown == "" or shown.isprintable()
    assert harmless(shown) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(3.14, 1, "3.1"), (-2.0, 1, "−2.0"), (-0.01, 1, "0.0"), (12.5, 0, "12")],  # noqa: RUF001  a minus sign is meant
)
def test_numbers_are_written_for_people(value: float, decimals: int, written: str) -> None:
    """A negative number has a minus sign, nothing is minus nought."""
    assert say.number(value, decimals) == written


def test_an_unknown_name_from_the_data_becomes_words() -> None:
    """A fault without a sentence is still told."""
    assert say.get("fault.odd_new_thing", "odd_new_thing") == "odd new thing"
