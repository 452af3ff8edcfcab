"""What a computer's clock is worth: proven wrong, said to be right, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from station.events import ClockStamp
from station.instants import utc

MADE: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right says less than the day this was written."""
DAY_US: Final = 86_400 * 10**6
"""What differs by more was set wrong; anything less may be a zone that somebody forgot, or drift."""
SETTLED_US: Final = 15 * 60 * 10**6
"""Where a network is, the time comes within minutes of the machine's start."""
_MADE_US: Final = round(MADE.timestamp()) * 10**6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known from before."""

    newest_us: int | None = None
    """When the last session of another start of this machine began, by a clock that was not wrong."""
    ok_offset_us: int | None = None
    """Wall time less time since the start, when the system last said that its clock is synchronised."""
    synchronized_before: bool = False
    """Whether the system ever said so: then it will again, once there is a network."""


def judge(
    offset_us: int, since_boot_us: int, boot_id: str, evidence: Evidence, *, synchronized: bool | None
) -> ClockStamp:
    """Judge a clock that says ``offset_us + since_boot_us``.

    Points are held while the clock is proven wrong, and in the first quarter of an hour after the start of a
    machine that is synchronised otherwise.
    """
    wrong = _proof(offset_us, since_boot_us, evidence, synchronized=bool(synchronized))
    if wrong:
        return ClockStamp("wrong", wrong, boot_id, offset_us, held=True)
    if synchronized:
        return ClockStamp("ok", "", boot_id, offset_us, held=False)
    reason = (
        "the system does not say whether its clock is synchronised"
        if synchronized is None
        else "nothing synchronises the clock"
    )
    held = evidence.synchronized_before and synchronized is False and since_boot_us < SETTLED_US
    return ClockStamp("unsure", reason, boot_id, offset_us, held=held)


def _proof(offset_us: int, since_boot_us: int, evidence: Evidence, *, synchronized: bool) -> str:
    now_us = offset_us + since_boot_us
    if now_us < _MADE_US:
        return f"it says {_day(now_us)}, which is before this program was made"
    if synchronized:
        return ""
    if evidence.ok_offset_us is not None and abs(offset_us - evidence.ok_offset_us) > DAY_US:
        days = (offset_us - evidence.ok_offset_us) / DAY_US
        return f"it was set {days:+.0f} days away from when it was synchronised"
    if evidence.newest_us is not None and evidence.newest_us - now_us > DAY_US:
        return f"it says {_day(now_us)}, and there are sessions of {_day(evidence.newest_us)}"
    return ""


def _day(time_us: int) -> str:
    return f"{utc(time_us):%Y-%m-%d}"
