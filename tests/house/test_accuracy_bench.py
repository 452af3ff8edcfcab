"""The accuracy bench judges fairly, and asks something of every scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from simulators.scenarios import SCENARIOS
from tools.accuracy.drawing import figure_of, write
from tools.accuracy.judging import COLUMNS, Cell, judge
from tools.accuracy.page import Run, page
from tools.accuracy.real import reps_in
from tools.accuracy.reasons import kind_of
from tools.accuracy.running import Take, run, run_take
from tools.accuracy.scene import scene_of, typical_rep
from tools.accuracy.score import Score
from tools.accuracy.shortfalls import CAUSES
from tools.accuracy.statistics import spread, wilson
from tools.accuracy.targets import INVENTED_MAX, TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from tools.accuracy.running import Shapes

TRAINING = {name for name, scenario in SCENARIOS.items() if scenario.trains}


def cell(title: str, score: Score, scenario: str = "textbook", shapes: Shapes = "even") -> Cell:
    """Return one cell of the table's row for this score."""
    return judge((scenario, shapes), score)[title]


def test_every_scenario_with_reps_has_a_target() -> None:
    """Nothing is measured without being held against something, and no target is for nothing."""
    assert set(TARGETS) == TRAINING
    assert set(INVENTED_MAX) <= set(SCENARIOS) - TRAINING


def test_confidence_range_is_the_published_one() -> None:
    """Nine of ten leaves 60 to 98 %; nothing seen leaves everything open."""
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_spread_tells_bias_from_error() -> None:
    """Errors that cancel have no bias but a size."""
    told = spread([-0.1, 0.1, -0.3, 0.3])
    assert told is not None
    assert (told.bias, told.mae) == pytest.approx((0.0, 0.2))
    assert spread([]) is None


@pytest.mark.parametrize(
    ("covered", "told", "short"), [(7, 10, False), (70, 100, True), (90, 100, False), (998, 1000, True)]
)
def test_only_a_sure_miss_of_coverage_is_one(covered: int, told: int, short: bool) -> None:  # noqa: FBT001  a parameter
    """Seven of ten may be chance; seventy of a hundred is not, and intervals may also be too wide."""
    assert cell("interval coverage", Score(told=told, covered=covered)).short is short


def test_limits_depend_on_the_shapes() -> None:
    """What falls short with even shapes may do for human ones; a wide tail falls short by itself."""
    blurred = Score(errors={"eccentric_tut_s": [0.15, -0.15]})
    assert cell("lowering time, ms", blurred).short
    assert not cell("lowering time, ms", blurred, shapes="human").short
    tailed = Score(errors={"eccentric_tut_s": [0.0] * 9 + [0.9]})
    assert cell("lowering time, ms", tailed).short
    assert cell("lowering time, ms", tailed).measured == "90 / 495"


def test_telling_nothing_meets_no_limit_on_errors() -> None:
    """Whoever refuses every value has not met the target, except where refusing is the target."""
    assert cell("lowering time, ms", Score(matched=10)).short
    assert not cell("lowering time, ms", Score(matched=10), "rail").short
    assert cell("lowering time, ms", Score(matched=10, errors={"eccentric_tut_s": [0.0]}), "rail").short


def test_first_value_is_held_against_a_multiple() -> None:
    """A step that has seen a set before has less room than a new one."""
    firsts = Score(errors={"first_tut_s": [0.16], "warm_tut_s": [0.16]})
    assert not cell("first value, new step, ms", firsts).short
    assert cell("first value, known step, ms", firsts).short


def test_late_verdicts_and_missing_faults_fall_short() -> None:
    """One verdict in fifty that comes late is seen, and so is a bounce that was not told."""
    assert cell("verdict after, p99", Score(delays_s=[0.2] * 49 + [0.5])).short
    assert not cell("verdict after, p99", Score(delays_s=[0.29] * 50)).short
    score = Score()
    score.faults.update([("bounce", "hit"), ("bounce", "missed")])
    assert cell("fault F1", score, "bounce").short


def test_reasons_are_gathered_without_their_numbers() -> None:
    """Two reps refused for the same reason count together."""
    assert kind_of("uncertain by 0.48 s (limit 0.30 s)") == "uncertain"
    assert kind_of("hands carry 12% of the weight (rail)") == "hands carry"
    assert kind_of("the other foot touched") == "the other foot touched"


def test_page_names_what_falls_short_first_and_compares_runs() -> None:
    """A miss is listed before the tables with its second measurement; an invented rep is not overlooked."""
    bad, good = Score(matched=8, missed=2), Score(matched=10)
    runs = [
        Run(1, 2, {("textbook", "even"): bad, ("squat", "even"): Score(recordings=5, invented=1)}),
        Run(9, 2, {("textbook", "even"): good, ("squat", "even"): Score(recordings=5)}),
    ]
    text = page(runs, "Run in a test.", ["textbook"])
    listed = text.partition("## Scenario by scenario, seeds 1 to 2")[0]
    assert "**count F1**, met in 0 of 1 rows. " + CAUSES["count F1"] in listed
    assert "Short: textbook even 0.889 [1.000 ✓] (≥ 1)." in listed
    assert "| squat | squats on two feet | 10 | **1 ✗** |" in text
    assert "## A second run, seeds 9 to 10" in text
    assert "(images/accuracy/textbook.png)" in text
    assert all(title in text for title in COLUMNS)


def test_processes_change_no_score() -> None:
    """The same recordings score the same in two processes, and add up."""
    takes = [Take("fast", "even", seed, reps=1, live=False) for seed in (1, 2)]
    alone, together = run(takes), run(takes, processes=2)
    assert alone == together
    assert alone["fast", "even"].recordings == 2


def test_live_take_knows_delays_and_first_values() -> None:
    """Heard as it arrives, a rep has a delay; heard on a known step, another first value."""
    heard = run_take(Take("fast", "even", 1, reps=2))
    assert len(heard.delays_s) == heard.matched == 2
    assert all(0.0 < delay_s < 2.0 for delay_s in heard.delays_s)
    assert heard.recordings == 1


def test_real_tables_are_told_or_refused_by_name(tmp_path: Path) -> None:
    """A table without reps has none; a file that is no table says why and stops nothing."""
    rows = "".join(f"{n / 100:.2f},350.0,350.0\n" for n in range(600))
    (tmp_path / "quiet.csv").write_text("t_s,left_n,right_n\n" + rows, encoding="ascii")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="ascii")
    told = dict(reps_in(tmp_path))
    assert told["quiet.csv"] == 0
    assert "t_s" in str(told["other.csv"])


@pytest.mark.parametrize(("scenario", "reps"), [("fast", 2), ("quiet", 0)])
def test_pictures_are_drawn_and_small(tmp_path: Path, scenario: str, reps: int) -> None:
    """A rep, or a stretch without one, becomes a picture small enough to be committed."""
    scene = scene_of(scenario, "even", 1, ("reps", "2"))
    assert scene.told == len(scene.pairs) == reps
    write(figure_of(scene, typical_rep(scene)), tmp_path / "picture.png")
    picture = (tmp_path / "picture.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert 5_000 < len(picture) < 60_000


def test_picture_says_what_was_true_and_what_was_told() -> None:
    """The title names the rep, its true values, and the verdict or that there was none."""
    scene = scene_of("fast", "even", 1, ("reps", "2"))
    rep, truth = scene.pairs[1]
    assert rep is not None
    title = figure_of(scene, 2).get_suptitle()
    assert "fast, even, seed 1, set 1, rep 2" in title
    assert f"true lowering {truth.eccentric_tut_s:.2f} s" in title
    assert f"told: {rep.side}, tempo {rep.tempo}" in title
    missed = replace(scene, pairs=[(None, truth)])
    assert figure_of(missed, 1).get_suptitle().endswith("not told")


def test_causes_are_given_of_figures_that_exist() -> None:
    """No explanation is left over from a column that is gone."""
    assert set(CAUSES) <= set(COLUMNS)
