"""What of a session is compared between left and right, by which formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BETWEEN_LEGS: Final = "100 (R - L) / max(R, L)"
ON_TWO_FEET: Final = "100 (R - L) / (R + L)"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides of a session, and the names of the values that tell them."""

    stem: str
    label: str
    formula: str
    left: str
    right: str
    """Names of both raw values; the same one where both are told by the left share."""
    unit: str
    decimals: int

    @property
    def percent(self) -> str:
        """Name of the difference, per cent."""
        return f"{self.stem}_asymmetry_pct"

    @property
    def band(self) -> str:
        """Name of its noise band, per cent."""
        return f"{self.stem}_asymmetry_band_pct"

    @property
    def told(self) -> str:
        """Name of the difference in words."""
        return f"{self.stem}_asymmetry"


def _legs(stem: str, label: str, raw: str, unit: str, decimals: int) -> Comparison:
    left, right = raw.format(side="left"), raw.format(side="right")
    return Comparison(stem, label, BETWEEN_LEGS, left, right, unit, decimals)


def _feet(stem: str, label: str) -> Comparison:
    name = f"{stem}_left_share"
    return Comparison(stem, label, ON_TWO_FEET, name, name, "", 3)


BY_LEG: Final = (
    _legs("single_leg", "time on one leg", "single_leg_time_{side}_s", "s", 2),
    _legs("eccentric_tut", "lowering time", "eccentric_tut_{side}_s", "s", 2),
    _legs("load_time", "load x time", "load_time_{side}_kg_s", "kg s", 0),
    _legs("compliant", "share of clean reps", "compliant_share_{side}", "", 2),
    _legs("rise_share", "working leg's share of the rise", "rise_share_{side}", "", 3),
)
"""Left-leg reps against right-leg reps."""
BY_FOOT: Final = (
    _feet("rise", "load of the feet while rising"),
    _feet("lowering", "load of the feet while lowering on both"),
)
"""Both feet at one time."""
