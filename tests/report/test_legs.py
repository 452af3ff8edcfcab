"""Left against right over visits: the band is honest about visits, repetitions and plates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from station.metrics.comparisons import BY_FOOT, BY_LEG
from station.metrics.spread import student_t
from station.report.legs import Difference, difference, symmetry
from station.store.report import Compared, Sums
from tests.report.made import START

if TYPE_CHECKING:
    from pathlib import Path

    from station.report.facts import VisitFacts
    from tests.report.made import Made

TIME, RISE = BY_LEG[0], BY_FOOT[0]


def _visits(made: Made, folder: Path, percents: list[float], band: float) -> list[VisitFacts]:
    """Return visits that differ by so many per cent, each with this band."""
    who = made.person()
    for day in range(len(percents)):
        made.visit(who, START + timedelta(days=day))
    found = made.facts(who, folder).visits
    return [
        replace(
            visit,
            sums=replace(
                visit.sums,
                compared={
                    one.stem: Compared(4.0, 4.0 * (1 + percent / 100), percent, band) for one in (TIME, RISE)
                },
            ),
        )
        for visit, percent in zip(found, percents, strict=True)
    ]


def test_one_visit_keeps_its_own_band(made: Made, tmp_path: Path) -> None:
    """A single visit is no better known here than it was when it was summed up."""
    found = difference(_visits(made, tmp_path, [4.0], 6.0), TIME)
    assert found is not None
    assert found.band_percent == pytest.approx(6.0)
    assert found.told == "4 % R, below detectable change"


def test_visits_that_agree_make_the_band_smaller(made: Made, tmp_path: Path) -> None:
    """Nine visits that agree leave a third of one visit's band, and a difference shows that one visit cannot."""
    found = difference(_visits(made, tmp_path, [4.0] * 9, 6.0), TIME)
    assert found is not None
    assert found.band_percent == pytest.approx(2.0)
    assert found.detectable
    assert found.told == "4 % R"


def test_visits_that_disagree_make_it_larger(made: Made, tmp_path: Path) -> None:
    """What changes from day to day counts, with Student's factor for few days."""
    found = difference(_visits(made, tmp_path, [-8.0, 8.0, -9.0, 9.0], 1.0), TIME)
    assert found is not None
    spread = (sum(each**2 for each in (-8.0, 8.0, -9.0, 9.0)) / 3) ** 0.5
    assert found.band_percent == pytest.approx(student_t(0.975, 3) * spread / 2)
    assert not found.detectable


def test_plates_do_not_become_better_by_visits(made: Made, tmp_path: Path) -> None:
    """What plates leave open of a shared load is the same error every day: nine visits keep the band of one."""
    found = difference(_visits(made, tmp_path, [4.0] * 9, 6.0), RISE)
    assert found is not None
    assert found.band_percent == pytest.approx(6.0)
    assert found.told == "4 % R, below detectable change"


def test_nothing_to_compare_is_none(made: Made, tmp_path: Path) -> None:
    """Without a visit that compares, and without one whose clock is trusted, there is no difference."""
    assert difference([], TIME) is None
    visits = _visits(made, tmp_path, [4.0], 6.0)
    doubtful = [replace(visit, done=replace(visit.done, clock_doubtful=True)) for visit in visits]
    assert difference(doubtful, TIME) is None


def test_symmetry_of_the_involved_leg() -> None:
    """R = 25, L = 20: the index of the left leg is 80, and its uncertainty is that of the difference."""
    visit = Compared(20.0, 25.0, 20.0, 5.0)

    found = Difference(visit.percent, visit.band_percent, visit.left, visit.right, TIME, 1)
    left, right = symmetry(found, "left"), symmetry(found, "right")
    assert left is not None
    assert right is not None
    assert (left.percent, left.band_percent) == pytest.approx((80.0, 5.0))
    assert (right.percent, right.band_percent) == pytest.approx((125.0, 6.25))
    assert symmetry(found, None) is None
    assert symmetry(None, "left") is None


def test_sums_are_those_of_their_parts() -> None:
    """Mean, spread and standard error from sums are those of the values."""
    values = [4.0, 4.2, 3.9, 4.4]
    both = Sums(2, sum(values[:2]), sum(v * v for v in values[:2])) + Sums(
        2, sum(values[2:]), sum(v * v for v in values[2:])
    )
    assert both.mean == pytest.approx(4.125)
    assert both.sd == pytest.approx(0.2217356)
    assert both.se == pytest.approx(0.2217356 / 2)
    assert Sums().mean is None
    assert Sums(1, 4.0, 16.0).sd is None
