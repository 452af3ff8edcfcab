"""Every item of the founding article's checklist is a feature with a test that exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "checklist.md"
ITEMS = 55
_CELL = re.compile(r"(?<!\\)\|")


def _rows() -> list[list[str]]:
    """Return the table's rows as cells: item, rule, how, what the station does, where, tests."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in _CELL.split(line)[1:-1]] for line in lines if re.match(r"\| +\d+ +\|", line)
    ]


@cache
def _tests_in(path: Path) -> frozenset[str]:
    """Return the names of the tests that a file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return frozenset(name for name in names if name.startswith("test_"))


def test_every_item_is_there_once_and_complete() -> None:
    """55 items in order, and no cell is empty."""
    rows = _rows()
    assert [int(row[0]) for row in rows] == list(range(1, ITEMS + 1))
    assert [row[0] for row in rows if len(row) != 6 or not all(row)] == []


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"item {row[0]}")
def test_item_names_tests_and_places_that_exist(row: list[str]) -> None:
    """A renamed test or a file that has gone fails here, at the items that rested on it."""
    nodes = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[5])
    assert nodes, f"item {row[0]} names no test"
    missing = [
        f"{file}::{name}"
        for file, name in nodes
        if not (ROOT / file).exists() or name not in _tests_in(ROOT / file)
    ]
    assert missing == []
    places = re.findall(r"`([\w./-]+)`", row[4])
    assert places, f"item {row[0]} says not where"
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_ways_of_knowing_are_those_of_the_legend() -> None:
    """Measured, derived, entered by a person, or information."""
    assert {letter for row in _rows() for letter in re.split(r"[/,>\s-]+", row[2])} <= {"M", "D", "U", "X"}
