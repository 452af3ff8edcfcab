"""Which line of a TOML file holds a key: asked of the TOML parser itself, prefix by prefix."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Path = tuple[str | int, ...]
"""Keys and positions in lists, from the top: ``("phases", 0, "from_week")``."""


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, on which the key at ``path`` begins, or else the nearest table around it.

    The key begins after the longest run of whole lines that is valid TOML and does not hold it yet.
    """
    lines = text.splitlines(keepends=True)
    for depth in range(len(path), 0, -1):
        line = _first_line_with(lines, path[:depth])
        if line is not None:
            return line
    return 1


def _first_line_with(lines: Sequence[str], path: Path) -> int | None:
    before = 0
    for count in range(1, len(lines) + 1):
        document = _parsed("".join(lines[:count]))
        if document is None:
            continue
        if _holds(document, path):
            return _skip_idle(lines, before) + 1
        before = count
    return None


def _parsed(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _holds(value: object, path: Path) -> bool:
    for step in path:
        here = isinstance(value, dict) and step in value
        if here or (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            value = value[step]  # type: ignore[index]  # one of the two, as just asked
        else:
            return False
    return True


def _skip_idle(lines: Sequence[str], index: int) -> int:
    """Step over blank lines and comments."""
    while not lines[index].strip() or lines[index].lstrip().startswith("#"):
        index += 1
    return index
