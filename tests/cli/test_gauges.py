"""The monitor's screen: what each converter does, told from its newest two seconds."""

from __future__ import annotations

import math
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from station.cli.gauges import Figures, Gauges
from station.cli.gauges_page import HEIGHT, WIDTH, page
from station.wire import CalibrationLine, Sample

if TYPE_CHECKING:
    from tests.support.command import Command

PERIOD_US = 11_500
RATE_HZ = 1e6 / PERIOD_US
SCALE = 0.001
HUM_N = 0.5


def fed(
    *, calibrated: bool = True, lost: int = 0, flags: int = 0, jitter_us: int = 0, channels: int = 1
) -> Figures:
    """Return the figures of five seconds of 50 Hz hum on a loaded plate."""
    gauges = Gauges([f"C{at}" for at in range(channels)])
    if calibrated:
        gauges.feed(CalibrationLine(0, 8000.0, SCALE, 0, ""))
    for n in range(round(5.0 * RATE_HZ)):
        if lost and n % 50 < lost:
            continue
        t_us = n * PERIOD_US + (jitter_us if n % 2 else 0)
        force_n = 20.0 + HUM_N * math.sin(2.0 * math.pi * 50.0 * t_us / 1e6)
        count = round(8000.0 + force_n / SCALE)
        gauges.feed(
            Sample(0, (65_500 + n) % 65_536, (2**32 - 10**6 + t_us) % 2**32, count, flags if n == 3 else 0)
        )
    return gauges.figures()[0]


def test_hum_is_told_with_its_size_and_its_tone() -> None:
    """Half a newton of 50 Hz shows as what it is, however slowly it is sampled."""
    told = fed()
    assert (told.unit, told.hum_hz) == ("N", 50.0)
    assert told.hum_amplitude == pytest.approx(HUM_N, rel=0.05)
    assert told.hum_alias_hz == pytest.approx(RATE_HZ - 50.0, abs=0.01)
    assert told.noise_rms == pytest.approx(HUM_N / math.sqrt(2.0), rel=0.05)
    assert told.peak_to_peak == pytest.approx(2.0 * HUM_N, rel=0.05)
    assert told.force_n == pytest.approx(20.0, abs=HUM_N + 0.01)
    assert told.rate_hz == pytest.approx(RATE_HZ, rel=1e-6)
    assert told.jitter_us == 0.0


def test_jitter_is_that_of_the_intervals() -> None:
    """Every other conversion 40 µs late: intervals alternate by 40 µs about their mean."""
    assert fed(jitter_us=40).jitter_us == pytest.approx(40.0, rel=0.02)


def test_lost_and_doubted_conversions_are_counted_and_spoil_no_jitter() -> None:
    """By sequence numbers; an interval over a loss is none."""
    told = fed(lost=2, flags=1)
    assert told.flagged == 1
    assert told.missed == pytest.approx(2 * 5.0 * RATE_HZ / 50, abs=2)
    assert told.jitter_us == 0.0


def test_a_step_without_calibration_is_shown_in_counts() -> None:
    """Noise and hum as well."""
    told = fed(calibrated=False)
    assert (told.unit, told.force_n) == ("counts", None)
    assert told.hum_amplitude == pytest.approx(HUM_N / SCALE, rel=0.05)


def test_a_channel_that_says_nothing_is_silent() -> None:
    """While the others speak."""
    gauges = Gauges(["L", "R"])
    for n in range(300):
        gauges.feed(Sample(1, n, n * PERIOD_US, 5, 0))
    assert [each.silent for each in gauges.figures()] == [True, False]


@pytest.mark.parametrize("calibrated", [True, False])
def test_the_page_fits_a_plain_terminal(*, calibrated: bool) -> None:
    """Four channels with large figures and every note stay within 80 by 24."""
    told = fed(calibrated=calibrated)
    notes = [f"the step says: something very long {'x' * 90}"] * 12
    lines = page("step " + "x" * 100, [told] * 4, None, notes)
    assert len(lines) <= HEIGHT
    assert max(map(len, lines)) <= WIDTH
    numbers = lines[3]
    assert numbers.rstrip().endswith("0    0")
    assert len(numbers) <= WIDTH


def test_twenty_frames_a_second_are_drawn_and_the_terminal_is_given_back(station: Command) -> None:
    """On a real pseudo-terminal: three seconds hold some fifty frames, and the first screen comes back."""
    master, slave = pty.openpty()
    run = "from station.cli import main; raise SystemExit(main())"
    monitor = ["step", "monitor", "--port", "sim://textbook?seed=4&channels=4", "--seconds", "3"]
    with subprocess.Popen(
        [sys.executable, "-c", run, *monitor],
        stdout=slave,
        stderr=slave,
        env=station.environment(TERM="xterm"),
    ) as process:
        os.close(slave)
        heard = b""
        while True:
            try:
                part = os.read(master, 65_536)
            except OSError:
                break
            heard += part
    os.close(master)
    assert process.returncode == 0
    assert heard.count(b"\x1b[H") >= 3
    assert b"LF " in heard.rsplit(b"\x1b[H", 1)[1]
    assert heard.rstrip().endswith(b"\x1b[?1049l")


def test_json_seconds_hold_the_figures(station: Command) -> None:
    """A line a second, with everything the screen shows."""
    ran = station("step", "monitor", "--port", "sim://textbook?seed=4", "--seconds", "3.5", "--json")
    seconds = [line for line in ran.lines() if line["type"] == "Second"]
    figures = seconds[-1]["figures"]
    assert [each["channel"] for each in figures] == ["L", "R"]
    assert {"noise_rms", "peak_to_peak", "jitter_us", "hum_amplitude", "hum_hz", "missed"} <= set(figures[0])
    assert figures[0]["rate_hz"] > 75.0
