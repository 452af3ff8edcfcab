"""How far a scale is off by one verification, and how it moves over months."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.limits import STEADY, VERIFY
from station.calibration.model import Trend, Verification
from station.events import STANDARD_GRAVITY_M_S2
from station.force.pedigree import scale_uncertainty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.calibration.judge import Lying
    from station.calibration.model import KnownMass, Plate, Verdict, VerificationPoint
    from station.calibration.window import Level

_RECTANGLE = math.sqrt(3.0)
_LOADED_SHARE = 0.05
"""A plate that carries less than this of a load does not count."""
_MONTH_US = 30.4375 * 86_400e6


def verification_of(
    mass: KnownMass, lying: Sequence[Lying], levels: Mapping[Plate, Level], notes: Mapping[Plate, str]
) -> Verification:
    """Return what a known load says about the scales of the plates that carry it."""
    kg = {each.plate: each.kg or 0.0 for each in lying}
    loaded = [plate for plate, each in kg.items() if abs(each) > _LOADED_SHARE * mass.mass_kg]
    read_kg = math.fsum(kg[plate] for plate in loaded)
    error_rel = read_kg / mass.mass_kg - 1.0
    known_sd_kg = mass.tolerance_kg / _RECTANGLE
    stated, _ = scale_uncertainty(notes[plate] for plate in loaded)
    zero_kg = VERIFY.zero_sd_n * math.sqrt(len(loaded)) / STANDARD_GRAVITY_M_S2
    sway = [
        levels[each.plate].sd * abs(each.kg_per_count or 0.0) / math.sqrt(2.0 * STEADY.measure_s)
        for each in lying
        if each.plate in loaded
    ]  # a body sways at half a hertz: so many independent parts, whatever the rate of conversions
    sd_rel = math.hypot(
        known_sd_kg / mass.mass_kg, stated, zero_kg / mass.mass_kg, *(s / mass.mass_kg for s in sway)
    )
    verdict, sentence = _judged(error_rel, sd_rel)
    plate = loaded[0] if len(loaded) == 1 else None
    return Verification(
        plate, mass.mass_kg, known_sd_kg, read_kg, read_kg - mass.mass_kg, error_rel, sd_rel, verdict, sentence
    )  # fmt: skip


def _judged(error_rel: float, sd_rel: float) -> tuple[Verdict, str]:
    reads = f"it reads {error_rel:+.2%} (± {VERIFY.coverage * sd_rel:.2%})"
    certain = abs(error_rel) > VERIFY.coverage * sd_rel
    if certain and abs(error_rel) > VERIFY.recalibrate_share:
        return "recalibrate", f"{reads}: calibrate the step again"
    coarse = VERIFY.coverage * sd_rel
    if not certain and VERIFY.recalibrate_share < coarse <= VERIFY.coarse_share:
        unseen = f"an error below {coarse:.1%} would not show with so rough a load"
        return "ok", f"{reads}: nothing speaks against the calibration, but {unseen}"
    if not certain and coarse > VERIFY.recalibrate_share:
        return "watch", f"{reads}: too uncertain to say; use a mass that is better known, or heavier"
    if certain and abs(error_rel) > VERIFY.watch_share:
        return "watch", f"{reads}: verify again soon, with another mass"
    return "ok", f"{reads}: the calibration holds"


def trend_of(points: Sequence[VerificationPoint]) -> Trend:
    """Return the drift of a scale over its verifications since it was calibrated, by weighted least squares.

    The deviation of the drift is that of the points' own uncertainties, or of their scatter where that is larger.
    """
    ordered = sorted(points, key=lambda point: point.time_us)
    months = np.asarray([(point.time_us - ordered[0].time_us) / _MONTH_US for point in ordered])
    if len(ordered) < VERIFY.points_min or months[-1] < VERIFY.span_min_months:
        plural = len(ordered) != 1
        needed = f"{len(ordered)} verification{'s say' if plural else ' says'} nothing of a drift yet"
        newest: Verdict = _judged(ordered[-1].error_rel, ordered[-1].sd_rel)[0] if ordered else "ok"
        return Trend(len(ordered), None, None, newest, needed)
    errors = np.asarray([point.error_rel for point in ordered])
    weights = 1.0 / np.asarray([max(point.sd_rel, 1e-6) for point in ordered]) ** 2
    middle = float(np.average(months, weights=weights))
    moment = float((weights * (months - middle) ** 2).sum())
    level = float(np.average(errors, weights=weights))
    drift = float((weights * (months - middle) * errors).sum()) / moment
    left = errors - level - drift * (months - middle)
    scatter = float((weights * left**2).sum()) / (len(ordered) - 2)
    drift_sd = math.sqrt(max(1.0, scatter) / moment)
    now = level + drift * (float(months[-1]) - middle)
    verdict = _trend_verdict(now, drift, drift_sd, ordered[-1])
    sentence = f"the scale moves by {drift:+.2%} a month (± {VERIFY.coverage * drift_sd:.2%})"
    endings: dict[Verdict, str] = {
        "ok": ": it holds",
        "watch": ": watch it",
        "recalibrate": ": calibrate the step again",
    }
    return Trend(len(ordered), drift, drift_sd, verdict, sentence + endings[verdict])


def _trend_verdict(now: float, drift: float, drift_sd: float, newest: VerificationPoint) -> Verdict:
    last = _judged(newest.error_rel, newest.sd_rel)[0]
    certain = abs(drift) > VERIFY.coverage * drift_sd and abs(drift) > VERIFY.drift_watch_share
    ahead = abs(now + drift * VERIFY.ahead_months) > VERIFY.recalibrate_share
    if last == "recalibrate" or (certain and ahead):
        return "recalibrate"
    return "watch" if certain or last == "watch" else "ok"
