"""Minutes of the firmware's machine code with four converters: nothing lost, nothing changed.

Five of them on the wire that is nearly full; on the faster one in the exhaustive run, and one in every run.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from station.wire import HealthLine
from tests.firmware.emulating import needs_emulation
from tests.firmware.lossless import assert_lossless
from tools.firmware.emulation import emulate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_emulation
FIVE_MINUTES_S = 300.0
SLOW_SPS = (82.0, 81.3, 79.1, 76.4)
"""Rates of four converters that fit on a wire of 115200 baud, with counts of six digits."""


def six_digits(path: Path) -> Path:
    """Write what somebody on the plates weighs, swaying: counts of at most six digits."""
    rows = [
        ",".join(
            [f"{0.1 * n:.1f}"] + [str(round(400_000 + 350_000 * math.sin(0.3 * n + k))) for k in range(4)]
        )
        for n in range(3010)
    ]
    path.write_text("t_s,count0,count1,count2,count3\n" + "\n".join(rows) + "\n", encoding="ascii")
    return path


@pytest.mark.parametrize("seconds", [60.0, pytest.param(FIVE_MINUTES_S, marks=pytest.mark.exhaustive)])
def test_minutes_without_a_loss_at_500000(tmp_path: Path, seconds: float) -> None:
    """Fast converters, words of all 24 bits: each one line with its count, its number and its time."""
    assert_lossless(emulate(tmp_path, "step4_500000", seconds, checks=False))


def test_five_minutes_without_a_loss_at_115200(tmp_path: Path) -> None:
    """At the slower rate the wire is full to nine tenths, and still nothing is lost."""
    run = emulate(
        tmp_path, "step4_115200", FIVE_MINUTES_S, rates_sps=SLOW_SPS, counts=six_digits(tmp_path / "counts.csv"),
        checks=False,
    )  # fmt: skip
    assert_lossless(run, rates_sps=SLOW_SPS)
    serial = run.done.stats.serial
    assert serial.sent * serial.byte_cycles > 0.85 * FIVE_MINUTES_S * 16e6


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.exhaustive)])
def test_wire_that_is_too_slow_loses_whole_lines_and_says_so(tmp_path: Path, seed: int) -> None:
    """Four converters at 94 a second do not fit on 115200 baud: samples are left out whole, and counted."""
    run = emulate(tmp_path, "step4_115200", 60.0, rates_sps=(94.0,) * 4, seed=seed, checks=False)
    assert not run.heard.line_faults()
    accounts = run.accounts()
    assert all((told.invented, told.changed, told.wrong_seq) == (0, 0, 0) for told in accounts)
    lost = sum(told.lost.size for told in accounts)
    lines = run.heard.said(HealthLine)
    assert lost > 50
    assert lines[-1].tx_dropped == pytest.approx(lost, rel=0.1)
    assert 110 <= len(lines) <= 120
