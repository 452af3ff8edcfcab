"""Visits under one name that cannot be of one body are told, and nothing that clothes and meals explain."""

from __future__ import annotations

import pytest

from station.cli.words import weigh_line
from station.events import Weigh
from station.metrics.bodies import Weighed, are_apart, doubts, in_words

DAY_US = 86_400_000_000


@pytest.mark.parametrize(
    ("one_kg", "other_kg", "apart"),
    [
        (89.6, 76.6, True),
        (60.0, 64.9, False),
        (60.0, 65.1, True),
        (120.0, 127.0, False),
        (120.0, 130.0, True),
    ],
)
def test_only_what_no_person_and_no_clothes_make_is_told(
    one_kg: float, other_kg: float, *, apart: bool
) -> None:
    """Either way round."""
    assert are_apart(one_kg, other_kg) is apart
    assert are_apart(other_kg, one_kg) is apart


def test_weighings_of_days_are_compared_and_those_of_months_are_not() -> None:
    """In order of time, whatever the order they come in; each beside the one before it."""
    first, other, back, later = (
        Weighed(int(day * DAY_US), kg) for day, kg in ((0, 89.6), (0.1, 76.6), (2, 89.9), (90, 76.0))
    )
    found = doubts([later, back, first, other])
    assert [(a.body_mass_kg, b.body_mass_kg) for a, b in found] == [(89.6, 76.6), (76.6, 89.9)]
    said = in_words(*found[0], lambda at_us: f"day {at_us // DAY_US}")
    assert "89.6 kg on day 0 and 76.6 kg on day 0" in said
    assert "may be somebody else's" in said


@pytest.mark.parametrize(("added_kg", "asked"), [(None, False), (20.0, False), (-4.0, False), (-38.0, True)])
def test_a_weighing_far_below_the_first_asks_who_stands_there(added_kg: float | None, *, asked: bool) -> None:
    """A load may be added; a body does not lose 38 kg within a visit."""
    line = weigh_line(Weigh(0.0, 2.0, 51.6, 0.1, 0.52, added_kg))
    assert ("SOMEBODY ELSE?" in line) is asked
