"""A question as Flux, for cells of InfluxDB 2.

The board's range of time and variables are in ``v``. Every answer is shaped as its cell expects: one value, series
with their name in ``_field``, or rows with a column for every field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.dashboards import schema
from tools.dashboards.model import NO_ALL, RUNNING

if TYPE_CHECKING:
    from tools.dashboards.model import Ask, Column, Variable, Where

PREFIX: Final = "heeldrop_"
"""Variables belong to the whole organisation, so they carry whose they are."""
ALL: Final = "all"
_WINDOWS: Final = {
    "1h": "every: 1h",
    "1d": "every: 1d, location: zone",
    "1w": "every: 1w, offset: 4d, location: zone",
    "auto": "every: v.windowPeriod",
}


NOUGHT: Final = {"1h": 3_600, "1d": 86_400}
"""Windows in which a sum is told although there is nothing, and their width in seconds."""


def query(ask: Ask, *, days_since: bool = False) -> str:
    """Return the script of ``ask``; ``days_since``: how long ago its newest row was, in days."""
    if days_since:
        return _script([ask], [_data(ask, ask.fields), _since(ask)])
    if ask.groups_of:
        return _script([ask], [_data(ask, ask.fields), _groups(ask)])
    if ask.rows and (ask.newest or ask.shown) and not ask.by:
        return _script([ask], [_data(ask, ask.fields), _rows(ask)])
    streams = [_stream(ask, column) for column in ask.columns]
    if len(streams) == 1:
        return _script([ask], [_data(ask, ask.fields), f"data{streams[0]}"])
    named = [f"c{number} = data{stream}" for number, stream in enumerate(streams, 1)]
    union = f"union(tables: [{', '.join(f'c{number}' for number in range(1, len(streams) + 1))}])"
    return _script([ask], [_data(ask, ask.fields), *named, union])


def table(ask: Ask) -> str:
    """Return the script of a table: one row for every window and group, a column for every function."""
    if ask.rows:
        return query(ask)
    if not ask.every and all(column.fn == "last" for column in ask.columns):
        names = [column.field for column in ask.columns]
        lines = [_pivot(), *_conditions(ask), _group(ask.by), 'sort(columns: ["_time"])']
        lines += [f"fill(column: {_text(name)}, usePrevious: true)" for name in names]
        lines += [
            "tail(n: 1)",
            "group()",
            f"keep(columns: [{', '.join(map(_text, ('_time', *ask.by, *names)))}])",
        ]
        return _script([ask], [_data(ask, ask.fields), f"data{_piped(lines)}"])
    keys = [*(["_time"] if ask.every else []), *ask.by]
    named = [f"c{number} = data{_stream(ask, column)}" for number, column in enumerate(ask.columns, 1)]
    union = f"union(tables: [{', '.join(f'c{number}' for number in range(1, len(named) + 1))}])"
    pivot = f'pivot(rowKey: [{", ".join(map(_text, keys))}], columnKey: ["_field"], valueColumn: "_value")'
    order = f"sort(columns: [{', '.join(map(_text, keys))}], desc: {'true' if ask.newest else 'false'})"
    return _script([ask], [_data(ask, ask.fields), *named, union + _piped(["group()", pivot, order])])


def together(asks: list[Ask]) -> str:
    """Return one script whose answer is the answers to several questions, each series under its own name."""
    parts: list[str] = []
    names: list[str] = []
    for number, ask in enumerate(asks, 1):
        data = f"data{number}"
        parts.append(_data(ask, ask.fields, data))
        for column in ask.columns:
            names.append(f"c{len(names) + 1}")
            parts.append(f"{names[-1]} = {data}{_stream(ask, column)}")
    return _script(asks, [*parts, f"union(tables: [{', '.join(names)}])"])


def variable_values(variable: Variable) -> str:
    """Return the script for what a variable can be."""
    bucket = f"bucket: v.{PREFIX}bucket"
    if variable == "session":
        return "\n".join([
            f"from({bucket})", "  |> range(start: -10y)",
            '  |> filter(fn: (r) => r._measurement == "session" and r._field == "session_id")',
            f"  |> filter(fn: (r) => {_tag('athlete')})", "  |> group()",
            '  |> sort(columns: ["_time"], desc: true)', "  |> limit(n: 500)", '  |> keep(columns: ["_value"])',
        ])  # fmt: skip
    values = f'schema.tagValues({bucket}, tag: "{variable}", start: -10y)'
    head = 'import "influxdata/influxdb/schema"\n'
    if variable in NO_ALL:
        return f'{head}\n{values} |> filter(fn: (r) => r._value != "none")'
    return (
        f'import "array"\n{head}\nunion(tables: [array.from(rows: [{{_value: "{ALL}"}}]), {values} '
        f'|> keep(columns: ["_value"])])'
    )


def _script(asks: list[Ask], parts: list[str]) -> str:
    zoned = any(window in ("1d", "1w") for ask in asks for window in (ask.every, ask.groups_of))
    head = f'import "timezone"\n\nzone = timezone.location(name: v.{PREFIX}zone)\n\n' if zoned else ""
    return head + "\n\n".join(parts)


def _data(ask: Ask, fields: tuple[str, ...], name: str = "data") -> str:
    lines = [
        "range(start: v.timeRangeStart, stop: v.timeRangeStop)",
        f'filter(fn: (r) => r._measurement == "{ask.measurement}")',
        f"filter(fn: (r) => {' or '.join(f'r._field == {_text(name)}' for name in fields)})",
    ]
    tags = [_tag(variable) for variable in ask.scope]
    tags += [f"r.{tag} == {_text(value)}" for tag, value in ask.tags]
    tags += ['r.athlete != "none"'] if ask.people else []
    if tags:
        lines.append(f"filter(fn: (r) => {' and '.join(tags)})")
    return f"{name} = from(bucket: v.{PREFIX}bucket){_piped(lines)}"


def _since(ask: Ask) -> str:
    number = "float(v: int(v: now()) - int(v: r._time)) / 86400000000000.0"
    lines = ["group()", 'sort(columns: ["_time"])', "last()", f"map(fn: (r) => ({{_value: {number}}}))"]
    where = [_pivot(), *_conditions(ask), _value(ask, ask.columns[0])] if _conditions(ask) else []
    return f"data{_piped([*where, *lines])}"


def _groups(ask: Ask) -> str:
    field = ask.columns[0].field
    where = [_pivot(), *_conditions(ask), _value(ask, ask.columns[0])] if _conditions(ask) else []
    if not where:
        where = [f"filter(fn: (r) => r._field == {_text(field)})"]
    if ask.groups_of in _WINDOWS:
        counted = ["group()", f"aggregateWindow({_WINDOWS[ask.groups_of]}, fn: count, createEmpty: false)"]
    else:
        counted = [_group((ask.groups_of,)), "count()"]
    return f"data{_piped([*where, *counted, 'group()', 'count()'])}"


def _rows(ask: Ask) -> str:
    lines = [_pivot(), *_conditions(ask), "group()"]
    if not _conditions(ask):
        lines.append(f"filter(fn: (r) => {' or '.join(f'exists r.{c.field}' for c in ask.columns)})")
    lines.append(f'sort(columns: ["_time"], desc: {"true" if ask.newest else "false"})')
    if ask.newest:
        lines.append(f"limit(n: {ask.newest})")
    lines += [_combined(column, column.field) for column in ask.columns if column.sign]
    names = ["_time", *ask.shown, *dict.fromkeys(column.field for column in ask.columns)]
    lines.append(f"keep(columns: [{', '.join(map(_text, names))}])")
    return f"data{_piped(lines)}"


def _stream(ask: Ask, column: Column) -> str:
    """Return the pipeline of one column, named in ``_field``."""
    if column.fn == "sum" and column.sign == "/":
        return _share_of_sums(ask, column)
    pivoted = bool(_conditions(ask) or column.sign)
    lines = [_pivot(), *_conditions(ask), _value(ask, column)] if pivoted else []
    if not pivoted:
        lines.append(f"filter(fn: (r) => r._field == {_text(column.field)})")
        if schema.field(ask.measurement, column.field).kind in ("int", "float") and column.fn != "count":
            lines.append("toFloat()")
    keys = (*ask.by,)
    lines += [_group(keys), 'sort(columns: ["_time"])']
    if column.fn in RUNNING:
        lines.append("difference()")
        if ask.below is not None:
            lines.append(f"filter(fn: (r) => r._value < {_number(ask.below)})")
    elif column.fn and ask.every:
        lines.append(_windows(ask, column.fn))
    elif column.fn:
        lines.append(f"{column.fn}()")
    if column.fn == "count":
        lines.append("toFloat()")
    lines += [*_percent(ask, column), *_legs(ask)]
    kept = [*ask.by, *(["_time"] if ask.every or not column.fn or column.fn in RUNNING else []), "_value"]
    lines.append(f"keep(columns: [{', '.join(map(_text, kept))}])")
    lines.append(f'set(key: "_field", value: {_text(ask.name(column))})')
    lines.append(_group(("_field", *ask.by)))
    return _piped(lines)


def _windows(ask: Ask, function: str) -> str:
    """Return the step that takes a function of each window; a sum of nothing is nought, so that a day off is seen."""
    start = f"aggregateWindow({_WINDOWS[ask.every]}, fn: {function}"
    if function == "sum" and ask.every in NOUGHT:
        return f'{start}, createEmpty: true, timeSrc: "_start") |> fill(value: 0.0)'
    return f'{start}, createEmpty: false, timeSrc: "_start")'


def _share_of_sums(ask: Ask, column: Column) -> str:
    a, b = column.field, column.other
    summed = f"({{a: accumulator.a + float(v: r.{a}), b: accumulator.b + float(v: r.{b})}})"
    lines = [_pivot(), *_conditions(ask), f"filter(fn: (r) => exists r.{a} and exists r.{b})"]
    lines.append(_group(ask.by))
    if ask.every:
        lines.append(f"window({_WINDOWS[ask.every]})")
    lines.append(f"reduce(identity: {{a: 0.0, b: 0.0}}, fn: (r, accumulator) => {summed})")
    lines.append("filter(fn: (r) => r.b > 0.0)")
    lines.append("map(fn: (r) => ({r with _value: r.a / r.b}))")
    lines += [*_percent(ask, column), *_legs(ask)]
    if ask.every:
        lines.append('duplicate(column: "_start", as: "_time")')
    kept = [*ask.by, *(["_time"] if ask.every else []), "_value"]
    lines.append(f"group() |> keep(columns: [{', '.join(map(_text, kept))}])")
    lines.append(f'set(key: "_field", value: {_text(ask.name(column))})')
    lines.append(_group(("_field", *ask.by)))
    return _piped(lines)


def _percent(ask: Ask, column: Column) -> list[str]:
    """Return the step that tells shares per cent: cells there have no unit for them."""
    told = schema.field(ask.measurement, column.field).unit == "share" or column.sign == "/"
    return ["map(fn: (r) => ({r with _value: 100.0 * r._value}))"] if told and column.fn != "count" else []


def _legs(ask: Ask) -> list[str]:
    """Return the step that puts two feet behind left and right: colours go to series in the order of their names."""
    if "side" not in ask.by:
        return []
    return ['map(fn: (r) => ({r with side: if r.side == "both" then "two feet" else r.side}))']


def _pivot() -> str:
    return 'pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")'


def _value(ask: Ask, column: Column) -> str:
    """Return the step that makes one column of pivoted rows the value."""
    if column.sign:
        return f"{_combined(column, '_value')}"
    whole = f"r.{column.field}"
    kind = schema.field(ask.measurement, column.field).kind
    told = f"float(v: {whole})" if kind in ("int", "float") and column.fn != "count" else whole
    return f"filter(fn: (r) => exists {whole}) |> map(fn: (r) => ({{r with _value: {told}}}))"


def _combined(column: Column, into: str) -> str:
    a, b = f"r.{column.field}", f"r.{column.other}"
    return (
        f"filter(fn: (r) => exists {a} and exists {b}) "
        f"|> map(fn: (r) => ({{r with {into}: float(v: {a}) {column.sign} float(v: {b})}}))"
    )


def _conditions(ask: Ask) -> list[str]:
    steps = [f"filter(fn: (r) => {_condition(ask, one)})" for one in ask.where]
    if ask.any_of:
        steps.append(f"filter(fn: (r) => {' or '.join(f'({_condition(ask, one)})' for one in ask.any_of)})")
    return steps


def _condition(ask: Ask, one: Where) -> str:
    name = f"r.{one.field}"
    if one.variable is not None:
        value = f"v.{PREFIX}{one.variable}"
    elif isinstance(one.value, bool):
        value = str(one.value).lower()
    elif isinstance(one.value, str):
        value = _text(one.value)
    else:
        whole = schema.field(ask.measurement, one.field).kind == "int"
        value = f"{one.value:.0f}" if whole else _number(one.value)
    sign = "==" if one.sign == "=" else one.sign
    return f"exists {name} and {name} {sign} {value}"


def _tag(variable: Variable) -> str:
    name = f"v.{PREFIX}{variable}"
    same = f"r.{variable} == {name}"
    return same if variable in NO_ALL else f'({name} == "{ALL}" or {same})'


def _group(columns: tuple[str, ...]) -> str:
    return f"group(columns: [{', '.join(map(_text, columns))}])" if columns else "group()"


def _piped(lines: list[str]) -> str:
    return "".join(f"\n  |> {line}" for line in lines)


def _number(value: float) -> str:
    return f"{float(value)!r}"


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
