"""What a stance of the test must be, and what is uncertain about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SwapLimits:
    """What a stance must be, and what is uncertain about it."""

    window_s: float = 0.5
    windows: int = 12
    """Six seconds of standing still are a stance: five sways, a breath and a half."""
    settle_windows: int = 2
    """The first second after stepping on is not part of it."""
    total_sd_share: float = 0.006
    """Windows of a steady stance scatter by less of the weight (breath, heart: 0.1-0.3 %)."""
    share_sd: float = 0.03
    """... and the left share by less."""
    load_min_n: float = 200.0
    """Less is no person, or one foot beside the plates."""
    empty_n: float = 40.0
    share_range: tuple[float, float] = (0.25, 0.75)
    """Beyond, one leg is only resting."""
    posture_sd: float = 0.015
    """How well a stance repeats its left share, before this person showed it; counts as two stances."""
    posture_freedom: float = 2.0
    zero_sd_n: float = 0.25
    """Of each plate in each stance: creep back after a load, hum and noise in the zero."""
    ratio_max: float = 0.10
    """Plates that differ by more cannot be told from a hand: calibrate first."""
    same_sds: float = 3.5
    """The third stance must weigh what the first did within so many standard deviations."""
    vague_sd: float = 0.015
    """A ratio less certain than this came from a stance that was too even: weight tells it only where it is not."""
    clear_sds: float = 2.0
    """What lies within so many of its standard deviations is no difference."""


LIMITS = SwapLimits()
