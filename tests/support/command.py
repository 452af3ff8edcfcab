"""Running the ``station`` command as people do: another process, another home folder."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from station.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    def document(self) -> Any:  # noqa: ANN401  JSON is any value
        """Return what it printed as one JSON document."""
        return json.loads(self.out)

    def lines(self) -> list[dict[str, Any]]:
        """Return what it printed as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Command:
    """``station`` in a home folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.names_data = True
        """Whether the environment says where data go; otherwise a configuration does, or nobody."""

    def environment(self, **more: str) -> dict[str, str]:
        """Return an environment in which nothing of this computer's user is found."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        own = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home), "PYTHONUTF8": "1", "COLUMNS": "100"}
        data = {"STATION_STATION_DATA_DIR": str(self.data)} if self.names_data else {}
        return kept | own | data | more

    def inside(self, *arguments: str, **environment: str) -> Ran:
        """Run a command within this process: much faster, and what it does not catch fails the test."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(err):
            for name in [name for name in os.environ if name.startswith("STATION_")]:
                here.delenv(name)
            for name, value in self.environment(**environment).items():
                here.setenv(name, value)
            code = main(arguments)
        return Ran(code, out.getvalue(), err.getvalue())

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command that a test wants to talk to."""
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "station.cli", *arguments],
            env=self.environment(**environment),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: str, **environment: str) -> Ran:
        """Run a command to its end."""
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=90)
            return Ran(process.returncode, out, err)
