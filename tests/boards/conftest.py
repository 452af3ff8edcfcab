"""What checks boards, or one line why it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.boardcheck import npm

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def programs() -> Path:
    """Return the folder of the programs from npm, or skip with one clear line."""
    try:
        return npm.ready()
    except npm.NotHereError as missing:
        pytest.skip(str(missing))
