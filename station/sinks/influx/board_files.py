"""The boards that come with the station: inside an installed package, or in the checkout beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE: Final = Path(__file__).parents[2]
DATASOURCE: Final = "heeldrop"
"""Uid of Grafana's data source: every board names it."""
BUCKET: Final = "heeldrop_bucket"
ZONE: Final = "heeldrop_zone"
"""Variables of InfluxDB 2's boards: what they read, and where their days begin."""
_GRAFANA_ZONE: Final = "zone"


def root() -> Path:
    """Return the folder of the boards. ``UsageError`` when this installation has none."""
    for folder in (_PACKAGE / "dashboards", _PACKAGE.parent / "dashboards"):
        if (folder / "influxdb2" / "templates.json").is_file():
            return folder
    raise UsageError(
        "this installation has no boards", "Install the station again, from its wheel or checkout"
    )


def influxdb2_templates(bucket: str, zone: str) -> list[dict[str, Any]]:
    """Return the boards and variables for InfluxDB 2 as a template's resources.

    ``bucket``, and the time zone that a board's days begin in, are put into their variables.
    """
    values = {BUCKET: bucket, ZONE: zone}
    resources: list[dict[str, Any]] = json.loads((root() / "influxdb2" / "templates.json").read_text("utf-8"))
    for resource in resources:
        name = resource["spec"].get("name")
        if resource["kind"] == "Variable" and name in values:
            resource["spec"] |= {"values": [values[name]], "selected": [values[name]]}
    return resources


def grafana_boards(zone: str | None = None) -> dict[str, bytes]:
    """Return the boards for Grafana: file name and contents; ``zone`` is where their days begin, as it is without."""
    files: Sequence[Path] = sorted((root() / "grafana").glob("*.json"))
    return {file.name: _in_zone(file.read_bytes(), zone) for file in files}


def grafana_zone(board: bytes) -> str:
    """Return the zone that a board's days begin in; empty when it says none."""
    try:
        variables = json.loads(board)["templating"]["list"]
        return next(
            (str(each["query"]) for each in variables if each["name"] == _GRAFANA_ZONE and each.get("query")),
            "",
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def _in_zone(contents: bytes, zone: str | None) -> bytes:
    if zone is None or grafana_zone(contents) in ("", zone):
        return contents
    board = json.loads(contents)
    for each in board["templating"]["list"]:
        if each["name"] == _GRAFANA_ZONE:
            each["query"] = zone
            if "current" in each:
                each["current"] = {"text": zone, "value": zone}
    return (json.dumps(board, indent=2, ensure_ascii=False) + "\n").encode()
