"""argparse over the table of commands, taught to complain in one line."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import station
from station.cli.table import COMMANDS, GROUPS
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from _typeshed import SupportsWrite

    from station.cli.command import Argument, Command

    Run = Callable[[argparse.Namespace], int]

_PORTS = """'station COMMAND --help' says more. Ports are URLs: /dev/ttyUSB0, COM5, auto,
socket://HOST:PORT, rfc2217://HOST:PORT, sim://textbook?seed=7, replay://FILE."""

_SHORT = len("-h")


class _Parser(argparse.ArgumentParser):
    """argparse with one line per complaint, and no silence about help that could not be written."""

    def parse_args(self, args: Sequence[str] | None = None) -> argparse.Namespace:  # type: ignore[override]  # no other namespace is given
        """Return the options; a word too many is told by the command that it was given to."""
        options, strange = self.parse_known_args(args)
        if strange:
            options.parser.unknown(strange[0])
        return options

    def unknown(self, word: str) -> NoReturn:
        """Refuse a word that this command does not know, with the option that may have been meant."""
        import difflib  # noqa: PLC0415  only for who mistyped

        name, _, _ = word.partition("=")
        known = [
            option for action in self._actions for option in action.option_strings if len(option) > _SHORT
        ]
        near = difflib.get_close_matches(name, known, n=1) if name.startswith("-") else []
        meant = f"Did you mean {near[0]}? " if near else ""
        what = "no option" if word.startswith("-") else "one word too many"
        raise UsageError(f"'{word}' is {what} of '{self.prog}'", f"{meant}See '{self.prog} --help'")

    def error(self, message: str) -> NoReturn:
        """Raise what ``main`` prints."""
        message = message.replace("argument --", "--").replace("argument ", "")
        raise UsageError(message.rstrip("."), f"See '{self.prog} --help'")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        (file or sys.stdout).write(message)


def parse(arguments: Sequence[str] | None) -> tuple[Run, argparse.Namespace]:
    """Return the command to run and its options. ``UsageError`` when they mean nothing."""
    parser = _Parser(
        prog="station",
        usage="station [--config FILE] COMMAND ...",
        allow_abbrev=False,
        description="Smart force-plate step: heel drops counted, timed, weighed and kept.",
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration to use")
    parser.add_argument("--version", action="version", version=f"station {station.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    commands.required = True
    for command in COMMANDS:
        _add(commands, command)
    options = parser.parse_args(arguments)
    return importlib.import_module(f"station.cli.{options.module}").run, options


def _add(commands: argparse._SubParsersAction[_Parser], command: Command) -> None:
    prog = f"station {command.name}"
    parser = commands.add_parser(
        command.name,
        prog=prog,
        description=f"{_described(command.summary)} {command.more}".rstrip(),
        allow_abbrev=False,
    )
    parser.set_defaults(module=f"cmd_{command.module}")
    parser.set_defaults(parser=parser)
    _arguments(parser, command.arguments)
    if command.actions:
        actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
        actions.required = True
        for name, summary, arguments in command.actions:
            action = actions.add_parser(
                name,
                prog=f"{prog} {name}",
                help=summary,
                description=_described(summary),
                allow_abbrev=False,
            )
            action.set_defaults(parser=action)
            _arguments(action, arguments)


def _arguments(parser: argparse.ArgumentParser, arguments: Sequence[Argument]) -> None:
    for argument in arguments:
        parser.add_argument(*argument.names, **argument.options)  # type: ignore[arg-type]  # argparse checks


def _described(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _overview() -> str:
    lines: list[str] = []
    for group in GROUPS:
        lines.append(f"{group}:")
        lines += [f"  {c.name:<9} {c.summary}" for c in COMMANDS if c.group == group]
        lines.append("")
    return "\n".join([*lines, _PORTS])
