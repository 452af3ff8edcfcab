"""One ``station`` command in a process of its own.

Two hundred Pythons that each import everything would take minutes and 50 MB apiece before the first rep.
So commands are forked from one process that has the libraries already; what runs is ``python -m station.cli``.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import threading
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_WARM: Final = [
    "station.cli.cmd_live", "station.cli.cmd_influx", "station.cli.cmd_store", "station.cli.cmd_athlete",
    "station.session.assemble", "simulators.protocol_sim", "influxdb_client",
]  # fmt: skip
"""Names only, of what the commands of a fleet load."""
_ONE_AT_A_TIME = threading.Lock()
"""Starting one process looks after all others that have ended, and an exit code can be read only once:
two threads at it would make 255 of a 0."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR")


def _be_the_command(arguments: list[str], environment: dict[str, str], out: str, errors: str) -> None:
    """Be ``station ARGUMENTS``: in the child. Ctrl-C reaches the fleet alone, which ends its stations in order."""
    os.setpgid(0, 0)
    for name in [name for name in os.environ if name not in _KEPT]:
        del os.environ[name]
    os.environ.update(environment)
    for number, path, how in ((1, out, os.O_APPEND), (2, errors, os.O_APPEND)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), number)
    sys.argv = ["station", *arguments]
    runpy.run_module("station.cli", run_name="__main__")


class Process:
    """A command that runs, or has run; its output is in files."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], out: Path, errors: Path
    ) -> None:
        """Start it. ``ValueError`` where processes cannot be forked."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_WARM)
        self.arguments = tuple(arguments)
        self._process = context.Process(
            target=_be_the_command, args=(list(arguments), dict(environment), str(out), str(errors))
        )
        with _ONE_AT_A_TIME:
            self._process.start()

    @property
    def pid(self) -> int:
        """Return its process number."""
        return self._process.pid or 0

    @property
    def sentinel(self) -> int:
        """Return what can be waited for."""
        return self._process.sentinel

    def wait(self, timeout_s: float | None = None) -> int | None:
        """Wait for its end and return its exit code, negative for a signal; ``None`` when it still runs."""
        wait([self._process.sentinel], timeout_s)
        with _ONE_AT_A_TIME:
            self._process.join(0)
            return self._process.exitcode

    def end(self) -> None:
        """Ask it to end in order."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self.wait()
