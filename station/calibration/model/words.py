"""The words that all of it shares: plates, places, phases."""

from __future__ import annotations

from typing import Literal

Plate = Literal["L", "R"]
PLATES: tuple[Plate, ...] = ("L", "R")
Where = Literal["centre", "front_left", "front_right", "rear_left", "rear_right", "rear_edge"]
"""Where a load lies on its plate. The rear edge is where the heels of a person hang over."""
PLACES: tuple[Where, ...] = ("front_left", "front_right", "rear_left", "rear_right", "rear_edge")
Direction = Literal["up", "down"]
Phase = Literal[
    "warm_up",
    "zero",
    "preload",
    "series",
    "corner",
    "sum",
    "zero_return",
    "review",
    "finished",
    "aborted",
    "verify",
]
Verdict = Literal["ok", "watch", "recalibrate"]
