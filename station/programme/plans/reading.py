"""A plan read from its text; whatever is wrong with it is named by file, line and key."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from station.errors import UsageError
from station.programme.plan import Plan
from station.programme.plans.locate import Path, line_of
from station.programme.plans.sense import complaints
from station.text import spelled_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_CHARACTERS: Final = 1 << 16
"""No plan that a person writes comes near."""
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = re.compile(r" \(at end of document\)$")
_FIELD = re.compile(r"^Object (contains unknown|missing required) field `(.*?)`")
_WHERE = re.compile(r" - at `\$(.*)`$")
_WORDS = (
    (" | null`", "`"),
    ("`int`", "a whole number"),
    ("`float`", "a number"),
    ("`str`", "text"),
    ("`array`", "a list"),
    ("`object`", "a table"),
    ("`bool`", "true or false"),
    ("matching regex", "like"),
    (" of length", " with length"),
)
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing that is wrong with a plan's file."""

    file: str
    line: int
    """From 1."""
    key: str
    """``phases[0].from_week``; empty when the file is no TOML at all."""
    problem: str
    remedy: str

    def __str__(self) -> str:
        """One line: where, what, and what to do."""
        return f"{self.where}: {self.what}. {self.remedy}"

    @property
    def where(self) -> str:
        """``FILE, line N``."""
        return f"{self.file}, line {self.line}"

    @property
    def what(self) -> str:
        """The key and what is wrong with it."""
        return f"{self.key} {self.problem}".strip()


class PlanError(UsageError):
    """A plan's file that cannot be used; ``problems`` holds every one of its faults."""

    def __init__(self, problems: Sequence[PlanProblem]) -> None:
        first = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{first.where}: {first.what}{more}", first.remedy)
        self.problems = tuple(problems)


@cache
def shipped() -> Mapping[str, Plan]:
    """Return the plans that come with the station, by id."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml")]
    plans = [read_plan(file.read_text(encoding="utf-8"), file.name) for file in files]
    return MappingProxyType({plan.id: plan for plan in sorted(plans, key=lambda plan: plan.id)})


def shipped_text(plan_id: str) -> str:
    """Return the file of a plan that comes with the station, as it is; ``KeyError`` without one."""
    for file in resources.files(__package__).iterdir():
        if (
            file.name.endswith(".toml")
            and read_plan(text := file.read_text(encoding="utf-8"), file.name).id == plan_id
        ):
            return text
    raise KeyError(plan_id)


def read_plan(text: str, file: str) -> Plan:
    """Return the plan written in ``text``; ``file`` is only used in what ``PlanError`` says."""
    file = spelled_out(file)
    document = _document(text, file)
    try:
        plan = msgspec.convert(document, Plan)
    except msgspec.ValidationError as wrong:
        raise PlanError([_mistyped(str(wrong), document, text, file)]) from None
    problems = [
        PlanProblem(file, line_of(text, path), _dotted(path), *rest) for path, *rest in complaints(plan)
    ]
    if problems:
        raise PlanError(sorted(problems, key=lambda problem: problem.line))
    return plan


def _document(text: str, file: str) -> object:
    if len(text) > LARGEST_CHARACTERS:
        raise PlanError([PlanProblem(file, 1, "", "is too large for a plan", "A plan is a page of text")])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        said = str(wrong)
        found = _AT_LINE.search(said)
        line = int(found[1]) if found else max(1, len(text.splitlines()))
        said = spelled_out(_AT_END.sub(" where the file ends", _AT_LINE.sub("", said)))
        key = _repeated(text, line) if said.startswith("Cannot overwrite") else ""
        problem, remedy = (
            ("is there twice", "Keep one of the two")
            if key
            else (f"is no TOML: {said}", "Put that line right")
        )
        raise PlanError([PlanProblem(file, line, key, problem, remedy)]) from None
    except RecursionError:
        raise PlanError([PlanProblem(file, 1, "", "is nested too deeply", "A plan is flat")]) from None


def _repeated(text: str, line: int) -> str:
    """Return the key that a line sets for the second time."""
    lines = text.splitlines()
    return lines[line - 1].partition("=")[0].strip(" []") if line <= len(lines) else ""


def _mistyped(said: str, document: object, text: str, file: str) -> PlanProblem:
    """Turn what msgspec says into a line and a key."""
    where = _WHERE.search(said)
    path = _path(where[1] if where else "")
    said = spelled_out(_WHERE.sub("", said))
    field = _FIELD.match(said)
    if field is None:
        problem = f"is {_shown(document, path)}"
        remedy = _choices(path) or _in_words(said)
        return PlanProblem(file, line_of(text, path), _dotted(path), problem, remedy)
    name = field[2]
    full = (*path, name)
    if field[1] == "missing required":
        return PlanProblem(file, line_of(text, full), _dotted(full), "is missing", "Add it there")
    near = difflib.get_close_matches(name, _names_at(path), n=1)
    remedy = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(_names_at(path))}"
    return PlanProblem(file, line_of(text, full), _dotted(full), "is unknown", remedy)


def _shown(document: object, path: Path) -> str:
    """Return the value at ``path`` as its writer would recognise it."""
    for step in path:
        document = document[step]  # type: ignore[index]  # msgspec has just been there
    return spelled_out(repr(document), 60)


def _in_words(said: str) -> str:
    """Say in the words of TOML what msgspec expected there."""
    for python, toml in _WORDS:
        said = said.replace(python, toml)
    return said if said.startswith("Expected") else f"Not one of those it knows ({said})"


def _path(where: str) -> Path:
    steps: list[str | int] = []
    for name, index in _STEP.findall(where):
        if name:
            steps.append(name)
        elif index.isdigit():
            steps.append(int(index))
    return tuple(steps)


def _choices(path: Path) -> str:
    """Return the words that may stand at ``path``; nothing where it takes other values."""
    kind = _kind_at(path)
    if not isinstance(kind, msgspec.inspect.LiteralType):
        return ""
    return f"Give one of {', '.join(map(str, kind.values))}"


def _names_at(path: Path) -> list[str]:
    """Return the keys that a plan knows at ``path``."""
    kind = _kind_at(path)
    if isinstance(kind, msgspec.inspect.StructType):
        return [field.encode_name for field in kind.fields]
    return []


def _kind_at(path: Path) -> object:
    """Return the type of what stands at ``path``."""
    kind: object = msgspec.inspect.type_info(Plan)
    for step in (*path, None):
        kind = _inner(kind)
        if step is None:
            break
        if isinstance(kind, msgspec.inspect.StructType):
            kind = next((field.type for field in kind.fields if field.encode_name == step), None)
        elif isinstance(kind, msgspec.inspect.VarTupleType):
            kind = kind.item_type
    return kind


def _inner(kind: object) -> object:
    """Return what a type means without its ``| None``."""
    if isinstance(kind, msgspec.inspect.UnionType):
        others = [part for part in kind.types if not isinstance(part, msgspec.inspect.NoneType)]
        return others[0]
    return kind


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
