"""What holds for every test."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# The same examples in every run: a change is judged by what it changed. `HYPOTHESIS_PROFILE=explore` draws others.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

for _number in (signal.SIGHUP, signal.SIGINT) if hasattr(signal, "SIGHUP") else ():
    if signal.getsignal(_number) is signal.SIG_IGN:
        # ``nohup``, or a shell that puts the run into the background. A child would inherit it, and a test that
        # ends a command by this signal would wait for ever.
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)

QUICK = ("core", "house", "pages", "programme", "health", "vectors", "acceptance")
"""Folders whose tests wait for nothing and nobody."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run files with long tests first and quick folders last, so that no worker is left alone with a long file."""
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: (item.path not in slow, not set(QUICK).isdisjoint(item.path.parts)))
