"""One cell of a dashboard of InfluxDB 2, in the keys that its templates know."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tools.dashboards import flux, schema
from tools.dashboards.colours import HEX

if TYPE_CHECKING:
    from tools.dashboards.model import Ask, Panel, Tone

_SCALE: Final[tuple[Tone, ...]] = ("left", "right", "go")
_SPARE: Final[tuple[Tone, ...]] = ("plain", "mind", "go", "stop", "quiet", "plain", "mind")
_LEGEND: Final = {
    "show": True, "colorizeRows": True, "heightRatio": 0.2, "opacity": 1.0, "orientationThreshold": 5, "valueAxis": "y",
    "widthRatio": 1.0,
}  # fmt: skip
_SUFFIX: Final = {"share": " %", "": "", "NRS": ""}


def cell(panel: Panel) -> dict[str, Any]:
    """Return a cell without its place."""
    base: dict[str, Any] = {"kind": _KINDS[panel.kind], "name": panel.title}
    base |= {"note": _note(panel), "noteOnEmpty": True, "queries": [{"query": _script(panel)}]}
    made: dict[str, Any] = _MAKERS[panel.kind](panel)
    return base | made


def _note(panel: Panel) -> str:
    """Return what is shown in an empty cell and beside a full one: cells cannot say what numbers stand for."""
    plotted = panel.words if panel.kind == "states" else ()
    meant = [f"{value:g} is {words}" for value, words, _ in plotted if isinstance(value, float)]
    return f"{panel.empty}\n\n{panel.about} {', '.join(meant)}".strip()


def _script(panel: Panel) -> str:
    if panel.kind == "rows":
        return _in_words(panel, flux.table(panel.asks[0]))
    if panel.kind == "when":
        return flux.query(panel.asks[0], days_since=True)
    asks = readable(panel.asks)
    script = flux.query(asks[0]) if len(asks) == 1 else flux.together(asks)
    return _in_words(panel, script) if panel.kind == "stat" else script


def _in_words(panel: Panel, script: str) -> str:
    """Return a script whose states are told in words: a cell knows colours for numbers, but no words."""
    states = [(value, words) for value, words, _ in panel.words if isinstance(value, float)]
    names = [
        _column(ask, at)
        for ask in panel.asks
        for at, each in enumerate(ask.columns)
        if each.field == "check_state"
    ]
    if not states or not names:
        return script
    name = "_value" if panel.kind == "stat" else names[0]
    told = "".join(
        f'if exists r.{name} and r.{name} >= {value!r} then "{words}" else '
        for value, words in sorted(states, reverse=True)
    )
    return f'{script}\n  |> map(fn: (r) => ({{r with {name}: {told}""}}))'


def readable(asks: tuple[Ask, ...]) -> list[Ask]:
    """Return what one picture can show without lines of different kinds: bounds of each leg are left to Grafana."""
    if all(ask.by for ask in asks) and sum(len(ask.columns) for ask in asks) > 1 and "side" in asks[0].by:
        return [replace(asks[0], columns=asks[0].columns[:1])]
    return list(asks)


def _stat(panel: Panel) -> dict[str, Any]:
    if panel.kind == "when":
        return {"decimalPlaces": 1, "suffix": " days ago", "colors": [_colour("text", "quiet", 0.0)]}
    suffix = _SUFFIX.get(panel.unit, f" {panel.unit}")
    by = 100.0 if panel.unit == "share" else 1.0
    decimals = panel.decimals or 0
    limits = [_colour("text", one.tone, by * (one.value or 0.0)) for one in panel.limits]
    return {
        "decimalPlaces": decimals,
        "suffix": suffix,
        "colors": limits or [_colour("text", "quiet", 0.0)],
    }


def _xy(panel: Panel) -> dict[str, Any]:
    label = "%" if panel.unit == "share" else panel.unit
    return {
        "geom": "bar" if panel.bars else "step" if panel.kind == "states" else "line",
        "position": "stacked" if panel.stacked else "overlaid",
        "xCol": "_time",
        "yCol": "_value",
        "hoverDimension": "auto",
        "shade": panel.bars,
        "axes": [_axis("x", ""), _axis("y", label)],
        "colors": [_colour("scale", tone, float(number)) for number, tone in enumerate(_scale(panel))],
        "staticLegend": _LEGEND,
    }


def _scale(panel: Panel) -> list[Tone]:
    """Return colours: they go to a picture's series in the order of their names, and to the first ones first."""
    if any("side" in ask.by for ask in panel.asks):
        return ["left", "right", "quiet"]
    names = sorted({ask.name(column) for ask in panel.asks for column in ask.columns})
    by_tag = any(ask.by for ask in panel.asks)
    told = [] if by_tag and len(names) == 1 else [_tone(panel, name) for name in names]
    spare = iter(_SPARE)
    return [*(next(spare) if tone is None else tone for tone in told), *(spare if by_tag else ())]


def _tone(panel: Panel, name: str) -> Tone | None:
    return next((each.tone for each in panel.series if each.tone and re.search(each.pattern, name)), None)


def _axis(name: str, label: str) -> dict[str, Any]:
    return {"name": name, "label": label, "prefix": "", "suffix": "", "base": "10", "scale": "linear"}


def _table(panel: Panel) -> dict[str, Any]:
    ask = panel.asks[0]
    named = [{"fieldName": "_time", "displayName": "time", "visible": ask.rows or bool(ask.every)}]
    named += [{"fieldName": tag, "displayName": tag, "visible": True} for tag in (*ask.shown, *ask.by)]
    named += [
        {"fieldName": _column(ask, number), "displayName": _with_unit(ask, number), "visible": True}
        for number in range(len(ask.columns))
    ]
    return {
        "fieldOptions": named,
        "tableOptions": {
            "verticalTimeAxis": True, "sortBy": "_time", "wrapping": "wrap", "fixFirstColumn": False,
        },
        "timeFormat": "YYYY-MM-DD HH:mm",
        "colors": [_colour("text", "quiet", 0.0)],
    }  # fmt: skip


def _column(ask: Ask, number: int) -> str:
    column = ask.columns[number]
    last = all(each.fn == "last" for each in ask.columns) and not ask.every
    return column.field if ask.rows or last else ask.name(column)


def _with_unit(ask: Ask, number: int) -> str:
    column = ask.columns[number]
    unit = schema.field(ask.measurement, column.field).unit
    name = ask.name(column)
    return name if unit in ("", "share", "NRS") or column.fn == "count" else f"{name}, {unit}"


def _spread(panel: Panel) -> dict[str, Any]:
    axis = _axis("x", panel.unit) | {"domain": []}
    return {
        "binCount": 30, "position": "stacked", "xCol": "_value", "fillColumns": ["side"], "axes": [axis],
        "colors": [_colour("scale", tone, 0.0) for tone in _SCALE],
    }  # fmt: skip


def _colour(kind: str, tone: Tone, value: float) -> dict[str, Any]:
    return {
        "id": f"{kind}-{tone}-{value:g}",
        "name": tone,
        "type": kind,
        "hex": HEX[tone].upper(),
        "value": value,
    }


_KINDS: Final = {
    "stat": "Single_Stat", "when": "Single_Stat", "series": "Xy", "states": "Xy", "rows": "Table",
    "spread": "Histogram",
}  # fmt: skip
_MAKERS: Final[dict[str, Any]] = {
    "stat": _stat,
    "when": _stat,
    "series": _xy,
    "states": _xy,
    "rows": _table,
    "spread": _spread,
}
