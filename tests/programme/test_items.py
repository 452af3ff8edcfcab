"""Reasons carry the numbers of the article's rules they rest on, for whoever asks why."""

from __future__ import annotations

import ast
from pathlib import Path

import station

FOLDER = Path(station.__file__).parent / "programme"
LOG_DECIDES = {
    2,
    6,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    19,
    21,
    22,
    24,
    26,
    27,
    28,
    29,
    30,
    32,
    33,
    34,
    42,
    43,
    44,
    45,
}
"""Items that a reason must be able to speak of, since a log or a measurement decides them."""


def written_items() -> set[int]:
    """Return every item that some reason or alert in the code carries."""
    found: set[int] = set()
    for path in (FOLDER / "rules").rglob("*.py"):
        found |= _items(ast.parse(path.read_text(encoding="utf-8")))
    return found | _items(ast.parse((FOLDER / "explain.py").read_text(encoding="utf-8")))


def _items(tree: ast.AST) -> set[int]:
    numbers = [
        element.value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Tuple, ast.List))
        for element in node.elts
        if isinstance(element, ast.Constant)
    ]
    return {number for number in numbers if isinstance(number, int) and number > 1}


def test_what_a_log_decides_is_told_with_its_item() -> None:
    """None of the items that the log decides is without a reason that names it."""
    assert LOG_DECIDES - written_items() == set()


def test_items_are_those_of_the_article() -> None:
    """No reason names an item that does not exist."""
    assert max(written_items()) <= 55
