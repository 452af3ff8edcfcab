"""What a look at one thing gave, before it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.events import HealthCheck
from station.health.table import BY_CODE

if TYPE_CHECKING:
    from station.events import HealthState


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code, where, and how it is."""

    code: str
    channel: str | None
    state: HealthState
    measured: float | None = None
    detail: str = ""

    @property
    def bad(self) -> bool:
        """Whether something has to be done."""
        return self.state in ("RETRY", "SERVICE")


def judged(code: str, channel: str | None, measured: float | None, detail: str = "", *, bad: bool) -> Verdict:
    """Return a verdict as bad as the table says, or ``PASS``."""
    return Verdict(code, channel, BY_CODE[code].worst if bad else "PASS", measured, detail)


def unknown(code: str, channel: str | None = None, detail: str = "") -> Verdict:
    """Return that it could not be looked at."""
    return Verdict(code, channel, "UNKNOWN", None, detail)


def as_check(verdict: Verdict, t_s: float | None) -> HealthCheck:
    """Return the event of a verdict, with the table's limit, unit and remedy."""
    rule = BY_CODE[verdict.code]
    remedy = rule.remedy if verdict.bad else ""
    return HealthCheck(
        verdict.code, verdict.state, verdict.channel, verdict.measured, rule.unit, rule.limit, remedy, t_s,
        verdict.detail,
    )  # fmt: skip
