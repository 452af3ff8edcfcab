"""The command beside the store that a test fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.command import Command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command; configuration and data are under ``tmp_path``."""
    return Command(tmp_path)
