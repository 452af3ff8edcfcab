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
_VARIABLES: Final = ("heeldrop_bucket", "heeldrop_zone")


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
    values = dict(zip(_VARIABLES, (bucket, zone), strict=True))
    resources: list[dict[str, Any]] = json.loads((root() / "influxdb2" / "templates.json").read_text("utf-8"))
    for resource in resources:
        name = resource["spec"].get("name")
        if resource["kind"] == "Variable" and name in values:
            resource["spec"] |= {"values": [values[name]], "selected": [values[name]]}
    return resources


def grafana_boards() -> dict[str, bytes]:
    """Return the boards for Grafana: file name and contents."""
    files: Sequence[Path] = sorted((root() / "grafana").glob("*.json"))
    return {file.name: file.read_bytes() for file in files}
