"""Tables of forces from other plates: text with the columns ``t_s``, ``left_n``, ``right_n``.

The three columns may stand in any order and among others, which are ignored. Plain text or gzip.
"""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from station.errors import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

COLUMNS = ("t_s", "left_n", "right_n")
_HEADER_REMEDY = f"The first line must name the columns {','.join(COLUMNS)}"
_SHORTEST_S = 1.0
_LONGEST_S = 48 * 3600.0
_SLOWEST_HZ = 5.0
_FASTEST_HZ = 50_000.0
_STRONGEST_N = 50_000.0
"""Ten times what any force plate for people measures."""
_KG_LOW, _KG_HIGH = 25.0, 250.0
"""A person's weight written in kilograms peaks in this range; in newtons that is a child or a dumbbell."""


@dataclass(frozen=True, slots=True)
class ForceTable:
    """Vertical force per plate: arrays of shape ``(n,)``; ``t_s`` ascends strictly, all values finite."""

    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    hint: str = ""
    """Something doubtful that is not wrong; empty when nothing is."""


def read_table(path: Path) -> ForceTable:
    """Read a table. ``RecordingError`` names the file, the line, the value and what to do."""
    text = _text(path)
    order = _columns(path, text.partition("\n")[0])
    table = _numbers(path, text, order)
    _check(path, text, table)
    return ForceTable(table[:, 0], table[:, 1], table[:, 2], _hint(table))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if raw.startswith(b"\x1f\x8b"):
            raw = gzip.decompress(raw)
        text = raw.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise RecordingError(f"there is no file {path}", "Check the path") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise RecordingError(f"{path} is a damaged gzip file", "Copy or export it again") from error
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}", "Check the path") from error
    except UnicodeDecodeError as error:
        raise RecordingError(f"{path} is neither a recording nor text", _HEADER_REMEDY) from error
    if not text.strip():
        raise RecordingError(f"{path} is empty", "Export it again")
    if "\0" in text[:4096]:
        raise RecordingError(f"{path} is neither a recording nor text", _HEADER_REMEDY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _columns(path: Path, header: str) -> tuple[int, ...]:
    names = [name.strip().strip('"') for name in header.split(",")]
    missing = [name for name in COLUMNS if name not in names]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if missing:
        separator = next((s for s in (";", "\t") if s in header), None)
        remedy = "Separate the columns by commas" if separator else _HEADER_REMEDY
        raise RecordingError(
            f"{path} line 1: no column {' and '.join(missing)} in '{header.strip()[:60]}'", remedy
        )
    if twice:
        raise RecordingError(f"{path} line 1: column {twice[0]} stands there twice", "Remove one of them")
    return tuple(names.index(name) for name in COLUMNS)


def _numbers(path: Path, text: str, order: tuple[int, ...]) -> NDArray[np.float64]:
    body = text.partition("\n")[2]
    if not body.strip():
        raise RecordingError(f"{path} has a header but no data", "Export it again")
    if not body.isascii():
        _blame_line(path, text, order)
    _check_widths(path, text)
    try:
        return np.loadtxt(io.StringIO(body), delimiter=",", usecols=order, comments=None, ndmin=2)
    except ValueError as error:
        _blame_line(path, text, order)
        raise RecordingError(f"{path} has lines of different lengths", "Export it again") from error


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line of data; blank lines count but hold nothing."""
    for number, line in enumerate(text.split("\n")[1:], start=2):
        if line.strip():
            yield number, line


def _check_widths(path: Path, text: str) -> None:
    """Refuse the first line with more cells than the header. Quoted text may hold commas."""
    commas = text.partition("\n")[0].count(",")
    for number, line in _lines(text):
        if line.count(",") > commas and '"' not in line and line.rstrip(", \t").count(",") > commas:
            raise RecordingError(
                f"{path} line {number}: {line.count(',') + 1} values for {commas + 1} columns in '{line[:60]}'",
                "Correct that line; decimals are written with a point",
            )


def _blame_line(path: Path, text: str, order: tuple[int, ...]) -> None:
    """Raise for the first line whose columns are not numbers; return when there is none."""
    for number, line in _lines(text):
        fields = line.split(",")
        for name, column in zip(COLUMNS, order, strict=True):
            where = f"{path} line {number}"
            if column >= len(fields):
                raise RecordingError(
                    f"{where}: no value for {name} in '{line[:60]}'", "Every line needs all columns"
                )
            if not _is_number(fields[column]):
                raise RecordingError(
                    f"{where}: {name} is '{fields[column].strip()[:30]}', not a number",
                    "Correct or remove that line; decimals are written with a point",
                )


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return "_" not in field and field.isascii()


def _check(path: Path, text: str, table: NDArray[np.float64]) -> None:
    def refuse(row: int, column: int, problem: str, remedy: str) -> NoReturn:
        number, line = next(found for at, found in enumerate(_lines(text)) if at == row)
        del line
        value = float(table[row, column])
        raise RecordingError(f"{path} line {number}: {COLUMNS[column]} is {value:.10g}, {problem}", remedy)

    for row, column in np.argwhere(~np.isfinite(table))[:1]:
        refuse(row, column, "which is no measurement", "Remove that line or mend the gap")
    for row in np.flatnonzero(np.diff(table[:, 0]) <= 0.0)[:1]:
        repeated = bool(table[row + 1, 0] == table[row, 0])
        problem = (
            "the time of the line before" if repeated else f"earlier than {table[row, 0]:.10g} before it"
        )
        refuse(row + 1, 0, problem, "Times must rise from line to line: sort them, keep each once")
    for row, column in np.argwhere(np.abs(table[:, 1:]) > _STRONGEST_N)[:1]:
        refuse(row, column + 1, "more than any plate measures", "Forces are in newtons")
    _check_times(path, table[:, 0])


def _check_times(path: Path, t_s: NDArray[np.float64]) -> None:
    lasts_s = float(t_s[-1] - t_s[0])
    if lasts_s < _SHORTEST_S:
        raise RecordingError(
            f"{path} is too short: {len(t_s)} lines over {lasts_s:.3g} s", "Record at least a second"
        )
    rate_hz = 1.0 / float(np.median(np.diff(t_s)))
    if rate_hz < _SLOWEST_HZ:
        raise RecordingError(
            f"{path} has {rate_hz:.3g} samples a second",
            f"t_s is in seconds (not milliseconds), and at least {_SLOWEST_HZ:g} samples a second are needed",
        )
    if rate_hz > _FASTEST_HZ:
        raise RecordingError(f"{path} has {rate_hz:.3g} samples a second", "t_s is in seconds")
    if lasts_s > _LONGEST_S:
        raise RecordingError(
            f"{path} spans {lasts_s / 3600.0:.0f} hours", "Split it into recordings of at most two days"
        )


_NOISE_SHARE = 0.2
"""Empty plates are noise about zero: upward force beside the downward one."""


def _hint(table: NDArray[np.float64]) -> str:
    total_n = table[:, 1] + table[:, 2]
    if float(np.percentile(total_n, 99.0)) < -float(np.percentile(total_n, 1.0)) * _NOISE_SHARE:
        return (
            "the forces are negative; a load presses with a positive force, so turn the signs of the columns"
        )
    peak = float(np.percentile(total_n, 99.0))
    if _KG_LOW < peak < _KG_HIGH:
        return f"the forces reach only {peak:.0f} N; if that is kilograms, multiply the columns by 9.80665"
    return ""
