"""The page of events, from the classes of ``station.events`` and what they say of themselves."""

from __future__ import annotations

import ast
import importlib
import inspect
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

import station.events
from station.events import Rep
from station.metrics import registry
from tools.tables import table
from tools.thresholds import explanations

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Events

Generated from `station/events/` by `python -m tools.reference`. Everything that the station finds out is one of these, and all that listen get the same: `station live --json` and `station replay FILE --json` print each as a line of JSON, `type` first; the [view](../how-to/watch.md#the-stream) of a kiosk streams them; the database keeps those worth keeping. `force` lines, many a second, are printed with `--force`.

A time that ends in `_s` is in seconds on the source's own clock; one that ends in `_time_us` is wall time in microseconds since 1970, UTC. Null is what is not known; a [metric](metrics.md) without a value has its reason in `refused`. Keys are added as needed and never change their meaning: a reader skips what it does not know.
"""  # noqa: E501  prose lines of a page

_ROOMS: Final = ("step", "plates", "stance", "reps", "sets", "visit", "link", "keeping", "clock", "asked")
_EVENTS: Final = get_args(station.events.Event)
_PLAIN: Final = {
    "str": "text", "int": "whole number", "float": "number", "bool": "true or false", "None": "null"
}  # fmt: skip
_PLACES: Final = {
    "None": "null",
    "docs/reference/health.md": "[health](health.md)",
    "station.events.codes": "[codes](codes.md#faults-of-the-signal)",
    "station.metrics.registry": "[metrics](metrics.md)",
    "station.store.symptoms.KINDS": "[`symptom`](influxdb.md#symptom)",
}
_LEVELS: Final[dict[str, registry.Level]] = {"Rep": "rep", "SetSummary": "set", "SessionSummary": "session"}


def events_page() -> str:
    """Return ``docs/reference/events.md``."""
    parts = [_HEAD, _overview()]
    for room in _ROOMS:
        module = importlib.import_module(f"station.events.{room}")
        parts.append(f"## {(module.__doc__ or '').strip().rstrip('.')}\n")
        for kind in _classes(module.__name__):
            parts.append(f"### `{title(kind)}`\n\n{_about(kind)}\n")
            parts.append(table(("key", "value", "meaning"), list(_keys(kind))))
    return "\n".join(parts)


def title(kind: type) -> str:
    """Return what an event is called in JSON, and what a value within events is called in the code."""
    if kind is Rep:
        return "rep, rep_final"
    return str(kind.type) if kind in _EVENTS else kind.__name__  # type: ignore[attr-defined]  # events have one


def _overview() -> str:
    rows = [
        (f"[`{title(kind)}`](#{anchor(kind)})", _about(kind).partition("\n")[0])
        for room in _ROOMS
        for kind in _classes(f"station.events.{room}")
        if kind in _EVENTS
    ]
    return table(("`type`", "says"), rows)


def _classes(module: str) -> list[type]:
    """Return the values that a module makes, in its order."""
    members = vars(importlib.import_module(module)).values()
    return [
        each for each in members if inspect.isclass(each) and each.__module__ == module and is_dataclass(each)
    ]


def anchor(kind: type) -> str:
    """Return the anchor of an event's section."""
    return title(kind).replace(", ", "-").lower()


def _about(kind: type) -> str:
    return _for_readers(inspect.cleandoc(kind.__doc__ or ""))


def _for_readers(words: str) -> str:
    """Return what the code says of itself for people who read the page: its names in links, JSON's word for none."""
    words = words.replace("``", "`")
    for name, link in _PLACES.items():
        words = words.replace(f"`{name}`", link)
    return words


def _keys(kind: type) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each key; metrics are explained by their registry."""
    said = {name: words for name, words in explanations(kind).items() if not words.startswith("with `")}
    level = _LEVELS.get(kind.__name__)
    measured = {} if level is None else {metric.name: metric for metric in registry.metrics(level)}
    for field in fields(kind):
        meaning = _for_readers(said.get(field.name, ""))
        if field.name in measured and not meaning:
            metric = measured[field.name]
            meaning = f"{metric.label}, {metric.unit}" if metric.unit else metric.label
        yield f"`{field.name}`", _value(ast.parse(str(field.type), mode="eval").body), meaning


def _value(node: ast.expr) -> str:
    """Return an annotation in words."""
    match node:
        case ast.BinOp(left=left, right=right):
            return f"{_value(left)} or {_value(right)}"
        case ast.Constant(value=None):
            return "null"
        case ast.Constant(value=str(word)):
            return f"`{word}`"
        case ast.Name(id=name):
            return _named(name)
        case ast.Subscript(value=ast.Name(id=container), slice=of):
            return _held(container, of)
    raise ValueError(ast.unparse(node))


def _held(container: str, of: ast.expr) -> str:
    """Return a list, an object or a choice of words in words."""
    match container, of:
        case "Literal", ast.Tuple(elts=words):
            return ", ".join(_value(word) for word in words)
        case "tuple", ast.Tuple(elts=[first, *_]):
            return f"list of {_value(first)}"
        case "dict", ast.Tuple(elts=[_, value]):
            return f"object of {_value(value)}"
        case "NDArray", ast.Attribute(attr=kind):
            return f"list of {'true or false' if kind == 'bool_' else 'number'}"
    raise ValueError(f"{container} of {ast.unparse(of)}")


def _named(name: str) -> str:
    if name in _PLAIN:
        return _PLAIN[name]
    known: Any = getattr(station.events, name)
    if get_origin(known) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(known))
    return f"[`{title(known)}`](#{anchor(known)})"
