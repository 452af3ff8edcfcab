"""What checks boards, or one line why it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.influx import influx, influx_binaries, shared_influx
from tools.boardcheck import npm

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["influx", "influx_binaries", "shared_influx"]


@pytest.fixture(scope="session")
def programs() -> Path:
    """Return the folder of the programs from npm, or skip with one clear line."""
    try:
        return npm.ready()
    except npm.NotHereError as missing:
        pytest.skip(str(missing))
