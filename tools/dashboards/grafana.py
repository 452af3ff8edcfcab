"""A board as Grafana JSON, built with Grafana's own library; the queries are InfluxQL.

That library knows no query of InfluxDB, so ``InfluxQL`` writes the few keys that Grafana's editor writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as models

from tools.dashboards import influxql, layout
from tools.dashboards.colours import HEX
from tools.dashboards.grafana_panels import SOURCE, panel
from tools.dashboards.model import NO_ALL

if TYPE_CHECKING:
    from tools.dashboards.model import Board, Mark, Variable

UID: Final = "heeldrop"
"""Of the data source that is chosen first; boards are ``heeldrop-NAME``."""
_LABELS: Final[dict[Variable, str]] = {
    "site": "Site", "station": "Station", "athlete": "Athlete", "side": "Leg (of reps)",
    "variant": "Variant (of reps)", "session": "Visit",
}  # fmt: skip


def document(board: Board) -> str:
    """Return the JSON of a board, keys in order."""
    built = (
        build.Dashboard(board.title)
        .uid(f"{UID}-{board.name}")
        .description(board.read)
        .tags([UID])
        .timezone("browser")
        .time(board.since, board.until)
        .editable()
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .refresh(board.refresh)
        .link(_links())
        .with_variable(_source())
    )
    for variable in board.variables:
        built = built.with_variable(_variable(variable))
    built = built.with_variable(build.TextBoxVariable("zone").label("Days in").default_value("UTC"))
    top = 0
    for section in board.sections:
        row = build.Row(section.title).grid_pos(models.GridPos(1, layout.COLUMNS, 0, top))
        built, top = built.with_row(row), top + 1
        for each, place in layout.placed(section, top):
            where = models.GridPos(place.height, place.width, place.x, place.y)
            built = built.with_panel(panel(each).grid_pos(where))
        top += layout.height(section)
    written = json.loads(json.dumps(built.build(), cls=JSONEncoder))
    _tidy(written)
    written["annotations"] = {"list": [_mark(mark) for mark in board.marks]}
    return json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _tidy(written: dict[str, Any]) -> None:
    """Give panels their numbers, and take out what the library writes and Grafana's schema does not have."""
    for variable in written["templating"]["list"]:
        for key in ("auto", "auto_count", "auto_min"):
            variable.pop(key, None)
    for number, each in enumerate(written["panels"], 1):
        each["id"] = number
        each.get("options", {}).pop("footer", None)


def _links() -> build.DashboardLink:
    return (
        build.DashboardLink("Boards")
        .type(models.DashboardLinkType.DASHBOARDS)
        .tags([UID])
        .include_vars(True)
        .keep_time(False)
        .as_dropdown(False)
    )


def _source() -> build.DatasourceVariable:
    return (
        build.DatasourceVariable("source")
        .label("Data")
        .type("influxdb")
        .current(models.VariableOption(selected=True, text=UID, value=UID))
    )


def _variable(variable: Variable) -> build.QueryVariable:
    made = (
        build.QueryVariable(variable)
        .label(_LABELS[variable])
        .datasource(SOURCE)
        .query(influxql.tag_values(variable))
        .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(models.VariableSort.DISABLED if variable == "session" else models.VariableSort.ALPHABETICAL_ASC)
    )
    if variable == "athlete":
        made = made.regex("/^(?!none$).*/")  # guests have no history
    if variable in NO_ALL:
        return made.multi(False).include_all(False)
    everything = models.VariableOption(selected=True, text="All", value="$__all")
    return made.multi(True).include_all(True).all_value(".*").current(everything)


def _mark(mark: Mark) -> dict[str, Any]:
    """Return an annotation in the keys of Grafana's editor for InfluxQL, which the library does not know."""
    running = mark.ask.below is not None
    return {
        "datasource": {"type": "influxdb", "uid": "${source}"},
        "enable": True,
        "hide": False,
        "iconColor": HEX[mark.tone],
        "name": mark.name,
        "target": {
            "fromAnnotations": True,
            "query": influxql.query(mark.ask),
            "rawQuery": True,
            "refId": "Anno",
            "tagsColumn": "",
            "textColumn": "station" if running else mark.ask.name(mark.ask.columns[0]),
            "timeEndColumn": "",
            "titleColumn": "",
        },
    }
