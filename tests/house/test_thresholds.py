"""Every threshold is in a table of limits, has a reason beside it, and is on the page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import station
from station.metrics.faults import FAULTS
from tools.reference import REFERENCE
from tools.thresholds import Limit, LimitTable, limit_tables, unit_of

TABLES = limit_tables()
ALL = [(table, limit) for table in TABLES for limit in table.limits]


def named(value: object) -> str:
    """Return the name of a table or a limit."""
    return value.name if isinstance(value, (Limit, LimitTable)) else ""


def test_no_table_of_limits_is_left_out() -> None:
    """Every class of the station that is called limits or a prior is a table on the page."""
    written = [
        node.name
        for path in Path(station.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Limits", "Prior"))
    ]
    assert sorted(written) == sorted(table.name for table in TABLES)
    assert all(table.about for table in TABLES)


@pytest.mark.parametrize(("table", "limit"), ALL, ids=named)
def test_every_threshold_has_a_value_and_a_reason(table: LimitTable, limit: Limit) -> None:
    """A number without a reason is a number nobody dares to change."""
    assert limit.value is not None, table.name
    assert len(limit.source.split()) >= 3, f"{table.module}.{table.name}.{limit.name}"


def test_page_of_faults_names_every_fault_with_its_thresholds() -> None:
    """Whoever wonders about a fault finds when it is told and why then."""
    page = (REFERENCE / "faults.md").read_text(encoding="utf-8")
    for rule in FAULTS:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{rule.name}` |"))
        assert all(f"`{threshold.name}` {threshold.value:g}" in row for threshold in rule.thresholds)
        assert rule.advice in row


@pytest.mark.parametrize(
    ("name", "unit"),
    [("bounce_m_s", "m/s"), ("depth_max_m", "m"), ("acceleration_m_s2", "m/s²"), ("tremor_floor_n", "N"),
     ("rail_share", "share"), ("touch_ticks", "x 10 ms"), ("fit_min_offset", "")],
)  # fmt: skip
def test_units_are_in_the_names(name: str, unit: str) -> None:
    """A name ends with its unit."""
    assert unit_of(name) == unit
