"""Conversions of one channel, and all channels on one time base."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from station.events import Calibration, Fault
from station.force import ChannelIntake, ForceGrid
from station.wire import Sample, SampleFlag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.force import GridBlock

SCALE = 0.0005
PERIOD_US = 12_000
FACTORY = Calibration("L", zero=84_000.0, scale_n_per_count=SCALE)


def count_of(force_n: float) -> int:
    """Return what a converter says of this force."""
    return round(force_n / SCALE) + 84_000


def intake(name: str = "L", *, calibrated: bool = True) -> ChannelIntake:
    """Return a fresh channel."""
    channel = ChannelIntake(name)
    if calibrated:
        channel.calibrate(FACTORY)
    return channel


def heard(
    channel: ChannelIntake,
    forces_n: Iterable[float],
    *,
    first_seq: int = 0,
    first_us: int = 0,
    flags: Callable[[int], int] = lambda _: 0,
) -> list[Fault]:
    """Feed conversions at 83.3 Hz; return what was wrong."""
    faults: list[Fault] = []
    for n, force_n in enumerate(forces_n):
        t_us = first_us + n * PERIOD_US
        sample = Sample(0, (first_seq + n) % 65536, t_us % (1 << 32), count_of(force_n), flags(n))
        faults += channel.add(sample, t_us)
    return faults


# --- one channel --------------------------------------------------------------------------------------------


def test_counts_become_newtons_two_conversions_ago() -> None:
    """Forces follow the calibration, times are less the filter's group delay, the rate is measured."""
    channel = intake()
    assert heard(channel, [400.0] * 50, first_us=10**9) == []
    assert channel.force_n[-1] == pytest.approx(400.0, abs=SCALE)
    assert channel.t_s[-1] == pytest.approx(1000.0 + (49 - 2) * PERIOD_US / 1e6, abs=1e-6)
    assert channel.rate_hz == pytest.approx(1e6 / PERIOD_US, rel=1e-6)


@pytest.mark.parametrize(("missing", "seq"), [(1, 100), (7, 65530), (70, 3), (40_000, 9), (65_530, 65_000)])
def test_gaps_are_counted_across_the_turn(missing: int, seq: int) -> None:
    """Conversions that never came are told with their number and where they were."""
    channel = intake()
    heard(channel, [400.0] * 60, first_seq=seq - 60)
    faults = heard(channel, [400.0] * 3, first_seq=seq + missing, first_us=(60 + missing) * PERIOD_US)
    assert [(fault.code, fault.channel, fault.count) for fault in faults] == [("gap", "L", missing)]
    assert faults[0].start_s == pytest.approx(59 * PERIOD_US / 1e6)
    assert faults[0].end_s == pytest.approx((60 + missing) * PERIOD_US / 1e6)
    assert channel.lost == missing


@pytest.mark.parametrize("turns", [1, 3])
def test_whole_turns_of_the_sequence_show_in_time(turns: int) -> None:
    """After a long silence the 16-bit number may look like a short gap; the time tells how many are missing."""
    channel = intake()
    heard(channel, [400.0] * 200)
    missing = turns * 65_536 + 25
    faults = heard(channel, [400.0], first_seq=200 + missing, first_us=(200 + missing) * PERIOD_US)
    assert [(fault.code, fault.count) for fault in faults] == [("gap", missing)]


def test_repeated_line_is_taken_once() -> None:
    """A conversion that arrives twice is told and not used again."""
    channel = intake()
    heard(channel, [400.0] * 10)
    faults = heard(channel, [700.0], first_seq=9, first_us=9 * PERIOD_US)
    assert [fault.code for fault in faults] == ["duplicate"]
    assert max(channel.force_n) < 401.0
    assert channel.conversions == 10


@pytest.mark.parametrize(("force_n", "reaches"), [(600.0, True), (4000.0, False)])
def test_end_of_range_is_a_force_only_where_the_load_leads_there(force_n: float, *, reaches: bool) -> None:
    """A clipped count says "at least this much" after a load like it; out of the blue it is a misread."""
    channel = intake()
    saturated = int(SampleFlag.SATURATED)
    forces_n = [580.0] * 20 + [force_n] * 5
    faults = heard(channel, forces_n, flags=lambda n: saturated if n >= 20 else 0)
    assert [fault.code for fault in faults] == ["saturated"] * 5
    assert channel.good[-5:] == [reaches] * 5
    assert channel.force_n[-1] == pytest.approx(force_n if reaches else 580.0, abs=SCALE)
    assert channel.unusable == 5


@pytest.mark.parametrize(
    ("flag", "usable"),
    [
        (SampleFlag.DESYNC, False),
        (SampleFlag.SETTLING, False),
        (SampleFlag.OVERRUN, True),
        (SampleFlag.LATE, True),
    ],
)
def test_flag_is_told_and_doubted_conversions_are_not_used(flag: SampleFlag, *, usable: bool) -> None:
    """Every flag is an event; a count that says nothing about the force leaves the last good one."""
    channel = intake()
    faults = heard(channel, [400.0] * 20 + [404.0] + [400.0] * 5, flags=lambda n: int(flag) if n == 20 else 0)
    assert [fault.code for fault in faults] == [str(flag.name).lower()]
    assert channel.good.count(False) == (0 if usable else 1)
    assert max(channel.force_n) == pytest.approx(404.0 if usable else 400.0, abs=0.01)


@pytest.mark.parametrize("spike_n", [-2000.0, -60.0, 60.0, 3000.0])
def test_spike_is_mended_and_told(spike_n: float) -> None:
    """One misread conversion is replaced by the mean of its neighbours, marked, and told."""
    channel = intake()
    forces = [400.0] * 30
    forces[15] += spike_n
    faults = heard(channel, forces)
    assert [(fault.code, fault.channel) for fault in faults] == [("spike", "L")]
    assert channel.force_n == pytest.approx([400.0] * len(channel.force_n), abs=0.01)
    assert [n for n, good in enumerate(reversed(channel.good)) if not good] == [14]


def test_step_onto_the_plate_is_no_spike() -> None:
    """A real change, spread over four conversions by the converter's filter, stays as it was."""
    forces = [0.0] * 10 + [150.0, 400.0, 550.0] + [600.0] * 10 + [450.0, 200.0, 50.0] + [0.0] * 10
    channel = intake()
    assert heard(channel, forces) == []
    assert channel.force_n[-30:] == pytest.approx(forces[-30:], abs=0.01)


def test_conversions_wait_for_their_calibration() -> None:
    """What came before the calibration is used once it is known, oldest first."""
    early, ready = intake(calibrated=False), intake()
    rng = random.Random(1)  # noqa: S311  a test wants the same forces again
    forces = [400.0 + rng.uniform(-3.0, 3.0) for _ in range(100)]
    heard(early, forces)
    heard(ready, forces)
    assert early.force_n == []
    early.calibrate(FACTORY)
    assert early.force_n[-95:] == pytest.approx(forces[-95:], abs=SCALE)
    assert ready.force_n[-95:] == pytest.approx(early.force_n[-95:])
    assert early.t_s[-95:] == pytest.approx(ready.t_s[-95:])


# --- all channels -------------------------------------------------------------------------------------------

FloatArray = NDArray[np.float64]
Chips = dict[str, tuple[float, Callable[[float], float]]]


def sampled(
    channels: Chips,
    seconds: float,
    *,
    lost: Callable[[str, float], bool] = lambda _name, _t: False,
    take_every: int = 40,
) -> tuple[list[GridBlock], list[ChannelIntake]]:
    """Let each channel convert its signal at its own rate; a conversion shows the force two periods earlier."""
    intakes = []
    queue: list[tuple[float, int, int, float]] = []
    for index, (name, (rate_hz, signal)) in enumerate(channels.items()):
        channel = ChannelIntake(name)
        channel.calibrate(Calibration(name, 84_000.0, SCALE))
        intakes.append(channel)
        phase_s = 0.3 / rate_hz * (index + 1)
        for n in range(round(seconds * rate_hz)):
            ready_s = phase_s + n / rate_hz
            if not lost(name, ready_s):
                queue.append((ready_s, index, n % 65536, signal(ready_s - 2.0 / rate_hz)))
    grid = ForceGrid(intakes)
    blocks = []
    for n, (ready_s, index, seq, force_n) in enumerate(sorted(queue)):
        t_us = round(ready_s * 1e6)
        list(intakes[index].add(Sample(index, seq, t_us % (1 << 32), count_of(force_n), 0), t_us))
        grid.cover_silence(ready_s)
        if n % take_every == 0 and (block := grid.take()) is not None:
            blocks.append(block)
    return blocks, intakes


def joined(blocks: list[GridBlock], name: str) -> Any:  # noqa: ANN401  numbers or truth values
    """Return one array of all blocks."""
    return np.concatenate([getattr(block, name) for block in blocks])


def sway(t_s: float) -> float:
    """Return a smooth force with 0.6 and 1.7 Hz in it, N."""
    return float(400.0 + 60.0 * np.sin(2 * np.pi * 0.6 * t_s) + 25.0 * np.sin(2 * np.pi * 1.7 * t_s + 1.0))


def lag_s(reference: FloatArray, other: FloatArray, frequency_hz: float, t_s: FloatArray) -> float:
    """Return how much later ``other`` is at one frequency, by phase over whole periods, s."""
    turn = np.exp(-2j * np.pi * frequency_hz * t_s)
    angle = np.angle(np.sum(reference * turn) / np.sum(other * turn))
    return float(angle / (2 * np.pi * frequency_hz))


@pytest.mark.parametrize("rates_hz", [(82.0, 94.0), (94.0, 82.0), (86.3, 86.4), (80.0, 80.0), (10.0, 11.3)])
def test_plates_are_simultaneous_in_spite_of_unequal_chips(rates_hz: tuple[float, float]) -> None:
    """The same force under both plates has a skew below 1 ms and is where it was in time."""
    blocks, _ = sampled({"L": (rates_hz[0], sway), "R": (rates_hz[1], sway)}, 24.0)
    tick = joined(blocks, "tick")
    use = (tick >= 200) & (tick < 2200)  # 20 s hold whole periods of both frequencies
    assert np.count_nonzero(use) == 2000
    t_s = tick[use] / 100.0
    truth_n = np.array([sway(t) for t in t_s])
    left_n, right_n = joined(blocks, "left_n")[use], joined(blocks, "right_n")[use]
    for frequency_hz in (0.6, 1.7):
        assert abs(lag_s(left_n, right_n, frequency_hz, t_s)) < 0.001
        assert abs(lag_s(truth_n, left_n, frequency_hz, t_s)) < 0.002


def test_instants_are_consecutive_and_do_not_depend_on_when_they_are_taken() -> None:
    """Taking after every conversion or once a minute gives the same instants and the same values."""
    channels: Chips = {"L": (82.0, sway), "R": (94.0, sway)}
    often, _ = sampled(channels, 12.0, take_every=1)
    seldom, _ = sampled(channels, 12.0, take_every=500)
    length = len(joined(seldom, "tick"))
    assert set(np.diff(joined(often, "tick")).tolist()) == {1}
    for name in ("tick", "left_n", "right_n", "valid"):
        assert np.array_equal(joined(often, name)[:length], joined(seldom, name))


def test_four_channels_are_summed_to_two_plates() -> None:
    """Front and back of a plate add up, each on its own clock; a distance channel is not force."""

    def part(share: float) -> Callable[[float], float]:
        return lambda t_s: share * sway(t_s)

    blocks, intakes = sampled(
        {"LF": (82.0, part(0.3)), "LB": (93.0, part(0.2)), "RF": (87.0, part(0.4)), "RB": (85.0, part(0.1)),
         "DL": (40.0, part(9.0))},
        10.0,
    )  # fmt: skip
    assert [channel.name for channel in intakes][-1] == "DL"
    tick = joined(blocks, "tick")
    use = tick > 100
    truth_n = np.array([sway(t / 100.0) for t in tick[use]])
    for name in ("left_n", "right_n"):
        assert joined(blocks, name)[use] == pytest.approx(0.5 * truth_n, abs=1.0)
    assert joined(blocks, "valid")[use].all()


def test_lost_conversions_are_bridged_and_marked() -> None:
    """A hole of 60 ms is interpolated over and not valid; the rest is."""
    blocks, _ = sampled(
        {"L": (82.0, sway), "R": (94.0, sway)}, 10.0, lost=lambda name, t: name == "R" and 5.0 < t < 5.06
    )
    valid, tick = joined(blocks, "valid"), joined(blocks, "tick")
    hole = (tick > 498) & (tick < 503)  # less the group delay of 21 ms
    assert not valid[hole].any()
    assert 4 <= np.count_nonzero(~valid[tick > 100]) <= 9


def test_silent_channel_does_not_hold_up_the_other() -> None:
    """When one converter dies, instants go on with the living plate's force and are not valid."""
    blocks, _ = sampled(
        {"L": (82.0, sway), "R": (94.0, sway)}, 12.0, lost=lambda name, t: name == "R" and t > 6.0
    )
    tick, valid = joined(blocks, "tick"), joined(blocks, "valid")
    assert tick[-1] > 1000
    assert not valid[tick > 605].any()
    late = tick > 700
    truth_n = [sway(t / 100.0) for t in tick[late]]
    assert joined(blocks, "left_n")[late] == pytest.approx(truth_n, abs=1.0)


def test_channel_that_was_silent_takes_part_again() -> None:
    """A converter that speaks again after seconds is valid again, and time never goes back."""
    blocks, _ = sampled(
        {"L": (82.0, sway), "R": (94.0, sway)}, 14.0, lost=lambda name, t: name == "R" and 5.0 < t < 8.0
    )
    tick, valid = joined(blocks, "tick"), joined(blocks, "valid")
    assert set(np.diff(tick).tolist()) == {1}
    assert valid[tick > 820].all()
    truth_n = [sway(t / 100.0) for t in tick[tick > 820]]
    assert joined(blocks, "right_n")[tick > 820] == pytest.approx(truth_n, abs=1.0)


def test_long_silence_of_all_is_skipped() -> None:
    """While the link was cut for a minute ticks jump over it; the second chip's late start is not valid."""
    blocks, _ = sampled({"L": (82.0, sway), "R": (94.0, sway)}, 80.0, lost=lambda _, t: 5.0 < t < 65.0)
    tick, valid = joined(blocks, "tick"), joined(blocks, "valid")
    within = (tick > 500) & (tick < 6499)
    assert np.count_nonzero(within) < 50
    assert not valid[within].any()
    assert np.count_nonzero(tick > 6500) > 1300


def test_grid_needs_both_feet() -> None:
    """With all channels under one foot there are no instants."""
    blocks, _ = sampled({"LF": (82.0, sway), "LB": (94.0, sway)}, 3.0)
    assert blocks == []
