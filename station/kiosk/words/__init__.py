"""Every word the kiosk shows, keyed, a table a room; another language is another set of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.words import (
    asking,
    common,
    de,
    detail,
    flow,
    health,
    helping,
    live,
    operator,
    states,
    today,
    view,
    visit,
    weeks,
    wizard,
)
from station.kiosk.words.catalogue import Catalogue, Language, Units
from station.programme.english import ENGLISH as PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENGLISH", "GERMAN", "LANGUAGES", "TABLES", "Catalogue", "Language", "Units", "say"]

TABLES: Final = tuple(
    room.ENGLISH
    for room in (
        common,
        visit,
        flow,
        live,
        states,
        asking,
        today,
        weeks,
        operator,
        view,
        helping,
        health,
        wizard,
        detail,
    )
)


def _language(code: str, tables: tuple[Mapping[str, str], ...], programme: Mapping[str, str]) -> Language:
    entries = {key: text for table in tables for key, text in table.items()}
    return Language(code, entries["language"], entries, programme)


LANGUAGES: Final = {
    "en": _language("en", TABLES, PROGRAMME),
    "de": _language("de", de.TABLES, de.PROGRAMME),
}
ENGLISH: Final = LANGUAGES["en"].entries
GERMAN: Final = LANGUAGES["de"].entries
say = Catalogue(LANGUAGES["en"])
