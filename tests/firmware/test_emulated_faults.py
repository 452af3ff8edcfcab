"""Converters and supply that fail, in emulation: told as what they are, and the stream comes back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulators.hx711.bench import CPU_HZ
from station.wire import HealthLine, IdentityLine, SampleFlag, StepFault
from tests.firmware.emulating import needs_emulation
from tools.firmware.emulation import Emulated, emulate

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = needs_emulation
UNTRUSTED = SampleFlag.DESYNC | SampleFlag.LATE


def faults(run: Emulated, code: str, channel: int | None = None) -> list[float]:
    """Return the seconds at which an ``E`` of this kind was said."""
    return [
        at / CPU_HZ
        for at, message in run.heard.others
        if isinstance(message, StepFault) and (message.code, message.channel) == (code, channel)
    ]


def between(run: Emulated, channel: int, begin_s: float, end_s: float) -> NDArray[np.int64]:
    """Return a channel's samples whose lines left in this time."""
    heard = run.heard
    chosen = (
        (heard.samples[:, 0] == channel) & (heard.sent > begin_s * CPU_HZ) & (heard.sent < end_s * CPU_HZ)
    )
    samples: NDArray[np.int64] = heard.samples[chosen]
    return samples


def assert_no_wrong_count(run: Emulated, channel: int) -> None:
    """Assert that every sample without a doubt has the count of a conversion of its chip.

    A wire that breaks in the middle of a read makes ones of the bits that were still to come, and looks at its end
    as it should: no firmware can tell. So a conversion whose read was broken off may have such a count as well.
    """
    samples = run.heard.of(channel)
    trusted = samples[samples[:, 4] & UNTRUSTED == 0]
    assert len(trusted) > 100
    made = run.done.conversions
    broken = made.where((made.chip == channel) & (made.fate == "A") & (made.first_cycle > 0)).count
    allowed = [run.offered(channel, "ROCA").count, *(broken | (1 << bits) - 1 for bits in range(1, 24))]
    assert np.isin(trusted[:, 3], np.concatenate(allowed)).all()


def assert_streams_at_the_end(run: Emulated, channels: int = 2) -> None:
    """Assert that all channels send samples without a doubt in the last second."""
    for channel in range(channels):
        last = between(run, channel, run.seconds - 1.0, run.seconds)
        assert len(last) > 60, channel
        assert not last[:, 4].any(), channel


def test_unplugged_and_plugged_in_again(tmp_path: Path) -> None:
    """A converter without wires: TIMEOUT each second, rate 0; its return is marked; the other loses nothing."""
    run = emulate(tmp_path, "step2_115200", 16.0, faults=("3:1:dead", "9:1:ok"))
    told_s = faults(run, "TIMEOUT", 1)
    assert 4 <= len(told_s) <= 8
    assert 3.0 < told_s[0] < 4.2
    assert min(np.diff(told_s)) > 0.95
    assert run.account(0).whole
    back = between(run, 1, 9.0, 16.0)
    assert back[:4, 4].tolist() == [SampleFlag.SETTLING] * 4
    silent = [line for at, line in run.heard.others if isinstance(line, HealthLine) and 5 < at / CPU_HZ < 9]
    assert {line.channels[1].rate_mhz for line in silent} == {0}
    assert_no_wrong_count(run, 1)
    assert_streams_at_the_end(run)


@pytest.mark.parametrize("phase_ms", [0.0, 1.7, 3.4, 5.1, 6.8, 8.5, 10.2])
def test_unplugged_for_a_moment_at_any_phase(tmp_path: Path, phase_ms: float) -> None:
    """A loose wire, away for some milliseconds again and again, gives no wrong count without a doubt."""
    begin_s = 2.0 + phase_ms / 1000
    pulls = [f"{begin_s + 0.3 * n:.6f}:1:{kind}" for n in range(20) for kind in ("dead",)]
    pushes = [f"{begin_s + 0.3 * n + 0.004 * (n + 1):.6f}:1:ok" for n in range(20)]
    run = emulate(tmp_path, "step2_500000", 12.0, faults=(*pulls, *pushes))
    assert run.account(0).whole
    assert_no_wrong_count(run, 1)
    assert_streams_at_the_end(run)


def test_data_line_stuck_low(tmp_path: Path) -> None:
    """Shorted to ground: told each second, no sample that looks good, the other converter whole."""
    run = emulate(tmp_path, "step2_115200", 14.0, faults=("3:1:stuck_low", "8:1:ok"))
    during = between(run, 1, 3.1, 8.0)
    assert (during[:, 4] & SampleFlag.DESYNC == SampleFlag.DESYNC).all()
    assert len(during) < 5 * 110
    assert 3 <= len(faults(run, "DESYNC", 1)) + len(faults(run, "STUCK", 1)) <= 12
    assert run.account(0).whole
    assert_no_wrong_count(run, 1)
    assert_streams_at_the_end(run)


def test_data_line_shorted_before_power_was_there(tmp_path: Path) -> None:
    """A bridge of solder is told as STUCK from the first second on, never as silence: also after a reset."""
    run = emulate(tmp_path, "step2_115200", 9.0, faults=("0:1:stuck_low", "4.5:0:reset"))
    assert len(faults(run, "STUCK", 1)) >= 6
    assert not faults(run, "TIMEOUT", 1)
    assert len(run.heard.of(1)) == 0
    assert_streams_at_the_end(run, 1)


def test_rate_pin_low(tmp_path: Path) -> None:
    """Ten samples a second from the start or from the middle: told as RATE, measured, and every sample sent."""
    run = emulate(tmp_path, "step2_115200", 24.0, rates_sps=(88.0, 10.0), faults=("12:0:rate:10",))
    assert len(faults(run, "RATE", 1)) >= 3
    assert min(np.diff(faults(run, "RATE", 1))) > 0.95
    assert [at_s for at_s in faults(run, "RATE", 0) if at_s < 12.0] == []
    assert len(faults(run, "RATE", 0)) >= 2
    assert not faults(run, "TIMEOUT", 1)
    slow, changed = run.account(1), run.account(0)
    assert slow.whole
    assert (changed.invented, changed.changed, changed.lost.size) == (0, 0, 0)
    assert [counters.rate_mhz for counters in run.counters()] == pytest.approx([10_000, 10_000], rel=0.02)


def test_converter_browns_out(tmp_path: Path) -> None:
    """Dips that only the converter sees, at any phase: no wrong count without a doubt, the other one whole."""
    dips = tuple(f"{2.0 + 0.3137 * n:.4f}:1:brownout" for n in range(60))
    run = emulate(tmp_path, "step2_500000", 23.0, faults=dips)
    assert run.account(0).whole
    assert_no_wrong_count(run, 1)
    assert_streams_at_the_end(run)


@pytest.mark.parametrize(
    ("kind", "cause"), [("supply_dip:20", "brownout"), ("reset", "external"), ("power_cut:50", "power")]
)
def test_resets_of_the_whole_board(tmp_path: Path, kind: str, cause: str) -> None:
    """After each reset: the cause by its name, no loop, no spoiled line but the one that was cut, streaming again."""
    times_s = [2.0 + 1.5137 * n for n in range(8)]
    run = emulate(
        tmp_path, "step2_115200", 16.0, faults=tuple(f"{at_s:.4f}:-:{kind}" for at_s in times_s),
        eeprom=tmp_path / "eeprom",
    )  # fmt: skip
    assert run.done.stats.board.resets == 9
    assert run.causes_after([0.0, *times_s]) == ["power"] + [cause] * 8
    assert len({m.uid for m in run.heard.said(IdentityLine)}) == 1
    assert len(run.heard.line_faults()) <= len(times_s)
    assert len(faults(run, "BROWNOUT")) == (8 if cause == "brownout" else 0)
    for channel in (0, 1):
        assert_no_wrong_count(run, channel)
    assert_streams_at_the_end(run)


def test_no_converter_at_all(tmp_path: Path) -> None:
    """Without wires to any converter the step lives, complains of both, and does not reset."""
    run = emulate(tmp_path, "step2_115200", 8.0, faults=("0:0:dead", "0:1:dead"))
    assert run.done.stats.board.resets == 1
    assert all(len(faults(run, "TIMEOUT", channel)) >= 4 for channel in (0, 1))
    assert not len(run.heard.samples)


def test_supply_that_dips_without_end_is_no_loop_afterwards(tmp_path: Path) -> None:
    """Dips ten times a second, as a bad plug gives them; when it is over the step streams."""
    dips = tuple(f"{1.0 + 0.1 * n:.3f}:-:supply_dip:5" for n in range(30))
    run = emulate(tmp_path, "step2_115200", 7.0, faults=dips)
    assert run.done.stats.board.resets == 31
    assert_streams_at_the_end(run)
