"""What holds for every test."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings

from tests.support.drawn import PROFILE
from tests.support.levels import DOOR, FIRST, LEVELS, SLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

# The same examples in every run: a change is judged by what it changed. `HYPOTHESIS_PROFILE=explore` draws others,
# and more of them where each is dear (tests/support/drawn.py).
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile(PROFILE)

for _number in (signal.SIGHUP, signal.SIGINT) if hasattr(signal, "SIGHUP") else ():
    if signal.getsignal(_number) is signal.SIG_IGN:
        # ``nohup``, or a shell that puts the run into the background. A child would inherit it, and a test that
        # ends a command by this signal would wait for ever.
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)

TESTS: Final = Path(__file__).parent
LEVEL_OF: Final = {folder: level for level, folders in LEVELS.items() for folder in folders}
PLACE: Final = {TESTS / name: place for place, name in enumerate(FIRST)}


@pytest.hookimpl(tryfirst=True)  # before ``-m`` looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test its level, leave sweeps of many minutes to whoever asks for them, run long files first."""
    for item in items:
        _mark(item)
    if "exhaustive" not in (config.option.markexpr or ""):
        asked_for = [item for item in items if item.get_closest_marker("exhaustive") is None]
        config.hook.pytest_deselected(items=_without(items, asked_for))
        items[:] = asked_for
    # So that no worker is left alone with a long file.
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(
        key=lambda item: (
            PLACE.get(item.path, len(FIRST)),
            item.path not in slow,
            item.get_closest_marker("core") is not None,
        )
    )


def _mark(item: pytest.Item) -> None:
    """Mark a test by where it is; what it says of its level itself goes first."""
    file = item.path.relative_to(TESTS)
    if file.parts[0] not in LEVEL_OF:
        raise pytest.UsageError(f"tests/{file.parts[0]} has no level: name it in tests/support/levels.py")
    if not any(item.get_closest_marker(level) for level in LEVELS):
        item.add_marker(LEVEL_OF[file.parts[0]])
    if file.as_posix() in SLOW:
        item.add_marker("slow")
    slow = item.get_closest_marker("slow") or item.get_closest_marker("exhaustive")
    if not slow and (item.get_closest_marker("core") or file.as_posix() in DOOR):
        item.add_marker("quick")


def _without(items: Sequence[pytest.Item], kept: Sequence[pytest.Item]) -> list[pytest.Item]:
    held = {id(item) for item in kept}
    return [item for item in items if id(item) not in held]
