"""Where mains hum lands when it is sampled some eighty times a second."""

from __future__ import annotations

import math

RATES_HZ = (80.0, 88.0, 94.0)
"""Nominal, and what real converters make."""
MAINS_HZ = (50.0, 60.0, 100.0, 120.0)
"""The mains and its second harmonic: lamps and rectifiers."""


def alias_hz(frequency_hz: float, rate_hz: float) -> float:
    """Return the frequency as which a tone shows in samples taken at ``rate_hz``: the distance to a multiple of it."""
    return abs(frequency_hz - rate_hz * round(frequency_hz / rate_hz))


def filter_db(frequency_hz: float, rate_hz: float) -> float:
    """Return how much the converter weakens a tone, dB, if its filter is a fourth-order sinc.

    Its four samples of settling suggest that; no data sheet says it. 4 x 20 log10 of sin(pi f / rate) / (pi f / rate).
    """
    x = math.pi * frequency_hz / rate_hz
    return 80.0 * math.log10(abs(math.sin(x) / x))


def hum_table() -> str:
    """Return where each tone lands at each rate, and how much weaker."""
    head = "| tone | " + " | ".join(f"at {rate:.0f} samples/s" for rate in RATES_HZ) + " |"
    rows = [
        f"| {tone:.0f} Hz | "
        + " | ".join(f"{alias_hz(tone, rate):.0f} Hz, {filter_db(tone, rate):.0f} dB" for rate in RATES_HZ)
        + " |"
        for tone in MAINS_HZ
    ]
    return "\n".join([head, "| --- " * (len(RATES_HZ) + 1) + "|", *rows])
