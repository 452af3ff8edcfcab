"""Every threshold of the core with its value, unit and source, read from the tables of limits themselves."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from dataclasses import dataclass, fields
from typing import Any

import station

_ROOMS = (
    "force",
    "stance",
    "motion",
    "reps",
    "sets",
    "metrics",
    "pipeline",
    "calibration",
    "health",
    "session",
)
_ENDINGS = ("Limits", "Prior")
_UNITS = (
    ("_n_per_min", "N/min"), ("_ms", "ms"), ("_days", "days"), ("_ses", "standard errors"), ("_conversions", "count"),
    ("_m_s2", "m/s²"), ("_m_s", "m/s"), ("_s", "s"), ("_m", "m"), ("_n", "N"), ("_hz", "Hz"), ("_kg", "kg"),
    ("_g", "g"), ("_ticks", "x 10 ms"), ("_instants", "x 40 ms"), ("_share", "share"), ("_points", "share"),
    ("_sds", "standard deviations"), ("_reps_min", "reps"), ("_min", "count"), ("_max", "count"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold. ``source`` is what its table says behind it, or behind the group it belongs to."""

    name: str
    value: object
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class LimitTable:
    """One table of limits, where it is, what it is for."""

    module: str
    name: str
    about: str
    limits: tuple[Limit, ...]


def limit_tables() -> list[LimitTable]:
    """Return all tables of limits in the order of the flow."""
    found = []
    for room in _ROOMS:
        package = importlib.import_module(f"{station.__name__}.{room}")
        names = [package.__name__]
        if hasattr(package, "__path__"):
            names += sorted(
                each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
            )
        for name in names:
            found += _tables_in(name)
    return found


def _tables_in(module_name: str) -> list[LimitTable]:
    module = importlib.import_module(module_name)
    tables = []
    for name, kind in vars(module).items():
        own = inspect.isclass(kind) and kind.__module__ == module_name
        if own and name.endswith(_ENDINGS):
            tables.append(_table_of(module_name, kind))
    return tables


def _table_of(module_name: str, kind: type) -> LimitTable:
    defaults: Any = kind()
    sources = explanations(kind)
    limits = tuple(
        Limit(each.name, getattr(defaults, each.name), unit_of(each.name), sources.get(each.name, ""))
        for each in fields(defaults)
    )
    return LimitTable(module_name, kind.__name__, inspect.cleandoc(kind.__doc__ or ""), limits)


def explanations(kind: type) -> dict[str, str]:
    """Return the text behind each field; a field without one is explained with the next that has one."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    waiting: list[str] = []
    sources: dict[str, str] = {}
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            waiting.append(node.target.id)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and waiting:
            text = " ".join(str(node.value.value).split())
            sources |= dict.fromkeys(waiting[:-1], f"with `{waiting[-1]}`: {text}") | {waiting[-1]: text}
            waiting = []
    return sources


def unit_of(name: str) -> str:
    """Return the unit that a name ends with; empty for ratios and what has none."""
    return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")
