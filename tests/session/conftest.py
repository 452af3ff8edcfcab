"""What every test of a session has around it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_emergency_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what cannot be saved go nowhere but into the test's own folder."""
    monkeypatch.setattr("station.session.held.tempfile", SimpleNamespace(gettempdir=lambda: str(tmp_path)))
