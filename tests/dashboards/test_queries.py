"""Every query of every board, on a real influxd, tells what the store holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tools.dashboards.boards.parts import LEG, TO_HAVE
from tools.dashboards.compare.figures import FIGURES
from tools.dashboards.compare.running import compare, every_query
from tools.dashboards.model import Column, Where

if TYPE_CHECKING:
    from tests.dashboards.conftest import Filled
    from tools.dashboards.compare.running import Asked

pytestmark = pytest.mark.influx
QUERIES = list(every_query())


@pytest.mark.parametrize("asked", QUERIES, ids=lambda asked: f"{asked.board}, {asked.where}")
def test_query_tells_what_the_store_holds(filled: Filled, asked: Asked) -> None:
    """InfluxDB's answer to a panel's query, row by row, is what the stored rows come to; and it is not nothing."""
    found = compare(asked, filled.query, filled.points, filled.setting)
    assert found.influx or compare(asked, filled.query, filled.points, filled.decided).influx
    assert found.same, (found.influx[:3], found.store[:3])


@pytest.mark.parametrize("asked", QUERIES, ids=lambda asked: f"{asked.board}, {asked.where}")
def test_query_keeps_to_what_is_chosen(filled: Filled, asked: Asked) -> None:
    """Another person, one leg, one station, half of the time: still what the store holds."""
    half = (filled.setting.start_us + filled.setting.stop_us) // 2
    chosen = replace(filled.decided, stop_us=half, side="left", station="step1", zone="America/New_York")
    found = compare(asked, filled.query, filled.points, chosen)
    assert found.same, (found.influx[:3], found.store[:3])


def test_what_a_query_chooses_is_worked_out_without_it() -> None:
    """Every condition that a person did not choose has a figure of its own: a wrong one is not wrong twice."""
    chosen_here = {
        (asked.board, asked.where)
        for asked in QUERIES
        if asked.ask.any_of
        or asked.ask.groups_of
        or any(one != TO_HAVE and one.variable is None for one in asked.ask.where)
    }
    assert chosen_here <= set(FIGURES) <= {(asked.board, asked.where) for asked in QUERIES}


WRONG: dict[str, tuple[str, str, dict[str, Any]]] = {
    "any visit is training": ("Athlete", "Days trained", {"where": ()}),
    "guests are people": ("Clinic today", "People who trained", {"where": (), "people": False}),
    "an alarm forgets daily life": (
        "Clinic today", "Pain above 5 of 10, or sharp", {"any_of": (Where("during_nrs", ">", 5.0),)}),
    "withdrawn or not": ("Athlete", "What was entered", {"where": (Where("during_nrs", ">=", 0.0),)}),
    "one leg of a set in turn": ("Athlete", "Clean reps", {"scope": LEG}),
    "the better sign": ("Step health", "Right plate late by", {"columns": (Column("skew_ms", "max", "highest"),)}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_query_that_chooses_wrongly_is_found(filled: Filled, name: str) -> None:
    """A wrong condition is in the query and in its interpretation alike, and still it is found."""
    board, where, change = WRONG[name]
    (asked,) = [each for each in QUERIES if (each.board, each.where) == (board, where)]
    wrong = replace(asked, ask=replace(asked.ask, **change))
    right = replace(filled.decided if where == "Days trained" else filled.setting, side="left")
    assert compare(asked, filled.query, filled.points, right).same
    assert not compare(wrong, filled.query, filled.points, right).same


def test_pain_in_daily_life_and_on_the_run_is_among_the_alarms(filled: Filled) -> None:
    """Somebody whose only entries are a bad day and a bad run is on the board, with both numbers."""
    (asked,) = [each for each in QUERIES if each.where.startswith("Pain above")]
    found = compare(asked, filled.query, filled.points, filled.setting)
    names = [asked.ask.name(column) for column in asked.ask.columns]
    rows = [dict(zip([*names, "athlete"], row.values, strict=False)) for row in found.influx]
    whose = filled.decided.athlete
    alarms = [row for row in rows if whose in row.values()]
    assert {(row["in daily life"], row["on the run"]) for row in alarms} == {(8, None), (None, 9)}


def test_nobody_moved_is_no_share_and_no_day(filled: Filled) -> None:
    """Visits without a repetition: nobody trained, and nothing is 0 % clean."""
    told = ("Clean", "Clean reps", "Days trained", "People who trained", "Who trained")
    for asked in QUERIES:
        if asked.where in told and asked.board != "Session":
            nobody = replace(filled.decided, station="step2")
            assert compare(asked, filled.query, filled.points, nobody).influx == [], asked.where


def test_nothing_chosen_is_nothing_told(filled: Filled) -> None:
    """A time before there was a station: every query answers, with nothing."""
    before = replace(filled.setting, start_us=0, stop_us=1_000_000)
    for asked in QUERIES:
        assert compare(asked, filled.query, filled.points, before).influx == []
