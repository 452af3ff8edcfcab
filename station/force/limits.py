"""What is doubted of a conversion."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """When a conversion is doubted."""

    spike_n: float = 25.0
    """A single sample this far from both neighbours is a misread: the converter's filter spreads any real
    change over four conversions (HX711 data sheet, settling time)."""
    spike_per_change: float = 1.5
    """... plus this many times the change around it, so that impacts stay."""
    group_delay_periods: float = 2.0
    """Centre of a filter that settles in four conversions lies two conversions back."""
    period_gain: float = 0.01
    """The measured conversion period follows with this weight per conversion."""
    period_max_s: float = 0.25
    """Longer intervals are holes, not periods (10 SPS is 0.1 s)."""
    hole_periods: float = 2.6
    """A longer interval has two or more conversions missing. One alone (23 ms) is bridged: it is told as a gap,
    but a transfer takes 200 ms and more, so a straight line over it is a few ms wrong at most."""
    saturation_reach: float = 2.0
    """The converter's filter takes four conversions to any force: one that jumps to more than twice the force
    before it did not follow a load to the end of the range."""
    pending_max: int = 2000
    """Conversions kept while the calibration is still unknown."""


LIMITS = IntakeLimits()
