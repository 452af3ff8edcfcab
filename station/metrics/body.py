"""The person on the plates, as far as known when a rep is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the person on the plates when a rep is measured. Forces in N."""

    weight_n: float
    weighed: bool
    """``weight_n`` comes from a quiet, unassisted stance since the person stepped on."""
    unloaded_mass_kg: float | None
    unloaded_sd_kg: float
    gain_sd: float
    """Of the logarithm of the plates' ratio."""
    zero_sd_n: float
    """Of both zeros together."""
    gain_left: float
    gain_right: float
    gravity_m_s2: float
    scale_sd_rel: float
    """Relative standard uncertainty of the plates' scales, which an added load inherits."""
    rate_hz: float
    converter_period_s: float | None
    """For dividing out the converter's response; ``None`` when the source's response is unknown."""
    support_varies: bool = False
    """Nobody was weighed, but hands carried a share that changed from rep to rep."""
