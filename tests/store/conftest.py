"""A store in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.store import Store, StoreWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where the database will be; its folder does not exist yet."""
    return tmp_path / "data" / "station.db"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """Yield an empty store."""
    with Store.open(database) as opened:
        yield opened


@pytest.fixture
def writer(store: Store) -> StoreWriter:
    """Return a writer with nothing behind it."""
    return StoreWriter(store, "clinic", "step1")
