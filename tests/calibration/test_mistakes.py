"""Each wrong thing a maker does is told in its own sentence, and the calibration ends well all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from station.calibration.model import CorrectMass, Insist, Refusal, Skip
from tests.support.calibrating import calibrate, options, plan_of

if TYPE_CHECKING:
    from station.calibration.model import KnownScale, PlateSample

SHORT: dict[str, Any] = {"series": 1, "preloads": 0}
PATIENT: dict[str, Any] = SHORT | {"hold_s": 18}
"""With time to read a refusal and answer it before the next load."""
SENTENCES = {
    "early": "Something was laid on the left plate while its zero was being measured.",
    "loaded": "The left plate still carries ",
    "removes": "The load was taken off the left plate before it was measured.",
    "forgets": "Nothing has changed on the left plate for 25 s.",
    "beside": "The reading of the left plate changed by less than 1 % of what 20 kg should change.",
    "order": "The left plate reads 40.",
    "wrong_plate": "The load lies on the right plate; the left plate is the one to load.",
    "two_plates": "Both plates are loaded; the right plate must be empty now.",
    "moved": "The empty left plate reads 0.",
    "unplugs": "The step was silent or restarted, so this load is measured again.",
    "shaky": "The left plate does not come to rest.",
    "left_behind": "The left plate still carries 5",
}
CODES = {
    "early": ["STEPPED_ON_EARLY"],
    "loaded": ["NOT_EMPTY"],
    "removes": ["MASS_REMOVED_EARLY"],
    "forgets": ["MASS_MISSING"],
    "beside": ["CHANGE_TOO_SMALL"],
    "order": ["WRONG_ORDER"],
    "wrong_plate": ["WRONG_PLATE"],
    "two_plates": ["TWO_PLATES_LOADED"],
    "moved": ["READS_OTHERWISE", "PLATE_MOVED"],
    "unplugs": ["UNPLUGGED"],
    "shaky": ["NOT_STEADY"],
    "left_behind": ["NOT_EMPTY"],
}


@pytest.mark.parametrize("mistake", SENTENCES)
def test_a_mistake_is_told_in_its_sentence_and_put_right(mistake: str) -> None:
    """One refusal, the expected one, with a remedy; then the calibration goes on to its end and passes."""
    run = calibrate(options(mistake=mistake, seed=7, **SHORT))
    assert run.codes == CODES[mistake]
    assert run.refusals[-1].sentence.startswith(SENTENCES[mistake])
    assert all(each.remedy.endswith(".") for each in run.refusals)
    assert run.outcome.passed, [check.sentence for check in run.outcome.checks]
    assert run.wizard.view.refusal is None


def test_a_moved_plate_voids_its_series_and_says_so() -> None:
    """The series is measured again: its readings are there once, after the move."""
    run = calibrate(options(mistake="moved", seed=7, **SHORT))
    assert run.refusals[-1].voids == ("series 1 of the left plate",)
    kept = [
        each for each in run.outcome.readings if each.plate == "L" and each.phase == "series" and each.load_kg
    ]
    assert len(kept) == 5
    assert (
        len([each for each in run.readings if each.plate == "L" and each.load_kg and each.phase == "series"])
        > 5
    )


def test_a_mass_typed_wrongly_is_named_and_corrected_without_laying_it_on_again() -> None:
    """20 typed for 2.0: told with what the plate reads; a correction goes on with the load that lies there."""

    def operator(told: object, _wizard: object) -> CorrectMass | None:
        wrong = isinstance(told, Refusal) and told.code == "DOES_NOT_FIT"
        return CorrectMass(20.0, 2.0) if wrong else None

    run = calibrate(options(mistake="typed", seed=7, **SHORT), answer=operator)
    assert run.codes == ["DOES_NOT_FIT"]
    assert "reads 2" in run.refusals[0].sentence
    assert "20 kg was asked for" in run.refusals[0].sentence
    assert [mass.mass_kg for mass in run.outcome.plan.masses] == [10.0, 2.0, 40.0]
    assert run.outcome.passed
    assert any("Corrected 20 kg to 2 kg" in note for note in run.outcome.notes)


def test_a_mass_insisted_upon_is_found_off_the_line_and_corrected_with_its_readings() -> None:
    """Who insists on 20 for 2.0 is told once the series shows it; the readings serve under the right name."""

    def operator(told: object, _wizard: object) -> CorrectMass | Insist | None:
        if isinstance(told, Refusal) and told.may_insist:
            return CorrectMass(20.0, 2.0) if told.code == "MASS_OFF_LINE" else Insist()
        return None

    run = calibrate(options(mistake="typed", seed=7, **PATIENT), answer=operator)
    assert "MASS_OFF_LINE" in run.codes
    found = next(each for each in run.refusals if each.code == "MASS_OFF_LINE")
    assert found.sentence.startswith("The mass typed as 20 kg reads 2.0")
    assert found.sentence.endswith(" kg by the line through the other masses.")
    assert {each.load_kg for each in run.outcome.plates[0].residuals} == {2.0, 10.0, 40.0}
    assert max(abs(each.residual_kg) for each in run.outcome.plates[0].residuals) < 0.1


def test_two_masses_that_disagree_blame_neither() -> None:
    """With two masses nobody can tell which was typed wrongly, and that is what is said."""

    def operator(told: object, _wizard: object) -> Insist | None:
        return Insist() if isinstance(told, Refusal) and told.may_insist else None

    asked = options(mistake="typed", seed=7, masses="10,20", **PATIENT)
    run = calibrate(asked, answer=operator)
    assert "MASSES_DISAGREE" in run.codes


def test_a_bridge_wired_the_other_way_round_is_noticed_and_may_be_insisted_upon() -> None:
    """Against the step's own calibration the count goes the wrong way; insisting gives a negative scale."""
    asked = options(seed=7, masses="20", **PATIENT)

    def reverse(sample: PlateSample, known: KnownScale) -> PlateSample:
        return sample._replace(raw_count=round(2 * known.zero_count) - sample.raw_count)

    def operator(told: object, _wizard: object) -> Insist | None:
        return Insist() if isinstance(told, Refusal) and told.may_insist else None

    plain = calibrate(asked)
    run = calibrate(asked, answer=operator, change=reverse)
    assert run.codes == ["SIGN_REVERSED", "SIGN_REVERSED"]
    assert run.refusals[0].sentence.startswith("The count of the left plate went the wrong way under load: -")
    for reversed_, usual in zip(run.outcome.plates, plain.outcome.plates, strict=True):
        assert reversed_.scale_n_per_count == pytest.approx(-usual.scale_n_per_count, rel=1e-3)


def test_a_converter_at_the_end_of_its_range_is_no_load() -> None:
    """A saturated plate is told as that, and nothing is measured with it."""
    run = calibrate(options(seed=7, saturate_n=250, **SHORT))
    assert "SATURATED" in run.codes
    assert run.wizard.outcome is None
    assert not [each for each in run.readings if each.load_kg == 40.0]


def test_a_load_that_drowns_in_noise_is_too_light() -> None:
    """6 kg on plates of 1 N noise give no usable scale."""
    run = calibrate(options(seed=7, masses="6", noise_n=1.0, **SHORT))
    assert run.codes == ["TOO_LIGHT"]
    assert run.wizard.outcome is None


def test_cells_that_feel_nothing_are_not_calibrated() -> None:
    """A plate without any calibration whose count hardly moves under the load is not taken for a scale."""
    run = calibrate(options(seed=7, numb="L", **SHORT), known=False)
    assert run.codes[0] in ("CHANGE_TOO_SMALL", "MASS_MISSING")
    assert not [each for each in run.readings if each.load_kg]


def test_a_silent_plate_is_named() -> None:
    """A dead converter keeps the zero from being taken; the sentence says which plate."""
    run = calibrate(
        options(seed=7, **SHORT), change=lambda sample, _: sample if sample.plate == "L" else None
    )
    assert run.codes == ["SILENT"]
    assert run.refusals[0].sentence == "Nothing is heard from the right plate."


def test_what_is_skipped_costs_and_says_so() -> None:
    """Skipping preload and corners is noted, and the uncertainty is larger for it."""
    asked = options(seed=7, series=1, preloads=1, masses="20")
    whole = calibrate(asked)

    def operator(told: object, _wizard: object) -> Skip | None:
        code = getattr(told, "code", "")
        return Skip() if code in ("preload", "place") else None

    run = calibrate(asked, answer=operator)
    assert [note.split(":")[0] for note in run.outcome.notes[1:]] == [
        "Skipped the preload of the left plate",
        "Skipped the corner of the left plate",
        "Skipped the preload of the right plate",
        "Skipped the corner of the right plate",
    ]
    for short, full in zip(run.outcome.plates, whole.outcome.plates, strict=True):
        assert short.uncertainty.scale_sd_rel > full.uncertainty.scale_sd_rel
        assert short.uncertainty.use_sd_rel > full.uncertainty.use_sd_rel
        assert not short.places


def test_a_plan_is_followed_without_any_calibration_in_the_step() -> None:
    """A new step has none: the first load of each plate teaches the scale."""
    asked = options(seed=8, **SHORT)
    run = calibrate(asked, plan_of(asked), known=False)
    assert run.codes == []
    assert run.outcome.passed
    assert run.outcome.previous == {}


def test_a_person_may_stand_in_for_iron_in_the_sum_check() -> None:
    """On the left, on the right and with a foot on each: people sway, and the plates still agree."""
    run = calibrate(options(seed=24, stands="both", mass_kg=68, series=1, preloads=0, masses="10,20"))
    assert run.codes == []
    assert run.outcome.sum_check is not None
    assert run.outcome.sum_check.load_kg == pytest.approx(68.0, rel=3e-3)
    assert run.outcome.sum_check.spread_rel < 0.005
