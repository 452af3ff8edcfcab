"""A question as InfluxQL, the one language that InfluxDB 1.8, 2 and 3 all answer.

Grafana fills ``$timeFilter``, ``$__interval`` and ``${name:format}`` in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.dashboards.model import NO_ALL

if TYPE_CHECKING:
    from tools.dashboards.model import Ask, Column, Variable, Where

_WINDOWS: Final = {"1h": "1h", "1d": "1d", "1w": "1w, 4d", "auto": "$__interval"}
"""Weeks count from the epoch, a Thursday; four days later they begin on Monday."""


def query(ask: Ask) -> str:
    """Return the query of ``ask``."""
    if ask.groups_of:
        return _groups(ask)
    if ask.below is not None:
        inner = _select(ask, [_column(ask, column, "value") for column in ask.columns])
        kept = ", ".join(['"value"', *map(_quoted, ask.by)])
        return f'SELECT {kept} FROM ({inner}) WHERE "value" < {ask.below:g}'
    return _select(ask, [*(_column(ask, column) for column in ask.columns), *map(_quoted, ask.shown)])


def tag_values(variable: Variable) -> str:
    """Return the query for what a variable can be."""
    if variable == "session":
        return f'SELECT "session_id" FROM "session" WHERE {_matches("athlete")} ORDER BY time DESC LIMIT 500'
    measurement = "set" if variable in ("side", "variant") else "session"
    narrowed = "" if variable in ("site", "side", "variant") else f" WHERE {_matches('site')}"
    return f'SHOW TAG VALUES FROM "{measurement}" WITH KEY = "{variable}"{narrowed}'


def _groups(ask: Ask) -> str:
    column = ask.columns[0]
    named = f'count({_quoted(column.field)}) AS "n"'
    tail = f"GROUP BY time({_WINDOWS[ask.groups_of]})" if ask.groups_of in _WINDOWS else ""
    tail = f"{tail} fill(none) {_zone()}" if tail else f"GROUP BY {_quoted(ask.groups_of)}"
    inner = f"SELECT {named} FROM {_quoted(ask.measurement)} WHERE {_conditions(ask)} {tail}"
    return f'SELECT count("n") AS {_quoted(ask.name(column))} FROM ({inner})'


def _select(ask: Ask, columns: list[str]) -> str:
    parts = [f"SELECT {', '.join(columns)}", f"FROM {_quoted(ask.measurement)}", f"WHERE {_conditions(ask)}"]
    groups = ([f"time({_WINDOWS[ask.every]})"] if ask.every else []) + [_quoted(tag) for tag in ask.by]
    if groups:
        parts.append(f"GROUP BY {', '.join(groups)}")
    if ask.every:
        parts.append("fill(none)")
    if ask.newest:
        parts.append(f"ORDER BY time DESC LIMIT {ask.newest}")
    if ask.every and ask.every != "auto":
        parts.append(_zone())
    return " ".join(parts)


def _column(ask: Ask, column: Column, name: str = "") -> str:
    first = _of(column.fn, column.field)
    both = f"{first} {column.sign} {_of(column.fn, column.other)}" if column.sign else first
    return f"{both} AS {_quoted(name or ask.name(column))}"


def _of(function: str, field: str) -> str:
    return f"{function}({_quoted(field)})" if function else _quoted(field)


def _conditions(ask: Ask) -> str:
    told = ["$timeFilter", *(_matches(variable) for variable in ask.scope)]
    told += [f"{_quoted(tag)} = '{value}'" for tag, value in ask.tags]
    if ask.people:
        told.append("\"athlete\" != 'none'")
    told += [_where(one) for one in ask.where]
    if ask.any_of:
        told.append(f"({' OR '.join(_where(one) for one in ask.any_of)})")
    return " AND ".join(told)


def _matches(variable: Variable) -> str:
    if variable in NO_ALL:
        return f"{_quoted(variable)} = '${{{variable}:raw}}'"
    return f"{_quoted(variable)} =~ /^${{{variable}:regex}}$/"


def _where(one: Where) -> str:
    if one.variable is not None:
        return f"{_quoted(one.field)} {one.sign} '${{{one.variable}:raw}}'"
    if isinstance(one.value, bool):
        return f"{_quoted(one.field)} {one.sign} {str(one.value).lower()}"
    if isinstance(one.value, str):
        return f"{_quoted(one.field)} {one.sign} '{one.value}'"
    return f"{_quoted(one.field)} {one.sign} {one.value:g}"


def _zone() -> str:
    return "tz('${zone:raw}')"


def _quoted(name: str) -> str:
    """Quote every name: some are words of the language."""
    return f'"{name}"'
