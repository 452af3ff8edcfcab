"""One folder with one store for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.report.made import Made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Return an empty store to put people into."""
    ready = Made(tmp_path)
    yield ready
    ready.store.close()
