"""The list of keys with their documentation, read from the sections themselves."""

from __future__ import annotations

import ast
import inspect
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from station.config.sections import Config

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class KeyDoc:
    """One key: where it is written, what it is when nobody writes it, what it means."""

    section: str
    name: str
    kind: str
    """In TOML's words: text, number, whole number, true or false."""
    default: object
    meaning: str

    @property
    def environment(self) -> str:
        """Name of the environment variable that overrides it."""
        return f"STATION_{self.section}_{self.name}".upper()


def section_types() -> dict[str, type[msgspec.Struct]]:
    """Return the sections by name, in the order of the file."""
    return {field.name: type(field.default) for field in msgspec.structs.fields(Config)}


def kind_of(default: object) -> str:
    """Return a value's kind in the words of TOML."""
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, int):
        return "whole number"
    return "number" if isinstance(default, float) else "text"


def document_keys() -> tuple[KeyDoc, ...]:
    """Return every key in the order of the file, with its docstring as meaning."""
    return tuple(key for name, section in section_types().items() for key in _section_keys(name, section))


def _section_keys(name: str, section: type[msgspec.Struct]) -> Iterator[KeyDoc]:
    meanings = _attribute_docstrings(section)
    for field in msgspec.structs.fields(section):
        yield KeyDoc(name, field.name, kind_of(field.default), field.default, meanings.get(field.name, ""))


def _attribute_docstrings(section: type[msgspec.Struct]) -> dict[str, str]:
    """Read the string below each attribute; Python itself forgets it."""
    (definition,) = ast.parse(inspect.getsource(section)).body
    statements = getattr(definition, "body", [])
    meanings: dict[str, str] = {}
    for attribute, below in itertools.pairwise(statements):
        is_key = isinstance(attribute, ast.AnnAssign) and isinstance(attribute.target, ast.Name)
        is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if is_key and is_text:
            meanings[attribute.target.id] = " ".join(str(below.value.value).split())
    return meanings
