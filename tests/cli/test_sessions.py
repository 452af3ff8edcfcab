"""What a visit comes to: the same live, stored, exported and in the analysis of its recording."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from station.metrics.comparisons import BY_LEG
from station.metrics.registry import metrics

if TYPE_CHECKING:
    from tests.support.command import Command

ALTERNATE = "sim://alternate?seed=3&speed=max&reps=8"


def test_session_is_told_alike_everywhere(station: Command) -> None:
    """``live``, ``export sessions`` and ``analyze`` give the same differences between the legs, with their sides."""
    live = station("live", "--port", ALTERNATE, "--json").lines()
    told = next(line for line in live if line["type"] == "session" and line["state"] == "closed")["summary"]
    assert (told["reps_left"], told["reps_right"]) == (4, 4)
    names = {metric.name for metric in metrics("session")}
    assert names <= set(told)
    for each in BY_LEG:
        if told[each.percent] is None:
            assert told["refused"][each.percent]
            continue
        larger = max(told[each.left], told[each.right])
        percent = 100.0 * (told[each.right] - told[each.left]) / larger
        assert told[each.percent] == pytest.approx(percent)
        below = "below detectable change" in told[each.told]
        assert below == (abs(percent) <= told[each.band])
    stored = list(csv.DictReader(io.StringIO(station.inside("export", "sessions").out)))
    assert names <= set(stored[0])
    assert float(stored[0]["single_leg_asymmetry_pct"]) == pytest.approx(told["single_leg_asymmetry_pct"])
    assert stored[0]["single_leg_asymmetry"] == told["single_leg_asymmetry"]
    assert "limb_symmetry_index_pct=no involved leg was named" in stored[0]["refused"]


def test_analysis_has_the_session(station: Command, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A recording's document sums its reps up; with a named leg it has the limb symmetry index."""
    recording = tmp_path_factory.mktemp("recordings") / "visit.step"
    assert station("record", "--port", ALTERNATE, "--out", str(recording)).code == 0
    told = station.inside("analyze", str(recording), "--json").document()["session"]
    assert (told["reps_done"], told["reps_left"]) == (8, 4)
    assert told["limb_symmetry_index_pct"] is None
    text = station.inside("analyze", str(recording)).out
    assert f"time on one leg: {told['single_leg_asymmetry']}" in text
    named = station.inside(
        "analyze", str(recording), "--json", STATION_TRAINING_INVOLVED_LEG="left"
    ).document()
    ratio = 100.0 * told["single_leg_time_left_s"] / told["single_leg_time_right_s"]
    assert named["session"]["limb_symmetry_index_pct"] == pytest.approx(ratio)
