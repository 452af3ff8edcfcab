"""The way down: what is asked for, how long it has been, and how the last one was measured."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.signals import Signals
from station.kiosk.snapshot import RepLine, Snapshot, Visit
from station.kiosk.summing import tension_of
from station.kiosk.widgets.way import TARGET, Way, way_rows
from tests.kiosk.scripted import rep, set_summary

if TYPE_CHECKING:
    from station.kiosk.widgets.drawing import Row

WAY = Way(width=120, height=6, target_s=3.0, upper_s=5.0, cells_per_s=20.0)


def named(row: Row, name: str) -> list[int]:
    """Return the columns of a row in this style."""
    columns, at = [], 0
    for text, style in row:
        columns += list(range(at, at + len(text))) if style == name else []
        at += len(text)
    return columns


def found(rows: list[Row], mark: str) -> list[tuple[int, int]]:
    """Return row and column of every such mark."""
    texts = ["".join(text for text, _ in row) for row in rows]
    return [(y, x) for y, text in enumerate(texts) for x, letter in enumerate(text) if letter == mark]


def test_the_band_ends_between_target_and_upper_end() -> None:
    """The lowest row is asked for between 3 and 5 s; higher ones proportionally sooner."""
    rows = way_rows(WAY, None, "", 0.0, marked=False)
    lowest = named(rows[-1], "band")
    assert (lowest[0], lowest[-1] + 1) == pytest.approx((60 * 11 / 12, 100 * 11 / 12), abs=1)
    assert all(named(upper, "band")[0] < named(lower, "band")[0] for upper, lower in itertools.pairwise(rows))


@pytest.mark.parametrize("seconds", [0.4, 1.0, 2.0, 3.0, 3.9])
def test_the_target_goes_down_in_the_middle_of_the_band(seconds: float) -> None:
    """It is where a lowering of 4 s would be now, inside the band at every instant."""
    words = {(0, 118)}
    ((row, column),) = set(found(way_rows(WAY, None, "left", seconds, marked=True), TARGET)) - words
    assert row == int(6 * seconds / 4.0)
    assert column == int(20 * seconds)


def test_what_is_filled_is_time_and_nothing_ahead_of_it() -> None:
    """No cell later than now has the leg's hue, and every cell of the band before now has it."""
    rows = way_rows(WAY, None, "right", 2.0, marked=False)
    filled = [column for row in rows for column in named(row, "right")]
    assert filled
    assert max(filled) < 40
    assert all(column >= 40 for row in rows for column in named(row, "band"))


def test_with_reduced_motion_no_target_moves() -> None:
    """Without the mark there is only the one in the words."""
    assert len(found(way_rows(WAY, None, "left", 2.0, marked=False), TARGET)) == 1


def measured(seconds: float, half_width_s: float) -> ev.Rep:
    """Return a rep whose lowering lies about 2.2 s after its foot left."""
    one = rep(1, seconds=seconds, half_width_s=half_width_s, start_s=10.0)
    assert one.eccentric_tut_s == seconds
    return replace(one, single_leg_start_s=10.0, lowering_start_s=11.0, lowering_end_s=13.4)


def test_the_last_lowering_is_laid_over_the_way() -> None:
    """As long as it is said to have lasted, with its interval at its seconds of the scale."""
    rows = way_rows(WAY, measured(3.2, 0.4), "", 0.0, marked=False)
    marks = found(rows, "╲")
    above = marks[-1] if marks[-1][0] < len(rows) - 1 else marks[-2]
    assert above[1] / 20.0 * 6 / (above[0] + 0.5) == pytest.approx(3.2, abs=0.1)
    (first,), (last,) = found(rows, "├"), found(rows, "┤")
    assert (first[1] / 20.0, last[1] / 20.0) == pytest.approx((2.8, 3.6), abs=0.1)
    assert "last: about 3.2 s down" in "".join(text for text, _ in rows[-1])


def test_a_withheld_lowering_is_not_drawn() -> None:
    """No seconds, no line."""
    withheld = replace(
        measured(3.2, 0.4), eccentric_tut_s=None, eccentric_tut_lo_s=None, eccentric_tut_hi_s=None
    )
    rows = way_rows(WAY, withheld, "", 0.0, marked=False)
    assert found(rows, "╲") == []
    assert "last" not in "".join(text for row in rows for text, _ in row)


def snapshot(now_s: float, **facts: object) -> Snapshot:
    """Return a snapshot with these facts."""
    return replace(Snapshot(now_s=now_s, prescription=ev.Prescription(), age_s=0.0), **facts)  # type: ignore[arg-type]  # a test's shorthand


def test_a_lowering_a_set_and_a_rest_are_signalled_once_each() -> None:
    """Each end is one moment; nothing else is."""
    signals = Signals()
    done = Visit(number=1, sets=(set_summary(1, 30.0, [rep(1)]),))
    told = [
        signals.take(one, rest_s)
        for one, rest_s in (
            (snapshot(0.0, cue="lower"), None),
            (snapshot(1.0, cue="enough"), None),
            (snapshot(1.1, cue="enough"), None),
            (snapshot(2.0, cue="next"), None),
            (snapshot(9.0, cue="next", visit=done, rest_s=0.0), 60.0),
            (snapshot(68.0, cue="next", visit=done, rest_s=59.0), 60.0),
            (snapshot(69.0, cue="next", visit=done, rest_s=60.0), 60.0),
            (snapshot(70.0, cue="next", visit=done, rest_s=61.0), 60.0),
        )
    ]
    assert told == [False, True, False, False, True, False, True, False]
    assert signals.lit(69.3)
    assert not signals.lit(69.5)


def test_time_under_tension_counts_good_reps_apart() -> None:
    """A fault spoils the form, not the time."""
    lines = [
        RepLine.of(one, saved=True) for one in (rep(1, seconds=3.2), rep(2, seconds=3.0, faults=("touch",)))
    ]
    good_s, total_s = tension_of(lines)
    assert good_s is not None
    assert total_s is not None
    assert 0.0 < good_s < total_s
    assert tension_of([]) == (None, None)
