"""What the assembly page tells a maker to type and to look for is what happens, on the emulated step."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from simulators.hx711.building import missing_for_bench, missing_for_firmware
from station.cli.monitor import _in_words
from station.cli.watching import ChannelSecond
from tools.hardware.paths import HARDWARE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = (HARDWARE / "assembly.md").read_text(encoding="utf-8")


@pytest.fixture
def emulated_step(tmp_path: Path) -> Iterator[str]:
    """Return the terminal of the real firmware on a modelled board, with nobody on it."""
    if reason := missing_for_bench() or missing_for_firmware():
        pytest.skip(reason)
    command = [sys.executable, "-m", "simulators.firmware", "--scenario", "quiet", "--empty", "60", "--pty"]
    with subprocess.Popen(
        [*command, "--eeprom", tmp_path / "memory"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as playing:
        assert playing.stdout
        yield playing.stdout.readline().strip()
        playing.terminate()


def test_calibration_by_hand_is_stored(emulated_step: str) -> None:
    """The page's program tells the step a calibration, and prints that it was stored."""
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    ran = subprocess.run(
        [sys.executable, "-c", program.replace("/dev/ttyUSB0", emulated_step)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "\nA K 0 84213 0.000491 1760000000 20 kg, kitchen*" in ran.stdout


@pytest.mark.parametrize(
    ("channel", "rate_hz", "count", "sd"), [("L", 91.7, 84213.0, 35.0), ("R", 87.7, -52877.0, 28.0)]
)
def test_reading_looks_as_on_the_page(channel: str, rate_hz: float, count: float, sd: float) -> None:
    """The line that the page explains is the one that the monitor prints before a step is calibrated."""
    second = ChannelSecond(channel, 90, rate_hz, 0, {}, mean_count=count, sd_count=sd)
    assert _in_words(second) in PAGE
