"""What a panel shows: its InfluxQL queries asked of a real InfluxDB, as series, rows or one value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tools.dashboards import flux, influxdb2_cells, influxql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.dashboards.model import Ask, Panel

    Query = Callable[[str], list[dict[str, Any]]]

_TAGS: Final = ("site", "station", "athlete", "side", "variant")
_LEGS: Final = {"both": "two feet"}
"""As the boards of InfluxDB 2 call them, so that colours go to legs."""
_WINDOWS: Final = 360
"""So many fit into a board's range of time when it chooses their width, as InfluxDB 2 does."""
_FORMATTED: Final = re.compile(r"\$\{(\w+):(\w+)\}")


@dataclass(frozen=True, slots=True)
class Range:
    """The range of time that a board shows, microseconds."""

    start_us: int
    stop_us: int


def filled(query: str, between: Range, chosen: Mapping[str, str]) -> str:
    """Return a query with what Grafana puts in: the range of time, the interval, and the board's variables.

    A variable that nobody chose says "all".
    """
    window = f"time >= {between.start_us}u AND time <= {between.stop_us}u"
    width_s = max(1, (between.stop_us - between.start_us) // _WINDOWS // 1_000_000)
    query = query.replace("$timeFilter", window).replace("$__interval", f"{width_s}s")
    return _FORMATTED.sub(lambda found: chosen.get(found[1], ".*"), query)


def series(panel: Panel, ask: Query, between: Range, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one series for every column and every value of the tags it is told apart by."""
    drawn: dict[str, dict[str, Any]] = {}
    for each in influxdb2_cells.readable(panel.asks):
        for row in ask(filled(influxql.query(each), between, chosen)):
            for name, value in _values(each, row):
                told = " ".join([name, *(_LEGS.get(row[tag], str(row[tag])) for tag in each.by)])
                one = drawn.setdefault(told, {"name": told, "x": [], "y": []})
                one["x"].append(row["time"] / 1000)
                one["y"].append(float(value))
        for column in each.columns:
            if column.fn == "sum" and each.every in flux.NOUGHT:
                for name in [name for name in drawn if name.startswith(each.name(column))]:
                    _with_nought(drawn[name], between, 1000.0 * flux.NOUGHT[each.every])
    return [drawn[name] for name in sorted(drawn)]


def _with_nought(one: dict[str, Any], between: Range, width_ms: float) -> None:
    """Put nought where a window has nothing, as the boards of InfluxDB 2 do."""
    told = dict(zip(one["x"], one["y"], strict=True))
    at_ms = between.start_us / 1000.0
    while at_ms < between.stop_us / 1000.0:
        told.setdefault(at_ms, 0.0)
        at_ms += width_ms
    one["x"], one["y"] = sorted(told), [told[at_ms] for at_ms in sorted(told)]


def _values(ask: Ask, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    names = [ask.name(column) for column in ask.columns] if ask.below is None else ["value"]
    return [(name, row[name]) for name in names if isinstance(row.get(name), int | float)]


def rows(
    panel: Panel, ask: Query, between: Range, chosen: Mapping[str, str]
) -> tuple[list[str], list[list[Any]]]:
    """Return a table: its header, and rows as they were answered."""
    question = panel.asks[0]
    answered = ask(filled(influxql.query(question), between, chosen))
    names = [*question.shown, *question.by, *(question.name(column) for column in question.columns)]
    timed = ["time"] if question.rows or question.every else []
    return [*timed, *names], [[row.get(name) for name in (*timed, *names)] for row in answered]


def value(panel: Panel, ask: Query, between: Range, chosen: Mapping[str, str]) -> tuple[Any, int | None]:
    """Return the last value of a panel with one number, and its time; ``None`` when there is nothing."""
    question = panel.asks[0]
    answered = ask(filled(influxql.query(question), between, chosen))
    for row in reversed(answered):
        found = row.get("value" if question.below is not None else question.name(question.columns[0]))
        if found is not None:
            return found, int(row["time"])
    return None, None
