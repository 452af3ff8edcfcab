"""What a line in the terminal says of a set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.cli.words import set_line
from tests.support.stream import summary

if TYPE_CHECKING:
    from station.events import SetSummary


@pytest.mark.parametrize(
    ("clean", "faults", "said"),
    [
        (6, {}, "set 1: 6 reps, 6 clean"),
        (6, {"rail": 6}, "set 1: 6 reps, 6 clean (light touch of the rail in 6)"),
        (5, {"rail": 6}, "set 1: 6 reps, 5 clean (light touch of the rail in at least 5); 6 x rail"),
        (4, {"fast": 2}, "set 1: 6 reps, 4 clean; 2 x fast"),
        (0, {"rail": 6}, "set 1: 6 reps, 0 clean; 6 x rail"),
    ],
)
def test_a_light_touch_of_the_rail_does_not_contradict_a_clean_set(
    clean: int, faults: dict[str, int], said: str
) -> None:
    """The rule of clean reps is said where it decides; a fault that spoiled reps is told as one."""
    assert set_line(_summary(clean, faults)) == said


def _summary(clean: int, faults: dict[str, int]) -> SetSummary:
    return replace(summary(reps_done=6), reps_clean=clean, tut_total_s=None, fault_counts=faults)
