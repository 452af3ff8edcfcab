"""What a command is: who it is for, what it does, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, object]


def arg(*names: str, **options: object) -> Argument:
    """Name an argument."""
    return Argument(names, options)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: who it is for, what it does, and the module in ``station.cli`` that does it."""

    group: str
    name: str
    summary: str
    module: str
    arguments: tuple[Argument, ...] = ()
    actions: tuple[tuple[str, str, tuple[Argument, ...]], ...] = ()
    """Name, summary and arguments of sub-commands."""
    more: str = ""
    """What else somebody should know who asks for its help."""
