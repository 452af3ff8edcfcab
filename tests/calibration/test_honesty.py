"""What contradicts itself or the past is refused, and what was not measured is not called certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.calibration import Calibrator
from station.calibration.acceptance import checks_of
from station.calibration.agreement import allowed, disagree, zero_sd_n
from station.calibration.fit import Net, hysteresis_rel, line_through
from station.calibration.model import (
    Accept,
    CorrectMass,
    Insist,
    KnownMass,
    KnownScale,
    Plan,
    PlateSample,
    Refusal,
)
from station.calibration.uncertainty import uncertainty_of
from station.errors import StationError
from tests.support.calibrating import calibrate, options, plan_of


def _plan(*masses_kg: float, tolerance: float = 0.001) -> Plan:
    return Plan(tuple(KnownMass(kg, tolerance * kg) for kg in masses_kg))


def _net(load_kg: float, *, really_kg: float | None = None, direction: str = "up") -> Net:
    return Net(load_kg, 1, direction, 1000.0 * (really_kg or load_kg), 0.0)


def test_two_masses_that_disagree_are_refused_and_cost_certainty() -> None:
    """5 kg, and 48.2 kg typed as 50: told at once; insisted upon it still cannot pass, and the budget says why."""
    asked = options(seed=31, masses="5,48.2", series=1, preloads=0, mass_error=0.001, hold_s=18)
    plan = replace(plan_of(asked), masses=_plan(5.0, 50.0).masses)

    def operator(told: object, _wizard: object) -> Insist | None:
        return Insist() if isinstance(told, Refusal) and told.may_insist else None

    run = calibrate(asked, plan, known=False, answer=operator)
    assert run.codes == ["MASSES_DISAGREE", "MASSES_DISAGREE"]
    failed = [check for check in run.outcome.checks if check.code == "MASSES"]
    assert [check.passed for check in failed] == [False, False]
    assert "5 kg and 50 kg contradict each other by 3." in failed[0].sentence
    for found, true in zip(run.outcome.plates, run.truth.plates, strict=True):
        error = found.scale_n_per_count * 1e6 / true.scale_n_per_million_counts - 1.0
        assert abs(error) < 2.0 * found.uncertainty.scale_sd_rel


@pytest.mark.parametrize("masses_kg", [(5.0, 50.0), (10.0, 20.0, 40.0), (20.0, 40.0)])
def test_masses_may_differ_by_what_is_known_of_them(masses_kg: tuple[float, ...]) -> None:
    """Well known masses may differ by little, discs of a gym by more; and a light one by more than a heavy one."""
    fine, rough = allowed(_plan(*masses_kg).masses), allowed(_plan(*masses_kg, tolerance=0.04).masses)
    lightest, heaviest = min(masses_kg), max(masses_kg)
    assert fine[lightest] < 0.03
    assert fine[lightest] > fine[heaviest]
    assert rough[lightest] > 0.08
    off = dict.fromkeys(masses_kg, 0.001) | {heaviest: 0.001 * 1.036}
    assert disagree(off, fine)
    assert not disagree(off, rough)


def test_a_mass_typed_wrongly_that_goes_against_the_past_is_asked_for() -> None:
    """22 kg typed as 20 on a calibrated step: not accepted; corrected, its readings serve."""
    asked = options(seed=32, masses="22", series=1, preloads=0)
    run = calibrate(asked, replace(plan_of(asked), masses=_plan(20.0).masses))
    assert run.codes == []
    (refused,) = (each for each in run.wizard.tell(Accept()) if isinstance(each, Refusal))
    assert refused.code == "CHECK_FAILED"
    assert "the scale moves by -9." in refused.sentence
    assert refused.sentence.endswith("20 kg right?")
    assert run.wizard.phase == "review"
    run.wizard.tell(CorrectMass(20.0, 22.0))
    assert run.outcome.passed
    assert not any(isinstance(each, Refusal) for each in run.wizard.tell(Accept()))
    assert run.outcome.accepted
    plates = run.outcome.plates
    told = KnownScale(0.0, plates[0].scale_n_per_count * 1.012, 1_750_000_000, "id=ab u=0.001 z=0.2")
    (found,) = (
        each
        for each in checks_of(run.outcome.plan, plates[:1], None, {"L": told})
        if each.code == "SCALE_MOVED"
    )
    assert found.passed is False
    assert "-1.2% from that of 2025-06-15" in found.sentence
    known_roughly = replace(told, note="")
    assert all(
        each.passed is not False for each in checks_of(run.outcome.plan, plates, None, {"L": known_roughly})
    )


def test_zeros_that_agree_may_all_be_off() -> None:
    """All are read soon after a load was taken off: creep and hysteresis that is left does not show in them."""
    found = uncertainty_of(
        _plan(20.0, 40.0), line_through([_net(20.0), _net(40.0)]), [0.0, 0.0, 0.0], [], preloaded=True
    )
    assert 0.15 < found.zero_sd_n < 0.4
    assert found.zero_sd_n == pytest.approx(zero_sd_n(40.0))
    assert zero_sd_n(100.0) > zero_sd_n(40.0) > zero_sd_n(5.0)


def test_a_loop_is_measured_near_its_middle_only() -> None:
    """5 kg of 50 read both ways says nothing of the loop: what cells usually do is taken."""
    ends = line_through([_net(5.0), _net(50.0), _net(5.0, direction="down")])
    middle = line_through([_net(20.0), _net(50.0), _net(20.0, direction="down")])
    assert hysteresis_rel(ends) is None
    assert hysteresis_rel(middle) == pytest.approx(0.0)
    part = next(
        each
        for each in uncertainty_of(_plan(5.0, 50.0), ends, [0.0], [], preloaded=True).parts
        if each.name == "hysteresis"
    )
    assert part.sd > 0.0002


def test_the_left_plate_is_shown_first() -> None:
    """Whichever plate was heard first."""
    wizard = Calibrator(_plan(20.0))
    wizard.feed([PlateSample("R", 1.0, 5, 0), PlateSample("L", 1.01, 5, 0)])
    assert list(wizard.view.feedback.load_kg) == ["L", "R"]


@pytest.mark.parametrize(("problem", "said"), [("it is so", "it is so. Mend it"), ("It is. So.", "It is. So. Mend it"),
                                               ("is it so?", "is it so? Mend it")])  # fmt: skip
def test_a_problem_ends_in_one_stop(problem: str, said: str) -> None:
    """A refusal that is a sentence already gets no second full stop."""
    assert str(StationError(problem, "Mend it")) == said
