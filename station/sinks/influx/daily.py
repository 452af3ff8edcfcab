"""Days in place of repetitions: what stays when a server's retention lets the single points go.

One row a day (UTC), athlete, side and variant, in ``<measurement>_daily``: InfluxDB 1 makes it with continuous
queries into the retention policy ``daily``, InfluxDB 2 with a task into the bucket ``<bucket>_daily``. Which value
stands for a day follows the kind of the metric: counts and times under tension add up, pain keeps its worst,
converters keep their slowest, the rest is a mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

Aggregate = Literal["mean", "sum", "max", "min", "count"]

POLICY: Final = "daily"
SUFFIX: Final = "_daily"
WINDOW_D: Final = 30
"""Days that are made again each time: a station that was away this long still counts."""
EVERY_H: Final = 6
_ADDS_UP: Final = ("tut_total_s", "tut_good_s", "volume_load_kg_s", "load_time_kg_s")
_PRIVATE: Final = ("firmware", "calibration")
_WORST: Final = ("during_nrs", "after_nrs", "next_morning_nrs", "daily_life_nrs", "run_during_nrs", "stiffness_min",
                 "sharp", "heel_bone")  # fmt: skip
_LEAST: Final = ("visa_a", "feels_balanced")
_SLOWEST: Final = ("rate_hz_l", "rate_hz_r")
_HEALTH_WORST: Final = ("check_state", "checks_retry", "checks_service", "noise_n_l", "noise_n_r", "lost_pct_l",
                        "lost_pct_r", "calibration_age_d_l", "calibration_age_d_r")  # fmt: skip

_CHOSEN: Final[tuple[tuple[str, tuple[str, ...], Aggregate], ...]] = (
    ("symptom", _WORST, "max"),
    ("symptom", _LEAST, "min"),
    ("step_health", _SLOWEST, "min"),
    ("step_health", _HEALTH_WORST, "max"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One field of a daily row: made of ``field`` by ``how``, written as ``name``."""

    measurement: str
    field: str
    how: Aggregate
    name: str


def kept() -> tuple[Kept, ...]:
    """Return every field of every daily row; those of reps, sets and sessions come from the metric registry."""
    return tuple(_kept())


def _kept() -> Iterator[Kept]:
    for level in ("rep", "set", "session"):
        yield Kept(level, "session_id", "count", f"{level}s_n")
        for metric in registry.metrics(level):
            if metric.kind == "text" or metric.name in _PRIVATE:
                continue
            adds_up = metric.kind == "int" or metric.name in _ADDS_UP
            yield Kept(level, metric.name, "sum" if adds_up else "mean", metric.name)
        if level != "session":
            yield Kept(level, "fault_count", "sum", "fault_count")
        if level != "rep":
            yield Kept(level, "duration_s", "sum", "duration_s")
    yield Kept("session", "body_mass_kg", "mean", "body_mass_kg")
    for measurement, names, how in _CHOSEN:
        yield from (Kept(measurement, name, how, name) for name in names)


def measurements() -> tuple[str, ...]:
    """Return the measurements that have daily rows."""
    return tuple(dict.fromkeys(each.measurement for each in kept()))


def influxql(measurement: str, database: str, policy: str, since: str = "") -> str:
    """Return the InfluxQL that makes daily rows of a measurement; ``since`` is a condition on time."""
    columns = ", ".join(
        f'{each.how}("{each.field}") AS "{each.name}"' for each in kept() if each.measurement == measurement
    )
    conditions = [*(['"withdrawn" = false'] if measurement == "symptom" else []), *([since] if since else [])]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        f'SELECT {columns} INTO "{database}"."{POLICY}"."{measurement}{SUFFIX}" '  # noqa: S608  names of our own
        f'FROM "{database}"."{policy}"."{measurement}"{where} GROUP BY time(1d), * fill(none)'
    )


def query_name(measurement: str) -> str:
    """Return the name of a measurement's continuous query."""
    return f"heeldrop_{measurement}{SUFFIX}"


def continuous_query(measurement: str, database: str, policy: str) -> str:
    """Return the statement that makes InfluxDB 1 renew a measurement's daily rows by itself."""
    return (
        f'CREATE CONTINUOUS QUERY "{query_name(measurement)}" ON "{database}" '
        f"RESAMPLE EVERY {EVERY_H}h FOR {WINDOW_D}d "
        f"BEGIN {influxql(measurement, database, policy)} END"
    )


def same_query(one: str, other: str) -> bool:
    """Tell whether two spellings, with quotes and without, are one continuous query."""
    return _plain(one) == _plain(other)


def _plain(query: str) -> str:
    return "".join(query.replace('"', "").split())


def flux(measurement: str, bucket: str) -> str:
    """Return the Flux of the task that makes daily rows of a measurement.

    A template says in its own words how often; the server puts that before the query. The first day is whole
    (``date.truncate``), else a day cut by the window would be written over a whole one.
    """
    mine = [each for each in kept() if each.measurement == measurement]
    ways = tuple(dict.fromkeys(each.how for each in mine))
    parts = [
        *(['import "experimental"'] if measurement == "symptom" else []),
        'import "date"',
        "",
        f'bucket = "{bucket}"',
        f'daily = "{bucket}{SUFFIX}"',
        f"start = date.truncate(t: -{WINDOW_D}d, unit: 1d)",
        "",
        *_source(measurement),
        *(line for way in ways for line in _way(way, [each for each in mine if each.how == way])),
    ]
    return "\n".join(parts) + "\n"


def _source(measurement: str) -> list[str]:
    lines = [
        "points = from(bucket: bucket)",
        "    |> range(start: start)",
        f'    |> filter(fn: (r) => r._measurement == "{measurement}")',
    ]
    if measurement == "symptom":  # what was taken back is marked in a field beside the others
        lines += [
            '    |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")',
            "    |> filter(fn: (r) => not r.withdrawn)",
            "    |> experimental.unpivot()",
        ]
    return [*lines, ""]


def _way(way: Aggregate, fields: list[Kept]) -> list[str]:
    names = " or ".join(f'r._field == "{each.field}"' for each in fields)
    renamed = [each for each in fields if each.name != each.field]
    return [
        "points",
        f"    |> filter(fn: (r) => {names})",
        f'    |> aggregateWindow(every: 1d, fn: {way}, createEmpty: false, timeSrc: "_start")',
        f'    |> set(key: "_measurement", value: "{fields[0].measurement}{SUFFIX}")',
        *(f'    |> set(key: "_field", value: "{each.name}")' for each in renamed),
        "    |> to(bucket: daily)",
        f'    |> yield(name: "{way}")',
        "",
    ]


def tasks(bucket: str) -> list[dict[str, object]]:
    """Return the tasks as resources of an InfluxDB 2 template."""
    return [
        {
            "apiVersion": "influxdata.com/v2alpha1",
            "kind": "Task",
            "metadata": {"name": f"heeldrop-{measurement.replace('_', '-')}-daily"},
            "spec": {
                "name": f"heeldrop {measurement} by day",
                "description": f"One row a day of {measurement}, into {bucket}{SUFFIX}",
                "every": f"{EVERY_H}h",
                "offset": "5m",
                "query": flux(measurement, bucket),
                "status": "active",
            },
        }
        for measurement in measurements()
    ]
