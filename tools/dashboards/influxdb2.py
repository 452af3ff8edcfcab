"""A board as a template of InfluxDB 2; the queries are Flux.

The grid there has 12 columns, and rows about twice as high as Grafana's. Boards need what ``variables.yml`` brings:
apply the folder as a whole.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import yaml

from station.config import InfluxSection
from tools.dashboards import flux, layout
from tools.dashboards.influxdb2_cells import cell
from tools.dashboards.model import NO_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.dashboards.model import Board, Variable

LABEL: Final = "heeldrop"
BUCKET: Final = InfluxSection().bucket
"""What the variable of the bucket says until somebody says another."""
_VERSION: Final = "influxdata.com/v2alpha1"
_GENERATED: Final = "# Written by python -m tools.dashboards; change tools/dashboards/ instead.\n"
_NAMED: Final[dict[Variable, str]] = {
    "site": "Clinics and gyms.",
    "station": "Steps.",
    "athlete": "Random ids of people; names are at the station only.",
    "side": "Legs: narrows what is told by repetition.",
    "variant": "Knee and surface: narrows what is told by repetition.",
    "session": "Visits of the chosen athlete, the newest first.",
}


class _Dumper(yaml.SafeDumper):
    """Writes texts of many lines as they are."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dashboard(board: Board) -> dict[str, Any]:
    """Return the resource of a board."""
    charts = [_about(board)]
    top = _ABOUT_ROWS
    for section in board.sections:
        for panel, place in layout.placed(section, 0):
            where = {
                "xPos": place.x // 2,
                "yPos": top + place.y // 2,
                "width": place.width // 2,
                "height": -(-place.height // 2),
            }
            charts.append(cell(panel) | where)
        top += -(-layout.height(section) // 2)
    spec = {
        "name": f"Heel drops: {board.title}",
        "description": board.about,
        "associations": [{"kind": "Label", "name": LABEL}],
        "charts": _apart(charts),
    }
    return _document("Dashboard", f"{LABEL}-{board.name}", spec)


_ABOUT_ROWS: Final = 1


def _about(board: Board) -> dict[str, Any]:
    words = f"**{board.title}.** {board.read} Opens well with the range of time of {_range(board)}."
    return {"kind": "Markdown", "name": "About this board", "note": words, "xPos": 0, "yPos": 0, "width": 12,
            "height": _ABOUT_ROWS}  # fmt: skip


def _range(board: Board) -> str:
    return (
        "today"
        if board.since == "now/d"
        else f"the past {board.since.removeprefix('now-').removesuffix('d')} days"
    )


def _apart(charts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move cells down where halving the grid made two of them share a place."""
    taken: set[tuple[int, int]] = set()
    for chart in charts:
        while taken & _covered(chart):
            chart["yPos"] += 1
        taken |= _covered(chart)
    return charts


def _covered(chart: dict[str, Any]) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(chart["xPos"], chart["xPos"] + chart["width"])
        for y in range(chart["yPos"], chart["yPos"] + chart["height"])
    }


def variables() -> list[dict[str, Any]]:
    """Return the resources that boards need: a label, and their variables."""
    documents = [_label()]
    constants = {
        "bucket": (BUCKET, "Bucket that stations write to."),
        "zone": ("UTC", "Time zone that days begin in."),
    }
    for name, (value, about) in constants.items():
        documents.append(_variable(name, about, {"type": "constant", "values": [value]}, [value]))
    for variable, about in _NAMED.items():
        query = {"type": "query", "language": "flux", "query": flux.variable_values(variable)}
        documents.append(_variable(variable, about, query, [] if variable in NO_ALL else [flux.ALL]))
    return documents


def _variable(name: str, about: str, what: dict[str, Any], selected: list[str]) -> dict[str, Any]:
    spec = {
        "name": f"{flux.PREFIX}{name}",
        "description": about,
        "associations": [{"kind": "Label", "name": LABEL}],
    }
    return _document(
        "Variable", f"{LABEL}-{name}", spec | what | ({"selected": selected} if selected else {})
    )


def _label() -> dict[str, Any]:
    spec = {"name": LABEL, "color": "#2f8be6", "description": "Boards of the heel-drop station."}
    return _document("Label", LABEL, spec)


def _document(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": _VERSION, "kind": kind, "metadata": {"name": name}, "spec": spec}


def written(documents: Iterable[dict[str, Any]]) -> str:
    """Return resources as YAML, one document each."""
    return _GENERATED + yaml.dump_all(
        documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000, explicit_start=True
    )


def as_json(documents: Iterable[dict[str, Any]]) -> str:
    """Return resources as one array: the same template, for who reads no YAML."""
    return json.dumps(list(documents), indent=1, ensure_ascii=False) + "\n"
