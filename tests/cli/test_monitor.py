"""``station step monitor``: what a maker's first look at a step must find, second by second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.cli.watching import Second, StepWatch
from station.health.channel import rate_trouble
from station.wire import CalibrationLine, HealthLine, IdentityLine, LineFault, Sample
from station.wire.messages import ChannelCounters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.wire import Message
    from tests.support.command import Command

PERIOD_US = 11_000


def _health(uptime_ms: int, channels: int = 1) -> HealthLine:
    return HealthLine(uptime_ms, 0, 0, (ChannelCounters(0, 0, 0, 0),) * channels)


def _samples(
    first: int, count: int, *, channel: int = 0, period_us: int = PERIOD_US, level: int = 8000, flags: int = 0
) -> list[Message]:
    """Return conversions in a row that scatter by three counts."""
    return [
        Sample(channel, n % 65536, n * period_us % 2**32, level + 3 * (-1) ** n, flags)
        for n in range(first, first + count)
    ]


def _seconds(messages: Iterable[Message], names: tuple[str, ...] = ("L",)) -> list[Second]:
    watch = StepWatch(names)
    return [second for message in messages if (second := watch.feed(message)) is not None]


def test_rate_load_and_noise_come_from_the_samples() -> None:
    """The rate is that of the time stamps, over wraps of both counters; counts are newtons once calibrated."""
    calibration = CalibrationLine(0, 5000.0, -0.01, 0, "")
    first, later = _seconds(
        [
            *_samples(65_400, 90),
            _health(1000),
            calibration,
            *_samples(65_490, 91),
            _health(2000),
        ]
    )
    assert first.channels[0].rate_hz == pytest.approx(1e6 / PERIOD_US)
    assert (first.channels[0].mean_count, first.channels[0].sd_count) == (8000.0, 3.0)
    assert first.channels[0].force_n is None
    (channel,) = later.channels
    assert channel.rate_hz == pytest.approx(1e6 / PERIOD_US)
    assert channel.force_n == pytest.approx(-30.0, abs=0.01)
    assert channel.sd_n == pytest.approx(0.03, abs=1e-4)
    assert (channel.samples, channel.lost, channel.trouble) == (91, 0, "")


def test_a_silent_converter_is_told_and_the_others_are_not_blamed() -> None:
    """No conversion in a second is silence; the other channel has no trouble."""
    names = ("L", "R")
    (second,) = _seconds([*_samples(0, 90, channel=1), _health(1000, 2)], names)
    assert [channel.trouble.partition(".")[0] for channel in second.channels] == ["silent", ""]
    assert second.channels[0].rate_hz is None


@pytest.mark.parametrize(
    ("rate_hz", "problem"),
    [
        (0.0, "silent"),
        (10.1, "its RATE pin is low"),
        (60.0, "an HX711 makes"),
        (82.0, None),
        (94.0, None),
        (120.0, "an HX711 makes"),
    ],
)
def test_rates_tell_what_is_wrong(rate_hz: float, problem: str | None) -> None:
    """Ten a second is the RATE pin; what no HX711 makes is its clock; 82 to 94 are real."""
    told = rate_trouble(rate_hz)
    assert (told is None) if problem is None else (told is not None and told[0].startswith(problem))


@pytest.mark.parametrize(
    ("messages", "trouble"),
    [
        (_samples(0, 11, period_us=100_000), "its RATE pin is low"),
        ([*_samples(0, 40), *_samples(43, 40)], "3 conversions lost on the way"),
        ([*_samples(0, 40), *_samples(40, 2, flags=2), *_samples(42, 40)], "2 conversions torn"),
        ([*_samples(0, 40), *_samples(40, 5, level=2**23 - 4, flags=1)], "5 conversions at the end of the range"),
        ([*_samples(0, 40), *_samples(42, 40, flags=4)], "conversions overwritten"),
        ([Sample(0, n, n * PERIOD_US, -1, 0) for n in range(80)], "always the same count"),
        ([CalibrationLine(0, 8000.0, 1.0, 0, ""), *_samples(0, 80)], "noise of 3.0 N on an empty plate"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_channel_is_said(messages: list[Message], trouble: str) -> None:
    """The worst thing about a channel's second stands in words, and what to do after it."""
    (second,) = _seconds([*messages, _health(1000)])
    problem, _, remedy = second.channels[0].trouble.partition(". ")
    assert problem.startswith(trouble)
    assert remedy


def test_somebody_standing_there_is_no_noise() -> None:
    """Wander of a loaded plate is a person."""
    calibration = CalibrationLine(0, 0.0, 0.1, 0, "")
    sway: list[Message] = [Sample(0, n, n * PERIOD_US, 5000 + 200 * (-1) ** n, 0) for n in range(80)]
    (second,) = _seconds([calibration, *sway, _health(1000)])
    assert second.channels[0].sd_n == pytest.approx(20.0)
    assert second.channels[0].trouble == ""


def test_settling_conversions_are_no_reading() -> None:
    """The first conversions after power-up do not spoil mean and noise."""
    (second,) = _seconds([*_samples(0, 4, level=300_000, flags=8), *_samples(4, 80), _health(1000)])
    assert second.channels[0].mean_count == 8000.0
    assert second.channels[0].flags == {"settling": 4}


def test_a_restart_is_told_with_its_cause() -> None:
    """An uptime that went back is another boot; intervals across it give no rate and no loss."""
    reboot = IdentityLine(1, "1.0.0", "uno", "1D", ("L",), 128, 115200, "watchdog")
    before, after = _seconds(
        [*_samples(9000, 80), _health(99_000), *_samples(9080, 20), reboot, *_samples(0, 60), _health(700)]
    )
    assert (before.restarted, after.restarted) == ("", "watchdog")
    assert after.channels[0].lost == 0
    assert after.channels[0].rate_hz == pytest.approx(1e6 / PERIOD_US)


def test_accounts_in_two_lines_make_one_second() -> None:
    """Four channels may need two health lines: one second all the same. Spoiled lines are counted in it."""
    names = ("LF", "LB", "RF", "RB")
    second_half = HealthLine(1000, 0, 0, (ChannelCounters(0, 0, 0, 0),) * 2, first_channel=2)
    spoiled = LineFault("crc", "x")
    seconds = _seconds(
        [*_samples(0, 90, channel=3), spoiled, spoiled, _health(1000, 2), second_half, _health(2000, 2)],
        names,
    )
    assert [second.spoiled_lines for second in seconds] == [2, 0]
    assert seconds[0].channels[3].samples == 90


def test_a_pulled_cable_ends_nothing(station: Command) -> None:
    """It is told, the step is looked for, and the monitor goes on when it is there again; as JSON too."""
    port = "sim://quiet?seed=3&speed=4&disconnect_at=4&disconnect_s=2"
    words = station("step", "monitor", "--port", port, "--seconds", "4")
    assert words.code == 0, words.err
    before, gone, after = words.out.partition(f"the step is gone from {port}. Plug it in again")
    assert before.count(" L ") >= 2
    assert gone
    assert "the step is back on" in after
    assert after.partition("is back on")[2].count(" L ") >= 2
    told = station("step", "monitor", "--port", port, "--seconds", "3", "--json").lines()
    assert [line["state"] for line in told if line["type"] == "Cable"] == ["out", "back"]


def test_counts_that_mean_nothing_yet_are_said_to(station: Command) -> None:
    """A step that was never calibrated: once, with the command; one that was: never."""
    port = "sim://empty?seed=3&speed=20"
    bare = station("step", "monitor", "--port", f"{port}&calibrated=none", "--seconds", "0.5").out
    assert bare.count("L, R not calibrated: in counts. See: station step calibrate") == 1
    assert "not calibrated" not in station("step", "monitor", "--port", port, "--seconds", "0.3").out


def test_monitor_prints_a_line_a_second_and_what_is_wrong(station: Command) -> None:
    """A RATE pin left low and a converter that dies are told in words, and as JSON."""
    port = "sim://quiet?seed=3&speed=20&rate_l=10&dead=R&dead_at=6"
    words = station("step", "monitor", "--port", port, "--seconds", "1")
    assert words.code == 0, words.err
    assert words.out.startswith("step ")
    assert "L its RATE pin is low. Lift pin 15 off GND first" in words.out
    assert "R silent. Check its supply" in words.out
    assert "the step says: R TIMEOUT" in words.out
    lines = station("step", "monitor", "--port", port, "--seconds", "1", "--json").lines()
    seconds = [line for line in lines if line["type"] == "Second"]
    assert seconds[0]["channels"][1]["rate_hz"] > 80.0
    assert seconds[-1]["channels"][1]["rate_hz"] is None
    assert seconds[0]["channels"][0]["rate_hz"] == pytest.approx(10.0, abs=0.1)
    assert "Sample" not in {line["type"] for line in lines}
