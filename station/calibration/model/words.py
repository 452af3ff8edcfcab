"""The words that all of it shares: plates, places, phases."""

from __future__ import annotations

from typing import Literal

STANDARD_GRAVITY_M_S2 = 9.80665
"""Counts are calibrated in kilograms told as newtons at this gravity: the place's own cancels in masses."""
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
