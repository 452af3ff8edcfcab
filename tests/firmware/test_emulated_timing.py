"""What the firmware takes of time and memory, measured instruction by instruction in emulation.

All times are the device's own, so they are the same on every machine.
"""

from __future__ import annotations

import numpy as np
import pytest

from station.wire import HealthLine, IdentityLine
from tests.firmware.emulating import needs_emulation
from tools.firmware.emulation import Emulated, emulate

pytestmark = needs_emulation
BUILDS = ("step2_115200", "step2_500000", "step4_115200", "step4_500000")
RAM_BYTES, FLASH_BYTES = 1024, 16 * 1024
OWN_USUALLY_US, OWN_MOST_US = 400.0, 800.0
"""From ready to sent, what the wire did not take: the firmware's own share, at the median and in 99 of 100 cases.

A sample waits for the writing of the one before it, and at 115200 baud for its place in a full ring.
"""


@pytest.fixture(scope="module", params=BUILDS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Emulated:
    """Return 20 s of a build with converters as fast as the wire bears."""
    rates_sps = (80.0, 79.1, 78.3, 76.4) if request.param == "step4_115200" else (92.8, 88.1, 81.3, 76.4)
    return emulate(tmp_path_factory.mktemp("run"), request.param, 20.0, rates_sps=rates_sps)


def test_memory_is_within_its_budget(run: Emulated) -> None:
    """Program below 16 KB; variables and the deepest stack together below 1 KB."""
    board, checks = run.done.stats.board, run.done.stats.checks
    assert checks is not None
    assert 0 < board.flash_bytes < FLASH_BYTES
    assert board.static_ram_bytes + checks.stack_bytes < RAM_BYTES


def test_interrupts_are_never_off_for_long(run: Emulated) -> None:
    """No byte of the host can be lost: less than a byte at 500000 baud, in the program and in the interrupts."""
    checks = run.done.stats.checks
    assert checks is not None
    assert 0 < checks.masked_main_us < 16.0
    assert 0 < checks.masked_service_us < 20.0
    assert checks.deep_sleeps == 0


def test_converters_are_read_as_their_datasheet_says(run: Emulated) -> None:
    """No time of the datasheet is broken, no pulse while nothing is ready, PD_SCK never high for long."""
    for chip in run.done.stats.chips:
        assert chip.violations == 0
        assert chip.clocked_not_ready == chip.over_pulses == 0
        assert chip.power_downs == 1  # the one at the start
        assert chip.high_max_us < 1.0
        assert chip.read_max_us < 150.0


def test_memory_without_power_is_handled_as_its_datasheet_says(run: Emulated) -> None:
    """No write is refused and no byte read while another is being written."""
    assert (run.done.stats.eeprom.refused, run.done.stats.eeprom.busy_reads) == (0, 0)


def test_own_share_of_the_latency(run: Emulated) -> None:
    """Beyond what the line itself and the one before it are on the wire, a sample waits for very little."""
    for told in run.accounts():
        assert np.percentile(told.own_us, 50) < OWN_USUALLY_US
        assert np.percentile(told.own_us, 99) < OWN_MOST_US
        assert told.own_us.min() >= 0.0


def test_time_stamps_are_those_of_the_conversions(run: Emulated) -> None:
    """The spread of all stamps around the instant DOUT fell is some tens of microseconds at most."""
    assert all(told.time_error_us.max() < 40.0 for told in run.accounts())


def test_watchdog_ends_a_hang(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A program that hangs is started again within half a second, says so, and streams."""
    run = emulate(tmp_path_factory.mktemp("hang"), "bug_hang", 6.0)
    board = run.done.stats.board
    assert (board.watchdog_resets, board.resets) == (1, 2)
    assert {m.reset_cause for at, m in run.heard.others if isinstance(m, IdentityLine) and at > 3 * 16e6} == {
        "watchdog"
    }
    gap_us = np.diff(run.heard.sent).max() / 16.0
    assert gap_us < 1_000_000
    assert run.heard.said(HealthLine)[-1].uptime_ms > 2_000
