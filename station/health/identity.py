"""Which firmware answers, and whether its calibration is there, recent, and the one that is known here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.health.limits import LIMITS, NEWEST_FIRMWARE, OLDEST_FIRMWARE
from station.health.verdict import Verdict, judged, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.events import Calibration
    from station.wire import CalibrationLine

_DAY_S = 86_400.0
_SAME_SCALE = 1e-3
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
    """Compare with what this computer knew of the step before: another scale that is not newer is a mistake."""
    known: dict[str, Calibration] = {each.channel: each for each in stored}
    told = []
    for name, line in calibrations.items():
        before = known.get(name)
        if before is None:
            told.append(unknown("CALIBRATION_MISMATCH", name, "this step was never met here"))
            continue
        ratio = line.scale_n_per_count / before.scale_n_per_count
        newer = line.taken_unix > before.taken_unix
        told.append(
            judged("CALIBRATION_MISMATCH", name, ratio, bad=abs(ratio - 1.0) > _SAME_SCALE and not newer)
        )
    return told
