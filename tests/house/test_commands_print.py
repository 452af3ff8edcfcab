"""Commands print through one place, where text of unknown origin loses its power over a terminal."""

from __future__ import annotations

import ast
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import station.cli
from station.cli import common, monitor
from station.wire import LineFault, Nak, Pong, StepFault
from station.wire.messages import IdentityLine
from tests.house.test_harmless_text import COMMANDS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.wire import Message

MODULES = sorted(Path(station.cli.__file__).parent.glob("*.py"))
PLACE = "common.py"
WRITERS = {
    "__init__.py": {"fail"},  # before anything else is imported; spells out what it prints
    "parser.py": {"_print_message"},  # pages of help, our own words
}
"""Functions outside the one place that may touch an output, and why."""
OUTPUTS = {"stdout", "stderr", "__stdout__", "__stderr__"}
HARMLESS_USES = {"flush", "isatty", "fileno"}


class Look(ast.NodeVisitor):
    """Collects where an output is used in any other way than the harmless ones."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._inside = [""]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Remember whose lines these are."""
        self._inside.append(node.name)
        self.generic_visit(node)
        self._inside.pop()

    def visit_Name(self, node: ast.Name) -> None:
        """Find ``print`` and outputs that were imported by name."""
        if node.id in ("print", "stdout", "stderr"):
            self._note(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Find an output that is handed on, or used for more than its state."""
        if (
            isinstance(node.value, ast.Attribute)
            and node.value.attr in OUTPUTS
            and node.attr in HARMLESS_USES
        ):
            return
        if node.attr in OUTPUTS:
            self._note(node)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Pass over the question whether there is an output at all."""
        if not isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            self.generic_visit(node)

    def _note(self, node: ast.Name | ast.Attribute) -> None:
        self.found.append((self._inside[-1], node.lineno))


def prints(module: Path) -> list[tuple[str, int]]:
    """Return where a module prints by itself: the function's name and the line."""
    look = Look()
    look.visit(ast.parse(module.read_text(encoding="utf-8")))
    return look.found


@pytest.mark.parametrize(
    "module", [each for each in MODULES if each.name != PLACE], ids=lambda path: path.name
)
def test_commands_print_through_the_one_place(module: Path) -> None:
    """No command prints by itself: ``say``, ``warn``, ``put``, ``print_json`` and ``print_table`` do."""
    allowed = WRITERS.get(module.name, set())
    assert [place for place in prints(module) if place[0] not in allowed] == []


@pytest.mark.parametrize(
    "line",
    ["print(name)", "import sys; sys.stdout.write(name)", "import sys; print(1, file=sys.stderr)",
     "from sys import stdout; stdout.write(name)", "import sys; out = sys.stdout",
     "import sys; sys.__stdout__.write(name)", "import sys; sys.stdout.buffer.write(name)"],
)  # fmt: skip
def test_other_ways_of_printing_are_found(tmp_path: Path, line: str) -> None:
    """The look above sees every usual way to print."""
    module = tmp_path / "cmd_new.py"
    module.write_text(f"def run(name):\n    {line}\n", encoding="utf-8")
    assert prints(module)


def printed(action: Callable[[], None]) -> str:
    """Return what is printed, on both outputs."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        action()
    return out.getvalue()


def identity(text: str) -> IdentityLine:
    """Return who a step says it is."""
    return IdentityLine(1, text, text, text, (text, "R"), 128, 115200, text)


@given(TEXTS)
def test_each_way_of_printing_is_harmless(text: str) -> None:
    """Whatever it is given, it prints one line for one line."""
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        text = "lone surrogates cannot be in JSON"
    for action in (
        lambda: common.say(text),
        lambda: common.warn(text),
        lambda: common.print_json({"type": text}),
        lambda: common.print_table(("name",), [(text,)]),
    ):
        out = printed(action)
        assert not COMMANDS.search(out)
        assert out.count("\n") <= 2
    assert json.loads(printed(lambda: common.print_json(text))) == text


@given(TEXTS, st.booleans())
def test_words_of_a_step_are_shown_harmlessly(text: str, json_wanted: bool) -> None:  # noqa: FBT001  drawn by Hypothesis
    """``step monitor`` shows what a step says of itself, and lines that are damaged, without obeying them."""
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        return  # no line of the wire decodes to these
    messages: tuple[Message, ...] = (
        LineFault("crc", text), Nak(text, text), Pong(text, 1), StepFault(text, 0, text), identity(text),
    )  # fmt: skip
    for message in messages:
        out = printed(lambda said=message: monitor._print_line(said, json=json_wanted))  # type: ignore[misc]
        assert not COMMANDS.search(out)
        assert out.count("\n") == 1
    for told in (Nak(text, text), StepFault(text, 0, text)):
        out = printed(lambda said=told: monitor._print_told(said, identity(text), json=json_wanted))  # type: ignore[misc]
        assert not COMMANDS.search(out)
        assert out.count("\n") == 1
