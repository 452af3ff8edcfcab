"""Points as line protocol, byte for byte the same every time.

An encoder of our own instead of ``influxdb_client.Point``, because that one leaves out empty tags (another
series), NaN and points without fields without a word, and appends a blank to a tag ending in a backslash.
This one refuses what InfluxDB cannot hold, and writes floats with a decimal point and ints with ``i``.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from station.store.rows import NO_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.store.rows import FieldValue, Point

LONGEST_TAG = 256
LONGEST_TEXT = 16_000
"""InfluxDB's limit of a string field is 64 KiB, and a letter takes up to four bytes."""

_INT64 = 1 << 63
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_TAG_ESCAPES = str.maketrans({",": r"\,", "=": r"\=", " ": r"\ "})
_TEXT_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\""})


def tag_text(value: str) -> str:
    """Return a tag value that every InfluxDB version stores alike.

    Line protocol has no newline in tags, and versions differ on backslashes: characters that do not print
    become blanks, a backslash becomes a slash, outer blanks go, and nothing at all becomes ``none``.
    """
    printable = _printable(value.replace("\\", "/"))
    return printable.strip()[:LONGEST_TAG].strip() or NO_TAG


def field_text(value: str) -> str:
    """Return a text that InfluxDB holds: characters that do not print become blanks."""
    return _printable(value)[:LONGEST_TEXT]


def _printable(value: str) -> str:
    return value if value.isprintable() else "".join(c if c.isprintable() else " " for c in value)


def _field(name: str, value: FieldValue) -> str:
    """Return one value as line protocol; ``ValueError`` for what InfluxDB cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise ValueError(f"{name} = {value} is beyond 64 bits")
        return f"{value}i"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{name} = {value} is not a number")
        return repr(value)
    return f'"{field_text(value).translate(_TEXT_ESCAPES)}"'


def _key(name: str) -> str:
    if not _KEY.fullmatch(name) or name == "time":
        raise ValueError(f"{name!r} cannot be the name of a measurement, tag or field")
    return name


def _tags(tags: Mapping[str, str]) -> str:
    return ",".join(f"{_key(name)}={tag_text(tags[name]).translate(_TAG_ESCAPES)}" for name in sorted(tags))


def encode(point: Point) -> bytes:
    """Return one line without its newline, time in microseconds; ``ValueError`` names what cannot be sent."""
    if not point.tags or not point.fields:
        raise ValueError(f"a point of {point.measurement!r} without tags or fields")
    fields = ",".join(f"{_key(name)}={_field(name, value)}" for name, value in point.fields.items())
    return f"{_key(point.measurement)},{_tags(point.tags)} {fields} {point.time_us}".encode()
