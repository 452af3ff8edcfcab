"""The page of codes: what is said in one word, or for one reason, by whatever says it."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING, Final

from station import errors
from station.cli import INTERRUPTED
from station.cli.table import COMMANDS
from station.events import codes
from station.health import RULES
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_HEAD = """\
# Codes

Generated from the code by `python -m tools.reference`: what a command, a step or an event says in one word.
"""

_EXIT = """\
## Exit codes

An error is one line on the error stream that names what was wrong and what to do.
"""

_FAULTS = """\
## Faults of the signal

In `code` of the event [`fault`](events.md#fault): data that is wrong, missing or doubtful. Nothing is dropped without one of these.
"""  # noqa: E501  prose lines of a page

_CHECKS = """\
## Checks of health

In `code` of the event [`check`](events.md#check). Limits, reasons and how to raise each: [health](health.md).
"""

_REASONS = """\
## Reasons of refusals

In `refused` of a rep, a set or a visit, beside the name of the metric that has no value for this reason. "..." stands for a number or a word. Limits behind them: [thresholds](thresholds.md).
"""  # noqa: E501  prose lines of a page

_ELSEWHERE = """\
## Elsewhere

- [Faults of a rep](faults.md), in `faults` of a rep and `fault_counts` of a set.
- [What a step complains about](protocol.md#e-fault) and [why it refuses a command](protocol.md#what-the-step-answers), in upper case.
- [Lines that cannot be used](protocol.md#lines-that-cannot-be-used).
"""  # noqa: E501  prose lines of a page

FAILING_IN_WORDS: Final = {
    "demo": "no rep was measured",
    "live": "a part of the station failed on the way",
    "doctor": "something says `SERVICE`",
    "influx status": "the sums do not add up",
    "store check": "something is missing or damaged",
    "store recover": "lines could not be read",
    "step verify": "the plates should be recalibrated",
}
"""Commands that do all they should, and end with 1 because of what they found."""
_ROOMS: Final = ("metrics", "motion", "reps")
_ALSO: Final = ("pipeline.told",)
_NO_REASONS: Final = (
    "asymmetry",
    "comparisons",
    "faults",
    "findings",
    "limits",
    "plain",
    "registry",
    "verdicts",
)
"""Modules of these rooms whose sentences are no reasons, but names and words for people."""


def codes_page() -> str:
    """Return ``docs/reference/codes.md``."""
    faults = [
        (f"`{code}`", of, says)
        for of, said in (
            ("a line", codes.OF_LINES),
            ("conversions", codes.OF_CONVERSIONS),
            ("a plate", codes.OF_PLATES),
        )
        for code, says in said.items()
    ]
    checks = [(f"`{rule.code}`", rule.title, rule.worst, rule.remedy) for rule in RULES]
    reasons = [(words,) for words in sorted(reasons_told(), key=lambda words: words.lstrip(". "))]
    return "\n".join(
        [
            _HEAD,
            _EXIT,
            table(("code", "says"), list(_exit_codes())),
            _FAULTS,
            table(("code", "of", "says"), faults),
            _CHECKS,
            table(("code", "what", "worst", "what to do"), checks),
            _REASONS,
            table(("reason",), reasons),
            _ELSEWHERE,
        ]
    )


def _exit_codes() -> Iterator[tuple[str, str]]:
    named = {f"{command.name} {action[0]}" for command in COMMANDS for action in command.actions} | {
        command.name for command in COMMANDS
    }
    if gone := FAILING_IN_WORDS.keys() - named:
        raise KeyError(*gone)
    found = "; ".join(f"[`{name}`](commands.md#station-{name.replace(' ', '-')}): {why}"
                      for name, why in FAILING_IN_WORDS.items())  # fmt: skip
    yield "0", "done"
    yield (
        str(errors.StationError.exit_code),
        f"it failed, as does a file of data that cannot be read or written. Also, without an error: {found}",
    )
    yield (
        str(errors.UsageError.exit_code),
        "it was asked for wrongly: a command, an option, a setting or a plan that means nothing",
    )
    yield str(INTERRUPTED), "ended by Ctrl-C"
    yield "128 + n", "ended by signal n, in order: visit, database and port were closed"


def reasons_told() -> set[str]:
    """Return every reason of the code, with "..." for what is put in when it is told."""
    found: set[str] = set()
    for module in _giving_reasons():
        tree = ast.parse(inspect.getsource(module))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        within = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
        }
        for node in ast.walk(tree):
            if id(node) not in documentation and (words := _sentence(node, within)):
                found.add(words)
    return found


def _giving_reasons() -> Iterator[ModuleType]:
    yield from (importlib.import_module(f"station.{name}") for name in _ALSO)
    for room in _ROOMS:
        package = importlib.import_module(f"station.{room}")
        for found in pkgutil.iter_modules(package.__path__):
            if found.name not in _NO_REASONS:
                yield importlib.import_module(f"{package.__name__}.{found.name}")


def _sentence(node: ast.AST, within: set[int]) -> str:
    """Return the words of a text that is a sentence; a part of another text is none."""
    match node:
        case ast.JoinedStr(values=parts):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "..." for part in parts)
        case ast.Constant(value=str(text)) if id(node) not in within:
            text = text.replace("{plate}", "...")
        case _:
            return ""
    return text if " " in text.strip() else ""
