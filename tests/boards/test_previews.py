"""Pictures of boards: what a panel shows is what a real InfluxDB answers, and every panel has its cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from station.config import InfluxSection
from station.sinks.influx.client import WriteClient
from tools.dashboards import influxdb2
from tools.dashboards.boards import BOARDS
from tools.previews import answers
from tools.previews.answers import Range
from tools.previews.page import Pen, page

if TYPE_CHECKING:
    from tools.dashboards.model import Board, Panel
    from tools.influxd import InfluxServer

DAY_US = 86_400_000_000
EVER = Range(0, 100 * DAY_US)
CHOSEN = {"athlete": "a", "session": "s", "zone": "UTC"}


def nothing(_query: str) -> list[dict[str, Any]]:
    """Answer as a server that has nothing."""
    return []


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_every_panel_has_its_cell_and_says_so_when_it_is_empty(board: Board) -> None:
    """Without data each panel shows its own words for that, and nothing is left to draw."""
    pen = Pen(nothing, EVER, CHOSEN)
    html, height = page(board, influxdb2.dashboard(board)["spec"]["charts"], pen, ["library.js", "draw()"])
    panels = [panel for section in board.sections for panel in section.panels]
    assert html.count('<p class="empty">') == len(panels)
    assert pen.cells == []
    assert height > 0


def test_everything_that_grafana_fills_in_is_filled_in() -> None:
    """No variable is left in any query of any board; a dollar at the end of a pattern is InfluxQL's own."""
    asked: list[str] = []

    def ask(query: str) -> list[dict[str, Any]]:
        asked.append(query)
        return []

    for board in BOARDS:
        page(board, influxdb2.dashboard(board)["spec"]["charts"], Pen(ask, EVER, CHOSEN), [""])
    assert len(asked) > 50
    assert not [query for query in asked if re.search(r"\$[\w{]", query)]


def _panel(board: str, title: str, kind: str) -> Panel:
    chosen = next(each for each in BOARDS if each.name == board)
    return next(
        p for section in chosen.sections for p in section.panels if (p.title, p.kind) == (title, kind)
    )


@pytest.mark.influx
def test_series_are_the_servers_answers_by_leg(influx: InfluxServer) -> None:
    """Points of both legs become two series with a mean a day; another person's points are in neither."""
    tags = "site=x,station=y,variant=straight_step"
    lines = [
        f"rep,{tags},athlete=a,side=left single_leg_time_s=3 {DAY_US}",
        f"rep,{tags},athlete=a,side=left single_leg_time_s=5 {DAY_US + 1}",
        f"rep,{tags},athlete=a,side=right single_leg_time_s=2 {2 * DAY_US}",
        f"rep,{tags},athlete=b,side=right single_leg_time_s=9 {2 * DAY_US}",
    ]
    write(influx, lines)
    drawn = answers.series(_panel("athlete", "Time on one leg", "series"), influx.query, EVER, CHOSEN)
    assert [(re.findall("left|right", one["name"]), one["x"], one["y"]) for one in drawn] == [
        (["left"], [DAY_US / 1000], [4.0]),
        (["right"], [2 * DAY_US / 1000], [2.0]),
    ]


@pytest.mark.influx
def test_one_number_is_the_last(influx: InfluxServer) -> None:
    """Of several entries the latest that was not taken back is shown."""
    told = "symptom,site=x,station=y,variant=none,athlete=a,side=left"
    lines = [f"{told} visa_a=70,withdrawn=false 1", f"{told} visa_a=80,withdrawn=false 2"]
    write(influx, [*lines, f"{told} visa_a=10,withdrawn=true 3"])
    assert answers.value(_panel("athlete", "VISA-A, last", "stat"), influx.query, EVER, CHOSEN)[0] == 80.0


def write(influx: InfluxServer, lines: list[str]) -> None:
    """Store lines with times in microseconds."""
    with WriteClient(InfluxSection(url=influx.url), influx.write_token) as client:
        assert client.send("\n".join(lines).encode()).meaning == "stored"
