"""What it costs to be told what the commands are, in a new process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.processes import children_s

TRIES: Final = 5


def help_s(tries: int = TRIES) -> float:
    """Return processor seconds of ``station --help``, the interpreter's own start included; the fastest try."""
    return min(_once_s() for _ in range(tries))


def _once_s() -> float:
    before_s = children_s()
    command = Path(sys.executable).with_name("station")
    subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
    return children_s() - before_s
