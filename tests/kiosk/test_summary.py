"""A visit in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.kiosk.model import KioskModel
from station.kiosk.screens.rest import set_facts, shortened
from station.kiosk.screens.summary import sentences
from station.kiosk.summing import totals_of
from tests.kiosk.scripted import rep, session, set_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station import events as ev
    from station.kiosk.snapshot import Snapshot


def after(sets: Sequence[Sequence[ev.Rep]], *, closed: bool = True) -> Snapshot:
    """Return the snapshot after a visit of these sets."""
    model = KioskModel()
    model.feed([session("opened", None)], 0.0)
    for index, reps in enumerate(sets, 1):
        model.feed([*reps, set_summary(index, 60.0 * index, reps)], 0.0)
    if closed:
        model.feed([session("closed", None)], 0.0)
    return model.snapshot(0.0)


def legs(left: Sequence[float], right: Sequence[float]) -> list[list[ev.Rep]]:
    """Return a set of left reps and a set of right reps with these seconds."""
    return [
        [rep(at, "left", seconds, set_index=1) for at, seconds in enumerate(left, 1)],
        [rep(at, "right", seconds, set_index=2) for at, seconds in enumerate(right, 1)],
    ]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ([3.0, 3.1, 3.0], [4.1, 4.1, 4.2], "22 % longer on the right leg."),
        ([4.1, 4.1, 4.2], [3.0, 3.1, 3.0], "22 % longer on the left leg."),
        ([3.0, 3.9, 3.4], [3.1, 3.8, 3.6], "Left and right alike: 2 % more R is too little to tell."),
        ([3.0, 3.1], [4.1, 4.1, 4.2], "Left against right needs 3 reps a side."),
    ],
)
def test_legs_are_compared_over_the_whole_visit(left: list[float], right: list[float], said: str) -> None:
    """Each leg may have had a set of its own; inside the noise band there is no difference."""
    shot = after(legs(left, right))
    assert said in sentences(shot, totals_of(shot.visit))


def test_totals_add_up() -> None:
    """Counts over sets, time under tension over sets."""
    totals = totals_of(after(legs([3.0, 3.0], [3.0])).visit)
    assert (totals.reps, totals.told, totals.left, totals.right) == (3, "3 of 3 reps were good", 2, 1)
    assert totals.tut_total_s == pytest.approx(72.4)
    assert totals.tut_good_s == pytest.approx(62.8)


def test_the_most_common_fault_is_the_advice() -> None:
    """One thing to do better, in the sentence of the rep."""
    reps = [rep(1, faults=("bounce",)), rep(2, faults=("fast",)), rep(3, faults=("fast", "bounce"))]
    shot = after([reps])
    assert sentences(shot, totals_of(shot.visit))[-1] == "Most often: Slower on the way down."
    assert set_facts(shot.visit.sets[0], shot.visit.reps)[-1] == "Next set: Slower on the way down."
    fading = replace(shot.visit.sets[0], fault_counts={"fading": 1, "fast": 2})
    assert set_facts(fading, shot.visit.reps)[-1] == "Next set: End the set when the tempo falls."


def test_before_the_last_set_is_measured_nothing_is_claimed() -> None:
    """Final values come a moment after the end; until then the screen says that it waits for them."""
    shot = after([[rep(1)]], closed=False)
    assert sentences(shot, totals_of(shot.visit)) == ["Measuring the last set …"]


def test_nothing_done_says_nothing() -> None:
    """A visit without a rep has no sentences."""
    shot = after([])
    assert sentences(shot, totals_of(shot.visit)) == []


def test_the_summary_counts_what_the_live_verdicts_said() -> None:
    """A rep told to be close is close in the summary and the rest too, one without a tempo is not judged."""
    reps = [
        rep(1),
        rep(2, tempo="borderline"),
        rep(3, tempo=None),
        rep(4, faults=("interrupted",), tempo=None),
        rep(5, faults=("bounce",)),
    ]
    shot = after([reps])
    said = sentences(shot, totals_of(shot.visit))
    assert said[0] == "1 of 5 reps were good, 1 close, 2 not judged."
    assert "36 s under tension, 31 s of it without a fault." in said
    facts = set_facts(shot.visit.sets[0], shot.visit.reps)
    assert "1 of 5 good, 1 close, 2 not judged" in facts


@pytest.mark.parametrize(
    ("told", "said"),
    [(2, "3.2 s down on average, good from 2.1 s."), (1, "4.1 s on one leg on average.")],
)
def test_a_mean_of_few_reps_is_not_told(told: int, said: str) -> None:
    """As in the store: of fewer than half of the reps there is no mean, and the sharp time stands in its place."""
    reps = [rep(at) if at <= told else replace(rep(at), eccentric_tut_s=None) for at in range(1, 5)]
    shot = after([reps])
    assert sentences(shot, totals_of(shot.visit))[1] == said


def test_missing_data_is_no_advice() -> None:
    """What was not judged for want of data is nothing to do better."""
    shot = after(
        [[rep(1, faults=("interrupted",)), rep(2, faults=("interrupted",)), rep(3, faults=("touch",))]]
    )
    assert (
        sentences(shot, totals_of(shot.visit))[-1] == "Most often: Keep the other foot up until you are down."
    )
    shot = after([[rep(1, faults=("interrupted",))]])
    assert not [line for line in set_facts(shot.visit.sets[0], shot.visit.reps) if "Next set" in line]


def test_the_first_line_and_the_advice_are_kept_where_there_is_little_room() -> None:
    """What stands between them goes, from its end."""
    assert shortened(["a", "b", "c", "d"]) == ["a\nb\nc\nd", "a\nb\nd", "a\nd"]
    assert shortened(["a"]) == ["a"]
    assert shortened([]) == [""]


def seen_twice(set_index: int = 1) -> list[ev.Rep]:
    """Return the reps of a set as they were told, then their final values: other numbers, and one more."""
    told = [rep(at, start_s=10.0 * at, set_index=set_index) for at in (1, 2, 3)]
    final = [
        rep(1, start_s=4.0, final=True, set_index=set_index),
        rep(2, start_s=10.1, final=True, set_index=set_index),
        rep(3, start_s=20.0, final=True, faults=("touch",), set_index=set_index),
        rep(4, start_s=30.1, final=True, set_index=set_index),
    ]
    return [*told, *final]


def test_verdicts_that_changed_at_the_end_are_named() -> None:
    """Final values say another thing of one rep, and of one that was not told at all; numbers moved on by it."""
    shot = after([seen_twice()])
    assert [line.changed for line in shot.visit.reps] == [True, False, True, False]
    said = "On a second look: rep 1 ✓ good, rep 3 ✕ touch"
    assert said in set_facts(shot.visit.sets[0], shot.visit.reps)
    assert f"{said}." in sentences(shot, totals_of(shot.visit))


def test_of_many_changed_verdicts_two_are_named() -> None:
    """The others are counted; where there are several sets, each rep comes with the number of its set."""
    model = KioskModel()
    model.feed([session("opened", None)], 0.0)
    for index in (1, 2):
        reps = seen_twice(index)
        model.feed([*reps, set_summary(index, 60.0 * index, reps)], 0.0)
    model.feed([session("closed", None)], 0.0)
    shot = model.snapshot(0.0)
    said = "On a second look: set 1 rep 1 ✓ good, set 1 rep 3 ✕ touch, 2 more."
    assert said in sentences(shot, totals_of(shot.visit))
    only = set_facts(shot.visit.sets[1], shot.visit.reps_of(2))
    assert "On a second look: rep 1 ✓ good, rep 3 ✕ touch" in only


def test_a_changed_verdict_without_a_word_is_told_by_its_mark() -> None:
    """A rep that is only counted has no word for it."""
    shot = after([[rep(1), rep(1, final=True, tempo=None)]])
    assert "On a second look: rep 1 ≈." in sentences(shot, totals_of(shot.visit))


@pytest.mark.parametrize("reps", [[rep(1), rep(2)], [rep(1, final=True), rep(2, final=True)]])
def test_nothing_changed_is_not_said(reps: list[ev.Rep]) -> None:
    """Before the end of the set, and for whoever came to watch after it."""
    shot = after([reps])
    assert not any("On a second look" in line for line in sentences(shot, totals_of(shot.visit)))
