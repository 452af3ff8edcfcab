"""Real stations to be killed: ``station live --json`` in processes whose output survives them in a pipe.

They are forked from one process that has imported everything, so that three hundred of them do not spend
most of their time starting Python; what runs in each is the command line, whole.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING, Self

from tools.campaign.outcome import watch_s

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection
    from pathlib import Path

_WARM = ["station.cli.cmd_live", "station.session.assemble", "simulators.protocol_sim", "influxdb_client"]
END_S = 120.0
"""A station whose performance takes seconds and that has not ended by then hangs."""


def _run(arguments: list[str], environment: dict[str, str], output: Connection, errors: str) -> None:
    """Be a station: in the child."""
    for name in [name for name in os.environ if name.startswith("STATION_")]:
        del os.environ[name]
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a campaign in the background ignores it
    os.dup2(output.fileno(), 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    from station.cli import main  # noqa: PLC0415  in the child only

    code = main(arguments)
    os._exit(code)


class Victim:
    """One station, its output line by line, and the means to end it at once."""

    def __init__(self, home: Path, port: str, environment: Mapping[str, str] | None = None) -> None:
        """Start it on ``port`` with its data in ``home/data``."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_WARM)
        home.mkdir(parents=True, exist_ok=True)
        own = {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home), "STATION_STATION_DATA_DIR": str(home / "data"),
            "STATION_STORAGE_EMERGENCY_DIR": str(home), "PYTHONUTF8": "1",
        }  # fmt: skip
        self.errors = home / "errors.txt"
        read, write = context.Pipe(duplex=False)
        arguments = ["live", "--json", "--port", port]
        self.lines: list[bytes] = []
        self.first_stored_s: float | None = None
        self._news = threading.Condition()
        self._process = context.Process(
            target=_run, args=(arguments, own | dict(environment or {}), write, str(self.errors))
        )
        self.begun_s = watch_s()
        self._process.start()
        write.close()
        self._reader = threading.Thread(target=self._listen, args=(read,))
        self._reader.start()

    def _listen(self, output: Connection) -> None:
        with os.fdopen(os.dup(output.fileno()), "rb") as file:
            output.close()
            for line in file:
                with self._news:
                    self.lines.append(line)
                    if self.first_stored_s is None and b'"type":"saved"' in line:
                        self.first_stored_s = watch_s() - self.begun_s
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait_for_lines(self, number: int) -> None:
        """Return when it has said that many lines, or has ended."""
        with self._news:
            self._news.wait_for(lambda: len(self.lines) >= number or not self._reader.is_alive(), END_S)

    def wait_for(self, words: bytes, count: int = 1) -> bool:
        """Return whether it has said a line with these words that often, as soon as it has."""

        def said() -> bool:
            return sum(words in line for line in self.lines) >= count

        with self._news:
            self._news.wait_for(lambda: said() or not self._reader.is_alive(), END_S)
            return said()

    def kill(self) -> bool:
        """End it as a power cut ends a program; return whether it was still running."""
        self._process.kill()
        self._join()
        return self._process.exitcode == -signal.SIGKILL

    def end(self, timeout_s: float = END_S) -> int:
        """Wait for its own end; return its exit code. ``TimeoutError`` when it hangs."""
        self._process.join(timeout_s)
        if self._process.is_alive():
            self.kill()
            raise TimeoutError(f"the station hangs; its last line was {self.lines[-1:]!r}")
        self._join()
        return self._process.exitcode or 0

    def interrupt(self) -> None:
        """Ask it to end, as Ctrl-C does."""
        os.kill(self._process.pid or 0, signal.SIGINT)

    @property
    def pid(self) -> int:
        """Return its process number."""
        return self._process.pid or 0

    def _join(self) -> None:
        self._process.join()
        self._reader.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.is_alive():
            self.kill()
        self._process.close()
