"""The page of commands, from the table that argparse is given."""

from __future__ import annotations

import argparse
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.cli.arguments import JSON
from station.cli.table import COMMANDS, GROUPS
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.cli.command import Argument, Command

_HEAD = """\
# Commands

Generated from the table of commands, `station/cli/table.py`, by `python -m tools.reference`. `station COMMAND --help` says the same at the step.

```usage
station [--config FILE] COMMAND ...
station --version
```

`--config FILE` names another [configuration](configuration.md) than `station config path` tells. A port is a URL wherever one is taken: `/dev/ttyUSB0`, `COM5`, `auto`, `socket://HOST:PORT`, `rfc2217://HOST:PORT`, `sim://SCENARIO?seed=7&speed=1`, `replay://FILE`. With `--json`, which most commands take, what is printed is JSON and nothing else; warnings and errors go to the other stream. How a command ended is told by its [exit code](codes.md#exit-codes).
"""  # noqa: E501  prose lines of a page

_WIDTH = 88
_CHOICES_SHOWN = 4
_WITHOUT_END = f" to {2**63 - 1}"
"""What the reader of a database's numbers says; nobody wants to know."""
_WORDS_OF_COUNTS = {"+": "{0} ...", "*": "[{0} ...]", "?": "[{0}]"}


def commands_page() -> str:
    """Return ``docs/reference/commands.md``."""
    parts = [_HEAD, _overview()]
    for group in GROUPS:
        parts.append(f"## {_sentence(group)}\n")
        for command in COMMANDS:
            if command.group == group:
                parts += _described(command)
    return "\n".join(parts)


def _overview() -> str:
    rows = []
    for group in GROUPS:
        of_group = [command for command in COMMANDS if command.group == group]
        for command in of_group:
            link = f"[`{command.name}`](#{_anchor(f'station {command.name}')})"
            rows.append((_sentence(group) if command is of_group[0] else "", link, command.summary))
    return table(("", "command", "what for"), rows)


def _described(command: Command) -> Iterator[str]:
    name = f"station {command.name}"
    yield f"### `{name}`\n\n{f'{_sentence(command.summary)}. {command.more}'.rstrip()}\n"
    if not command.actions:
        yield _taken(name, command.arguments)
    for action, summary, arguments in command.actions:
        yield f"#### `{name} {action}`\n\n{_sentence(summary)}.\n"
        yield _taken(f"{name} {action}", arguments)


def _taken(name: str, arguments: Sequence[Argument]) -> str:
    usage = f"```usage\n{_usage(name, arguments)}\n```\n"
    own = [each for each in arguments if each is not JSON]
    if not own:
        return usage
    rows = [(_names(each), str(each.options.get("help", "")), _values(each)) for each in own]
    if not any(takes for *_, takes in rows):
        return f"{usage}\n{table(('argument', 'meaning'), [row[:2] for row in rows])}"
    return f"{usage}\n{table(('argument', 'meaning', 'takes'), rows)}"


def _usage(name: str, arguments: Iterable[Argument]) -> str:
    """Return how a command is written, broken between arguments: what has no name first."""
    parts = sorted(arguments, key=lambda each: each.names[0].startswith("-"))
    lines, indent = [name], " " * (len(name) + 1)
    for part in (_piece(each) for each in parts):
        if len(lines[-1]) + 1 + len(part) > _WIDTH:
            lines.append(indent + part)
        else:
            lines[-1] += f" {part}"
    return "\n".join(lines)


def _piece(argument: Argument) -> str:
    """Return one argument as a usage shows it: ``[--port URL]``, ``FILE ...``."""
    count = argument.options.get("nargs")
    value = _WORDS_OF_COUNTS[str(count)].format(_metavar(argument)) if count else _metavar(argument)
    if not argument.names[0].startswith("-"):
        return value
    written = " | ".join(_flags(argument)) if _is_flag(argument) else f"{argument.names[0]} {value}"
    return written if argument.options.get("required") else f"[{written}]"


def _metavar(argument: Argument) -> str:
    choices: Any = argument.options.get("choices")
    if "metavar" not in argument.options and choices and len(choices) <= _CHOICES_SHOWN:
        return "|".join(choices)
    return str(argument.options.get("metavar", argument.names[0].lstrip("-").upper()))


def _is_flag(argument: Argument) -> bool:
    return "action" in argument.options


def _flags(argument: Argument) -> list[str]:
    """Return the spellings of a flag, with the one that says no where there is one."""
    action = argument.options["action"]
    says_no = isinstance(action, type) and issubclass(action, argparse.BooleanOptionalAction)
    name = argument.names[0]
    return [name, f"--no-{name.removeprefix('--')}"] if says_no else [name]


def _names(argument: Argument) -> str:
    if _is_flag(argument):
        return ", ".join(f"`{flag}`" for flag in _flags(argument))
    named = argument.names[0].startswith("-")
    return f"`{argument.names[0]} {_metavar(argument)}`" if named else f"`{_metavar(argument)}`"


def _values(argument: Argument) -> str:
    """Return what an argument takes, in words, and what it is where it is left out."""
    parts = []
    choices: Any = argument.options.get("choices")
    reader = argument.options.get("type")
    if choices:
        parts.append(", ".join(f"`{choice}`" for choice in choices))
    elif reader is Path:
        parts.append("a path")
    elif callable(reader):
        parts.append(_of_reader(inspect.getdoc(reader) or ""))
    default = argument.options.get("default")
    if default and "default" not in str(argument.options.get("help", "")):
        parts.append(f"default `{default}`")
    return "; ".join(parts)


def _of_reader(words: str) -> str:
    """Return what a reader's own first line says that it reads."""
    _, _, read = words.splitlines()[0].partition(" ")
    return read.partition(";")[0].rstrip(".").removesuffix(_WITHOUT_END).replace("``", "`")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _anchor(heading: str) -> str:
    return heading.replace(" ", "-")
