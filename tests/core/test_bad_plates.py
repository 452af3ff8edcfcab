"""Bad plates, converters and loads: what suffers is refused by name and reason, the rest is right, no rep made up.

Each trouble is played on the wire, and once more into a table of forces as other plates export it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulators.scenarios import SCENARIOS
from station.analysis import analyze_events, analyze_table
from station.events import Fault, ForceBlock, Rep
from station.metrics import registry
from station.pipeline import Pipeline
from tests.core.playing import events_of, final_reps, of, play

if TYPE_CHECKING:
    from simulators.truth import RepTruth, Truth
    from station.events import Event

FloatArray = NDArray[np.float64]
REPS = ("reps", "4")
SEED = 3
NAMES = {metric.name for metric in registry.metrics("rep")}
FORCE_ONLY = {metric.name for metric in registry.metrics("rep") if metric.minimum_rate_hz > 20.0}
"""What needs more than ten samples a second."""


@lru_cache
def heard(scenario: str, *parameters: tuple[str, str]) -> tuple[tuple[Event, ...], Truth]:
    """Return what the station tells of a performance on the wire, and what happened."""
    played = play(scenario, SEED, *parameters)
    return tuple(events_of(played.gathered(1.0), Pipeline())), played.truth


def document(scenario: str, *parameters: tuple[str, str]) -> tuple[dict[str, Any], Truth]:
    """Return the analysis of a performance on the wire, and the truth."""
    events, truth = heard(scenario, *parameters)
    return analyze_events(events), truth


@dataclass(frozen=True, slots=True)
class Table:
    """Forces as another plate's software would export them."""

    t_s: FloatArray
    left_n: FloatArray
    right_n: FloatArray

    def analysed(self) -> dict[str, Any]:
        """Return the analysis."""
        return analyze_table(self.t_s, self.left_n, self.right_n)


@lru_cache
def _exported(scenario: str, *parameters: tuple[str, str]) -> tuple[FloatArray, FloatArray, FloatArray]:
    blocks = of(heard(scenario, *parameters)[0], ForceBlock)
    t_s, left_n, right_n = (
        np.concatenate([getattr(b, name) for b in blocks]) for name in ("t_s", "left_n", "right_n")
    )
    return t_s, left_n, right_n


def table(scenario: str, *parameters: tuple[str, str]) -> tuple[Table, Truth]:
    """Return a performance as a table, to be spoiled, and the truth."""
    t_s, left_n, right_n = _exported(scenario, *parameters)
    return Table(t_s.copy(), left_n.copy(), right_n.copy()), heard(scenario, *parameters)[1]


def slower(forces: Table, times: int) -> Table:
    """Return one sample, the mean, for so many."""
    n = len(forces.t_s) // times * times
    columns = (forces.t_s, forces.left_n, forces.right_n)
    return Table(*(column[:n].reshape(-1, times).mean(axis=1) for column in columns))


def found(analysis: dict[str, Any], code: str) -> list[dict[str, Any]]:
    """Return what was found of one kind."""
    return [each for each in analysis["quality"]["found"] if each["code"] == code]


def assert_right(reps: list[dict[str, Any]], truths: tuple[RepTruth, ...]) -> None:
    """Assert that every rep told was one, on its side, and that what is told of it is true."""
    for rep in reps:
        (truth,) = [each for each in truths if abs(each.start_s - rep["start_s"]) < 1.0]
        assert rep["side"] == truth.side
        if rep["single_leg_time_s"] is not None and truth.single_leg_time_s is not None:
            assert rep["single_leg_time_s"] == pytest.approx(truth.single_leg_time_s, abs=0.03)
        if rep["rise_left_share"] is not None:
            assert rep["rise_left_share"] == pytest.approx(truth.rise_left_share, abs=0.015)
        if rep["added_load_kg"] is not None:
            error_kg = rep["added_load_kg"] - truth.added_load_kg
            assert abs(error_kg) < max(0.3, 3.5 * rep["added_load_sd_kg"])
        withheld = {name for name in NAMES if rep[name] is None}
        assert withheld - {"tempo"} <= set(rep["refused"])


def assert_counted(analysis: dict[str, Any], truth: Truth) -> None:
    """Assert that all reps were counted, on their sides, and told right."""
    assert [rep["side"] for rep in analysis["reps"]] == [each.side for each in truth.reps]
    assert_right(analysis["reps"], truth.reps)


# --- nothing wrong ------------------------------------------------------------------------------------------


def test_good_plates_have_nothing_to_find() -> None:
    """A clean session has an empty list, on the wire and as a table."""
    on_wire, truth = document("textbook", REPS)
    as_table = table("textbook", REPS)[0].analysed()
    for analysis in (on_wire, as_table):
        assert_counted(analysis, truth)
        assert analysis["quality"]["found"] == []


# --- plates and converters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("plate", ["left", "right"])
def test_dead_channel(plate: str) -> None:
    """With a silent converter nothing is counted, and the finding says which plate it was."""
    analysis, _ = document("textbook", REPS, ("dead", plate[0].upper()))
    assert analysis["reps"] == analysis["sets"] == []
    (silent,) = found(analysis, "TIMEOUT")
    assert silent["plate"] == plate
    assert silent["words"].startswith(f"the {plate} plate gave no values")


@pytest.mark.parametrize("level_n", [0.0, 5.0])
@pytest.mark.parametrize("plate", ["left", "right"])
def test_plate_that_never_carries(plate: str, level_n: float) -> None:
    """A column that stays as it is makes no one-legged athlete of somebody on two feet."""
    forces, _ = table("textbook", REPS)
    (forces.left_n if plate == "left" else forces.right_n)[:] = level_n
    analysis = forces.analysed()
    assert analysis["reps"] == analysis["sets"] == []
    (dead,) = found(analysis, "implausible")
    assert dead["plate"] == plate
    assert f"the {plate} plate has carried nothing yet" in dead["words"]


@pytest.mark.parametrize(("kind", "code"), [("wire", "silent"), ("frozen", "stuck"), ("noise", "absent")])
def test_channel_that_dies_in_the_middle(kind: str, code: str) -> None:
    """Reps before are right, none are made up after; the finding says when and which plate."""
    died_s = 38.0
    if kind == "wire":
        analysis, truth = document("textbook", REPS, ("dead", "L"), ("dead_at", f"{died_s}"))
    else:
        forces, truth = table("textbook", REPS)
        late = forces.t_s >= died_s
        dead_n = np.random.default_rng(1).normal(0.0, 0.2, int(late.sum()))
        forces.left_n[late] = forces.left_n[late][0] if kind == "frozen" else dead_n
        analysis = forces.analysed()
    before = [each for each in truth.reps if each.lowering_end_s < died_s - 1.0]
    assert 1 <= len(before) <= len(analysis["reps"]) <= len(before) + 1
    assert_right(analysis["reps"], truth.reps)
    (dead,) = found(analysis, code)
    assert dead["plate"] == "left"
    assert dead["start_s"] > died_s - 2.0


def test_saturated_plates_on_the_wire() -> None:
    """A converter at the end of its range hides force: sides and counts stay, what rests on force is refused."""
    analysis, truth = document("textbook", REPS, ("saturate_n", "600"))
    _assert_saturated(analysis, truth)


def test_saturated_plates_in_a_table() -> None:
    """The same of a column with a flat top."""
    forces, truth = table("textbook", REPS)
    clipped = Table(forces.t_s, np.minimum(forces.left_n, 600.0), np.minimum(forces.right_n, 600.0))
    _assert_saturated(clipped.analysed(), truth)


def _assert_saturated(analysis: dict[str, Any], truth: Truth) -> None:
    side = truth.reps[0].side
    assert_counted(analysis, truth)
    assert "600 N" in next(each for each in found(analysis, "saturated") if each["plate"] == side)["words"]
    for rep in analysis["reps"]:
        reasons = {rep["refused"][name] for name in NAMES - {"rise_s", "rise_left_share"}}
        assert reasons == {f"the {side} plate was at the end of its range"}
        assert rep["faults"] == []
        assert rep["rise_left_share"] is not None


@pytest.mark.parametrize("scenario", ["textbook", "alternate"])
@pytest.mark.parametrize("source", ["wire", "table"])
def test_plate_that_reads_two_per_cent_high(scenario: str, source: str) -> None:
    """The difference is learned within the set and corrected: shares and added load are those of good plates."""
    high = ("gain_l", "1.02"), ("gain_r", "1.0")
    if source == "wire":
        analysis, truth = document(scenario, REPS, *high)
    else:
        forces, truth = table(scenario, REPS, ("gain_l", "1.0"), ("gain_r", "1.0"))
        analysis = Table(forces.t_s, 1.02 * forces.left_n, forces.right_n).analysed()
    assert_counted(analysis, truth)
    assert "left reads" in found(analysis, "gains")[0]["words"]
    shares = [
        rep["rise_left_share"] - each.rise_left_share
        for rep, each in zip(analysis["reps"], truth.reps, strict=True)
    ]
    assert abs(float(np.mean(shares))) < 0.0025  # 2 % uncorrected are 0.005
    assert all(abs(rep["hand_share"]) < 0.003 for rep in analysis["reps"])
    assert not any("rail" in rep["faults"] for rep in analysis["reps"])


@pytest.mark.parametrize("seed", [4, 5])
def test_plate_that_reads_six_per_cent_high(seed: int) -> None:
    """More than any calibration explains is not corrected: shares and masses are refused, times stay."""
    played = play("textbook", seed, ("reps", "6"), ("gain_l", "1.06"), ("gain_r", "1.0"))
    analysis = analyze_events(events_of(played.gathered(1.0)))
    assert_right(analysis["reps"], played.truth.reps)
    assert analysis["reps"]
    for rep in analysis["reps"]:
        assert rep["rise_left_share"] is rep["added_load_kg"] is rep["hand_share"] is None
        assert rep["refused"]["added_load_kg"] == "the plates do not agree about the weight"
        assert rep["single_leg_time_s"] is not None
    assert "calibrate both" in found(analysis, "disagreement")[0]["words"]


def test_swapped_plates_mirror_everything() -> None:
    """Force alone cannot tell left from right: all sides are exchanged together, and nothing else changes."""
    analysis, truth = document("textbook", REPS, ("swap", "1"))
    mirror = {"left": "right", "right": "left"}
    assert [rep["side"] for rep in analysis["reps"]] == [mirror[each.side] for each in truth.reps]
    for rep, each in zip(analysis["reps"], truth.reps, strict=True):
        assert rep["single_leg_time_s"] == pytest.approx(each.single_leg_time_s, abs=0.03)
        assert rep["rise_left_share"] == pytest.approx(1.0 - each.rise_left_share, abs=0.015)


# --- samples ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["wire", "one chip", "table"])
def test_ten_samples_a_second(source: str) -> None:
    """Counts, sides, shares and loads stay; every metric that needs more is refused with the rate as the reason."""
    if source == "table":
        forces, truth = table("textbook", REPS)
        analysis = slower(forces, 10).analysed()
    else:
        slow = ("rate", "10") if source == "wire" else ("rate_l", "10")
        analysis, truth = document("textbook", REPS, slow)
    assert_counted(analysis, truth)
    assert found(analysis, "slow")[0]["words"].startswith("only 10 samples a second")
    for rep in analysis["reps"]:
        assert {rep["refused"][name] for name in FORCE_ONLY} == {"sample rate 10 Hz is below 60 Hz"}
        assert rep["single_leg_start_s"] is rep["lowering_start_s"] is None
        assert rep["faults"] == []
        assert all(rep[name] is not None for name in ("rise_left_share", "added_load_kg", "hand_share"))
    (summary,) = analysis["sets"]
    assert summary["tut_total_s"] is summary["single_leg_time_mean_s"] is None
    assert summary["refused"]["tut_total_s"] == "sample rate 10 Hz is below 60 Hz"
    assert summary["added_load_kg"] is not None


@pytest.mark.parametrize("source", ["wire", "table"])
def test_spikes(source: str) -> None:
    """Wild samples, in pairs too, are mended and told; every rep is right."""
    if source == "wire":
        analysis, truth = document("textbook", REPS, ("spikes", "0.01"))
    else:
        forces, truth = table("textbook", REPS)
        rng = np.random.default_rng(1)
        at = rng.integers(0, len(forces.t_s), len(forces.t_s) // 33)
        forces.left_n[at] += rng.choice([-1.0, 1.0], len(at)) * rng.uniform(50.0, 3000.0, len(at))
        analysis = forces.analysed()
    assert_counted(analysis, truth)
    assert sum(each["count"] for each in found(analysis, "spike")) > 20
    assert all("mended" in each["words"] for each in found(analysis, "spike"))


@pytest.mark.parametrize("source", ["wire", "table"])
def test_gaps_at_transfers(source: str) -> None:
    """A hole of a few tens of milliseconds where the load moves takes away the time it would falsify, no more."""
    if source == "wire":
        analysis, truth = document("textbook", REPS, ("holes", "1"), ("hole_ms", "50"))
    else:
        forces, truth = table("textbook", REPS)
        edges_s = [each.single_leg_start_s or 0.0 for each in truth.reps]
        kept = np.all([np.abs(forces.t_s - edge_s) > 0.03 for edge_s in edges_s], axis=0)
        analysis = Table(forces.t_s[kept], forces.left_n[kept], forces.right_n[kept]).analysed()
    assert_counted(analysis, truth)
    assert found(analysis, "gap")
    for rep in analysis["reps"]:
        assert rep["refused"]["single_leg_time_s"].startswith("data missing at the")
        assert rep["rise_left_share"] is not None
    assert found(analysis, "gap")[0]["withheld"]["single_leg_time_s"] == len(truth.reps)


# --- loads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["wire", "table"])
def test_somebody_under_25_kg(source: str) -> None:
    """A child that trains like an adult is not measured, and told why."""
    light = ("mass_kg", "22")
    analysis = document("textbook", REPS, light)[0]
    if source == "table":
        analysis = table("textbook", REPS, light)[0].analysed()
    assert analysis["reps"] == analysis["sets"] == []
    assert found(analysis, "too_light")[0]["words"].startswith("only 22.0 kg stood on the plates")


@pytest.mark.parametrize("source", ["wire", "table"])
def test_dumbbell(source: str) -> None:
    """Things put on the plates are told as things, and are nobody."""
    analysis = document("dumbbell")[0] if source == "wire" else table("dumbbell")[0].analysed()
    assert analysis["reps"] == analysis["sets"] == []
    assert analysis["body_mass_kg"] is None
    assert {each["plate"] for each in found(analysis, "object")} <= {"left", "right"}
    assert found(analysis, "object")[0]["words"].startswith("something lay on the")


def test_dumbbell_under_the_lifted_foot() -> None:
    """A thing on the other plate adds to shares and loads, so those are refused; times stay."""
    forces, truth = table("textbook", REPS)
    side = truth.reps[0].side
    other_n = forces.right_n if side == "left" else forces.left_n
    other_n[forces.t_s > truth.reps[1].start_s - 0.5] += 52.0
    analysis = forces.analysed()
    assert [rep["side"] for rep in analysis["reps"]] == [each.side for each in truth.reps]
    refused = {"rise_left_share", "lowering_left_share", "added_load_kg", "hand_share", "load_time_kg_s"}
    for rep, each in zip(analysis["reps"][1:], truth.reps[1:], strict=True):
        assert {rep["refused"][name] for name in refused} == {
            f"something lay on the {'right' if side == 'left' else 'left'} plate"
        }
        assert rep["single_leg_time_s"] == pytest.approx(each.single_leg_time_s, abs=0.05)


def test_table_of_forces_says_why_it_names_no_firmware_and_no_calibration() -> None:
    """The reason is the source, which has none, and no number of reps would change it."""
    (summary,) = table("textbook", REPS)[0].analysed()["sets"]
    assert summary["reps_done"] > 2
    assert summary["refused"]["firmware"] == "the source names no firmware"
    assert summary["refused"]["calibration"] == "the source has no calibration"


@pytest.mark.parametrize("scenario", [name for name, one in SCENARIOS.items() if one.trains])
def test_ordinary_athletes_raise_no_suspicion(scenario: str) -> None:
    """No scenario of somebody training looks like a thing, a dead plate or a child."""
    suspicions = {"object", "implausible", "absent", "too_light", "stuck", "saturated"}
    events, _ = heard(scenario, ("reps", "3"))
    assert [event for event in of(events, Fault) if event.code in suspicions] == []


def test_live_values_are_refused_for_the_same_reasons() -> None:
    """What is told 0.25 s after the foot's return withholds what the final values withhold."""
    events, _ = heard("textbook", REPS, ("saturate_n", "600"))
    live = [rep for rep in of(events, Rep) if not rep.final]
    assert [rep.refused.keys() for rep in live] == [rep.refused.keys() for rep in final_reps(events)]
