"""The station's own clock: it begins as the wall clock, and a step of that one is seen, told and never jumped over."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.session.timeline import STEP_US, TimeLine
from tests.support.two_clocks import BEGUN_US, TwoClocks

DAY_S = 86_400.0
YEAR_S = 365.0 * DAY_S
STEPS_S = [0.6, -0.6, 3600.0, -3600.0, YEAR_S, -YEAR_S, 57 * YEAR_S, 1.000001]


@pytest.mark.parametrize("step_s", STEPS_S)
def test_step_is_told_and_not_taken_part_in(step_s: float) -> None:
    """Forward or back, by less than a second or by years: time goes on, and the step is known exactly."""
    host = TwoClocks()
    line = TimeLine(host)
    host.go(10.0)
    before_us = line.now_us()
    host.step(step_s)
    host.go(1.0)
    assert line.now_us() == before_us + 1_000_000
    (step,) = line.steps()
    assert step.step_s == pytest.approx(step_s, abs=1e-9)
    assert step.after_us - step.before_us == round(step_s * 1e6)
    assert step.after_us == host.now_us()
    assert line.steps() == []
    assert line.true_offset_us - line.offset_us == round(step_s * 1e6)
    assert line.adopt() == round(step_s * 1e6)
    assert line.now_us() == host.now_us()
    assert line.adopt() == 0
    assert line.steady_us() == before_us + 1_000_000


def test_sleep_of_the_machine_is_no_step() -> None:
    """Eight hours asleep pass on both clocks."""
    host = TwoClocks()
    line = TimeLine(host)
    host.go(8 * 3600.0)
    assert line.now_us() == host.now_us()
    assert line.steps() == []


@pytest.mark.parametrize("ppm", [500.0, -500.0, 83_333.0, -83_333.0])
def test_slews_of_hours_are_followed_without_a_step(ppm: float) -> None:
    """A daemon that slews by seconds or minutes in all is followed, looked at every second, monotone all the way."""
    host = TwoClocks()
    line = TimeLine(host)
    last_us = line.now_us()
    for _ in range(3 * 3600):
        host.go(1.0)
        host.wall_us += round(ppm)
        now_us = line.now_us()
        assert now_us > last_us
        last_us = now_us
    assert line.steps() == []
    assert line.now_us() == host.now_us()


@pytest.mark.parametrize("back_s", [0.4, 0.5])
def test_small_step_back_is_made_up_for_without_going_back(back_s: float) -> None:
    """What is below the threshold is followed within seconds, and time still only grows."""
    host = TwoClocks()
    line = TimeLine(host)
    host.step(-back_s)
    times_us = []
    for _ in range(700):
        host.go(0.01)
        times_us.append(line.now_us())
    assert times_us == sorted(times_us)
    assert line.now_us() == host.now_us()
    assert line.steps() == []


def test_thread_held_up_between_two_readings_sees_no_step() -> None:
    """A process stopped for seconds between reading one clock and the other reads them again."""

    class Stopped(TwoClocks):
        stops = 3

        def now_us(self) -> int:
            wall_us = super().now_us()
            if self.stops:
                self.stops -= 1
                self.go(5.0)
            return wall_us

    host = Stopped()
    line = TimeLine(host)
    host.stops = 3
    line.now_us()
    assert line.steps() == []


@given(
    st.lists(
        st.tuples(
            st.floats(0.0, 4000.0),
            st.one_of(st.just(0.0), st.floats(-4e8, 4e8), st.floats(-0.45, 0.45)),
            st.booleans(),
        ),
        max_size=25,
    )
)
def test_any_steps_leave_one_growing_time(turns: list[tuple[float, float, bool]]) -> None:
    """Whatever the wall does, steady time grows as long as time passes, and steps told are what the wall did."""
    host = TwoClocks()
    line = TimeLine(host)
    last_us, told_us, adopted_us = line.steady_us(), 0, 0
    for pass_s, step_s, adopt in turns:
        host.step(step_s)
        host.go(pass_s)
        steady_us = line.steady_us()
        assert steady_us >= last_us
        assert steady_us - last_us <= pass_s * 1.1e6 + 2
        last_us = steady_us
        told_us += sum(step.after_us - step.before_us for step in line.steps())
        if adopt:
            adopted_us += line.adopt()
            assert adopted_us == told_us
            assert abs(line.now_us() - host.now_us()) <= STEP_US


def test_begins_as_the_wall_clock() -> None:
    """Without steps the two are one."""
    host = TwoClocks()
    line = TimeLine(host)
    chance = random.Random(1)  # noqa: S311  a test wants the same pauses again
    for _ in range(100):
        host.go(chance.expovariate(1.0))
        assert line.now_us() == host.now_us() > BEGUN_US
