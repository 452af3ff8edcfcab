"""Every word the kiosk shows, keyed, a table a room; another language is another set of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.kiosk.words import asking, common, live, operator, states, today, visit, weeks
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: Final = tuple(room.ENGLISH for room in (common, visit, live, states, asking, today, weeks, operator))
ENGLISH: Final[Mapping[str, str]] = {key: text for table in TABLES for key, text in table.items()}


TENTHS_UNTIL_S: Final = 10.0


class Catalogue:
    """Words of one language, looked up by key."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = entries

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with ``{names}`` filled in; ``KeyError`` for an unknown key."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def get(self, key: str, otherwise: str) -> str:
        """Return the text of a key made from data (a fault's name), or harmless words when it has none."""
        return self.entries.get(key) or harmless(otherwise.replace("_", " "))

    def number(self, value: float, decimals: int = 1) -> str:
        """Return a number as people here write it."""
        digits = f"{abs(value):.{decimals}f}"
        sign = self.entries["minus"] if value < 0 and digits.strip("0.") else ""
        return sign + digits.replace(".", self.entries["decimal"])

    def silence(self, seconds: float) -> str:
        """Return how long nothing was heard, without tenths that would only flicker."""
        return self.number(seconds, 1 if seconds < TENTHS_UNTIL_S else 0)


say = Catalogue(ENGLISH)
