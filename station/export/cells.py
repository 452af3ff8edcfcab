"""Values of the database as cells of a table of text, a column at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from station.text import spelled_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.export.columns import Column, Kind

_FORMULA: Final = ("=", "+", "-", "@")
_QUOTED: Final = frozenset('",')


def words(kind: Kind, text: str | None) -> str | None:
    """Return a text column's value in words: lists as ``a;b``, pairs as ``a=1;b=2``."""
    if text is None or kind == "text":
        return text
    value = json.loads(text)
    return ";".join(f"{name}={each}" for name, each in value.items()) if kind == "pairs" else ";".join(value)


def harmless_cell(text: str) -> str:
    """Return text that neither a terminal nor a spreadsheet obeys.

    What does not print is spelled out; an apostrophe stands before what a spreadsheet would take for a formula.
    """
    text = spelled_out(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def quoted(text: str) -> str:
    """Return a cell as RFC 4180 wants it."""
    return '"' + text.replace('"', '""') + '"' if not _QUOTED.isdisjoint(text) else text


class Cells:
    """Makes columns of cells; what texts look like is worked out once for each text, because they repeat."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._makers = [self._maker(column.kind) for column in columns]

    def lines(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        """Return rows as lines without their ends."""
        columns = zip(*rows, strict=True)
        cells = [make(values) for make, values in zip(self._makers, columns, strict=True)]
        return [",".join(row) for row in zip(*cells, strict=True)]

    @staticmethod
    def _maker(kind: Kind) -> Callable[[Sequence[Any]], list[str]]:
        if kind in ("float", "int"):
            return _numbers
        if kind == "time":
            return _times
        known: dict[Any, str] = {None: ""}

        def make(values: Sequence[Any]) -> list[str]:
            for value in set(values) - known.keys():
                known[value] = (
                    ("true" if value else "false")
                    if kind == "bool"
                    else quoted(harmless_cell(words(kind, value) or ""))
                    if kind != "date"
                    else value
                )
            return [known[value] for value in values]

        return make


def _numbers(values: Sequence[float | None]) -> list[str]:
    """Return numbers in the fewest digits that read back to the same; a fifth of what ``repr`` would take."""
    return msgspec.json.encode(values).decode()[1:-1].replace("null", "").split(",")


def _times(values: Sequence[int | None]) -> list[str]:
    """Return instants in UTC, marked as such, which no change of clocks touches."""
    times = np.array([0 if value is None else value for value in values], dtype="datetime64[us]")
    told = np.datetime_as_string(times, unit="ms", timezone="UTC").tolist()
    return ["" if value is None else text for value, text in zip(values, told, strict=True)]
