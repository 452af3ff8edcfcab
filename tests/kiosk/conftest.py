"""What many tests of the kiosk are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield an empty store."""
    with Store.open(tmp_path / "station.db") as opened:
        yield opened
