"""Servers to install on, and the command that does it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from station.cli import main
from tests.support.influx import influx, influx_binaries, shared_influx
from tests.support.influxdb2 import ADMIN, InfluxDB2Stub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["influx", "influx_binaries", "shared_influx"]


class Command:
    """``station influx install`` with a configuration of its own, and a folder for its tokens."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.tokens = folder / "tokens"
        self.station_file, self.coach_file = (
            self.tokens / "influx-station.token",
            self.tokens / "influx-coach.token",
        )
        self._config, self._folder, self._capture = folder / "station.toml", folder, capture
        self._config.write_text(f'[station]\nsite = "clinic"\nname = "step2"\ndata_dir = "{folder}/data"\n')

    def admin(self, token: str) -> list[str]:
        """Return the options that show an administrator's token."""
        file = self._folder / "admin.token"
        file.write_text(token)
        file.chmod(0o600)
        return ["--token-file", str(file)]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Run it, and return exit code, output and errors."""
        tokens = [] if "--tokens" in arguments else ["--tokens", str(self.tokens)]
        code = main(["--config", str(self._config), "influx", "install", *arguments, *tokens])
        said = self._capture.readouterr()
        return code, said.out, said.err

    def document(self, *arguments: str) -> dict[str, Any]:
        """Run it with ``--json`` and return what it says; it has to end well."""
        code, said, wrong = self(*arguments, "--json")
        assert (code, wrong) == (0, "")
        read: dict[str, Any] = json.loads(said)
        return read

    def states(self, *arguments: str) -> dict[str, str]:
        """Return what would be made, changed and kept."""
        return {step["what"]: step["state"] for step in self.document(*arguments)["steps"]}


@pytest.fixture
def install(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command."""
    monkeypatch.delenv("STATION_CONFIG", raising=False)
    return Command(tmp_path, capsys)


@pytest.fixture
def stub() -> Iterator[InfluxDB2Stub]:
    """Yield an InfluxDB 2 that was set up, with an organisation and nothing else."""
    with InfluxDB2Stub() as running:
        yield running


@pytest.fixture
def admin_2(install: Command) -> list[str]:
    """Return the options with the stub's operator token."""
    return install.admin(ADMIN)
