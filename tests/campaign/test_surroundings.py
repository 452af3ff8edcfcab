"""The campaign in small: power cuts, disks, second stations, cables; full by ``make campaign``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.campaign import cables, cuts, disks, rivals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.campaign.outcome import Outcome

SEED = 2024


def is_true(outcome: Outcome) -> None:
    """Every promise was kept, in at least one run."""
    assert outcome.wrong == []
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.runs > 0


@pytest.mark.parametrize("cut", [cuts.cut_log, cuts.cut_database, cuts.cut_recording])
def test_power_cuts(cut: Callable[[Path, float], Outcome], tmp_path: Path) -> None:
    """A file that lacks its end: complete up to there, or refused in words."""
    is_true(cut(tmp_path, 0.02))


def test_full_and_read_only_disks(tmp_path: Path) -> None:
    """Reps wait for room or go to a file that is taken in; a read-only disk is refused and stays readable."""
    for name in ("again", "full", "only"):
        (tmp_path / name).mkdir()
    try:
        is_true(disks.failing(tmp_path / "again", 1, SEED, comes_back=True))
    except OSError as error:
        pytest.skip(str(error))
    is_true(disks.failing(tmp_path / "full", 1, SEED, comes_back=False))
    is_true(disks.read_only(tmp_path / "only", 1, SEED))


@pytest.mark.parametrize("fault", [rivals.one_database, rivals.one_port, cables.another_step])
def test_second_stations_and_other_steps(fault: Callable[[Path, int, int], Outcome], tmp_path: Path) -> None:
    """The second is refused in words, the first goes on."""
    is_true(fault(tmp_path, 1, SEED))
