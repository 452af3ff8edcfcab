"""What the plates leave open of a share and of a mass: unread and wandering zeros, and their ratio."""

from __future__ import annotations

import pytest

from station.pipeline.zeros import ZeroBook
from station.stance import ZeroSet
from station.stance.wander import LIMITS as WANDER
from station.stance.zero import LIMITS, ZeroReading
from tests.core.playing import events_of, final_reps, play

MINUTE = 6000


def test_a_zero_that_nobody_read_is_as_uncertain_as_zeros_are() -> None:
    """Until both plates were seen empty; from then on it wanders from the reading."""
    book = ZeroBook()
    assert book.sd_n(100, 0.15) == pytest.approx(LIMITS.unread_sd_n * 2**0.5)
    readings = tuple(ZeroReading(plate, None, 1000, 1.0) for plate in ("left", "right"))
    book.note(ZeroSet(1000, 1.0, 1.0, readings))
    fresh_n = book.sd_n(1000, 1.5)
    assert fresh_n == pytest.approx(WANDER.reading_sd_n * 2**0.5)
    later_n = book.sd_n(1000 + MINUTE, 1.5)
    assert later_n**2 == pytest.approx(fresh_n**2 + 1.5**2)


def test_shares_tell_what_the_plates_leave_open() -> None:
    """Every rep with a share has it: at most what plates to 0.57 % leave at an even share, and a zero of 5 N."""
    reps = final_reps(events_of(play("heavy", 3, ("reps", "4")).gathered(1.0)))
    told = [rep.left_share_sd for rep in reps if rep.rise_left_share is not None]
    assert told
    assert all(sd is not None and 0.0001 < sd < 0.005 for sd in told)
    assert all("left_share_sd" in rep.refused for rep in reps if rep.left_share_sd is None)
