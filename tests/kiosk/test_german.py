"""The second language: it says everything that the first one says, with the same values, and fits as well."""

from __future__ import annotations

import re
import string

import pytest

from station.errors import UsageError
from station.kiosk.screens.operator_forms import masses_of
from station.kiosk.words import ENGLISH, GERMAN, LANGUAGES, TABLES, Catalogue, Language, de, say

PLACE = re.compile(r"\{[^}]*\}")


def places(text: str) -> set[str]:
    """Return the names of the values that a text is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_word_is_there_in_german() -> None:
    """A key that somebody adds in English is added in German too, in the file of the same name."""
    for english, german in zip(TABLES, de.TABLES, strict=True):
        assert sorted(set(english) - set(german)) == []
        assert sorted(set(german) - set(english)) == []


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_text_is_filled_with_the_same_values(key: str) -> None:
    """Neither language leaves out what the other one tells; a unit may be part of the words."""
    assert places(GERMAN.get(key, "")) - {"unit"} == places(ENGLISH[key]) - {"unit"}


def test_no_sentence_was_left_in_english() -> None:
    """Sentences of several words differ."""
    said = {key: PLACE.sub("", text) for key, text in ENGLISH.items()}
    sentences = [key for key, text in said.items() if len(re.findall("[a-z]{2,}", text)) > 1]
    assert [key for key in sentences if GERMAN.get(key) == ENGLISH[key]] == []
    assert len(sentences) > 100


@pytest.mark.parametrize(
    ("code", "units", "written"),
    [("en", "kg", "12.5 kg"), ("en", "lb", "27.6 lb"), ("de", "kg", "12,5 kg"), ("de", "lb", "27,6 lb")],
)
def test_a_mass_is_written_in_the_unit_and_by_the_language(code: str, units: str, written: str) -> None:
    """Half a kilogram more than twelve, as 27.6 pounds too."""
    words = Catalogue(LANGUAGES[code], "lb" if units == "lb" else "kg")
    assert f"{words.mass(12.5)} {words.mass_unit}" == written


def test_what_is_typed_in_pounds_is_kept_in_kilograms() -> None:
    """The way back is exact."""
    words = Catalogue(LANGUAGES["en"], "lb")
    assert words.in_kg(100.0) == pytest.approx(45.359237, abs=1e-12)
    assert words.in_unit(words.in_kg(37.5)) == pytest.approx(37.5, abs=1e-12)


@pytest.mark.parametrize(
    ("count", "written"), [(1, "Noch 1 Besuch."), (2, "Noch 2 Besuche."), ("1", "Noch 1 Besuch.")]
)
def test_one_and_many_have_their_own_words(count: object, written: str) -> None:
    """A noun follows its number."""
    entries = {**GERMAN, "left": "Noch {count} {count:Besuch|Besuche}."}
    words = Catalogue(Language("de", "Deutsch", entries, {}))
    assert words("left", count=count) == written


def test_a_comma_is_part_of_a_number_where_it_is_written_so() -> None:
    """Loads typed in German, in English and in pounds."""
    assert [mass.mass_kg for mass in masses_of("2.5, 5,10 20", 0.001)] == [2.5, 5.0, 10.0, 20.0]
    assert masses_of("45lb", 0.001)[0].mass_kg == pytest.approx(20.41165665)
    say.speak(LANGUAGES["de"], "kg")
    try:
        assert [mass.mass_kg for mass in masses_of("2,5 5; 10kg", 0.001)] == [2.5, 5.0, 10.0]
        with pytest.raises(UsageError, match="'10,20,40' is no number"):
            masses_of("10,20,40", 0.001)
    finally:
        say.speak(LANGUAGES["en"], "kg")
