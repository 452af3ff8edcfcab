"""The pages of numbers: metrics, faults and thresholds, from their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.metrics.faults import FAULTS
from station.metrics.plain import PLAIN
from station.metrics.registry import Level, Metric, metrics
from tools.tables import table
from tools.thresholds import limit_tables, unit_of

if TYPE_CHECKING:
    from station.metrics.faults import FaultRule

_METRICS_HEAD = """\
# What each number means

Generated from the metric registry, `station/metrics/registry.py`, by `python -m tools.reference`. A name is the same everywhere: attribute, JSON key, database column, InfluxDB field.

A slow, correct lowering changes the total force by 0.2 to 1.8 % of body weight, about as much as swaying on one leg. Load moving from one foot to the other is sharp to a few milliseconds. So `single_leg_time_s` is the robust time; `eccentric_tut_s` always comes with its 90 % interval; and a value that cannot be known is *refused*: it is null, and `refused` names the reason.

A rep is measured twice: 0.25 s after the foot's return, for the screen, and when its set ends, with all that the set taught. The database keeps both, in the tables `provisional_reps` and `reps`, with a column for every name below; `station export provisional` and `station export reps` print them alike. InfluxDB gets the final values.

"Better" says which direction is an improvement; "target" means as close as possible to what was prescribed or to even. Below the minimum rate per plate a value is refused.
"""  # noqa: E501  prose lines of a page

_FAULTS_HEAD = """\
# Faults

Generated from the table of faults, `station/metrics/faults.py`, by `python -m tools.reference`. A fault is told by its name in `faults` of a rep, and counted by name in `fault_counts` of a set; the screen tells the one that helps most. A rep with a fault is not *clean*, save for a light touch of the rail. Thresholds are those of the [tables of limits](thresholds.md).
"""  # noqa: E501  prose lines of a page

_THRESHOLDS_HEAD = """\
# Thresholds

Generated from the tables of limits in the code by `python -m tools.reference`: every number behind a state, a movement, a rep, a fault or a refusal, with what it rests on. Times in ticks are grid instants of 10 ms, in instants 40 ms. A reason that begins with "..." goes on from the row above.
"""  # noqa: E501  prose lines of a page

_ROWS_OF_A_LEVEL: tuple[tuple[Level, str], ...] = (
    ("rep", "Of each rep"),
    ("set", "Of each set"),
    ("session", "Of each session"),
)


def metrics_page() -> str:
    """Return ``docs/reference/metrics.md``."""
    parts = [_METRICS_HEAD]
    for level, title in _ROWS_OF_A_LEVEL:
        parts.append(f"## {title}\n")
        parts.append(
            table(
                ("name", "unit", "meaning", "formula", "rests on", "better", "side", "minimum rate"),
                [_metric_row(metric) for metric in metrics(level)],
            )
        )
    return "\n".join(parts)


def _meaning(metric: Metric) -> str:
    """Return what a metric is called, and in plain words what it is good for where somebody has said it."""
    plain = PLAIN.get((metric.level, metric.name))
    return metric.label if plain is None else f"**{metric.label}**: {plain}"


def _metric_row(metric: Metric) -> tuple[str, ...]:
    rate = f"{metric.minimum_rate_hz:g} Hz" if metric.minimum_rate_hz else ""
    side = "yes" if metric.has_side else ""
    better = "" if metric.better == "none" else metric.better
    unit = metric.unit or {"text": "word", "int": "count", "float": "share"}[metric.kind]
    return (f"`{metric.name}`", unit, _meaning(metric), metric.formula, metric.source, better, side, rate)


def faults_page() -> str:
    """Return ``docs/reference/faults.md``."""
    parts = [_FAULTS_HEAD]
    for level, title in (("rep", "Of a rep"), ("set", "Of a set")):
        rows = [_fault_row(rule) for rule in FAULTS if rule.level == level]
        parts.append(f"## {title}\n")
        parts.append(table(("fault", "what was seen", "thresholds", "rests on", "what to do"), rows))
    return "\n".join(parts)


def _fault_row(rule: FaultRule) -> tuple[str, ...]:
    limits = ", ".join(
        f"`{each.name}` {each.value:g} {unit_of(each.name)}".rstrip() for each in rule.thresholds
    )
    return (f"`{rule.name}`", rule.seen, limits or "none", rule.source, rule.advice)


def thresholds_page() -> str:
    """Return ``docs/reference/thresholds.md``."""
    parts = [_THRESHOLDS_HEAD]
    for limits in limit_tables():
        rows = [(f"`{each.name}`", _number(each.value), each.unit, each.source) for each in limits.limits]
        parts.append(f"## `{limits.module}.{limits.name}`\n\n{limits.about}\n")
        parts.append(table(("threshold", "value", "unit", "rests on"), rows))
    return "\n".join(parts)


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_number(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
