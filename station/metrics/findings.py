"""What was found wrong with a source, for people: one sentence a kind and plate, and what it cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.events import Fault, PlateGains
from station.force.grid import plate_of
from station.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Event, Rep

_NORMAL = frozenset({"settling"})
"""Every converter's first four conversions; nothing is wrong."""
_WORDS = {
    "gap": "{count} samples of {plate} are missing, in {times} places",
    "spike": "{count} samples of {plate} were misread and mended",
    "desync": "{count} samples of {plate} were read out of step and not used",
    "overrun": "{count} samples of {plate} came after others had been lost",
    "late": "{count} samples of {plate} were read late",
    "duplicate": "{count} samples of {plate} came twice and were used once",
    "saturated": "{plate} was at the end of its range ({detail})",
    "stuck": "{plate} repeated one reading ({detail}), which is no data",
    "silent": "{plate} fell silent",
    "TIMEOUT": "{plate} gave no values ({count} complaints of the step)",
    "crc": "{count} lines were spoiled on the way",
    "device_restart": "the step restarted {count} times",
    "uncalibrated": "{plate} has no calibration, so it measures nothing",
    "too_light": "only {detail} stood on the plates, less than a grown body: nothing is measured",
    "object": "something lay on {plate} ({detail})",
    "absent": "{plate} carried nothing while {detail} of the weight stood on the other: dead, or a foot beside it",
    "implausible": "{count} movements were not counted as reps: {detail}",
}
_OTHER = "{count} x {code} of {plate}"
_MISSING = ("data missing", "interrupted")
_COSTS = {
    "saturated": ("at the end of its range",),
    "object": ("something lay on",),
    "disagreement": ("plates do not agree",),
    "zero": ("zero of the",),
    "slow": ("sample rate",),
    **dict.fromkeys(("gap", "spike", "desync", "stuck", "silent", "TIMEOUT", "overrun", "crc"), _MISSING),
}
"""What reasons of refusals sound like that come from it."""
GAINS_TOLD = 0.003
"""Plates that differ by less than gym masses promise are not worth a sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of trouble. ``plate`` is ``left``, ``right`` or ``None``; ``start_s`` and ``end_s`` bound all of it."""

    code: str
    plate: str | None
    count: int
    start_s: float | None
    end_s: float | None
    words: str
    withheld: dict[str, int]
    """Metrics that were refused for such a reason, and in how many reps."""


def findings(events: Iterable[Event], reps: Sequence[Rep], rate_hz: float | None) -> list[Finding]:
    """Return what was found, in the order of the table of words, then the rest."""
    events = list(events)
    found: dict[tuple[str, str | None], list[Fault]] = {}
    for event in events:
        if isinstance(event, Fault) and event.code not in _NORMAL:
            found.setdefault((event.code, _plate(event.channel)), []).append(event)
    gains = [event for event in events if isinstance(event, PlateGains)]
    told = [_finding(code, plate, faults, reps) for (code, plate), faults in found.items()]
    order = list(_WORDS)
    told.sort(key=lambda each: order.index(each.code) if each.code in order else len(order))
    return [*told, *_slow(rate_hz, reps), *_disagreement(reps), *_moved_zeros(reps), *_gains(gains[-1:])]


def _plate(channel: str | None) -> str | None:
    plate = plate_of(channel) if channel else None
    return {"L": "left", "R": "right"}.get(plate or "")


def in_words(fault: Fault) -> str:
    """Say one fault."""
    return _finding(fault.code, _plate(fault.channel), [fault], ()).words


def _finding(code: str, plate: str | None, faults: Sequence[Fault], reps: Sequence[Rep]) -> Finding:
    starts_s = [fault.start_s for fault in faults if fault.start_s is not None]
    ends_s = [fault.end_s for fault in faults if fault.end_s is not None]
    details = list(dict.fromkeys(fault.detail for fault in faults if fault.detail))
    words = _WORDS.get(code, _OTHER).format(
        code=code,
        count=sum(fault.count for fault in faults),
        times=len(faults),
        plate="the plates" if plate is None else f"the {plate} plate",
        detail=_listed(details),
    )
    return Finding(
        code,
        plate,
        sum(fault.count for fault in faults),
        min(starts_s, default=None),
        max(ends_s, default=None),
        words,
        _withheld(code, reps, plate),
    )


def _listed(details: Sequence[str]) -> str:
    more = f" and {len(details) - _LISTED} more" if len(details) > _LISTED else ""
    return (", ".join(details[:_LISTED]) or "no details") + more


_LISTED = 4


def _withheld(code: str, reps: Sequence[Rep], plate: str | None = None) -> dict[str, int]:
    """Count the refusals that come from this kind of trouble, those of the other plate left out."""
    other = {"left": "right plate", "right": "left plate"}.get(plate or "", "no plate")
    return dict(
        Counter(
            name
            for rep in reps
            for name, reason in rep.refused.items()
            if any(words in reason for words in _COSTS.get(code, ())) and other not in reason
        )
    )


def _slow(rate_hz: float | None, reps: Sequence[Rep]) -> list[Finding]:
    needed_hz = [metric.minimum_rate_hz for metric in registry.metrics("rep")]
    missed_hz = [each for each in needed_hz if rate_hz and rate_hz < each]
    if rate_hz is None or not missed_hz:
        return []
    words = f"only {rate_hz:.0f} samples a second: what needs {min(missed_hz):.0f} or more is withheld"
    return [Finding("slow", None, 1, None, None, words, _withheld("slow", reps))]


def _disagreement(reps: Sequence[Rep]) -> list[Finding]:
    """Return that one plate reads quite wrong, which shows in refusals only."""
    withheld = _withheld("disagreement", reps)
    words = "the plates do not agree about the weight: calibrate both with the same mass"
    return [Finding("disagreement", None, 1, None, None, words, withheld)] if withheld else []


def _moved_zeros(reps: Sequence[Rep]) -> list[Finding]:
    """Return which plates' zeros moved too far over a set, which shows in refusals only."""
    found = []
    for plate in ("left", "right"):
        withheld = _withheld("zero", reps, plate)
        words = f"the zero of the {plate} plate moved further during a set than plates drift: was it touched?"
        found += [Finding("zero", plate, 1, None, None, words, withheld)] if withheld else []
    return found


def _gains(learned: Sequence[PlateGains]) -> list[Finding]:
    return [
        Finding("gains", None, 1, None, each.t_s, f"{gains_in_words(each)}, corrected", {})
        for each in learned
        if abs(each.left_over_right - 1.0) > GAINS_TOLD
    ]


def gains_in_words(gains: PlateGains) -> str:
    """Say how the plates differ."""
    percent = 100.0 * (gains.left_over_right - 1.0)
    high = "high" if percent >= 0.0 else "low"
    return f"left reads {abs(percent):.2f} % {high} against right, ± {100.0 * gains.sd:.2f} %"
