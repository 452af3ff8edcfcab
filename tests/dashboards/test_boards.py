"""Boards ask only for what is written, and their files are what the boards say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.dashboards import flux, influxql, layout
from tools.dashboards.boards import BOARDS
from tools.dashboards.compare.running import every_query
from tools.dashboards.files import files
from tools.dashboards.flux import PREFIX
from tools.dashboards.model import Ask, Column, Where
from tools.dashboards.schema import MEASUREMENTS, field
from tools.reference.points import points

FOLDER = Path(__file__).parents[2] / "dashboards"
KINDS = {"float": float, "int": int, "text": str, "bool": bool}


@pytest.mark.parametrize("name", sorted(files()))
def test_committed_file_is_what_the_boards_say(name: str) -> None:
    """Whoever changes a board, a metric or a limit runs ``python -m tools.dashboards``."""
    assert (FOLDER / name).read_text(encoding="utf-8") == files()[name]


def test_every_field_of_the_schema_is_written_with_its_type() -> None:
    """Fields that boards may ask for are those of real points, and the other way round, each with one type."""
    written: dict[str, dict[str, Any]] = {}
    for point in points():
        written.setdefault(point.measurement, {}).update(point.fields)
    for measurement, fields in written.items():
        known = MEASUREMENTS[measurement]
        assert {name for name in fields if not name.endswith("_r")} <= set(known)
        for name, value in fields.items():
            assert type(value) is KINDS[known[name].kind], name


def test_what_nobody_writes_cannot_be_asked_for() -> None:
    """A field that is in no point, or a tag that is none, is an error when the question is made."""
    with pytest.raises(KeyError, match="no field 'peak_force_n' in measurement 'rep'"):
        Ask("rep", (Column("peak_force_n"),))
    with pytest.raises(KeyError, match="no tag"):
        Ask("rep", (Column("tempo"),), by=("leg",))
    with pytest.raises(KeyError, match="no field"):
        field("reps", "tempo")


def test_rows_show_what_they_are_chosen_by() -> None:
    """InfluxQL drops a row of which nothing selected is there, so a field that alarms is also shown."""
    with pytest.raises(ValueError, match="daily_life_nrs"):
        Ask("symptom", (Column("during_nrs"),), any_of=(Where("daily_life_nrs", ">", 5.0),))


def test_every_metric_of_the_table_can_be_asked_for() -> None:
    """No query of a board goes round the table: fields, by their table's unit and words."""
    for asked in every_query():
        for name in asked.ask.fields:
            assert field(asked.ask.measurement, name).label


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_panels_lie_beside_each_other(board: Any) -> None:  # noqa: ANN401  a Board
    """No panel covers another, or hangs over the edge; in InfluxDB's coarser grid neither."""
    taken: set[tuple[int, int]] = set()
    top = 0
    for section in board.sections:
        for _, place in layout.placed(section, top):
            cells = {
                (x, y)
                for x in range(place.x, place.x + place.width)
                for y in range(place.y, place.y + place.height)
            }
            assert place.x + place.width <= layout.COLUMNS
            assert not cells & taken
            taken |= cells
        top += layout.height(section)
    (resource,) = yaml.safe_load_all((FOLDER / "influxdb2" / f"{board.name}.yml").read_text("utf-8"))
    covered: set[tuple[int, int]] = set()
    for chart in resource["spec"]["charts"]:
        x, y = chart["xPos"], chart["yPos"]
        cells = {(x + i, y + j) for i in range(chart["width"]) for j in range(chart["height"])}
        assert x + chart["width"] <= layout.COLUMNS // 2
        assert not cells & covered
        covered |= cells


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_every_panel_says_what_it_means_when_empty(board: Any) -> None:  # noqa: ANN401  a Board
    """An empty picture says why, in both; queries of one panel have names of their own."""
    made = json.loads((FOLDER / "grafana" / f"{board.name}.json").read_text("utf-8"))
    shown = [panel for panel in made["panels"] if panel["type"] != "row"]
    assert shown
    for panel in shown:
        assert panel["fieldConfig"]["defaults"]["noValue"].strip()
        refs = [target["refId"] for target in panel["targets"]]
        assert len(set(refs)) == len(refs)
    (resource,) = yaml.safe_load_all((FOLDER / "influxdb2" / f"{board.name}.yml").read_text("utf-8"))
    assert all(chart["note"].strip() for chart in resource["spec"]["charts"])


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_queries_use_only_variables_that_the_board_has(board: Any) -> None:  # noqa: ANN401  a Board
    """Nothing stays unfilled: Grafana would send the bare name, Flux would not run."""
    text = (FOLDER / "grafana" / f"{board.name}.json").read_text("utf-8")
    made = json.loads(text)
    named = {variable["name"] for variable in made["templating"]["list"]}
    for section in board.sections:
        for panel in section.panels:
            for ask in panel.asks:
                query = influxql.query(ask)
                used = {part.split(":")[0] for part in query.split("${")[1:]}
                assert used <= named, panel.title
    variables = yaml.safe_load_all((FOLDER / "influxdb2" / "variables.yml").read_text("utf-8"))
    known = {each["spec"]["name"] for each in variables if each["kind"] == "Variable"}
    flux_text = (FOLDER / "influxdb2" / f"{board.name}.yml").read_text("utf-8")
    used = {f"{PREFIX}{part.split()[0].strip(').,;')}" for part in flux_text.split(f"v.{PREFIX}")[1:]}
    assert used <= known


def test_leg_narrows_only_what_is_told_by_repetition() -> None:
    """A set in turn is of both legs: nobody who chooses one of them may lose half of it."""
    for asked in every_query():
        if {"side", "variant"} & set(asked.ask.scope):
            assert asked.ask.measurement == "rep", asked.where
    for board in BOARDS:
        if "side" in board.variables:
            assert "Leg and variant narrow" in board.read


def test_a_long_absence_is_no_line() -> None:
    """Grafana is told how far apart two values may be to be joined."""
    for board in BOARDS:
        for panel in json.loads(files()[f"grafana/{board.name}.json"])["panels"]:
            if panel["type"] == "timeseries":
                custom = panel["fieldConfig"]["defaults"]["custom"]
                assert 0 < custom["insertNulls"] == custom["spanNulls"] <= 14 * 86_400_000


def test_states_are_told_in_words_where_a_cell_has_none() -> None:
    """InfluxDB 2 has colours for numbers, but no words: the script tells them, lowest and highest."""
    charts = json.loads(files()["influxdb2/templates.json"])
    told = [
        chart["queries"][0]["query"]
        for resource in charts
        for chart in resource["spec"].get("charts", ())
        if chart["name"] in ("Worst step", "State", "Steps") and chart["kind"] != "Markdown"
    ]
    assert len(told) == 4
    assert all('"SERVICE"' in script and '"PASS"' in script for script in told)


def test_a_day_off_is_nought_in_influxdb_2() -> None:
    """A bar there holds until the next value, so days without a repetition are told as nought; means are not."""
    assert "createEmpty: true" in flux.query(Ask("session", (Column("reps_done", "sum"),), every="1d"))
    assert "createEmpty: true" not in flux.query(
        Ask("session", (Column("reps_adherence", "mean"),), every="1d")
    )


def test_links_lead_to_boards_that_exist() -> None:
    """A click on a person, a visit or a step opens a board of ours, with what was clicked on."""
    uids = {json.loads(files()[f"grafana/{board.name}.json"])["uid"] for board in BOARDS}
    for board in BOARDS:
        text = files()[f"grafana/{board.name}.json"]
        for part in text.split('"url": "/d/')[1:]:
            assert part.split("?")[0] in uids


def test_page_of_answers_tells_of_every_query() -> None:
    """A query that is new, or gone, is in the page only after both of its answers were had again."""
    page = (FOLDER.parent / "docs" / "reference" / "board-queries.md").read_text("utf-8")
    told = [line.split(" | ")[:2] for line in page.splitlines() if line.startswith("| ")]
    rows = [[title.removeprefix("| "), measurement] for title, measurement in told]
    asked = [[each.where, each.ask.measurement] for each in every_query()]
    assert [row for row in rows if row not in (["panel", "of"], ["---", "---"])] == asked
    assert "**no**" not in page
