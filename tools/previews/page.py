"""A board's page: its cells where the template puts them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final

from tools.dashboards.colours import HEX
from tools.previews import answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.dashboards.model import Board, Limit, Panel
    from tools.previews.answers import Query, Range

WIDTH: Final = 1240
_COLUMN, _ROW, _GAP = 100, 76, 6
_ROWS_OF_TABLE: Final = 25
_VISIT_H, _DAY_H = 4.0, 24.0

_STYLE: Final = """
* { box-sizing: border-box; margin: 0 }
body { background: #10141b; color: #e6eaf0; font: 13px/1.35 system-ui, sans-serif;
  width: %(width)dpx; padding: 12px 20px }
h1 { font-size: 19px; font-weight: 600 } .note { color: #9aa5b3; margin: 2px 0 10px }
main { position: relative }
section { position: absolute; background: #1a2029; border: 1px solid #262e39; border-radius: 4px; padding: 7px 9px;
  overflow: hidden; display: flex; flex-direction: column }
h2 { flex: none; font-size: 12.5px; font-weight: 600; color: #c4ccd7; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.plot { flex: 1; min-height: 0 } .key { font-size: 11px; color: #9aa5b3; flex: none }
.key i { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin: 0 4px 0 8px }

.value { flex: 1; display: flex; align-items: center; justify-content: center; font-size: 30px; font-weight: 600;
  text-align: center; line-height: 1.1 } .value small { font-size: 15px; font-weight: 400; margin-left: 5px }
.empty { flex: 1; display: flex; align-items: center; justify-content: center; color: #8793a2; text-align: center }
table { border-collapse: collapse; font-size: 11.5px; width: 100%% } td, th { text-align: left; padding: 3px 8px;
  border-bottom: 1px solid #262e39; white-space: nowrap; max-width: 220px; overflow: hidden; text-overflow: ellipsis }
th { color: #9aa5b3; font-weight: 600 } td.n { text-align: right; font-variant-numeric: tabular-nums }
"""


@dataclass(slots=True)
class Pen:
    """Asks for what panels show, and remembers what the script has to draw."""

    ask: Query
    between: Range
    chosen: Mapping[str, str]
    cells: list[dict[str, Any]] = field(default_factory=list)

    def inner(self, name: str, chart: Mapping[str, Any], panel: Panel) -> str:
        """Return what stands under a cell's heading."""
        kind, by = chart["kind"], 100.0 if panel.unit == "share" else 1.0
        if kind == "Single_Stat":
            return _number(
                panel, *answers.value(panel, self.ask, self.between, self.chosen), self.between.stop_us
            )
        if kind == "Table":
            return _table(panel, *answers.rows(panel, self.ask, self.between, self.chosen))
        drawn = answers.series(panel, self.ask, self.between, self.chosen)
        drawn = [one | {"y": [by * value for value in one["y"]]} for one in drawn]
        if not drawn:
            return f'<p class="empty">{escape(panel.empty)}</p>'
        colours = [colour["hex"] for colour in chart["colors"]]
        self.cells.append(
            {"id": name, "kind": kind.lower(), "series": drawn, "colours": colours, "geom": chart.get("geom"),
             "position": chart.get("position"), "bins": chart.get("binCount"),
             "range": [self.between.start_us / 1000.0, self.between.stop_us / 1000.0],
             "label": "%" if panel.unit == "share" else panel.unit, "band": [chart.get("lowerColumn"),
             chart.get("mainColumn"), chart.get("upperColumn")], "key": chart.get("staticLegend")}
        )  # fmt: skip
        return f'<p class="key"></p><div class="plot" id="{name}"></div>'


def page(
    board: Board, charts: Sequence[Mapping[str, Any]], pen: Pen, libraries: Sequence[str]
) -> tuple[str, int]:
    """Return the page and its height, pixels. ``charts`` are the template's, in the order of the panels."""
    panels = [panel for section in board.sections for panel in section.panels]
    body = []
    for at, chart in enumerate(charts):
        panel = panels.pop(0) if panels and chart["name"].startswith(panels[0].title) else None
        body.append(_cell(f"c{at}", chart, panel, pen))
    if panels:
        raise ValueError(f"board {board.name} has no cell for {panels[0].title!r}")
    bottom = max(chart["yPos"] + chart["height"] for chart in charts) * _ROW
    told = json.dumps(pen.cells).replace("</", "<\\/")
    *sources, script = libraries
    loaded = "".join(f'<script src="{source}"></script>' for source in sources)
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{_STYLE % {"width": WIDTH}}</style>'
        f"<h1>Heel drops: {escape(board.title)}</h1>"
        f'<p class="note">Preview. Simulated people; the numbers are a real InfluxDB\'s answers, drawn with '
        f"InfluxDB 2's plot library over {_told(pen.between)}.</p>"
        f'<main style="height:{bottom}px">{"".join(body)}</main>{loaded}'
        f"<script>window.CELLS = {told}</script><script>{script}</script></html>"
    )
    return html, bottom + 80


def _told(between: Range) -> str:
    hours = (between.stop_us - between.start_us) / 3_600e6
    return (
        "the time of the visit"
        if hours < _VISIT_H
        else "a day"
        if hours <= _DAY_H
        else f"{hours / _DAY_H:.0f} days"
    )


def _cell(name: str, chart: Mapping[str, Any], panel: Panel | None, pen: Pen) -> str:
    left, top = chart["xPos"] * _COLUMN, chart["yPos"] * _ROW
    width, height = chart["width"] * _COLUMN - _GAP, chart["height"] * _ROW - _GAP
    if panel is None:
        inner = f"<p>{escape(str(chart['note']).replace('*', ''))}</p>"
    else:
        inner = f"<h2>{escape(str(chart['name']))}</h2>" + pen.inner(name, chart, panel)
    style = f"left:{left}px;top:{top}px;width:{width}px;height:{height}px"
    return f'<section style="{style}">{inner}</section>'


def _tone(limits: Sequence[Limit], value: float) -> str:
    reached = [one.tone for one in limits if one.value is None or value >= one.value]
    return HEX[reached[-1]] if reached else "#e6eaf0"


def _number(panel: Panel, value: Any, time_us: int | None, now_us: int) -> str:  # noqa: ANN401  any answer
    if value is None or time_us is None:
        return f'<p class="empty">{escape(panel.empty)}</p>'
    if panel.kind == "when":
        return f'<p class="value">{(now_us - time_us) / 86_400e6:.1f}<small>days ago</small></p>'
    if isinstance(value, str):
        return f'<p class="value" style="font-size:20px">{escape(_worded(panel, value))}</p>'
    by, unit = (100.0, "%") if panel.unit == "share" else (1.0, panel.unit)
    if any(given == value for given, _, _ in panel.words):
        return f'<p class="value" style="font-size:20px">{escape(_worded(panel, value))}</p>'
    colour = _tone(panel.limits, float(value))
    number = f"{by * value:.{panel.decimals or 0}f}"
    return f'<p class="value" style="color:{colour}">{number}<small>{escape(unit)}</small></p>'


def _worded(panel: Panel, value: float | str) -> str:
    return next((words for given, words, _ in panel.words if given == value), str(value))


def _table(panel: Panel, header: list[str], rows: list[list[Any]]) -> str:
    if not rows:
        return f'<p class="empty">{escape(panel.empty)}</p>'
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    states = {series.pattern for series in panel.series if series.states}
    body = ""
    for row in rows[:_ROWS_OF_TABLE]:
        told = [
            _state(panel, value) if name in states else value for name, value in zip(header, row, strict=True)
        ]
        body += f"<tr>{''.join(map(_data, header, told))}</tr>"
    return f"<table><tr>{head}</tr>{body}</table>"


def _state(panel: Panel, value: Any) -> Any:  # noqa: ANN401  any answer
    return value if value is None else _worded(panel, value)


def _data(name: str, value: Any) -> str:  # noqa: ANN401  any answer
    if name == "time":
        told = datetime.fromtimestamp(value / 1e6, UTC).strftime("%Y-%m-%d %H:%M")
        return f"<td>{told}</td>"
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return f"<td>{escape('' if value is None else str(value))}</td>"
    return f'<td class="n">{value:g}</td>' if isinstance(value, int) else f'<td class="n">{value:.2f}</td>'
