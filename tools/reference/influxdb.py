"""The page of what is written to InfluxDB, from points that the station's own code makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.export.columns import TABLES
from station.health.fields import MEASURED
from station.health.table import RULES
from station.metrics import registry
from station.sinks.influx.daily import SUFFIX, kept
from tools.reference.influxdb_words import EXPORTED_AS, FIELDS, MEASUREMENTS, TAGS
from tools.reference.points import points
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.store import Point

_HEAD = """\
# InfluxDB

Generated from points that `station/store/points.py` makes, by `python -m tools.reference`. [Which servers, boards, and questions to ask](../../dashboards/README.md).

With `[influx]` [configured](configuration.md), the station forwards these measurements to InfluxDB 1.8, 2 or 3. Names and types are frozen: what you build on them keeps working.

**Time** is in microseconds, from the step's own clock fitted to wall time. Sending a point again changes nothing.

**A value that was withheld** is an absent field, and `refused` says why. So is what does not apply: `plan_...` without a plan.
"""  # noqa: E501  prose lines of a page

_KINDS = {bool: "boolean", int: "integer", float: "float", str: "string"}
_REGISTERED = {"float": "float", "int": "integer", "text": "string"}
_UNITS = {rule.code: rule.unit for rule in RULES}
_CHECKED = {f"{name}_": code for code, name in MEASURED.items()} | {
    name: code for code, name in MEASURED.items()
}


def influxdb_page() -> str:
    """Return ``docs/reference/influxdb.md``. ``KeyError`` for a field that nobody has explained."""
    parts = [_HEAD, "## Tags\n\nOn every point; a tag that does not apply says `none`.\n"]
    parts.append(table(("tag", "meaning"), [(f"`{tag}`", TAGS[tag]) for tag in points()[0].tags]))
    for point in points():
        parts.append(f"## `{point.measurement}`\n\n{MEASUREMENTS[point.measurement]}\n")
        parts.append(table(("field", "type", "unit", "meaning"), list(_fields(point))))
    parts.append(_daily())
    return "\n".join(parts)


def _fields(point: Point) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of a measurement: what the registry names last."""
    metrics = [metric for metric in registry.METRICS if metric.level == point.measurement]
    measured = {metric.name for metric in metrics}
    for name, value in point.fields.items():
        if name not in measured:
            told = re.sub(r"_l$", "_", name)
            unit, meaning = _explained(point.measurement, told)
            shown = f"`{told}` and the channel, as in `{name}`" if told != name else f"`{name}`"
            yield shown, _KINDS[type(value)], unit, meaning
    for metric in metrics:
        yield f"`{metric.name}`", _REGISTERED[metric.kind], metric.unit, metric.label


def _explained(measurement: str, field: str) -> tuple[str, str]:
    """Return a field's unit and meaning."""
    if field in FIELDS:
        return FIELDS[field]
    if measurement == "step_health" and field in _CHECKED:
        code = _CHECKED[field]
        return _UNITS[code], f"as measured by the check `{code}`"
    if measurement not in EXPORTED_AS:
        return "", {"step_uid": "id of the step"}[field]
    column = {each.name: each for each in TABLES[EXPORTED_AS[measurement]].columns}[field]
    return column.unit, column.meaning


def _daily() -> str:
    rows = [
        (
            f"`{measurement}{SUFFIX}`",
            "; ".join(
                f"{how}: " + ", ".join(f"`{each.name}`" for each in fields if each.how == how)
                for how in dict.fromkeys(each.how for each in fields)
            ),
        )
        for measurement in dict.fromkeys(each.measurement for each in kept())
        for fields in [[each for each in kept() if each.measurement == measurement]]
    ]
    about = (
        "## Rows by day\n\nWith [boards installed](../how-to/dashboards.md#rows-by-day), the server itself makes a row "
        "a day, athlete, side and variant, which stays when single points go.\n"
    )
    return f"{about}\n{table(('measurement', 'how, and which fields'), rows)}"
