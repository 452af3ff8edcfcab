"""InfluxDB 2's rules for templates, stricter than the server: it ignores keys it does not know without a word.

Read from the server's package ``pkger``; not run against one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NAME: Final = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_DURATION: Final = re.compile(r"([0-9]+(ns|us|ms|s|m|h|d|w))+")
_COLUMNS: Final = 12
_SHORTEST_NAME: Final = 2
_SPECS: Final = {
    "Bucket": {"name", "description", "associations", "retentionRules"},
    "Dashboard": {"name", "description", "associations", "charts"},
    "Label": {"name", "description", "color"},
    "Task": {"name", "description", "associations", "query", "every", "cron", "offset", "status"},
    "Variable": {"name", "description", "associations", "type", "values", "language", "query", "selected"},
}
_PLACED: Final = {
    "kind",
    "name",
    "note",
    "noteOnEmpty",
    "xPos",
    "yPos",
    "width",
    "height",
    "queries",
    "colors",
}
_AXES: Final = {"axes", "xCol", "yCol", "position", "legendColorizeRows", "legendHide", "legendOpacity",
                "legendOrientationThreshold", "staticLegend", "generateXAxisTicks", "generateYAxisTicks",
                "timeFormat"}  # fmt: skip
_NUMBER: Final = {"prefix", "suffix", "tickPrefix", "tickSuffix", "decimalPlaces"}
_CHARTS: Final = {
    "band": _PLACED | _AXES | {"geom", "hoverDimension", "upperColumn", "mainColumn", "lowerColumn"},
    "gauge": _PLACED | _NUMBER,
    "heatmap": _PLACED | _AXES | {"binSize"},
    "histogram": _PLACED | _AXES | {"binCount", "fillColumns"},
    "markdown": {"kind", "name", "note", "xPos", "yPos", "width", "height"},
    "mosaic": _PLACED | _AXES | {"fillColumns", "ySeriesColumns", "yLabelColumns", "yLabelColumnSeparator",
                                 "hoverDimension"},
    "scatter": _PLACED | _AXES | {"xPrefix", "xSuffix", "yPrefix", "ySuffix"},
    "single_stat": _PLACED | _NUMBER,
    "single_stat_plus_line": _PLACED | _NUMBER | _AXES | {"shade", "hoverDimension"},
    "table": _PLACED | {"fieldOptions", "tableOptions", "timeFormat", "decimalPlaces"},
    "xy": _PLACED | _AXES | {"geom", "shade", "hoverDimension"},
}  # fmt: skip
_GEOMS: Final = ("line", "step", "stacked", "monotoneX", "bar")
_WITH_AXES: Final = ("xy", "single_stat_plus_line", "band", "scatter", "heatmap", "mosaic")
_COLOUR_TYPES: Final = ("min", "max", "threshold", "scale", "text", "background")
_AXIS_KEYS: Final = {"name", "label", "prefix", "suffix", "base", "scale", "domain"}
_TABLE_KEYS: Final = {"verticalTimeAxis", "sortBy", "wrapping", "fixFirstColumn"}


def complaints(resources: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return everything that a server would refuse or ignore, each with where it stands."""
    found = [f"{_where(each)}: {words}" for each in resources for words in _resource(each)]
    names = [(each.get("kind"), each.get("metadata", {}).get("name")) for each in resources]
    found += [
        f"{kind} {name}: there twice" for kind, name in sorted({n for n in names if names.count(n) > 1})
    ]
    labels = {name for kind, name in names if kind == "Label"}
    for each in resources:
        for one in each.get("spec", {}).get("associations", []):
            if one.get("name") not in labels:
                found.append(f"{_where(each)}: no label {one.get('name')!r}")
    return found


def _where(resource: Mapping[str, Any]) -> str:
    return f"{resource.get('kind')} {resource.get('metadata', {}).get('name')}"


def _unknown(given: Mapping[str, Any], known: set[str], what: str) -> Iterator[str]:
    yield from (f"{what} has an unknown key {key!r}" for key in sorted(set(given) - known))


def _resource(resource: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(resource, {"apiVersion", "kind", "metadata", "spec"}, "the resource")
    if resource.get("apiVersion") != "influxdata.com/v2alpha1":
        yield f"apiVersion {resource.get('apiVersion')!r}"
    name = resource.get("metadata", {}).get("name", "")
    if not _NAME.fullmatch(str(name)):
        yield f"metadata.name {name!r} is no label of a domain"
    kind, spec = str(resource.get("kind")), resource.get("spec", {})
    if kind not in _SPECS:
        yield f"kind {kind!r}"
        return
    yield from _unknown(spec, _SPECS[kind], "spec")
    if len(str(spec.get("name", ""))) < (1 if kind == "Task" else _SHORTEST_NAME):
        yield "spec.name is too short"
    match kind:
        case "Dashboard":
            yield from _dashboard(spec)
        case "Variable":
            yield from _variable(spec)
        case "Task":
            yield from _task(spec)
        case "Label" if not _HEX.fullmatch(str(spec.get("color", "#000000"))):
            yield f"color {spec.get('color')!r}"
        case _:
            pass


def _task(spec: Mapping[str, Any]) -> Iterator[str]:
    if bool(spec.get("every")) == bool(spec.get("cron")):
        yield "a task has either every or cron"
    for key in ("every", "offset"):
        if key in spec and not _DURATION.fullmatch(str(spec[key])):
            yield f"{key} {spec[key]!r} is no duration"
    if not spec.get("query"):
        yield "a task has a query"
    if re.search(r"^\s*option\s+task\b", str(spec.get("query", "")), re.MULTILINE):
        yield "the query says option task, and so does the server: twice is refused"
    if spec.get("status", "active") not in ("active", "inactive"):
        yield f"status {spec['status']!r}"


def _variable(spec: Mapping[str, Any]) -> Iterator[str]:
    kind, values = spec.get("type"), spec.get("values")
    if kind == "constant" and not (isinstance(values, list) and values):
        yield "a constant variable has a list of values"
    elif kind == "map" and not (isinstance(values, dict) and values):
        yield "a map variable has values by name"
    elif kind == "query" and (spec.get("language") not in ("flux", "influxql") or not spec.get("query")):
        yield "a query variable has language and query"
    elif kind not in ("constant", "map", "query"):
        yield f"type {kind!r}"
    if "selected" in spec and not isinstance(spec["selected"], list):
        yield "selected is a list"


def _dashboard(spec: Mapping[str, Any]) -> Iterator[str]:
    charts = spec.get("charts", [])
    for at, chart in enumerate(charts):
        yield from (f"chart {at} ({chart.get('name')}): {words}" for words in _chart(chart))
    for at, one in enumerate(charts):
        for other in charts[at + 1 :]:
            if _overlap(one, other):
                yield f"charts {one.get('name')!r} and {other.get('name')!r} lie on each other"


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    def apart(start: str, size: str) -> bool:
        first, second = (int(each.get(start, 0)) for each in (one, other))
        return first + int(one.get(size, 0)) <= second or second + int(other.get(size, 0)) <= first

    return not (apart("xPos", "width") or apart("yPos", "height"))


def _chart(chart: Mapping[str, Any]) -> Iterator[str]:
    kind = str(chart.get("kind", "")).lower()
    if kind not in _CHARTS:
        yield f"kind {chart.get('kind')!r}"
        return
    yield from _unknown(chart, _CHARTS[kind], kind)
    yield from _place(chart)
    if kind == "markdown":
        return
    queries = chart.get("queries") or []
    if not queries or not all(set(query) == {"query"} and str(query["query"]).strip() for query in queries):
        yield "every query has the key 'query' and nothing else"
    yield from _colours(chart, kind)
    if kind in _WITH_AXES:
        yield from _axes(chart.get("axes") or [])
    if kind in ("xy", "band") and chart.get("geom") not in _GEOMS:
        yield f"geom {chart.get('geom')!r}"
    if kind == "table":
        yield from _table(chart)
    if not isinstance(chart.get("decimalPlaces", 0), int):
        yield "decimalPlaces is a whole number"


def _place(chart: Mapping[str, Any]) -> Iterator[str]:
    for key, least in (("width", 1), ("height", 1), ("xPos", 0), ("yPos", 0)):
        if not isinstance(chart.get(key, least), int) or chart.get(key, least) < least:
            yield f"{key} {chart.get(key)!r}"
    if int(chart.get("xPos", 0)) + int(chart.get("width", 0)) > _COLUMNS:
        yield f"it is wider than {_COLUMNS} columns"
    if not str(chart.get("name", "")).strip():
        yield "it has no name"


def _colours(chart: Mapping[str, Any], kind: str) -> Iterator[str]:
    colours = chart.get("colors") or []
    for colour in colours:
        yield from _unknown(colour, {"id", "name", "type", "hex", "value"}, "a colour")
        if not _HEX.fullmatch(str(colour.get("hex", ""))):
            yield f"colour {colour.get('hex')!r}"
        if kind not in ("heatmap", "scatter") and colour.get("type") not in _COLOUR_TYPES:
            yield f"colour type {colour.get('type')!r}"
    types = [colour.get("type") for colour in colours]
    if kind == "gauge" and not {"min", "max"} <= set(types):
        yield "a gauge has a colour of type min and one of type max"
    if kind == "single_stat" and not {"text", "background"} & set(types):
        yield "a single stat has a colour of type text or background"


def _axes(axes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if sorted(str(axis.get("name")) for axis in axes) != ["x", "y"]:
        yield "it has the axes x and y"
    for axis in axes:
        yield from _unknown(axis, _AXIS_KEYS, "an axis")
        if axis.get("scale", "linear") not in ("linear", "log"):
            yield f"scale {axis['scale']!r}"
        if str(axis.get("base", "10")) not in ("", "2", "10"):
            yield f"base {axis['base']!r}"


def _table(chart: Mapping[str, Any]) -> Iterator[str]:
    options = chart.get("tableOptions") or {}
    yield from _unknown(options, _TABLE_KEYS, "tableOptions")
    if options.get("wrapping", "truncate") not in ("single-line", "truncate", "wrap"):
        yield f"wrapping {options['wrapping']!r}"
    for field in chart.get("fieldOptions") or []:
        yield from _unknown(field, {"fieldName", "displayName", "visible"}, "a field option")
        if not field.get("fieldName"):
            yield "a field option has a fieldName"
