"""The event stream folded into one snapshot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station import events as ev
from station.kiosk.model import KioskModel
from station.kiosk.words import say
from tests.kiosk.scripted import (
    LOAD_KG,
    SESSION,
    START_US,
    WEIGHT_N,
    a_set,
    force,
    health,
    identity,
    link,
    rep,
    session,
    set_summary,
)


def fed(*events: ev.Event, now_s: float = 0.0, prescription: ev.Prescription | None = None) -> KioskModel:
    """Return a model that has seen these events."""
    model = KioskModel(prescription)
    model.feed(events, now_s)
    return model


def test_before_anything_there_is_nothing_to_show() -> None:
    """An empty model asks for the athlete and claims nothing."""
    shot = KioskModel().snapshot(5.0)
    assert (shot.link, shot.age_s, shot.feet, shot.clock, shot.cue) == ("none", None, None, None, "step_on")
    assert not shot.stale


def test_the_clock_runs_from_the_other_foot_leaving() -> None:
    """Time on one leg is device time since the stance began."""
    shot = fed(ev.Stance("left", 10.0), force(12.0, 800.0, 0.0)).snapshot(0.0)
    assert shot.clock is not None
    assert (shot.clock.side, shot.clock.running) == ("left", True)
    assert shot.clock.seconds == pytest.approx(2.033, abs=0.01)
    assert shot.cue == "lower"


def test_past_the_target_it_is_long_enough() -> None:
    """The cue changes when the target is reached, not before."""
    assert fed(ev.Stance("left", 10.0), force(13.2, 800.0, 0.0)).snapshot(0.0).cue == "enough"


def test_the_clock_holds_when_the_foot_returns() -> None:
    """The value stands still, from device time of the return."""
    shot = fed(ev.Stance("right", 10.0), ev.Stance("both", 13.4), force(15.0, 400.0, 400.0)).snapshot(0.0)
    assert shot.clock is not None
    assert not shot.clock.running
    assert shot.clock.seconds == pytest.approx(3.4)


def test_a_short_touch_does_not_restart_the_clock() -> None:
    """A toe that dips for a tenth of a second is told as a touch by the rep, not as a new start."""
    events = [ev.Stance("left", 10.0), ev.Stance("transfer", 11.0), ev.Stance("left", 11.1)]
    shot = fed(*events, force(12.0, 800.0, 0.0)).snapshot(0.0)
    assert shot.clock is not None
    assert shot.clock.start_s == 10.0


def test_a_real_return_restarts_the_clock() -> None:
    """Standing on both feet for a while ends the time on one leg."""
    events = [ev.Stance("left", 10.0), ev.Stance("both", 13.0), ev.Stance("left", 15.0)]
    shot = fed(*events, force(16.0, 800.0, 0.0)).snapshot(0.0)
    assert shot.clock is not None
    assert shot.clock.start_s == 15.0


@pytest.mark.parametrize(("age_s", "stale"), [(0.2, False), (0.39, False), (0.41, True), (60.0, True)])
def test_old_data_is_known_to_be_old(age_s: float, *, stale: bool) -> None:
    """Early enough that the screen says so within half a second."""
    shot = fed(force(1.0, 400.0, 400.0), link("connected"), now_s=100.0).snapshot(100.0 + age_s)
    assert shot.stale is stale
    assert (shot.notice is not None) is stale


def test_a_rep_is_shown_with_its_verdict_and_whether_it_is_saved() -> None:
    """A receipt of the store turns a rep into a saved one; another visit's receipt does not."""
    model = fed(session("opened", None), rep(1), ev.Saved("rep", "another", 1, 1))
    assert [line.saved for line in model.snapshot(0.0).visit.reps] == [False]
    model.feed([ev.Saved("rep", SESSION, 1, 1)], 0.0)
    shot = model.snapshot(0.0)
    assert (shot.visit.saved, shot.last and shot.last.verdict.word) == (1, "good")


def test_final_values_replace_provisional_ones() -> None:
    """The rep at set end is the same rep, measured better; the verdict on show does not jump back to it."""
    model = fed(session("opened", None), rep(1, seconds=3.0), rep(2, seconds=3.0))
    model.feed([rep(1, seconds=2.9, final=True)], 0.0)
    shot = model.snapshot(0.0)
    assert [line.rep.eccentric_tut_s for line in shot.visit.reps] == [2.9, 3.0]
    assert shot.last is not None
    assert shot.last.rep.index == 2


def test_a_closed_set_starts_the_rest() -> None:
    """Rest counts from the set's end in device time, until work begins again."""
    done = rep(1)
    model = fed(session("opened", None), ev.Stance("both", 0.0), done, set_summary(1, 20.0, [done]))
    model.feed([force(50.0, 400.0, 400.0)], 0.0)
    shot = model.snapshot(0.0)
    assert shot.rest_s == pytest.approx(30.03, abs=0.02)
    assert (shot.moving, shot.visit.open_set) == (False, 2)
    model.feed([ev.Rise(51.0, 52.0, 0.08, 0.5), force(52.0, 400.0, 400.0)], 0.0)
    assert model.snapshot(0.0).moving


def test_a_new_visit_forgets_the_one_before() -> None:
    """Nothing of one person is shown to the next."""
    model = fed(
        session("opened", "ana"), rep(1), ev.Saved("rep", SESSION, 1, 1), set_summary(1, 9.0, [rep(1)])
    )
    model.feed([session("closed", "ana"), session("opened", "bob")], 0.0)
    shot = model.snapshot(0.0)
    assert (shot.visit.number, shot.visit.reps, shot.visit.sets, shot.last) == (2, (), (), None)
    assert (shot.weigh, shot.rest_s, shot.clock) == (None, None, None)


def test_a_closed_visit_stays_on_show() -> None:
    """The summary is drawn after the end."""
    visit = fed(session("opened", None), rep(1), session("closed", None)).snapshot(0.0).visit
    assert (visit.closed, len(visit.reps)) == (True, 1)


def test_a_rep_done_between_visits_is_nobodys() -> None:
    """Whoever plays on the step before a name is chosen, or after the end, leaves nothing on the screen."""
    done = rep(1)
    assert fed(done, set_summary(1, 9.0, [done])).snapshot(0.0).visit.reps == ()
    visit = fed(session("opened", None), session("closed", None), done).snapshot(0.0).visit
    assert (visit.reps, visit.closed) == ((), True)


def test_load_comes_from_the_rep_else_from_the_weighing() -> None:
    """The newest measurement of the added load is the one shown."""
    model = fed(session("opened", None), ev.Weigh(0.0, 3.0, 82.0, 0.1, 0.5, 4.0))
    assert model.snapshot(0.0).added_load_kg == 4.0
    model.feed([rep(1)], 0.0)
    assert model.snapshot(0.0).added_load_kg == LOAD_KG


def test_balance_is_a_share_of_what_stands_there() -> None:
    """A quarter on the right is three quarters on the left; a bag on the plate is nobody."""
    feet = fed(force(0.0, 600.0, 200.0)).snapshot(0.0).feet
    assert feet is not None
    assert feet.left_share == pytest.approx(0.75)
    bag = fed(force(0.0, 20.0, 10.0)).snapshot(0.0).feet
    assert bag is not None
    assert bag.left_share is None


def test_the_trace_is_scaled_to_what_is_on_show() -> None:
    """The top of the picture is an even number above the highest force."""
    assert fed(force(0.0, WEIGHT_N, 0.0)).snapshot(0.0).full_scale_n == 900.0
    assert fed(force(0.0, 10.0, 0.0)).snapshot(0.0).full_scale_n == 400.0


def test_rates_come_from_the_step() -> None:
    """Both converters' own rates, unequal as they are."""
    assert fed(health(1.0)).snapshot(0.0).rates_hz == (93.1, 88.4)


def alarm() -> ev.Alarm:
    """Return what a dead storage thread says."""
    return ev.Alarm("storage", "disk \x1b[2J full", START_US)


@pytest.mark.parametrize(
    ("events", "key"),
    [
        ((link("lost"),), "banner.lost"),
        ((link("failed", "no permission"),), "banner.failed"),
        ((link("ended"),), "banner.ended"),
        ((ev.Link("opening", "/dev/ttyUSB0", START_US, "no permission"),), "banner.opening"),
        ((link("lost"), alarm()), "alarm.storage"),
        ((alarm(), ev.StoreState("unsaved", 6, 40, "the disk is full")), "alarm.storage"),
        ((ev.Alarm("kiosk", "no", 1), ev.StoreState("held", 6, 40, "the disk is full")), "banner.not_saved"),
        ((ev.StoreState("held", 0, 40, "the disk is full"),), "banner.not_saved_figures"),
        ((link("lost"), ev.StoreState("held", 6, 40, "full"), ev.StoreState("ok", 0, 0)), "banner.lost"),
        ((replace(identity(), step_changed=True),), "banner.step_changed"),
        ((ev.Fault("uncalibrated", "L", None, None),), "banner.uncalibrated"),
        ((ev.Fault("saturated", "L", 1.0, 1.1),), "banner.saturated"),
        ((ev.Fault("TIMEOUT", "R", None, None),), "banner.silent"),
        ((ev.Fault("silent", "R", 1.0, 1.7),), "banner.silent"),
        ((ev.Upkeep("low_space", 1, "12 MB left"),), "banner.low_space"),
        ((ev.Upkeep("low_space", 1, "12 MB left"), ev.Fault("saturated", "L", 1.0, 1.1)), "banner.saturated"),
        ((ev.Fault("stuck", "R", 1.0, 2.0),), "banner.channel"),
        ((ev.Fault("STUCK", "LB", 1.0, 1.0),), "banner.channel"),
        ((ev.Fault("RATE", "L", 1.0, 1.0),), "banner.slow"),
        ((ev.Fault("BROWNOUT", None, 1.0, 1.0),), "banner.supply"),
        ((ev.Fault("object", "L", 1.0, 4.0, 1, "12.5 kg"),), "banner.object"),
        ((ev.Fault("too_light", None, 1.0, 4.0, 1, "22.0 kg"),), "banner.too_light"),
        ((ev.Fault("device_restart", None, None, None),), "banner.restarted"),
        ((ev.ClockStep(1, 1, 2, -7200.0),), "banner.clock_set"),
        ((ev.ClockState("wrong", "it says 1970", 2),), "banner.clock_wrong"),
        ((ev.ClockState("wrong", "it says 1970", 2), ev.ClockStep(1, 1, 2, 9e8)), "banner.clock_set"),
    ],
)
def test_the_worst_trouble_is_told(events: tuple[ev.Event, ...], key: str) -> None:
    """One thing at a time: what stops the station before what spoils its numbers."""
    notice = fed(*events).snapshot(0.0).notice
    assert notice is not None
    assert notice.key == key
    assert all("\x1b" not in value for _, value in notice.values)


@pytest.mark.parametrize(
    ("step_s", "words"),
    [
        (0.8, "set forward by 0.8 s."),
        (-75.0, "set back by 75.0 s."),
        (-3600.0, "set back by 60 min."),
        (7200.0, "set forward by 2 h."),
        (1.7e9, "set forward by 19676 days."),
    ],
)
def test_clock_that_was_set_is_told_in_a_sentence(step_s: float, words: str) -> None:
    """Which way, about how far, and what becomes of the visit."""
    notice = fed(ev.ClockStep(1, 1, 2, step_s)).snapshot(0.0).notice
    assert notice is not None
    sentence = say(notice.key, **dict(notice.values))
    assert sentence == f"This computer's clock was {words} This visit keeps its times."


def test_clock_that_is_unsure_or_right_again_is_no_trouble() -> None:
    """An athlete has nothing to do about it."""
    wrong = ev.ClockState("wrong", "it says 1970", 2)
    assert (
        fed(wrong, ev.ClockState("unsure", "nothing synchronises the clock", 0)).snapshot(0.0).notice is None
    )


def test_all_is_well_in_silence() -> None:
    """Counted line faults are not told to an athlete."""
    assert (
        fed(link("connected"), ev.Fault("crc", None, 1.0, 1.0), force(1.0, 1.0, 1.0)).snapshot(0.1).notice
        is None
    )


def test_passing_trouble_passes() -> None:
    """An overload is told for some seconds of device time."""
    model = fed(force(10.0, 1.0, 1.0), ev.Fault("saturated", "L", 10.0, 10.1))
    assert model.snapshot(0.0).notice is not None
    model.feed([force(15.0, 1.0, 1.0)], 0.0)
    assert model.snapshot(0.0).notice is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), max_size=30))
def test_how_events_are_batched_changes_nothing(sizes: list[int]) -> None:
    """A frame may take one event or hundreds: the snapshot is the same."""
    stream = [session("opened", None), *(event for _, event in a_set(2))]
    batched, once = KioskModel(), KioskModel()
    once.feed(stream, 1.0)
    at = 0
    for size in [*sizes, len(stream)]:
        batched.feed(stream[at : at + size], 1.0)
        at += size
    left, right = batched.snapshot(1.0), once.snapshot(1.0)
    assert (left.visit, left.clock, left.cue, left.last) == (right.visit, right.clock, right.cue, right.last)
    assert left.trace.t_s.tolist() == right.trace.t_s.tolist()


def seconds_on_one_leg(*events: ev.Event) -> float | None:
    """Return what the clock shows after somebody stood on the left leg from 10 s on and these events."""
    model = fed(ev.Stance("left", 10.0), force(9.6, 400.0, 400.0), force(10.0, 800.0, 0.0, 1.0), *events)
    clock = model.snapshot(0.0).clock
    assert clock is not None
    return clock.seconds


def invalid(block: ev.ForceBlock) -> ev.ForceBlock:
    """Return a block of which no sample can be relied on."""
    return replace(block, valid=np.zeros(block.t_s.size, dtype=bool))


def test_the_clock_does_not_count_across_a_hole() -> None:
    """Time that nobody measured is not shown, whether or not the foot has returned since."""
    later = force(14.0, 800.0, 0.0, 1.0)
    assert seconds_on_one_leg(later) is None
    assert seconds_on_one_leg(later, ev.Stance("both", 15.0), force(15.0, 400.0, 400.0, 2.0)) is None
    assert seconds_on_one_leg(link("lost"), link("connected"), force(11.2, 800.0, 0.0)) is None
    assert seconds_on_one_leg(force(11.2, 800.0, 0.0, 1.0)) == pytest.approx(2.2, abs=0.02)


def test_the_clock_stops_while_force_cannot_be_relied_on() -> None:
    """Samples that come but are not good do not move it; good ones after them make it unknown."""
    bad = invalid(force(11.0, 800.0, 0.0, 3.0))
    assert seconds_on_one_leg(bad) == pytest.approx(1.0, abs=0.02)
    assert seconds_on_one_leg(bad, force(14.0, 800.0, 0.0)) is None
    assert fed(force(10.0, 800.0, 0.0), bad).snapshot(0.0).blind


def test_the_next_time_on_one_leg_is_known_again() -> None:
    """A hole spoils only the clock that ran across it."""
    stances = ev.Stance("both", 14.5), ev.Stance("left", 15.0)
    seconds = seconds_on_one_leg(force(14.0, 800.0, 0.0, 1.0), *stances, force(15.0, 800.0, 0.0, 1.0))
    assert seconds == pytest.approx(1.0, abs=0.02)


def test_a_lost_link_is_blindness_at_once() -> None:
    """Nobody waits for half a second to learn that a pulled cable measures nothing."""
    model = fed(force(1.0, 400.0, 400.0), link("connected"))
    assert not model.snapshot(0.0).blind
    model.feed([link("lost")], 0.0)
    assert model.snapshot(0.0).blind


def test_warning_of_little_room_is_taken_back() -> None:
    """The banner goes when the disk has room again; other upkeep says nothing about it."""
    low = ev.Upkeep("low_space", 1, "12 MB left")
    assert fed(low, ev.Upkeep("events_deleted", 2, "3 old events deleted")).snapshot(0.0).notice is not None
    assert fed(low, ev.Upkeep("space_again", 2, "room")).snapshot(0.0).notice is None
