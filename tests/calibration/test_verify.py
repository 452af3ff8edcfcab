"""A minute with one known mass: error, uncertainty, verdict; and what months of them say."""

from __future__ import annotations

import pytest

from simulators.build import played
from station.calibration import Verifier, trend_of
from station.calibration.channels import pairs_of
from station.calibration.model import (
    Insist,
    KnownMass,
    KnownScale,
    Plate,
    Refusal,
    Verification,
    VerificationPoint,
)
from station.errors import UsageError
from station.force.pedigree import note_of
from tests.support.calibrating import options, samples_of, scales_of

MONTH_US = 2_629_800_000_000


def _verified(
    typed_kg: float = 40.0, plate: Plate | None = None, tolerance_kg: float = 0.04, **asked: object
) -> tuple[Verifier, list[object]]:
    instrument, _ = played(options("verify", **asked))
    known = scales_of(instrument, note_of("ab12cd34", 0.0008, 0.1))
    verifier = Verifier(known, KnownMass(typed_kg, tolerance_kg), plate)
    samples = samples_of(instrument, [], pairs_of(instrument.channels, known))
    return verifier, [news for sample in samples for news in verifier.feed([sample])]


@pytest.mark.parametrize(("gain", "verdict"), [(1.0, "ok"), (1.008, "watch"), (1.03, "recalibrate")])
def test_a_scale_that_moved_is_told_with_its_size(gain: float, verdict: str) -> None:
    """The error is the plate's own, within what is stated, and the verdict goes by its size."""
    verifier, _ = _verified(seed=31, gain_l=gain)
    found = verifier.result
    assert isinstance(found, Verification)
    assert (found.plate, found.verdict) == ("L", verdict)
    assert abs(found.error_rel - (gain - 1.0)) < 0.004
    assert 0.0008 < found.sd_rel < 0.002


def test_the_plate_that_was_asked_for_must_carry_the_load() -> None:
    """A mass on the other plate is refused, and verified once it lies where it should."""
    verifier, news = _verified(plate="R", seed=31)
    assert next(each.code for each in news if isinstance(each, Refusal)) == "WRONG_PLATE"
    assert verifier.result is not None
    assert verifier.result.plate == "R"


def test_a_mass_that_cannot_be_what_was_typed_is_doubted_until_insisted() -> None:
    """20 typed for 40: told with what the plate reads."""
    verifier, news = _verified(20.0, seed=31)
    doubted = next(each for each in news if isinstance(each, Refusal))
    assert doubted.code == "DOES_NOT_FIT"
    assert doubted.sentence.endswith("where 20 kg was asked for.")
    assert verifier.result is None
    verifier.tell(Insist())
    assert verifier.view.refusal is None or not verifier.view.refusal.may_insist


@pytest.mark.parametrize("mass_kg", [0.0, 1.0, 4000.0])
def test_a_mass_that_says_nothing_is_refused(mass_kg: float) -> None:
    """Too light and too heavy masses are named with what would do."""
    with pytest.raises(UsageError, match="says nothing"):
        Verifier({"L": KnownScale(0, 1e-3), "R": KnownScale(0, 1e-3)}, KnownMass(mass_kg, 0.01))


def test_a_step_without_calibration_has_nothing_to_verify() -> None:
    """It is told which plate lacks one."""
    with pytest.raises(UsageError, match="right plate has no calibration"):
        Verifier({"L": KnownScale(0, 1e-3)}, KnownMass(20.0, 0.01))


def _points(*errors: float, sd: float = 0.001) -> list[VerificationPoint]:
    return [VerificationPoint(at * MONTH_US, error, sd) for at, error in enumerate(errors)]


def test_a_steady_drift_is_found_with_its_uncertainty() -> None:
    """Two tenths of a per cent a month, seen over five months, is told before it reaches the limit."""
    trend = trend_of(_points(0.0, 0.002, 0.004, 0.006, 0.008))
    assert trend.drift_rel_per_month == pytest.approx(0.002)
    assert trend.drift_sd_rel_per_month == pytest.approx(0.001 / 10**0.5, rel=0.01)
    assert trend.verdict == "recalibrate"


def test_scatter_is_no_drift() -> None:
    """Errors to and fro within their uncertainty leave the scale as it is."""
    trend = trend_of(_points(0.001, -0.001, 0.0, 0.001, -0.001))
    assert trend.verdict == "ok"
    assert trend.drift_rel_per_month is not None
    assert trend.drift_sd_rel_per_month is not None
    assert abs(trend.drift_rel_per_month) < 2.0 * trend.drift_sd_rel_per_month


def test_too_little_says_nothing_of_a_drift_but_of_the_newest_error() -> None:
    """Two points make no trend; a large error at the last is still an alarm."""
    assert trend_of([]).verdict == "ok"
    trend = trend_of(_points(0.0, 0.03))
    assert (trend.drift_rel_per_month, trend.verdict) == (None, "recalibrate")
    same_day = [VerificationPoint(at, 0.0, 0.001) for at in range(5)]
    assert trend_of(same_day).drift_rel_per_month is None


@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize(("stands", "plate"), [("both", None), ("left", "L"), ("right", "R")])
def test_a_known_person_verifies_whatever_plates_he_stands_on(
    stands: str, plate: Plate | None, channels: int
) -> None:
    """One foot on each, or all of him on one: what is read is his weight, and how rough that is, is told."""
    verifier, news = _verified(68.0, None, 1.2, seed=3, stands=stands, mass_kg=68, channels=channels)
    assert [each.code for each in news if isinstance(each, Refusal)] == []
    found = verifier.result
    assert isinstance(found, Verification)
    assert (found.plate, found.verdict) == (plate, "ok")
    assert abs(found.error_rel) < 0.006
    assert found.sd_rel == pytest.approx(0.0105, abs=0.001)
    assert "nothing speaks against the calibration" in found.sentence


def test_a_person_who_weighs_otherwise_finds_no_fault_with_the_step() -> None:
    """Two thirds of the weight that is stored: it is doubted, not called a drift; then he is gone."""
    verifier, news = _verified(100.0, None, 1.2, seed=3, stands="both", mass_kg=68)
    codes = [each.code for each in news if isinstance(each, Refusal)]
    assert codes == ["DOES_NOT_FIT", "NOBODY_THERE"]
    assert verifier.result is None


def test_a_person_who_is_too_rough_a_load_says_nothing() -> None:
    """Known to a tenth only, a load cannot tell a good scale from a bad one."""
    verifier, _ = _verified(68.0, None, 6.8, seed=3, stands="both", mass_kg=68)
    assert verifier.result is not None
    assert verifier.result.verdict == "watch"
    assert "too uncertain to say" in verifier.result.sentence


def test_nobody_who_comes_is_asked_again() -> None:
    """After half a minute of empty plates it is told what to do, and a load that comes late is verified."""
    verifier, news = _verified(seed=31, hold_s=60)
    assert [each.sentence for each in news if isinstance(each, Refusal)] == [
        "Nothing has come onto the plates for 25 s."
    ]
    assert verifier.result is not None
