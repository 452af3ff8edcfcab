"""Hands on a rail without a weighing before: told by what comes after, or by how the weight seems to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from station.analysis import analyze_table
from station.events import ForceBlock
from station.metrics.limits import FAULT
from station.metrics.support import let_go, support_varies
from tests.core.playing import events_of, of
from tools.accuracy.playing import play

if TYPE_CHECKING:
    from collections.abc import Sequence

STEADY_N = 0.15


@pytest.mark.parametrize(
    ("cycles_n", "told"),
    [
        ([700.0, 701.0, 699.5, 700.5, 700.0, 699.0], False),
        ([700.0 - 2.0 * n for n in range(8)], False),
        ([660.0, 640.0, 655.0, 630.0, 650.0, 645.0], True),
        ([660.0, 640.0, 655.0], False),
    ],
    ids=["free", "drift", "rail", "few"],
)
def test_changing_support_is_told_from_drift(cycles_n: Sequence[float], *, told: bool) -> None:
    """Hands change their load from rep to rep; bodies do not, and drift goes one way."""
    assert support_varies(cycles_n, STEADY_N) is told


def test_wandering_plates_cannot_tell() -> None:
    """Plates that warm up change as much as hands do."""
    assert not support_varies([660.0, 640.0, 655.0, 630.0, 650.0], 2.0 * FAULT.rail_wander_n)


def test_letting_go_shows_in_the_weight_after() -> None:
    """Only the last reps are compared with the stance after the set."""
    assert let_go([690.0, 640.0, 645.0], 700.0)
    assert not let_go([640.0, 698.0, 699.0], 700.0)


def without_the_start(scenario: str, seed: int, until_s: float | None = None) -> dict[str, Any]:
    """Return the analysis of a recording that begins just before the first rep."""
    played = play(scenario, seed, ("reps", "10"))
    blocks = of(events_of(played.gathered(1.0)), ForceBlock)
    t_s, left_n, right_n = (
        np.concatenate([getattr(block, name) for block in blocks]) for name in ("t_s", "left_n", "right_n")
    )
    reps = played.truth.reps
    last_s = max(rep.single_leg_end_s or rep.lowering_end_s for rep in reps) + (until_s or 60.0)
    part = (t_s >= reps[0].start_s - 1.3) & (t_s <= last_s)
    return analyze_table(t_s[part], left_n[part], right_n[part])


def test_rail_held_from_the_start_is_told_when_let_go() -> None:
    """The stance after the set weighs the person: every rep is on the rail, by as much as it was."""
    truth = play("rail", 2, ("reps", "10")).truth.reps
    told = without_the_start("rail", 2)["reps"]
    assert len(told) >= 6
    assert all("rail" in rep["faults"] for rep in told)
    errors = [abs(rep["hand_share"] - _near(rep["start_s"], truth)) for rep in told]
    assert max(errors) < 0.015


def _near(start_s: float, truth: Any) -> float:  # noqa: ANN401  true reps
    return float(min(truth, key=lambda rep: abs(rep.start_s - start_s)).hand_share)


def test_rail_never_let_go_is_told_by_its_changes() -> None:
    """Without any stance the share is not known, but that there is one is; what hands spoil is withheld."""
    told = without_the_start("rail", 2, until_s=0.5)["reps"]
    assert len(told) >= 6
    for rep in told:
        assert "rail" in rep["faults"]
        assert rep["hand_share"] is None
        assert "rail" in rep["refused"]["eccentric_tut_s"]
        assert "rail" in rep["refused"]["load_time_kg_s"]


@pytest.mark.parametrize("scenario", ["textbook", "alternate", "drift"])
def test_nobody_is_accused_who_was_only_not_weighed(scenario: str) -> None:
    """Free reps without a stance before them are no reps on a rail."""
    for until_s in (0.5, None):
        told = without_the_start(scenario, 2, until_s)["reps"]
        assert told
        assert not any("rail" in rep["faults"] for rep in told)
