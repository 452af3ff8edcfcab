"""A finished stretch of force read as reps: every rep by what the whole set says."""

from __future__ import annotations

import pytest

from tests.core.bodies import Body, standing


def told(body: Body, missing: tuple[float, float] | None = None) -> list[tuple[str, str]]:
    """Return mode and side of every rep read."""
    return [(rep.mode, rep.side) for rep in body.reading(missing=missing).reps]


LOWERING = ("lowering", "left")


def test_lowerings_are_read_with_their_times() -> None:
    """Rises, phases on one leg and returns are where they were."""
    body = standing()
    for _ in range(3):
        body.rep()
    reading = body.stay(2.0).reading()
    assert [(rep.mode, rep.side) for rep in reading.reps] == [LOWERING] * 3
    first = reading.reps[0]
    assert first.rise.start_tick == pytest.approx(400, abs=25)
    assert first.rise.height_m == pytest.approx(0.08, rel=0.15)
    assert first.on_tick == pytest.approx(567, abs=8)
    assert first.off_tick == pytest.approx(940, abs=8)
    assert not first.flags


def test_weak_rise_counts_among_clear_ones_and_not_alone() -> None:
    """A rise of three centimetres is one beside two of eight; a few of them, and phases without, are none."""
    among = standing().rep().rep(rise_m=0.03).rep().stay(2.0)
    assert told(among) == [LOWERING] * 3
    alone = standing()
    for rise_m in (0.0, 0.022, 0.0, 0.0):
        alone.go(1.0, rise_m or 1e-6).stay(0.4).shift(1.0).stay(4.0).shift(0.5).stay(0.8)
    assert told(alone.stay(2.0)) == []


def test_shifting_weight_is_no_rep() -> None:
    """Standing on one leg now and then, however often, needs a rise to be a rep."""
    body = standing()
    for share in (1.0, 0.0) * 4:
        body.shift(share).stay(3.0).shift(0.5).stay(1.0)
    assert told(body.stay(2.0)) == []


def test_rise_on_the_other_leg_opens_the_rep() -> None:
    """Up on the right leg alone, down on the left: the lowerings are the left leg's, the right has none."""
    body = standing()
    for _ in range(3):
        body.shift(0.0).stay(0.4).go(1.0, 0.08).stay(0.3).shift(1.0).stay(0.3)
        body.go(3.0, -0.08).stay(0.3)
    assert told(body.shift(0.5).stay(2.0)) == [LOWERING] * 3


def test_walking_on_the_spot_is_no_rep() -> None:
    """Steps lift the body too, but both feet carry only for a moment between them."""
    body = standing()
    for share in (1.0, 0.0) * 6:
        body.shift(share, 0.15).go(0.5, 0.04).go(0.5, -0.04)
    assert told(body.shift(0.5).stay(3.0)) == []


def test_same_leg_return_ends_the_rep() -> None:
    """The leg that lowered pushes up again: one rep, and it says so."""
    body = standing().rep().rep()
    body.go(1.0, 0.08).stay(0.4).shift(1.0).stay(0.3).go(3.0, -0.08).stay(0.4)
    body.go(1.0, 0.08).stay(0.4).shift(0.5).stay(0.4).go(1.0, -0.08).stay(2.0)
    reps = body.reading().reps
    assert [(rep.mode, rep.side) for rep in reps] == [LOWERING] * 3
    assert [("same_leg_return" in rep.flags, rep.off_tick is None) for rep in reps] == [
        (False, False), (False, False), (True, True),
    ]  # fmt: skip


def test_raises_on_one_leg() -> None:
    """Up and down on the leg that stays alone all set."""
    body = standing().shift(0.0).stay(1.0)
    for _ in range(4):
        body.go(1.0, 0.08).stay(0.5).go(3.0, -0.08).stay(0.8)
    assert told(body.shift(0.5).stay(2.0)) == [("single_leg_raise", "right")] * 4


def test_raises_on_two_feet_and_coming_level_after_them() -> None:
    """Up and down on both feet; the low way up to level standing after the last is none."""
    body = standing().go(1.0, 0.05).stay(0.5).go(2.5, -0.09).stay(0.8)
    for _ in range(3):
        body.go(1.0, 0.09).stay(0.5).go(2.5, -0.09).stay(0.8)
    assert told(body.go(1.2, 0.03).stay(4.0)) == [("bilateral", "both")] * 4


@pytest.mark.parametrize("depth_m", [0.12, 0.35])
def test_squats_are_no_raises(depth_m: float) -> None:
    """What goes down first out of stillness, or far, is a squat."""
    body = standing()
    for _ in range(5):
        body.go(1.0, -depth_m).go(1.0, depth_m).stay(2.0)
    assert told(body.stay(2.0)) == []


def test_stepping_off_is_no_return() -> None:
    """Who leaves the plates from one leg has not finished the rep; neither has who stands on one leg to leave."""
    body = standing().rep().go(1.0, 0.08).stay(0.4).shift(1.0).go(1.5, -0.04).away(3.0)
    assert told(body) == [LOWERING]
    leaving = standing().rep().rep().go(1.2, 0.04).stay(0.5).shift(0.0).stay(0.9).away(3.0)
    assert told(leaving) == [LOWERING] * 2


def test_load_left_on_the_other_foot_is_still_a_rep() -> None:
    """Fifteen and twenty-five per cent left behind: a rep on one leg, with a rise of its own."""
    assert told(standing().rep().rep(alone=0.85).rep(alone=0.76).stay(2.0)) == [LOWERING] * 3


def test_touch_divides_no_rep_and_a_rise_does() -> None:
    """The other foot down for half a second is a touch, unless the body rises meanwhile."""
    touched = standing().rep().go(1.0, 0.08).stay(0.4).shift(1.0).go(1.5, -0.04)
    touched.shift(0.6, 0.15).stay(0.3).shift(1.0, 0.15).go(1.5, -0.04).shift(0.5).stay(2.0)
    reps = touched.reading().reps
    assert [(rep.mode, rep.side) for rep in reps] == [LOWERING] * 2
    assert ["touch" in rep.flags for rep in reps] == [False, True]
    quick = standing()
    for _ in range(3):
        quick.go(0.7, 0.08).shift(1.0, 0.15).go(1.0, -0.08).shift(0.5, 0.15)
    assert told(quick.stay(2.0)) == [LOWERING] * 3


def test_silence_divides_no_rep_and_hides_a_rise() -> None:
    """Missing data in a lowering mark it; those in a rise hide it, and the set's other reps vouch for it."""
    body = standing()
    for _ in range(5):
        body.rep()
    body.stay(2.0)
    assert [rep.flags for rep in body.reading(missing=(14.5, 16.5)).reps].count(
        frozenset({"interrupted"})
    ) == 1
    assert told(body, missing=(14.5, 16.5)) == [LOWERING] * 5
    hidden = body.reading(missing=(16.8, 18.2)).reps
    assert [(rep.mode, rep.side) for rep in hidden] == [LOWERING] * 5
    assert [bool(rep.rise.unseen) for rep in hidden].count(True) == 1


def test_heels_on_the_floor_open_reps_too() -> None:
    """Heels that rest on the floor take load off the plates; when it comes back, the body rises."""
    body = standing()
    for _ in range(3):
        body.stay(0.8)
        body.loads[-1][:] = 0.6
        body.stay(0.2).rep()
    assert told(body.stay(2.0)) == [LOWERING] * 3


def test_nothing_is_read_from_nothing() -> None:
    """Empty plates, a moment and quiet standing hold no rep."""
    assert told(Body().away(5.0)) == []
    assert told(Body().stay(0.5)) == []
    reading = standing().stay(30.0).reading()
    assert (reading.reps, reading.active_tick) == ([], 0)
