"""The account that the emulated tests rest on sees every kind of mistake: checked on made-up runs."""

from __future__ import annotations

import numpy as np
import pytest

from station.wire import encode_line
from tools.firmware.account import CYCLES_PER_US, Account, Offered, account, byte_cycles, heard

BAUD = 500_000
START = 3_000_000
"""Cycle of device time 0."""
END = START + 410 * 12_000 * CYCLES_PER_US


def chip() -> Offered:
    """Return a chip of about 83 conversions a second with words of all 24 bits."""
    rng = np.random.default_rng(4)
    ready = START + np.cumsum(rng.integers(11_900, 12_100, 400)) * CYCLES_PER_US
    return Offered(ready, rng.integers(-(1 << 23), 1 << 23, 400))


def rows(made: Offered) -> list[list[int]]:
    """Return the samples that a perfect firmware sends of it: seq, t_us, count."""
    t_us = (made.ready - START) // CYCLES_PER_US
    columns = (65_500 + np.arange(made.ready.size)) % 65_536, t_us, made.count
    said: list[list[int]] = np.stack(columns, axis=1).tolist()
    return said


def accounted(made: Offered, said: list[list[int]]) -> Account:
    """Return the account of these samples, each sent 300 us after its time stamp."""
    raw = b""
    cycles: list[int] = []
    for seq, t_us, count in said:
        line = encode_line(f"S 0 {seq} {t_us} {count} 0")
        at = START + (t_us + 300) * CYCLES_PER_US
        cycles += [at + (place + 1) * byte_cycles(BAUD) for place in range(len(line))]
        raw += line
    return account(heard(raw, np.asarray(cycles)), 0, made, END)


def test_a_perfect_run_is_whole() -> None:
    """Every conversion has its sample, through a wrap of the sequence number."""
    made = chip()
    told = accounted(made, rows(made))
    assert told.whole
    assert told.samples == 400
    assert np.ptp(told.time_error_us) == 0.0
    assert 600 < told.latency_us.min() < told.latency_us.max() < 1000


@pytest.mark.parametrize("gone", [1, 200, 399])
def test_a_missing_sample_is_lost(gone: int) -> None:
    """A conversion without a line is found in the middle and at the end, whatever the sequence says."""
    made = chip()
    said = rows(made)
    assert accounted(made, said[:gone] + said[gone + 1 :]).lost.tolist() == [made.ready[gone]]
    closed_up = said[:gone] + [[(row[0] - 1) % 65_536, *row[1:]] for row in said[gone + 1 :]]
    told = accounted(made, closed_up)
    assert told.lost.size == 1
    assert told.wrong_seq == 399 - gone


def test_a_changed_count_is_seen() -> None:
    """One bit of one count is enough."""
    made = chip()
    said = rows(made)
    said[77][2] ^= 1
    told = accounted(made, said)
    assert (told.changed, told.lost.size, told.invented, told.wrong_seq) == (1, 0, 0, 0)


def test_a_sample_of_nothing_is_seen() -> None:
    """A sample between two conversions, or a second one of the same, was invented."""
    made = chip()
    said = rows(made)
    phantom = [said[50][0], said[50][1] + 5_000, -1]
    assert accounted(made, [*said[:51], phantom, *said[51:]]).invented == 1
    assert accounted(made, [*said[:51], *said[50:]]).invented == 1


def test_a_late_time_stamp_is_measured() -> None:
    """A stamp that is 40 us off shows as 40 us."""
    made = chip()
    said = rows(made)
    said[9][1] += 40
    assert accounted(made, said).time_error_us.max() == 40.0
