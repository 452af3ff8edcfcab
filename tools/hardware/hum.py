"""How much of mains hum is left behind the converter's filter, and where it lands."""

from __future__ import annotations

import math

from station.health.hum import TONES_HZ as MAINS_HZ
from station.health.hum import alias_hz

__all__ = ["MAINS_HZ", "RATES_HZ", "alias_hz", "filter_db", "hum_table"]
RATES_HZ = (80.0, 88.0, 94.0)
"""Nominal, and what real converters make."""


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
