"""What a question comes to, worked out from points one by one, without a database.

It follows what the board says it shows, in the plainest way there is; nothing of it comes from the query's text.
"""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tools.dashboards.model import NO_ALL, RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from station.store import Point
    from tools.dashboards.compare.setting import Setting
    from tools.dashboards.model import Ask, Column, Where

Value = float | str | bool | None
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer; without a time where a function was taken of the whole range."""

    time_us: int | None
    tags: tuple[str, ...]
    values: tuple[Value, ...]


def answer(ask: Ask, points: Iterable[Point], setting: Setting) -> list[Row]:
    """Return the rows of an answer in the order of groups and times; none where there is nothing."""
    there = sorted((each for each in points if _belongs(ask, each, setting)), key=lambda each: each.time_us)
    if ask.groups_of:
        return _groups(ask, there, setting)
    rows: list[Row] = []
    for tags, group in _by_tags(ask, there).items():
        if ask.rows or any(column.fn in RUNNING for column in ask.columns):
            rows += _as_written(ask, tags, group)
        else:
            rows += _functions(ask, tags, group, setting)
    return rows


def _belongs(ask: Ask, point: Point, setting: Setting) -> bool:
    if point.measurement != ask.measurement or not setting.start_us <= point.time_us < setting.stop_us:
        return False
    for variable in ask.scope:
        wanted, has = setting.value(variable), point.tags[variable]
        if (has != wanted) if variable in NO_ALL else re.fullmatch(wanted, has) is None:
            return False
    if any(point.tags[tag] != value for tag, value in ask.tags) or (
        ask.people and point.tags["athlete"] == "none"
    ):
        return False
    if any(not _holds(one, point, setting) for one in ask.where):
        return False
    return not ask.any_of or any(_holds(one, point, setting) for one in ask.any_of)


def _holds(one: Where, point: Point, setting: Setting) -> bool:
    if one.field not in point.fields:
        return False
    has: Any = point.fields[one.field]
    wanted: Any = one.value if one.variable is None else setting.value(one.variable)
    held: dict[str, bool] = {
        "=": has == wanted,
        "!=": has != wanted,
        ">": _above(has, wanted),
        ">=": has == wanted or _above(has, wanted),
        "<": _above(wanted, has),
    }
    return held[one.sign]


def _above(one: Any, other: Any) -> bool:  # noqa: ANN401  numbers, by the sign of the condition
    return not isinstance(one, str) and not isinstance(other, str) and bool(one > other)


def _by_tags(ask: Ask, points: Iterable[Point]) -> dict[tuple[str, ...], list[Point]]:
    groups: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point in points:
        groups[tuple(point.tags[tag] for tag in ask.by)].append(point)
    return dict(sorted(groups.items()))


def _as_written(ask: Ask, tags: tuple[str, ...], points: Sequence[Point]) -> list[Row]:
    running = [column for column in ask.columns if column.fn in RUNNING]
    if running:
        return _changes(ask, tags, points)
    rows = []
    for point in points:
        values = [_value(column, point) for column in ask.columns]
        if ask.shown or any(value is not None for value in values):
            # A list names whose a row is, so it promises every row that holds, told of or not.
            shown = [point.tags[tag] for tag in ask.shown]
            rows.append(Row(point.time_us, tags, (*values, *shown)))
    if ask.newest:
        rows = sorted(rows, key=lambda row: row.time_us or 0, reverse=True)
    return rows


def _counted(name: str, points: Sequence[Point]) -> list[tuple[int, float]]:
    """Return a field's values in order."""
    return [(point.time_us, float(point.fields[name])) for point in points if name in point.fields]


def _changes(ask: Ask, tags: tuple[str, ...], points: Sequence[Point]) -> list[Row]:
    """Return from each value to the next of its own column, by the time of the later one."""
    found: dict[int, list[Value]] = defaultdict(lambda: [None] * len(ask.columns))
    for number, column in enumerate(ask.columns):
        for (_, before), (at_us, after) in pairwise(_counted(column.field, points)):
            found[at_us][number] = after - before
    rows = [Row(at_us, tags, tuple(values)) for at_us, values in sorted(found.items())]
    if ask.below is None:
        return rows
    return [row for row in rows if isinstance(row.values[0], float) and row.values[0] < ask.below]


def _value(column: Column, point: Point) -> Value:
    first = point.fields.get(column.field)
    if not column.sign or first is None:
        return first
    second = point.fields.get(column.other)
    return None if second is None else _combined(column, float(first), float(second))


def _combined(column: Column, a: float, b: float) -> Value:
    if column.sign == "/":
        return a / b if b else None
    return a + b if column.sign == "+" else a - b


def _functions(ask: Ask, tags: tuple[str, ...], points: Sequence[Point], setting: Setting) -> list[Row]:
    windows: dict[int | None, list[Point]] = defaultdict(list)
    for point in points:
        windows[_window(ask.every, point.time_us, setting)].append(point)
    rows = []
    for start_us, inside in windows.items():
        values = tuple(_function(column, inside) for column in ask.columns)
        if any(value is not None for value in values):
            rows.append(Row(start_us, tags, values))
    return rows


_OF: Final[dict[str, Callable[[list[Any]], Value]]] = {
    "mean": statistics.fmean,
    "sum": sum,
    "max": max,
    "min": min,
    "count": len,
    "last": lambda values: values[-1],
    "first": lambda values: values[0],
}


def _function(column: Column, points: Sequence[Point]) -> Value:
    told: list[float] = []
    for name in (column.field, column.other) if column.sign else (column.field,):
        values = [each.fields[name] for each in points if name in each.fields]
        if not values:
            return None
        value = _OF[column.fn](values)
        if not column.sign:
            return value
        told.append(float(value or 0.0))
    return _combined(column, *told)


def _window(every: str, time_us: int, setting: Setting) -> int | None:
    """Return when the window began that a moment lies in; days and weeks begin at midnight where the clinic is."""
    if not every:
        return None
    if every in ("1h", "auto"):
        width_us = (3600 if every == "1h" else setting.interval_s) * _MICRO
        return time_us - time_us % width_us
    local = (_EPOCH + timedelta(microseconds=time_us)).astimezone(ZoneInfo(setting.zone))
    day = local.date() - timedelta(days=local.weekday() if every == "1w" else 0)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(setting.zone))
    return round(midnight.timestamp()) * _MICRO


def _groups(ask: Ask, points: Sequence[Point], setting: Setting) -> list[Row]:
    name = ask.columns[0].field
    having = [each for each in points if name in each.fields]
    if ask.groups_of in ("1d", "1w"):
        number = len({_window(ask.groups_of, each.time_us, setting) for each in having})
    else:
        number = len({each.tags[ask.groups_of] for each in having})
    return [Row(None, (), (number,))] if number else []
