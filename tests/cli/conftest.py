"""The command in a home folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.calibrating import steps, typing, unattended
from tests.support.command import Command
from tests.support.influx import influx, influx_binaries, shared_influx

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["influx", "influx_binaries", "shared_influx", "steps", "typing", "unattended"]


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command; configuration and data are under ``tmp_path``."""
    return Command(tmp_path)
