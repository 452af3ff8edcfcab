"""The words that several events share."""

from __future__ import annotations

from typing import Final, Literal

Side = Literal["left", "right", "both"]
Mode = Literal["lowering", "bilateral", "single_leg_raise"]
Tempo = Literal["fast", "borderline", "ok"]
StanceState = Literal["empty", "both", "left", "right", "transfer"]
HealthState = Literal["PASS", "RETRY", "SERVICE", "UNKNOWN"]
Leg = Literal["left", "right"]
Plate = Leg
"""The plate under that leg."""
PLATES: Final[tuple[Plate, ...]] = ("left", "right")
