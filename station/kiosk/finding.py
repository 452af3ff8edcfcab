"""Finding people by what was typed of their name. Pure."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    T = TypeVar("T")


def plain(name: str) -> str:
    """Return a name without accents and case, so that "muller" finds "Müller" and "strasse" "Straße"."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))


def found(people: Iterable[T], typed: str, name_of: Callable[[T], str]) -> list[T]:
    """Return who matches every word typed: first names that begin so, then names that hold it; else as they came."""
    words = plain(typed).split()
    ranked = [
        (rank, person) for person in people if (rank := _rank(plain(name_of(person)), words)) is not None
    ]
    return [person for _, person in sorted(ranked, key=lambda pair: pair[0])]


def _rank(name: str, words: list[str]) -> int | None:
    """Return 0 when each word begins a part of the name, 1 when each is somewhere in it, else ``None``."""
    parts = name.replace("-", " ").split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 0
    return 1 if all(word in name for word in words) else None
