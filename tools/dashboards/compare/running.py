"""Ask a real InfluxDB, and set its answer beside the one from the store."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from tools.dashboards import influxql
from tools.dashboards.boards import BOARDS
from tools.dashboards.compare.answer import Row, answer
from tools.dashboards.compare.figures import FIGURES
from tools.dashboards.model import RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from station.store import Point
    from tools.dashboards.compare.answer import Value
    from tools.dashboards.compare.setting import Setting
    from tools.dashboards.model import Ask

_HOUR_US: Final = 3_600_000_000
_DAY_US: Final = 24 * _HOUR_US
ASKINGS: Final = 5
_SAME: Final = 1e-9
"""Relative difference that sums of floats may have by their order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a board, and where on it."""

    board: str
    where: str
    ask: Ask
    newest: int = 0
    opens_us: int = _DAY_US
    """Range of time the board opens with."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Both answers to one query."""

    asked: Asked
    influx: list[Row]
    store: list[Row]
    took_ms: float
    opens_ms: float
    """Over the range of time that the board opens with."""
    same: bool


def every_query() -> Iterator[Asked]:
    """Yield every query of every board: of panels, then of marks."""
    for board in BOARDS:
        days = 1 if board.since == "now/d" else int(board.since.removeprefix("now-").removesuffix("d"))
        opens_us = days * _DAY_US
        for section in board.sections:
            for panel in section.panels:
                for number, ask in enumerate(panel.asks, 1):
                    name = f"{panel.title} ({number})" if len(panel.asks) > 1 else panel.title
                    yield Asked(board.title, name, ask, ask.newest, opens_us)
        for mark in board.marks:
            yield Asked(board.title, f"mark: {mark.name}", mark.ask, mark.ask.newest, opens_us)


def compare(
    asked: Asked, server: Callable[[str], list[dict[str, Any]]], points: Iterable[Point], setting: Setting
) -> Compared:
    """Return both answers to a query, and how long InfluxDB's took: over all, and over what the board opens with."""
    text = influxql.query(asked.ask)
    told, took_ms = _timed(server, setting.filled(text))
    _, opens_ms = _timed(server, replace(setting, start_us=setting.stop_us - asked.opens_us).filled(text))
    influx, store = _rows(asked.ask, told), answer(asked.ask, points, setting)
    if asked.ask.every == "1w":
        influx = _begun(influx, store)
    same = _same(influx, store, asked.newest)
    promised = FIGURES.get((asked.board, asked.where))
    if same and promised is not None:
        same = promised.holds(influx, asked.ask, points, setting)
    return Compared(asked, influx, store[: asked.newest or None], took_ms, opens_ms, same)


def _timed(server: Callable[[str], list[dict[str, Any]]], text: str) -> tuple[list[dict[str, Any]], float]:
    """Return an answer and the shortest of some askings, ms: others are at work on the machine, too."""
    took: list[float] = []
    for _ in range(ASKINGS):
        began = time.perf_counter()
        told = server(text)
        took.append(1000.0 * (time.perf_counter() - began))
    return told, min(took)


def _rows(ask: Ask, told: Sequence[dict[str, Any]]) -> list[Row]:
    timed = bool(ask.every) or ask.rows or ask.below is not None or any(c.fn in RUNNING for c in ask.columns)
    names = ["value"] if ask.below is not None else [ask.name(column) for column in ask.columns]
    rows = []
    for row in told:
        values = [row.get(name) for name in (*names, *ask.shown)]
        tags = (
            tuple(str(row[tag]) for tag in ask.by)
            if ask.below is None
            else tuple(row.get(tag, "") for tag in ask.by)
        )
        rows.append(Row(row["time"] if timed and not ask.groups_of else None, tags, tuple(values)))
    return rows


def _begun(influx: list[Row], store: list[Row]) -> list[Row]:
    """Put the beginnings of weeks right: influxd 1.6 tells the one after a change of clocks an hour off."""
    starts = {row.time_us for row in store}
    moved = {
        row.time_us: next(
            (at for at in starts if at and row.time_us and abs(at - row.time_us) == _HOUR_US), None
        )
        for row in influx
    }
    return [
        replace(row, time_us=row.time_us if row.time_us in starts else moved[row.time_us] or row.time_us)
        for row in influx
    ]


def _same(influx: list[Row], store: list[Row], newest: int) -> bool:
    if not newest or len(store) <= newest:
        return len(influx) == len(store) and all(map(_alike, _sorted(influx), _sorted(store)))
    # Of rows at the moment where the limit cuts, any may be told.
    by_time = sorted((row.time_us or 0 for row in store), reverse=True)[:newest]
    times = sorted((row.time_us or 0 for row in influx), reverse=True)
    cut_us = by_time[-1]
    ours = [row for row in store if (row.time_us or 0) > cut_us]
    theirs = [row for row in influx if (row.time_us or 0) > cut_us]
    return times == by_time and all(map(_alike, _sorted(theirs), _sorted(ours)))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.time_us or 0, row.tags, [_key(value) for value in row.values]))


def _key(value: Value) -> str:
    return f"{value:.6g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _alike(one: Row, other: Row) -> bool:
    if (one.time_us, one.tags, len(one.values)) != (other.time_us, other.tags, len(other.values)):
        return False
    return all(map(_equal, one.values, other.values))


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)
    return one == other


def summed(rows: Iterable[Row]) -> tuple[int, float, int]:
    """Return how many rows, the sum of their numbers, and how many texts."""
    numbers, texts, count = 0.0, 0, 0
    for row in rows:
        count += 1
        for value in row.values:
            if isinstance(value, str):
                texts += 1
            elif value is not None:
                numbers += value
    return count, numbers, texts


def kinds(compared: Iterable[Compared]) -> Counter[bool]:
    """Return how many are the same and how many are not."""
    return Counter(each.same for each in compared)
