"""The page about speed is whole: every target, its value, and from which run it is; document and page agree.

Both are written by ``make bench``; what is quoted from another page is renewed by ``make bench PARTS="accuracy
campaign fleet"`` within a second.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tools.bench.page import PAGE, missed, page, reason
from tools.bench.parts import PARTS
from tools.bench.quoted import DOCS, PAGES, quote, rows_of
from tools.bench.runs import DOCUMENT, document, read, value_of
from tools.bench.targets import OWN, PROMISED, TARGETS

if TYPE_CHECKING:
    from tools.bench.targets import Target

RUNS = read()
TEXT = PAGE.read_text("utf-8")
ROWS = {row[0]: row for row in rows_of(TEXT)}
each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.key)


def test_targets_are_told_apart() -> None:
    """A key and a row belong to one target."""
    assert len({target.key for target in TARGETS}) == len({target.what for target in TARGETS}) == len(TARGETS)


@each_target
def test_target_is_measured_by_a_part_or_quoted_from_a_page(target: Target) -> None:
    """Nothing is asked that nobody measures."""
    assert target.part in PARTS or target.part in PAGES


@each_target
def test_target_has_a_row_with_its_value_and_its_run(target: Target) -> None:
    """A reader sees what was asked, what was measured, whether that is enough, and when it was measured."""
    value = value_of(target, RUNS)
    assert value is not None, f"not measured: run `make bench PARTS={target.part}`"
    _, asked, measured, how, part = ROWS[target.what]
    assert asked == target.asked
    assert target.shown(value) in measured
    assert ("✗" in measured) is not target.met_by(value)
    assert how
    assert re.search(rf"\b{target.part}\b.*, \d{{4}}-\d\d-\d\d, [0-9a-f]{{7,}}\+?$", part)


@pytest.mark.parametrize("part", [*PARTS, *PAGES])
def test_run_can_be_repeated(part: str) -> None:
    """Each part's row says with which command, on which day and commit; what was timed here, also on what."""
    rows = [row for row in rows_of(TEXT.partition("## Runs")[2]) if row[0] == part]
    assert len(rows) == 1
    _, command, day, commit, took, load, others, where = rows[0]
    assert re.fullmatch(r"`(make|python -m) .+`", command)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert re.fullmatch(r"[0-9a-f]{7,}\+?", commit)
    assert where
    assert all((took, load, others)) is (part in PARTS)


def test_machine_is_described() -> None:
    """Processor, cores, memory, kernel and Python of every machine that measured."""
    for run in RUNS.values():
        if run.machine is not None:
            assert re.search(r"\d+ cores of .+, \d+ GB, \S+ \S+, Python 3\.\d+", run.machine)
            assert run.machine in TEXT


def test_document_and_page_agree() -> None:
    """Both come from the same runs and the same table."""
    again = "run `python -m tools.bench --page`"
    assert json.loads(DOCUMENT.read_text("utf-8")) == json.loads(json.dumps(document(RUNS))), again
    assert page(RUNS) == TEXT, again


@pytest.mark.parametrize("part", PAGES)
def test_quoted_values_are_those_of_their_page(part: str) -> None:
    """A renewed page is quoted anew."""
    _, _, numbers = PAGES[part]
    assert numbers((DOCS / PAGES[part][0]).read_text("utf-8")) == RUNS[part].values, (
        f'run `make bench PARTS="{part}"`'
    )
    assert quote(part).values == RUNS[part].values


def test_every_miss_is_told_with_its_size_and_reason() -> None:
    """What falls short is said once more, in words; no reason, no page."""
    told = TEXT.partition("## What falls short")[2].partition("\n## ")[0]
    for target, value in missed(RUNS):
        assert f"- **{target.what}**: {target.shown(value)}, asked {target.asked}" in told
        assert reason(target, RUNS), f"say in tools/bench/targets.py why {target.key} falls short"
    assert told.count("\n- ") == len(missed(RUNS))


def test_promises_and_own_limits_are_apart() -> None:
    """A promise of the design does not hide among limits of our own."""
    before, _, after = TEXT.partition("## Limits of our own")
    assert all(f"| {target.what} |" in before for target in PROMISED)
    assert all(f"| {target.what} |" in after for target in OWN)
