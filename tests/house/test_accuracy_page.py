"""The page about accuracy is whole: every scenario, twice, with a picture, and where its numbers come from.

It is written by ``make bench-accuracy`` and ``make accuracy-plots``; a new scenario needs both.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulators.scenarios import SCENARIOS
from tools.accuracy.judging import COLUMNS
from tools.accuracy.page import PICTURES
from tools.accuracy.plain import HEADING, with_plain_words
from tools.accuracy.running import SHAPES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "accuracy.md").read_text(encoding="utf-8")
TRAINING = [name for name, scenario in SCENARIOS.items() if scenario.trains]
PICTURE_BYTES_MAX = 60_000


def test_page_says_when_and_how_it_was_measured() -> None:
    """Whoever doubts a number can run the same command on the same commit."""
    assert re.search(r"Last run: \d{4}-\d\d-\d\d, commit [0-9a-f]{7,}[, ]", PAGE)
    assert re.search(r"`make bench-accuracy SEEDS=\d+ FIRST=\d+ SECOND_FIRST=\d+`", PAGE)


def test_plain_words_are_those_of_the_tables() -> None:
    """They stand in front, renewing them changes nothing, and they follow the figures of the rows *all*."""
    assert PAGE.index(HEADING) < PAGE.index("## What falls short")
    assert with_plain_words(PAGE) == PAGE
    refused = re.findall(r"^\| all, human \|(?:[^|]*\|){9} (\d+) % \|", PAGE, flags=re.MULTILINE)
    assert f"in {min(refused)} to {max(refused)} of 100 reps" in PAGE
    other = with_plain_words(PAGE.replace(f" | {max(refused)} % |", " | 93 % |"))
    assert f"in {min(refused)} to 93 of 100 reps" in other
    assert HEADING not in with_plain_words(PAGE.replace("| all, human |", "| some, human |"))


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("scenario", TRAINING)
def test_scenario_is_in_both_runs_with_every_figure(scenario: str, shapes: str) -> None:
    """Each table has a row for the scenario, as wide as its head, with reps in it."""
    rows = re.findall(rf"^\| {scenario}, {shapes} \| (\d+ \| \d+ \|.*) \|$", PAGE, flags=re.MULTILINE)
    assert len(rows) == 2
    for row in rows:
        cells = row.split(" | ")
        assert len(cells) == len(COLUMNS)
        assert int(cells[1]) > 0


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name not in TRAINING])
def test_scenario_without_reps_was_played(scenario: str) -> None:
    """Where nothing is done, the page says in how many recordings that was tried."""
    found = re.search(rf"^\| {scenario} \|[^|]*\| (\d+) \|", PAGE, flags=re.MULTILINE)
    assert found
    assert int(found[1]) > 0


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_has_a_small_picture(scenario: str) -> None:
    """The page shows one rep, or a stretch without, of every scenario."""
    assert f"({PICTURES}/{scenario}.png)" in PAGE
    assert (DOCS / PICTURES / f"{scenario}.png").stat().st_size < PICTURE_BYTES_MAX
