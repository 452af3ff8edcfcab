"""Every script and every board, given to the programs that know; what they find, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from station.sinks.influx import daily
from tools.boardcheck import npm
from tools.boardcheck.pkger import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BOARDS: Final = Path(__file__).parents[2] / "dashboards"


def flux(scripts: Mapping[str, str]) -> list[str]:
    """Return what Flux's own front end says against scripts, by name: syntax, identifiers and types."""
    asked = [{"name": name, "text": text} for name, text in scripts.items()]
    found = npm.ask("fluxlint.js", asked)
    return [f"{each['name']}: line {each['line']}: {each['message']}" for each in found]


def grafana(boards: Mapping[str, object]) -> list[str]:
    """Return what Grafana's own types say against boards, by name."""
    found = npm.ask("grafanalint.js", [{"name": name, "board": board} for name, board in boards.items()])
    return [f"{each['name']}{each['path']}: {each['message']}" for each in found]


def templates(resources: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what InfluxDB 2 would not take in a template, or would ignore without a word."""
    return complaints(resources)


def own_resources() -> list[dict[str, Any]]:
    """Return all that the station installs on an InfluxDB 2."""
    made: list[dict[str, Any]] = json.loads((BOARDS / "influxdb2" / "templates.json").read_text("utf-8"))
    return made + [dict(task) for task in daily.tasks("steps")]


def own_boards() -> dict[str, object]:
    """Return the boards for Grafana by file name."""
    return {
        path.name: json.loads(path.read_text("utf-8")) for path in sorted((BOARDS / "grafana").glob("*.json"))
    }


def scripts_of(resources: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return every Flux script in a template's resources, by where it stands."""
    return dict(_scripts(resources))


def _scripts(resources: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        name, spec = str(resource["metadata"]["name"]), resource["spec"]
        if isinstance(spec.get("query"), str):
            yield name, spec["query"]
        for at, chart in enumerate(spec.get("charts", [])):
            for which, query in enumerate(chart.get("queries", [])):
                yield f"{name}/{at} {chart.get('name', '')}/{which}", query["query"]
