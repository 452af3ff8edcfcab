"""What Grafana draws differently from field to field: units, colours, axes, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from grafana_foundation_sdk.models.dashboard import DynamicConfigValue as Property

from tools.dashboards import schema
from tools.dashboards.colours import HEX

if TYPE_CHECKING:
    from tools.dashboards.model import Ask, Column, Limit, Panel, Series

UNITS: Final = {
    "": "none", "s": "s", "kg": "masskg", "%": "percent", "share": "percentunit", "N": "forceN", "Hz": "hertz",
    "m": "lengthm",
    "m/s": "velocityms", "ms": "ms", "d": "d", "min": "m", "kg s": "suffix: kg s",
    "N/min": "suffix: N/min", "% BW": "suffix: % BW",
    "NRS": "none",
}  # fmt: skip
"""Grafana's names of units, or the unit as a suffix where it has none."""
_PARAMETERS: Final = {
    "athlete": "var-athlete=${__value.raw}",
    "session": "var-session=${__value.raw}&time=${__value.time}&time.window=14400000",
    "step-health": "var-station=${__value.raw}",
}
"""How a link to a board takes along what a cell holds; a visit opens with two hours before and after its beginning."""


def overrides(made: Any, asked: Panel) -> Any:  # noqa: ANN401  any of the library's panels
    """Set how single series of a picture are drawn."""
    for series in asked.series:
        properties = [*_drawn(series)]
        if properties:
            made = made.override_by_regexp(f"/{series.pattern}/", properties)
    return made


def cells(made: Any, asked: Panel) -> Any:  # noqa: ANN401  as above
    """Set unit, decimals, words, limits and links of a table's columns."""
    ask = asked.asks[0]
    if not ask.rows and not ask.every:
        made = made.override_by_name("Time", [Property("custom.hidden", True)])
    for column in ask.columns:
        properties = list(_measured(ask, column))
        if properties:
            made = made.override_by_name(ask.name(column), properties)
    if asked.limits:
        for column in ask.columns:
            if schema.field(ask.measurement, column.field).unit == "NRS":
                made = made.override_by_name(ask.name(column), list(_coloured(asked.limits)))
    tempo = [c for c in ask.columns if c.field == "tempo"] if asked.words else []
    for column in tempo:
        made = made.override_by_name(ask.name(column), list(_worded(asked)))
    for series in asked.series:
        properties = [
            *_linked(series, ask),
            *(_worded(asked) if series.states else ()),
            *_coloured(series.limits),
        ]
        if series.unit:
            properties.append(Property("unit", UNITS[series.unit]))
        made = made.override_by_name(series.pattern, properties)
    return made


def _measured(ask: Ask, column: Column) -> Any:  # noqa: ANN401  a generator of properties
    told = schema.field(ask.measurement, column.field)
    if told.kind in ("float", "int") and column.fn != "count":
        if UNITS[told.unit] != "none":
            yield Property("unit", UNITS[told.unit])
        yield Property("decimals", told.decimals)
    if told.kind == "text":
        yield Property("custom.align", "left")


def _linked(series: Series, ask: Ask) -> Any:  # noqa: ANN401  a generator of properties
    if not series.board:
        return
    parameters = _PARAMETERS[series.board]
    if series.board == "session":
        who = "${__data.fields.athlete}" if "athlete" in ask.shown else "${athlete:raw}"
        parameters = f"var-athlete={who}&{parameters}"
    url = f"/d/heeldrop-{series.board}?{parameters}&var-source=${{source}}&var-zone=${{zone}}"
    yield Property("links", [{"title": f"To {series.board}", "url": url}])


def _worded(asked: Panel) -> Any:  # noqa: ANN401  a generator of properties
    from tools.dashboards.grafana_panels import mapping  # noqa: PLC0415  they rest on each other

    yield Property("mappings", [mapping(asked)])
    yield Property("custom.cellOptions", {"type": "color-text"})


def _coloured(limits: tuple[Limit, ...]) -> Any:  # noqa: ANN401  a generator of properties
    if not limits:
        return
    steps = [
        {"value": one.value, "color": "text" if one.tone == "plain" else HEX[one.tone]} for one in limits
    ]
    yield Property("thresholds", {"mode": "absolute", "steps": steps})
    yield Property("color", {"mode": "thresholds"})
    yield Property("custom.cellOptions", {"type": "color-text"})


def _drawn(series: Series) -> Any:  # noqa: ANN401  a generator of properties
    if series.tone is not None:
        yield Property("color", {"mode": "fixed", "fixedColor": HEX[series.tone]})
    if series.unit:
        yield Property("unit", UNITS[series.unit])
    if series.right_axis:
        yield Property("custom.axisPlacement", "right")
    if series.bars:
        yield Property("custom.drawStyle", "bars")
        yield Property("custom.fillOpacity", 40)
        yield Property("custom.lineWidth", 0)
        yield Property("custom.showPoints", "never")
    if series.points:
        yield Property("custom.showPoints", "always")
    if series.dashed:
        yield Property("custom.lineStyle", {"fill": "dash", "dash": [6, 6]})
        yield Property("custom.lineWidth", 1)
        yield Property("custom.showPoints", "never")
    if series.step:
        yield Property("custom.lineInterpolation", "stepAfter")
    if series.fill_to:
        yield Property("custom.fillBelowTo", series.fill_to)
        yield Property("custom.fillOpacity", 15)
        yield Property("custom.lineWidth", 1)
        yield Property("custom.showPoints", "never")
    if series.hidden:
        yield Property("custom.hideFrom", {"legend": True, "tooltip": False, "viz": True})


def plain(name: str) -> str:
    """Return a name as a pattern that matches nothing else."""
    return f"^{re.escape(name)}$"
