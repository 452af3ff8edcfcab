"""One shell with a home folder of its own, for the commands of one page."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final, Self

from tools.doc_commands.blocks import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

HOME: Final = "/home/you"
"""What pages call the home folder."""
CHECKOUT: Final = "heel-drop-station"
"""What pages call a clone, in the home folder."""
_DONE: Final = "--- this command has ended with"


class Shell:
    """A shell that is given one command after another."""

    def __init__(
        self, home: Path, names: Mapping[str, str], *, in_checkout: bool = False, patience_s: float = 60.0
    ) -> None:
        home.mkdir()
        self._home = home
        self._names = names
        """What stands on the page for something else that is typed, and is told by the page's name again."""
        self._patience_s = patience_s
        folder = _copy_of_the_checkout(home / CHECKOUT) if in_checkout else home
        self._bash = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],  # noqa: S607  the one on the path, as people have it
            cwd=folder,
            env=_environment(home, folder if in_checkout else None),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._bash.communicate()

    def run(self, command: str) -> tuple[str, int]:
        """Return what a command prints, and its exit code; a shell that is gone tells 255."""
        given, told = self._bash.stdin, self._bash.stdout
        assert given is not None  # noqa: S101  both were asked for above
        assert told is not None  # noqa: S101
        impatience = threading.Timer(self._patience_s, self._end)
        impatience.start()
        try:
            given.write(
                f"{{\n{self._as_typed(command)}\n}} </dev/null 2>&1\nprintf '\\n%s %s\\n' '{_DONE}' $?\n"
            )
            given.flush()
            lines: list[str] = []
            for line in told:
                if line.startswith(_DONE):
                    return self._as_on_a_page(lines), int(line.split()[-1])
                lines.append(line)
        except BrokenPipeError:
            lines = ["the shell has ended\n"]
        finally:
            impatience.cancel()
        return self._as_on_a_page(lines), 255

    def write(self, name: str, text: str) -> None:
        """Write a file of the page into the home folder, for its owner only."""
        file = self._home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(self._as_typed(text), encoding="utf-8")

    def _as_typed(self, text: str) -> str:
        for name, meant in self._names.items():
            text = text.replace(name, meant)
        return text

    def _as_on_a_page(self, lines: list[str]) -> str:
        text = "".join(lines)
        for name, meant in {**self._names, HOME: str(self._home)}.items():
            text = text.replace(meant, name)
        return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")

    def _end(self) -> None:
        """End the shell with whatever it left running."""
        try:
            os.killpg(self._bash.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _environment(home: Path, checkout: Path | None) -> dict[str, str]:
    """Return what a new user's shell knows: this Python's commands, and nothing of this computer's user."""
    bin_folder = os.path.dirname(sys.executable)  # noqa: PTH120  as it is, not where a link leads
    known = {
        "HOME": str(home),
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "100",
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return known | {"PYTHONPATH": str(checkout or ROOT)}


def _copy_of_the_checkout(to: Path) -> Path:
    """Copy what git knows or would take in, as it is on the disk now."""
    asked = ["git", "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to
