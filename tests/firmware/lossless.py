"""What a run without a loss looks like."""

from __future__ import annotations

from simulators.hx711.bench import CPU_HZ
from station.wire import HealthLine, SampleFlag
from tools.firmware.emulation import RATES_SPS, Emulated


def assert_lossless(
    run: Emulated, time_error_us: float = 40.0, rates_sps: tuple[float, ...] = RATES_SPS
) -> None:
    """Assert that a run without a reset told every conversion, once, unchanged, in order and with its time."""
    assert not run.heard.line_faults()
    assert run.done.stats.board.resets == 1
    for chip, told in enumerate(run.accounts()):
        assert not told.lost.size, (chip, told.lost / CPU_HZ)
        assert (told.invented, told.changed, told.wrong_seq) == (0, 0, 0), chip
        assert told.samples > 0.9 * rates_sps[chip] * (run.seconds - 1.0), chip
        assert told.time_error_us.max() < time_error_us, chip
        flags = run.heard.of(chip)[:, 4]
        assert set(flags[:4].tolist()) <= {0, SampleFlag.SETTLING}, chip
        assert not flags[4:].any(), chip
    totals = run.heard.said(HealthLine)[-1]
    assert (totals.tx_dropped, totals.rx_errors) == (0, 0)
    assert all((counters.overruns, counters.faults) == (0, 0) for counters in run.counters())
