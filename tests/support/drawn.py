"""How many examples a property draws: a few in every run, many when somebody explores."""

from __future__ import annotations

import os
from typing import Final

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "same")
"""``same`` draws the same examples in every run; ``explore`` draws others, and more."""


def examples(few: int, many: int) -> int:
    """Return how many examples to draw where each is dear: ``few`` in every run, ``many`` when exploring."""
    return many if PROFILE == "explore" else few
