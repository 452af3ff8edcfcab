"""Which firmware answers, and whether its calibration is there, recent, and the one that is known here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.force.pedigree import pedigree_of
from station.health.limits import LIMITS, NEWEST_FIRMWARE, OLDEST_FIRMWARE
from station.health.verdict import Verdict, judged, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.events import Calibration
    from station.wire import CalibrationLine

_DAY_S = 86_400.0
_SAME_SCALE = 1e-3
_SAME_NUMBER = 1e-6
"""A scale of the same calibration differs by how many digits it was written with."""
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")


def firmware(version: str) -> Verdict:
    """Judge the firmware by its version."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return unknown("FIRMWARE", None, f"{version} is no version")
    numbers = tuple(int(part) for part in found.groups())
    return judged("FIRMWARE", None, None, version, bad=not OLDEST_FIRMWARE <= numbers <= NEWEST_FIRMWARE)


def missing(names: Iterable[str], calibrations: Mapping[str, CalibrationLine]) -> list[Verdict]:
    """Say of each channel whether its calibration is there."""
    return [judged("CALIBRATION_MISSING", name, None, bad=name not in calibrations) for name in names]


def age(calibrations: Mapping[str, CalibrationLine], now_us: int | None) -> list[Verdict]:
    """Judge how old each calibration is by this computer's clock, µs since the epoch."""
    told = []
    for name, line in calibrations.items():
        if not line.taken_unix or now_us is None:
            told.append(unknown("CALIBRATION_AGE", name, "" if line.taken_unix else "its day is not known"))
            continue
        days = (now_us / 1e6 - line.taken_unix) / _DAY_S
        detail = "taken later than this computer's clock says it is" if days < -1.0 else ""
        bad = not -1.0 <= days <= LIMITS.calibration_days
        told.append(judged("CALIBRATION_AGE", name, days, detail, bad=bad))
    return told


def mismatch(calibrations: Mapping[str, CalibrationLine], stored: Iterable[Calibration]) -> list[Verdict]:
    """Compare each channel with what this computer knows that the step should keep.

    One that is on record here by its id must be in the step as it was found, unless the step was calibrated
    elsewhere since, which has a later day and an id of its own. Without ids, another scale that is not newer is a
    mistake.
    """
    known: dict[str, Calibration] = {each.channel: each for each in stored}
    return [_mismatch(name, line, known.get(name)) for name, line in calibrations.items()]


def _mismatch(name: str, line: CalibrationLine, before: Calibration | None) -> Verdict:
    if before is None:
        return unknown("CALIBRATION_MISMATCH", name, "this step was never met here")
    ratio = line.scale_n_per_count / before.scale_n_per_count
    own_id, known_id = _id(line.note), _id(before.note)
    newer = line.taken_unix > before.taken_unix
    if known_id is None:
        same = newer or abs(ratio - 1.0) <= _SAME_SCALE
        return judged("CALIBRATION_MISMATCH", name, ratio, bad=not same)
    if own_id == known_id:
        bad, why = abs(ratio - 1.0) > _SAME_NUMBER, f"calibration {known_id} found another scale"
    else:
        bad, why = (
            own_id is None or not newer,
            f"calibration {known_id} is on record here and not in the step",
        )
    return judged("CALIBRATION_MISMATCH", name, ratio, why if bad else "", bad=bad)


def _id(note: str) -> str | None:
    pedigree = pedigree_of(note)
    return pedigree.id if pedigree is not None else None
