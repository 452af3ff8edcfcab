"""Every query of every board, on a real influxd, tells what the store holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tools.dashboards.compare.running import compare, every_query

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


def test_nothing_chosen_is_nothing_told(filled: Filled) -> None:
    """A time before there was a station: every query answers, with nothing."""
    before = replace(filled.setting, start_us=0, stop_us=1_000_000)
    for asked in QUERIES:
        assert compare(asked, filled.query, filled.points, before).influx == []
