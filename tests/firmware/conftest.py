"""What the firmware's tests share: the core built for this machine."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.firmware.board import Board, Built, build, compiler

if TYPE_CHECKING:
    from collections.abc import Callable


HERE = Path(__file__).parent
LAST_RESORT_S = 1800
"""Emulation takes as long as the machine lets it; this only ends what hangs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder time on a busy machine, unless they say how much themselves."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LAST_RESORT_S))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the board and the core, compiled for this machine."""
    if compiler() is None:
        pytest.skip("no C compiler here: apt-get install gcc libc6-dev")
    base = tmp_path_factory.getbasetemp()
    # Of all workers of this run; without workers the folder above is that of all runs, with what they once built.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "firmware-core"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "built").exists():
            build(shared)
            (shared / "built").touch()
    return Built.of(shared)


@pytest.fixture
def make_board(built: Built) -> Callable[..., Board]:
    """Return what makes a board with so many channels, see ``Board``."""

    def make(channels: int = 2, **options: int) -> Board:
        return Board(built, channels, **options)

    return make
