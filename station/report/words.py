"""How a report writes numbers, days and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIDES: Final = {"left": "left", "right": "right", "both": "both feet"}
UNKNOWN: Final = "\N{EN DASH}"
NO_LOAD_KG: Final = 0.25
"""Less than half of the smallest plate there is counts as no added load."""
VARIANTS: Final = {
    "straight_step": "straight knee, on the step",
    "bent_step": "bent knee, on the step",
    "straight_floor": "straight knee, to floor level",
    "bent_floor": "bent knee, to floor level",
}
KINDS: Final = {
    "lowering": "lowering on one leg",
    "bilateral": "raises on both feet",
    "single_leg_raise": "raises on one leg",
}
KIND_LABELS: Final = {
    "during": "while training",
    "after": "right after",
    "next_morning": "next morning",
    "daily_life": "in daily life",
}


def day_words(day: date, *, year: bool = True) -> str:
    """Return ``5 Jan 2026``: no reader takes it for another day."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def days_words(first: date, last: date) -> str:
    """Return ``5 Jan to 11 Jan 2026``, or the one day that it is."""
    if first == last:
        return day_words(first)
    return f"{day_words(first, year=first.year != last.year)} to {day_words(last)}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """Return ``1 visit``, ``2 visits``; thousands are parted by a thin space."""
    return f"{thousands(number)} {noun if number == 1 else nouns or noun + 's'}"


def thousands(number: float) -> str:
    """Return a whole number whose thousands are parted by a space that does not break."""
    return f"{number:,.0f}"


def load_words(kg: float | None) -> str:
    """Return ``+7.5 kg``, ``no load`` or a dash for what is not known."""
    if kg is None:
        return UNKNOWN
    return "no load" if kg < NO_LOAD_KG else f"+{kg:.1f} kg"


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number, or a dash for what is not known."""
    return UNKNOWN if value is None else f"{value:.{decimals}f}"


def percent(share: float | None) -> str:
    """Return a share as per cent, or a dash; what is nearly all or nearly nothing is not told as all or nothing."""
    if share is None:
        return UNKNOWN
    whole = round(100 * share)
    if whole in (0, 100) and share not in (0, 1):
        return f"{min(99.9, max(0.1, 100 * share)):.1f} %"
    return f"{whole} %"


def listed(words: list[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
