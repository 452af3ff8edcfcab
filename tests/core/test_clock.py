"""Device microseconds to continuous seconds, and those to wall time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from station.clock import DeviceClock, WallClockFit

WRAP = 1 << 32
SECOND = 1_000_000
HOUR = 3600 * SECOND
PERIOD_US = 12_000


def stream(start_us: int, count: int) -> list[int]:
    """Return true times of conversions, not wrapped."""
    return [start_us + PERIOD_US * n for n in range(count)]


def unwrapped(clock: DeviceClock, true_us: list[int]) -> list[int]:
    """Return what the clock makes of the 32 bits of these times, each heard as it happened."""
    return [clock.unwrap(t_us % WRAP, t_us) for t_us in true_us]


def test_time_goes_on_across_the_wrap() -> None:
    """A stream that begins just before 2**32 continues, with every interval as it was."""
    true_us = stream(WRAP - 20 * PERIOD_US, 100)
    assert unwrapped(DeviceClock(), true_us) == true_us


def test_a_day_of_wraps_is_followed() -> None:
    """Twenty wraps in a row leave neither a step nor a restart."""
    clock = DeviceClock()
    true_us = list(range(17, 25 * HOUR, 10 * SECOND))
    assert unwrapped(clock, true_us) == true_us
    assert clock.restarts == 0


@pytest.mark.parametrize("seed", range(20))
def test_times_in_a_row_are_foreseen_as_they_come(seed: int) -> None:
    """What is foreseen is what follows, also across the wrap and in part; else it is not foreseen."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same times again
    true_us, arrival_us = WRAP - 3 * SECOND, 5 * SECOND
    single, together = DeviceClock(), DeviceClock()
    foreseen_runs = 0
    for _ in range(60):
        jump_us = rng.choice([0, 0, 0, 0, 0, 61 * SECOND, -2 * SECOND, WRAP // 2])
        run = [(true_us + PERIOD_US * n - rng.randrange(3000), arrival_us + 9000 * n) for n in range(20)]
        true_us, arrival_us = (
            run[-1][0] + PERIOD_US + jump_us,
            run[-1][1] + rng.choice([9000, 0, -50, 2 * HOUR]),
        )
        expected = [single.unwrap(t_us % WRAP, arrived_us) for t_us, arrived_us in run]
        raw_us, arrived = np.asarray(run).T
        foreseen, taken = together.foresee(raw_us % WRAP, arrived), 0
        if foreseen is not None:
            foreseen_runs, taken = foreseen_runs + 1, rng.randrange(1, len(run) + 1)
            assert foreseen.tolist() == expected
            together.take(foreseen[:taken], arrived[:taken])
        rest = [together.unwrap(t_us % WRAP, arrived_us) for t_us, arrived_us in run[taken:]]
        assert rest == expected[taken:]
    assert 5 < foreseen_runs < 60
    assert together.restarts == single.restarts


@pytest.mark.parametrize("back_us", [1, 3_000, 15_000])
@pytest.mark.parametrize("last_us", [50_000, WRAP + 2_000, WRAP - 2_000])
def test_the_other_channel_may_be_a_little_earlier(last_us: int, back_us: int) -> None:
    """Channels are reported in order of reading: a few ms back is the past, also across the wrap."""
    clock = DeviceClock()
    first_us = last_us - SECOND if last_us > SECOND else 0
    unwrapped(clock, [first_us, last_us])
    offset = first_us - first_us % WRAP
    assert clock.unwrap((last_us - back_us) % WRAP, last_us + 500) == last_us - back_us - offset
    assert clock.unwrap((last_us + PERIOD_US) % WRAP, last_us + PERIOD_US) == last_us + PERIOD_US - offset
    assert clock.restarts == 0


@pytest.mark.parametrize("ppm", [0.0, 800.0, -5000.0])
@pytest.mark.parametrize("hours", [0.5, 1.0, 1.3, 2.5, 7.0])
def test_wraps_in_a_silence_are_counted_by_arrival(hours: float, ppm: float) -> None:
    """After hours without a link the time goes on where the step's own clock is."""
    clock = DeviceClock()
    before_us = stream(123, 50)
    unwrapped(clock, before_us)
    later_us = before_us[-1] + round(hours * HOUR)
    device_us = before_us[-1] + round(hours * HOUR * (1 + ppm * 1e-6))
    assert clock.unwrap(device_us % WRAP, later_us + 4000) == device_us
    assert clock.restarts == 0


@pytest.mark.parametrize("silence_s", [1e5, 1e9, 1e12])
def test_silence_of_days_is_another_boot_half_a_day_later(silence_s: float) -> None:
    """Nobody trains through days: what an arrival stamped years later belongs to is not worth years of instants."""
    clock = DeviceClock()
    last_us = unwrapped(clock, stream(600 * SECOND, 10))[-1]
    assert clock.unwrap(5, last_us + round(silence_s * SECOND)) == last_us + 12 * HOUR
    assert clock.restarts == 1


@pytest.mark.parametrize("silence_s", [0.5, 1.6, 30.0, 5000.0])
def test_reboot_is_noticed_and_time_goes_on_by_arrival(silence_s: float) -> None:
    """A counter that starts anew is another boot: time grows by what the host saw go by."""
    clock = DeviceClock()
    before_us = stream(600 * SECOND, 10)
    unwrapped(clock, before_us)
    arrival_us = before_us[-1] + round(silence_s * SECOND)
    first_us = clock.unwrap(350_000, arrival_us)
    assert clock.restarts == 1
    assert first_us == arrival_us
    assert clock.unwrap(350_000 + PERIOD_US, arrival_us + PERIOD_US) == first_us + PERIOD_US
    assert clock.restarts == 1


def test_lines_that_come_late_are_no_reboot() -> None:
    """Twenty seconds held up in a buffer and then delivered at once keep the step's own times."""
    clock = DeviceClock()
    true_us = stream(5 * SECOND, 2000)
    assert [clock.unwrap(t_us, 30 * SECOND) for t_us in true_us] == true_us
    assert clock.restarts == 0


# --- wall time ----------------------------------------------------------------------------------------------

EPOCH_US = 1_800_000_000_000_000


def arrivals(seconds: float, *, ppm: float, seed: int, rate_hz: float = 88.0) -> list[tuple[float, int]]:
    """Return ``(device second, arrival)``: 2 ms late at best, some by 20 ms, on a clock off by ``ppm``."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same lateness again
    pairs = []
    for n in range(round(seconds * rate_hz)):
        t_s = n / rate_hz
        late_s = 0.002 + rng.expovariate(1 / 0.003) + (0.02 if rng.random() < 0.05 else 0.0)
        pairs.append((t_s, EPOCH_US + round((t_s * (1 + ppm * 1e-6) + late_s) * 1e6)))
    return pairs


@pytest.mark.parametrize("ppm", [0.0, 800.0, -800.0, 4000.0])
def test_offset_and_drift_are_recovered(ppm: float) -> None:
    """After five minutes wall time is right within a millisecond of the least delay, in spite of the jitter."""
    fit = WallClockFit()
    for t_s, arrival_us in arrivals(300.0, ppm=ppm, seed=4):
        fit.observe(t_s, arrival_us)
    for t_s in (290.0, 299.0):
        wall_us = fit.wall_us(t_s)
        assert wall_us is not None
        assert wall_us - (EPOCH_US + t_s * (1e6 + ppm)) == pytest.approx(2000, abs=1000)


def test_wall_time_never_runs_backwards() -> None:
    """Whatever arrives, later device times have later wall times."""
    fit = WallClockFit()
    last_us = 0
    for t_s, arrival_us in arrivals(120.0, ppm=-5000.0, seed=5):
        fit.observe(t_s, arrival_us)
        wall_us = fit.wall_us(t_s)
        assert wall_us is not None
        assert wall_us > last_us
        last_us = wall_us


def test_earlier_device_time_asked_for_later_is_where_it_was() -> None:
    """Reps that the end of a set tells anew keep their distances; none gets the time of the newest answer."""
    fit = WallClockFit()
    for t_s, arrival_us in arrivals(120.0, ppm=0.0, seed=9):
        fit.observe(t_s, arrival_us)
    newest_us = fit.wall_us(110.0)
    earlier_us = [fit.wall_us(t_s) or 0 for t_s in (20.0, 31.0, 42.5)]
    assert [(newest_us or 0) - each for each in earlier_us] == pytest.approx([9e7, 7.9e7, 6.75e7], abs=2e4)
    assert fit.wall_us(109.9999999) == (newest_us or 0) - 1


@pytest.mark.parametrize("by_us", [3600 * SECOND, -3600 * SECOND, 10**15])
def test_clock_that_was_set_moves_answers_and_nothing_else(by_us: int) -> None:
    """What was learned of delays and drift goes on across the step, in either direction."""
    plain, stepped = WallClockFit(), WallClockFit()
    for t_s, arrival_us in arrivals(90.0, ppm=800.0, seed=10):
        plain.observe(t_s, arrival_us)
        if t_s == 60.0:
            before = plain.wall_us(60.0), stepped.wall_us(60.0)
            assert before[0] == before[1]
            stepped.clock_set(by_us)
        stepped.observe(t_s, arrival_us + (by_us if t_s >= 60.0 else 0))
    for t_s in (30.0, 60.5, 89.0):
        assert (stepped.wall_us(t_s) or 0) - (plain.wall_us(t_s) or 0) == pytest.approx(by_us, abs=3)


def test_nothing_is_known_before_the_first_arrival() -> None:
    """There is no wall time without a sample, and there is one with the first."""
    fit = WallClockFit()
    assert fit.wall_us(1.0) is None
    fit.observe(1.0, EPOCH_US)
    assert fit.wall_us(1.0) == EPOCH_US


@pytest.mark.parametrize("length", [1, 7, 400])
def test_arrivals_taken_together_fit_alike(length: int) -> None:
    """Arrivals in rows of any length give the same wall times as one by one."""
    pairs = arrivals(90.0, ppm=3000.0, seed=8)
    single, together = WallClockFit(), WallClockFit()
    for at in range(0, len(pairs), length):
        row = pairs[at : at + length]
        for t_s, arrival_us in row:
            single.observe(t_s, arrival_us)
        together.observe_all(np.asarray([t_s for t_s, _ in row]), np.asarray([arrived for _, arrived in row]))
        assert together.wall_us(row[-1][0], row[-1][0]) == single.wall_us(row[-1][0], row[-1][0])


def test_one_arrival_more_within_a_second_changes_nothing() -> None:
    """Only finished seconds take part, so it does not matter when within a read it is asked."""
    pairs = arrivals(60.5, ppm=800.0, seed=6)
    answers = []
    for count in (len(pairs) - 30, len(pairs)):
        fit = WallClockFit()
        for t_s, arrival_us in pairs[:count]:
            fit.observe(t_s, arrival_us)
        answers.append(fit.wall_us(60.0))
    assert answers[0] == answers[1]


def test_restart_forgets_the_old_clock() -> None:
    """After another boot only its own arrivals count."""
    fit = WallClockFit()
    for t_s, arrival_us in arrivals(40.0, ppm=0.0, seed=7):
        fit.observe(t_s, arrival_us)
    fit.restart()
    fit.observe(100.0, EPOCH_US + 500 * SECOND)
    assert fit.wall_us(100.0) == EPOCH_US + 500 * SECOND
