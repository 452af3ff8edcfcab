"""With which step, firmware and calibration the numbers were made, and what is known of that calibration."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.coach.days import local_day
from station.instants import utc
from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.report.words import UNKNOWN, counted, day_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from xml.etree.ElementTree import Element

    from station.calibration.record import CalibrationRecord, VerificationRecord
    from station.report.facts import Facts

_COVERAGE: Final = 2.0
"""Expanded uncertainties are told with this factor: about 95 of 100 (GUM 6.2)."""
_CHANNEL: Final = re.compile(r"(\w+) ?= ?([-+.\de]+) ?@ ?([-+.\de]+) ?/ ?(\d+)")
"""Of a set's ``calibration``: channel, newtons per count, zero in counts, when taken (seconds since 1970)."""
_STATED: Final = re.compile(r"\bu=([.\de+-]+)( assumed)?")
"""... and the relative standard uncertainty of its forces."""
_SAME_SCALE: Final = 1e-6
_MOST_CHECKS: Final = 8
_PLATES: Final = {"L": "left plate", "R": "right plate", None: "both plates"}


@dataclass(frozen=True, slots=True)
class Used:
    """One calibration of one step, and the days it measured on."""

    step_uid: str
    firmware: str
    calibration: str
    days: tuple[date, ...]
    sets: int

    @property
    def channels(self) -> dict[str, tuple[float, int]]:
        """Newtons per count and the time it was taken (seconds since 1970), by channel."""
        return {found[1]: (float(found[2]), int(found[4])) for found in _CHANNEL.finditer(self.calibration)}


def used(facts: Facts) -> list[Used]:
    """Return every calibration that sets of the period carry, the newest last."""
    days: dict[tuple[str, str, str], list[date]] = defaultdict(list)
    sets: dict[tuple[str, str, str], int] = defaultdict(int)
    for visit in facts.visits:
        for each in visit.plates:
            key = (visit.sums.step_uid or "", each.firmware, each.calibration)
            days[key].append(visit.day)
            sets[key] += each.sets
    found = [Used(*key, tuple(sorted(set(days[key]))), sets[key]) for key in days]
    return sorted(found, key=lambda each: each.days)


def identity(facts: Facts) -> Element:
    """Return the section about calibration."""
    found = used(facts)
    body = (
        [tag("p", "No set was measured, so there is nothing to calibrate.")]
        if not found
        else [_table(facts, found)]
    )
    return tag(
        "section",
        tag("h2", "Calibration of the plates", id="calibration"),
        body,
        _held(facts),
        tag(
            "p",
            "The number is that of the certificate (station step certificate). Inspired by ISO 376, OIML R 76 and the "
            "GUM, and compliant with none of them: no accredited laboratory took part.",
            class_="small quiet",
        ),
    )


def _table(facts: Facts, found: list[Used]) -> Element:
    rows = [_row(facts, each) for each in found]
    header = ("step, firmware", "measured", "scale of the plates", "taken", "force, k = 2", "pedigree")
    return scrolling(
        "Calibrations", table("Calibrations used in these weeks", header, rows, words=(0, 1, 2, 3, 5))
    )


def _row(facts: Facts, each: Used) -> tuple[str, ...]:
    first, last = each.days[0], each.days[-1]
    days = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    record = record_of(each, facts.calibrations)
    scales = [f"{channel} {1e6 * scale:.2f} µN/count" for channel, (scale, _) in each.channels.items()]
    if record is None:
        sure, pedigree = _stated(each), "as the step announced it; how it was found is not on record here"
    else:
        worst = max(plate.uncertainty.use_sd_rel for plate in record.outcome.plates)
        sure = f"±{100 * _COVERAGE * worst:.2f} %"
        by = f" by {record.outcome.plan.operator}" if record.outcome.plan.operator else ""
        passed = "" if record.outcome.passed else "; a limit was not kept"
        pedigree = f"no. {record.id}{by}{passed}"
    return (
        f"{each.step_uid or 'not named'}, {each.firmware or 'not named'}",
        f"{days}, {counted(each.sets, 'set')}",
        "; ".join(scales) or "not calibrated",
        _taken(each),
        sure,
        pedigree,
    )


def _stated(each: Used) -> str:
    """Return the uncertainty that the sets carry: as the step's note states it, or as it is assumed without one."""
    found = _STATED.search(each.calibration)
    if found is None:
        return UNKNOWN
    return f"±{100 * _COVERAGE * float(found[1]):.2f} %{found[2] or ''}"


def _taken(each: Used) -> str:
    days = {utc(taken * 1_000_000).date() for _, taken in each.channels.values() if taken}
    return listed([day_words(day) for day in sorted(days)]) or "not stated"


def record_of(each: Used, records: Iterable[CalibrationRecord]) -> CalibrationRecord | None:
    """Return the newest record on the station whose scales these are; ``None`` when there is none."""
    scales = {channel: scale for channel, (scale, _) in each.channels.items()}
    found = [record for record in records if record.step_uid == each.step_uid and _is_of(record, scales)]
    return found[-1] if found else None


def _is_of(record: CalibrationRecord, scales: Mapping[str, float]) -> bool:
    """Tell whether a channel's scale is one that the record found: of a plate, or of one of two cells under it."""
    parts: list[tuple[str, float]] = [
        (plate.plate, plate.scale_n_per_count) for plate in record.outcome.plates
    ]
    parts += [
        (cell.channel, cell.scale_n_per_count) for plate in record.outcome.plates for cell in plate.cells
    ]
    return any(
        channel in scales and abs(scales[channel] / scale - 1.0) < _SAME_SCALE for channel, scale in parts
    )


def _held(facts: Facts) -> Element | None:
    """Return how the step was held against known masses in these weeks."""
    within = [
        each for each in facts.verifications if facts.period.holds(local_day(each.taken_us, facts.zone))
    ]
    if not within:
        words = "Nobody held the step against a known mass in these weeks (station step verify)."
        return tag("p", words) if facts.visits else None
    header = ("verified", "plate", "known, kg", "read, kg", "off by", "k = 2", "verdict")
    rows = [_verification(facts, each) for each in within[-_MOST_CHECKS:]]
    more = len(within) - len(rows)
    caption = "Held against known masses" + (f"; the last {len(rows)} of {len(within)}" if more else "")
    return scrolling("Verifications", table(caption, header, rows, words=(0, 1, 6)))


def _verification(facts: Facts, record: VerificationRecord) -> tuple[str, ...]:
    found = record.verification
    return (
        day_words(local_day(record.taken_us, facts.zone)),
        _PLATES.get(found.plate, str(found.plate)),
        f"{found.known_kg:.2f}",
        f"{found.read_kg:.2f}",
        f"{100 * found.error_rel:+.2f} %",
        f"±{100 * _COVERAGE * found.sd_rel:.2f} %",
        found.verdict.replace("_", " ").lower(),
    )
