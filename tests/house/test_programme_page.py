"""The programme's page says what the code does: its rules, its settings, its limits, and the article's information."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from station.programme import plan as types
from station.programme.plans import shipped

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "programme.md").read_text(encoding="utf-8")
RULES = PAGE.partition("## The rules")[2].partition("\n## ")[0]
CONFLICTS = PAGE.partition("## Where the founding article disagrees")[2].partition("\n## ")[0]


def test_every_rule_that_code_names_is_on_the_page() -> None:
    """A reason or alert never carries a number that nobody can look up."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "station/programme").rglob("*.py"))
    told = {int(number) for number in re.findall(r"(?:\bReason\(\s*|\brule=)(\d+)\b", code)}
    listed = {int(number) for number in re.findall(r"^\| (\d) \|", RULES, flags=re.MULTILINE)}
    assert told
    assert told <= listed
    assert listed == set(range(10))


def _setting_exists(name: str) -> bool:
    kind: object = types.Plan
    for part in name.split("."):
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}  # type: ignore[arg-type]
        if part not in fields:
            return False
        inner = re.search(r"station\.programme\.plan\.(\w+)", str(fields[part]))
        kind = getattr(types, inner.group(1)) if inner else None
    return True


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", CONFLICTS))))
def test_every_conflict_is_a_setting_that_exists(name: str) -> None:
    """The table of decisions names keys of a plan's file."""
    assert _setting_exists(name)


def test_conflict_table_has_a_row_for_each_contradiction() -> None:
    """Six decisions, each with a setting."""
    rows = [line for line in CONFLICTS.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 6
    assert all("`" in row for row in rows)


def test_limits_on_the_page_are_those_of_the_default_plan() -> None:
    """Numbers told in sentences are those of the file."""
    plan = shipped()["seed-default"]
    load, pain = plan.load, plan.pain
    assert (load.first_after_days, load.pain_free_nrs, load.progress_max_nrs) == (14, 1.0, 2.0)
    assert (load.first_step_max_kg, load.step_percent_of_added, load.cap_percent_of_total) == (5.0, 10.0, 5.0)
    assert [(step.from_kg, step.reps) for step in load.reps_by_load] == [(0, 15), (5, 12), (10, 10)]
    assert (pain.during_max_nrs, pain.severe_nrs, pain.ease_back_days, pain.shorter_range_days) == (
        5,
        8,
        3,
        7,
    )
    assert pain.ease_back_sets_share == 0.5
    assert pain.mobility_from_min == 5
    limits = [(phase.next_morning_max_nrs, phase.stiffness_max_min, phase.to_week) for phase in plan.phases]
    assert limits == [(5, 60, 2), (5, 30, 3), (5, 30, 4), (5, 30, 6), (4, 20, 12)]
    assert (plan.rail.warn_share, plan.rail.invalid_share) == (0.05, 0.15)
    assert (plan.jump.volume_percent, plan.jump.above_plan_percent) == (30, 15)
    breaks = plan.breaks
    assert (breaks.fewer_sets_after_days, breaks.half_load_after_days, breaks.no_load_after_days) == (
        10,
        14,
        28,
    )
    assert (plan.balance.within_percent, plan.balance.days, plan.running.earliest_week) == (10, 14, 8)


@pytest.mark.parametrize("item", [36, 40, 50, 51, 53, 54])
def test_information_of_the_article_is_on_the_page(item: int) -> None:
    """What no plate and no question can follow is told where somebody reads how it all works."""
    assert re.search(rf"\[(?:\d+, )*{item}(?:, \d+)*\]", PAGE)


@pytest.mark.parametrize("word", ["cleared", "heals", "healed", "treats", "cures", "diagnos"])
def test_page_claims_nothing(word: str) -> None:
    """A training and measuring tool: suggestions, no promises."""
    assert word not in PAGE.lower()
