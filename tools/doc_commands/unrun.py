"""Commands that pages show and that no test of pages runs: why not, and that they are commands all the same."""

from __future__ import annotations

import importlib.util
import re
import shlex
from typing import TYPE_CHECKING, Final

from station.cli.parser import parse
from station.errors import StationError
from tools.doc_commands.blocks import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REASONS: Final = {
    "needs a step": "a step on a port of this computer, or loads and a person on it",
    "needs a server": "an InfluxDB 2 or 3, a Grafana, or Docker, and an administrator's token",
    "needs a terminal": "a screen and keys; the kiosk's own tests press them",
    "needs a tool": "a program that is not part of the station and not on every computer",
    "sets up": "it installs or builds; its own tests and the run of all tests do that",
    "takes long": "minutes to hours, on all cores",
    "yours": "it names a file, an id or an address that only you have",
    "run by": "another test runs the block, and names the page",
}
"""Every reason a ``sh`` block may give."""

_TYPED: Final = re.compile(r"^(\$ )?(sudo )?(station|make|python3?|pip|pipx|uv|git|docker|pytest|avrdude) ")


def looks_typed(text: str) -> bool:
    """Tell whether a block without a language looks like commands."""
    return any(_TYPED.match(line) for line in text.splitlines())


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of each command of a ``sh`` block, comments left out."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["sudo"]:
            words = words[1:]
        if words:
            yield words


def complaint(words: list[str], folder: Path = ROOT) -> str | None:
    """Return why this is no command, or None; programs that are not ours are believed.

    ``folder`` is where the page lies: a Makefile beside it is the one it speaks of.
    """
    words = [word for word in words if word != "..."]
    for end in ("|", "&&", ">", ";", "&"):
        words = words[: words.index(end)] if end in words else words
    match words:
        case ["station", *arguments]:
            return _station(arguments)
        case ["make", *arguments]:
            return _make(arguments, folder)
        case ["python" | "python3", "-m", name, *_]:
            return None if _importable(name) else f"there is no module {name}"
    return None


def _station(arguments: list[str]) -> str | None:
    try:
        parse(arguments)
    except StationError as error:
        return str(error)
    except SystemExit:  # a help page
        return None
    return None


def _make(arguments: list[str], folder: Path) -> str | None:
    if arguments[:1] == ["-C"]:
        folder, arguments = ROOT / arguments[1], arguments[2:]
    makefile = next(path for path in (folder / "Makefile", ROOT / "Makefile") if path.is_file())
    targets = re.findall(r"^([\w .-]+):(?!=)", makefile.read_text("utf-8"), re.MULTILINE)
    known = {target for line in targets for target in line.split()}
    lacking = [word for word in arguments if "=" not in word and word not in known]
    return f"{makefile.relative_to(ROOT)} has no target {', '.join(lacking)}" if lacking else None


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
