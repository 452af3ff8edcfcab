"""Checks ready to be shown: a symbol, a title, a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.health.table import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import HealthCheck, HealthState

SYMBOLS: dict[HealthState, str] = {"PASS": "✓", "RETRY": "!", "SERVICE": "✕", "UNKNOWN": "·"}
_WORST_FIRST: dict[HealthState, int] = {"SERVICE": 0, "RETRY": 1, "UNKNOWN": 2, "PASS": 3}


@dataclass(frozen=True, slots=True)
class CheckView:
    """One line of a list of checks."""

    symbol: str
    state: HealthState
    title: str
    """Two or three words, with the channel where there is one."""
    sentence: str
    """What was measured, and what to do when something has to be done."""
    code: str
    channel: str | None


def views(checks: Iterable[HealthCheck], *, all_of_them: bool = False) -> tuple[CheckView, ...]:
    """Return what to show, worst first: what is not well, or ``all_of_them``."""
    shown = [view(check) for check in checks if all_of_them or check.state in ("RETRY", "SERVICE")]
    return tuple(sorted(shown, key=lambda each: _WORST_FIRST[each.state]))


def view(check: HealthCheck) -> CheckView:
    """Return one check as words."""
    title = BY_CODE[check.code].title + (f" {check.channel}" if check.channel else "")
    parts = [part for part in (measured_words(check), check.detail) if part]
    sentence = ", ".join(parts)
    if check.remedy:
        sentence = f"{sentence}. {check.remedy}" if sentence else check.remedy
    return CheckView(SYMBOLS[check.state], check.state, title, sentence, check.code, check.channel)


def measured_words(check: HealthCheck) -> str:
    """Return the measured value, its unit, and the limit when it is passed."""
    if check.measured is None:
        return "not looked at yet" if check.state == "UNKNOWN" and not check.detail else ""
    if not (check.unit or check.remedy):
        return ""
    number = f"{check.measured:.4g} {check.unit}".strip()
    return f"{number} ({check.limit})" if check.remedy else number


def worst(checks: Iterable[HealthCheck]) -> HealthState:
    """Return the worst state of all: ``SERVICE``, ``RETRY``, or else ``PASS``."""
    states = {check.state for check in checks}
    return "SERVICE" if "SERVICE" in states else "RETRY" if "RETRY" in states else "PASS"
