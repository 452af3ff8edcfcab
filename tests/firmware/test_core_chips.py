"""The firmware's handling of converters, against the bench's model of the HX711, without an emulator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.wire import HealthLine, LineFault, Sample, SampleFlag, StepFault
from tools.firmware.account import Account, account, device_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.wire.messages import ChannelCounters
    from tests.firmware.board import Board
    from tools.firmware.account import Heard

RATES_SPS = (92.8, 88.1, 81.3, 76.4)
S = 1_000_000
UNTRUSTED = SampleFlag.DESYNC | SampleFlag.LATE


def started(make_board: Callable[..., Board], channels: int, baud: int = 500_000, **options: int) -> Board:
    """Return a board whose converters have been converting since its power-up."""
    board = make_board(channels, baud=baud, **options)
    board.settle()
    for channel in range(channels):
        board.chip(channel, RATES_SPS[channel], seed=channel + 1)
    board.power_up()
    return board


def accounts(board: Board, heard: Heard) -> list[Account]:
    """Return every channel's account up to 50 ms ago."""
    end = int((board.now_us - 50_000) * 16)
    return [account(heard, channel, board.offered(channel), end) for channel in range(board.channels)]


def health(heard: Heard) -> list[ChannelCounters]:
    """Return the last counters of all channels."""
    lines = heard.said(HealthLine)
    counted = {line.first_channel + n: each for line in lines for n, each in enumerate(line.channels)}
    return [counted[channel] for channel in sorted(counted)]


def faults(heard: Heard, code: str, channel: int | None = None) -> list[float]:
    """Return the seconds at which an ``E`` of this kind was said."""
    return [
        at / 16e6
        for at, message in heard.others
        if isinstance(message, StepFault) and (message.code, message.channel) == (code, channel)
    ]


@pytest.mark.parametrize(
    ("channels", "baud"), [(1, 115_200), (2, 115_200), (4, 115_200), (3, 500_000), (4, 500_000)]
)
def test_nothing_is_lost_or_changed(make_board: Callable[..., Board], channels: int, baud: int) -> None:
    """Every conversion becomes one sample with its count, its number and its time."""
    board = started(make_board, channels, baud)
    board.run(60 * S)
    heard = board.take_heard()
    for told in accounts(board, heard):
        assert told.whole
        assert told.samples > 4500
        assert told.time_error_us.max() < 100.0
    assert not heard.line_faults()
    assert not board.breaches()
    for channel in range(channels):
        flags = heard.of(channel)[:, 4]
        assert flags[:4].tolist() == [SampleFlag.SETTLING] * 4
        assert not flags[4:].any()


def test_account_is_right(make_board: Callable[..., Board]) -> None:
    """``H`` comes every second, in parts that belong together, with true counters and rates."""
    board = started(make_board, 4)
    board.run(21 * S)
    heard = board.take_heard()
    lines = heard.said(HealthLine)
    assert [line.first_channel for line in lines] == [0, 2] * (len(lines) // 2)
    assert 19 <= len(lines) // 2 <= 21
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        assert first.uptime_ms == second.uptime_ms
        assert (first.tx_dropped, first.rx_errors) == (second.tx_dropped, second.rx_errors) == (0, 0)
    assert np.ptp(np.diff([line.uptime_ms for line in lines[::2]])) <= 20
    for channel, counters in enumerate(health(heard)):
        assert counters.rate_mhz == pytest.approx(RATES_SPS[channel] * 1000, rel=0.002)
        assert abs(counters.conversions - len(heard.of(channel))) <= RATES_SPS[channel] + 2
        assert (counters.overruns, counters.faults) == (0, 0)


@pytest.mark.parametrize("seed", range(4))
def test_overwritten_conversions_are_counted(make_board: Callable[..., Board], seed: int) -> None:
    """When the processor is away for a while, ``seq`` tells how many conversions nobody read, flag 4 that some did."""
    board = started(make_board, 2, seed=seed + 1)
    board.run(3 * S)
    for pause_us in (15_000, 26_000, 60_000, 100_000):
        board.busy(pause_us + 1000 * seed)
        board.run(1 * S)
    heard = board.take_heard()
    for channel, told in enumerate(accounts(board, heard)):
        assert told.changed == told.invented == told.wrong_seq == 0, (channel, told)
        assert told.lost.size > 5
        after_gap = np.flatnonzero(np.diff(heard.of(channel)[:, 1]) % 65_536 > 1) + 1
        assert (heard.of(channel)[after_gap, 4] & SampleFlag.OVERRUN == SampleFlag.OVERRUN).all()
        assert health(heard)[channel].overruns == told.lost.size
    assert not board.breaches()


@pytest.mark.parametrize("how", ["keep", "mix", "restart"])
def test_a_read_that_may_have_been_hit_is_flagged(make_board: Callable[..., Board], how: str) -> None:
    """However a chip behaves when a conversion ends in the middle of a read, no wrong count goes unmarked."""
    board = started(make_board, 2)
    for channel in (0, 1):
        board.collision(channel, how)
    board.run(2 * S)
    for number in range(1500):
        board.busy(9_000 + 7 * number % 4_000)
        board.run(1_000 + 13 * number % 500)
    board.run(1 * S)
    heard = board.take_heard()
    for channel in (0, 1):
        samples = heard.of(channel)
        chip = board.offered(channel)
        trusted = samples[samples[:, 4] & UNTRUSTED == 0]
        assert np.isin(trusted[:, 3], chip.count).all()
        assert len(trusted) > 700


def test_unplugged_converter_is_told_and_comes_back(make_board: Callable[..., Board]) -> None:
    """Silence is a TIMEOUT every second; the other converter loses nothing; the return is marked as settling."""
    board = started(make_board, 2)
    board.run(3 * S)
    board.supply(1, on=False)
    board.run(10 * S)
    board.supply(1, on=True)
    board.run(5 * S)
    heard = board.take_heard()
    told_s = faults(heard, "TIMEOUT", 1)
    assert 8 <= len(told_s) <= 11
    assert min(np.diff(told_s)) > 0.95
    assert told_s[0] < 4.2
    assert not faults(heard, "TIMEOUT", 0)
    assert account(heard, 0, board.offered(0), int((board.now_us - 50_000) * 16)).whole
    samples = heard.of(1)
    returned = int(np.argmax(np.diff(samples[:, 2]))) + 1
    assert samples[returned, 2] - samples[returned - 1, 2] > 10 * S
    assert samples[returned, 2] < 13.7 * S
    assert samples[returned : returned + 4, 4].tolist() == [SampleFlag.SETTLING] * 4
    assert (np.diff(samples[:, 1]) % 65_536 == 1).all()
    silent = [line for line in heard.said(HealthLine) if 6000 < line.uptime_ms < 12_500]
    assert {line.channels[1].rate_mhz for line in silent} == {0}
    assert health(heard)[1].rate_mhz == pytest.approx(88_100, rel=0.002)
    assert health(heard)[1].faults > 0


@pytest.mark.parametrize("line", ["low", "high"])
def test_shorted_data_line_disturbs_nobody_else(make_board: Callable[..., Board], line: str) -> None:
    """A DOUT stuck at a level is told, gives no sample that looks good, and leaves the others alone."""
    board = started(make_board, 2)
    board.run(3 * S)
    while not 6_000 < board.now_us - board.offered(1).ready[-1] / 16 < 7_000:
        board.run(200)  # until what comes could be the next conversion
    begun_us = board.device_us
    board.short(1, line)
    board.run(5 * S)
    ended_us = board.device_us
    board.short(1, "free")
    board.run(5 * S)
    heard = board.take_heard()
    assert account(heard, 0, board.offered(0), int((board.now_us - 50_000) * 16)).whole
    during = heard.of(1)
    during = during[(during[:, 2] >= begun_us) & (during[:, 2] < ended_us)]
    assert (during[:, 4] & SampleFlag.DESYNC == SampleFlag.DESYNC).all()
    assert (line == "low") <= len(during) < 5 * 110
    told_s = sorted(faults(heard, "DESYNC", 1) + faults(heard, "STUCK" if line == "low" else "TIMEOUT", 1))
    assert 3 <= len(told_s) <= 7
    after = heard.of(1)
    after = after[after[:, 2] > ended_us + 1_000_000]
    assert len(after) > 300
    assert not after[:, 4].any()
    assert np.isin(after[:, 3], board.offered(1).count).all()
    assert not board.breaches()


@pytest.mark.parametrize(("line", "code"), [("low", "STUCK"), ("high", "TIMEOUT")])
def test_a_data_line_shorted_from_the_beginning_is_told_as_what_it_is(
    make_board: Callable[..., Board], line: str, code: str
) -> None:
    """A bridge of solder is there before power is: low all the time is never called silence."""
    board = make_board(2, baud=500_000)
    board.settle()
    for channel in range(2):
        board.chip(channel, RATES_SPS[channel], seed=channel + 1)
    board.short(1, line)
    board.power_up()
    board.run(5 * S)
    heard = board.take_heard()
    other = {"STUCK", "TIMEOUT"} - {code}
    assert 3 <= len(faults(heard, code, 1)) <= 6
    assert not faults(heard, other.pop(), 1)
    assert len(heard.of(1)) == 0


def test_spikes_on_a_data_line_are_no_samples(make_board: Callable[..., Board]) -> None:
    """A line that dips for a moment soon after a conversion is told as noise: no sample is made of it."""
    board = started(make_board, 2)
    board.run(1 * S)
    board.take()
    spikes = 0
    samples: list[Sample] = []
    faults_told: Counter[str] = Counter()
    while spikes < 150:
        board.run(300)
        said = board.take()
        samples += [message for message in said if isinstance(message, Sample) and message.channel == 1]
        faults_told.update(message.code for message in said if isinstance(message, StepFault))
        if any(isinstance(message, Sample) and message.channel == 1 for message in said):
            board.run(400 + 7 * spikes)
            board.short(1, "low")
            board.run(20 + spikes % 60)
            board.short(1, "free")
            spikes += 1
    chip = board.offered(1, b"ROCA")
    trusted = [sample for sample in samples if not sample.flags & UNTRUSTED]
    assert np.isin([sample.raw_count for sample in trusted], chip.count).all()
    assert len(trusted) > 50
    assert faults_told["NOISE"] >= 1


@pytest.mark.parametrize("after_us", [5_200, 6_500, 8_000, 9_500])
def test_a_spike_misleads_for_a_moment_only(make_board: Callable[..., Board], after_us: int) -> None:
    """One dip of DOUT at a time when a conversion could come: half a second later all is as it was."""
    board = started(make_board, 2)
    board.run(2 * S)
    while not after_us < board.now_us - board.offered(1).ready[-1] / 16 < after_us + 300:
        board.run(100)
    board.short(1, "low")
    board.run(40)
    board.short(1, "free")
    board.run(500_000)
    board.take()
    board.run(3 * S)
    heard = board.take_heard()
    samples = heard.of(1)
    assert not samples[:, 4].any()
    assert (np.diff(samples[:, 1]) % 65_536 == 1).all()
    assert np.isin(samples[:, 3], board.offered(1).count).all()
    assert health(heard)[1].rate_mhz == pytest.approx(RATES_SPS[1] * 1000, rel=0.002)


def test_rate_pin_left_low_is_called_that(make_board: Callable[..., Board]) -> None:
    """Ten conversions a second are no silence: ``E RATE``, a true rate, and every sample is sent."""
    board = make_board(2, baud=500_000)
    board.settle()
    board.chip(0, 10.0, seed=1)
    board.chip(1, 88.0, seed=2)
    board.power_up()
    board.run(20 * S)
    heard = board.take_heard()
    told_s = faults(heard, "RATE", 0)
    assert len(told_s) >= 2
    assert min(np.diff(told_s)) > 0.95
    assert not faults(heard, "RATE", 1)
    assert not faults(heard, "TIMEOUT", 0)
    assert all(told.whole for told in accounts(board, heard))
    assert health(heard)[0].rate_mhz == pytest.approx(10_000, rel=0.01)


@pytest.mark.parametrize("count", [8_388_607, -8_388_608])
def test_saturation_is_flagged_and_told_once_a_second(make_board: Callable[..., Board], count: int) -> None:
    """A bridge beyond the range is flagged in every sample and told once a second."""
    board = started(make_board, 2)
    board.count(1, count)
    board.run(5 * S)
    heard = board.take_heard()
    samples = heard.of(1)
    assert set(samples[:, 3].tolist()) == {count}
    assert (samples[:, 4] & SampleFlag.SATURATED).all()
    assert not (heard.of(0)[:, 4] & SampleFlag.SATURATED).any()
    told_s = faults(heard, "SATURATED", 1)
    assert 4 <= len(told_s) <= 6
    assert min(np.diff(told_s)) > 0.95
    assert not faults(heard, "SATURATED", 0)


@pytest.mark.parametrize("count", [8_388_606, -8_388_607, -1, 0, 1])
def test_counts_near_the_ends_are_not_saturated(make_board: Callable[..., Board], count: int) -> None:
    """One step from the end of the range, and around zero, a count is a count."""
    board = started(make_board, 1)
    board.count(0, count)
    board.run(1 * S)
    samples = board.take_heard().of(0)
    assert set(samples[:, 3].tolist()) == {count}
    assert not (samples[:, 4] & SampleFlag.SATURATED).any()


def test_converter_that_begins_anew_gives_no_wrong_count(make_board: Callable[..., Board]) -> None:
    """Dips of a converter's own supply cost conversions, at any phase, but no unmarked count is wrong."""
    board = started(make_board, 2)
    board.run(1 * S)
    for number in range(200):
        board.brown_out(1)
        board.run(70_000 + 317 * number)
    board.run(3 * S)
    heard = board.take_heard()
    assert account(heard, 0, board.offered(0), int((board.now_us - 50_000) * 16)).whole
    samples = heard.of(1)
    trusted = samples[samples[:, 4] & UNTRUSTED == 0]
    assert np.isin(trusted[:, 3], board.offered(1).count).all()
    assert not heard.line_faults()


@pytest.mark.parametrize("channels", [2, 4])
def test_clock_wraps_without_a_trace(make_board: Callable[..., Board], channels: int) -> None:
    """The 32-bit microseconds go through zero in the middle of everything, and nobody notices."""
    board = make_board(channels, baud=500_000)
    board.settle()
    for channel in range(channels):
        board.chip(channel, RATES_SPS[channel], seed=channel)
    board.clock((1 << 32) - 7 * S)
    board.power_up()
    board.run(15 * S)
    heard = board.take_heard()
    raw = heard.samples[:, 2]
    assert raw.max() > (1 << 32) - 20_000
    assert raw.min() < 20_000
    heard.samples[:, 2] = (raw + 7 * S) % (1 << 32)
    end = int((board.now_us - 50_000) * 16)
    for channel in range(channels):
        told = account(heard, channel, board.offered(channel), end)
        assert told.whole
        assert told.time_error_us.max() < 100.0
        assert not heard.of(channel)[4:, 4].any()
    lines = heard.said(HealthLine)
    assert 13_000 < lines[-1].uptime_ms < 15_100
    codes = Counter(message.code for message in heard.said(StepFault))
    assert not codes
    assert {line.first_channel for line in lines} == ({0} if channels == 2 else {0, 2})


def test_full_wire_drops_whole_lines_and_counts_them(make_board: Callable[..., Board]) -> None:
    """On a wire too slow for its samples no line is cut; ``tx_dropped`` and ``seq`` tell what was lost."""
    board = started(make_board, 4, baud=38_400)
    board.run(20 * S)
    heard = board.take_heard()
    assert not [fault for fault in heard.others if isinstance(fault[1], LineFault)]
    lost = 0
    for channel in range(4):
        samples, chip = heard.of(channel), board.offered(channel)
        told = account(
            heard, channel, chip, int((board.now_us - 500_000) * 16), start=device_start(samples, chip)
        )
        assert told.changed == told.invented == told.wrong_seq == 0
        lost += told.lost.size
    assert lost > 1000
    assert heard.said(HealthLine)[-1].tx_dropped >= 0.8 * lost
    assert heard.said(HealthLine)[-1].tx_dropped <= 1.2 * lost + 50


def test_no_converter_at_all(make_board: Callable[..., Board]) -> None:
    """A board without converters says who it is, complains of each, and answers."""
    board = make_board(4, baud=115_200)
    board.settle()
    board.power_up()
    board.run(10 * S)
    heard = board.take_heard()
    assert not len(heard.samples)
    assert all(len(faults(heard, "TIMEOUT", channel)) >= 7 for channel in range(4))
    assert {counters.conversions for counters in health(heard)} == {0}
    assert not board.breaches()
