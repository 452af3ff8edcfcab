"""The bench by itself, with a small firmware of its own, so that bench and firmware cannot be wrong together."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulators.hx711.bench import (
    BenchError,
    BenchOptions,
    BenchRun,
    Fault,
    build_bench,
    missing_for_bench,
    run,
    write_conversions,
    write_host_input,
)

FOLDER = Path(__file__).parents[2] / "simulators" / "hx711"
REASON = missing_for_bench() or (
    None if shutil.which("avr-gcc") else "no avr-gcc: apt-get install gcc-avr avr-libc"
)
pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small firmware: it polls two converters and prints each word as ``C WWWWWW``."""
    elf = tmp_path_factory.mktemp("reader") / "reader.elf"
    source = FOLDER / "selftest" / "reader.c"
    flags = ["-mmcu=atmega328p", "-std=gnu99", "-Os", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["avr-gcc", *flags, source, "-o", elf], check=True)
    return elf


@pytest.fixture(scope="module")
def options(reader: Path) -> BenchOptions:
    """Return a short run of the small firmware."""
    return BenchOptions(reader, chips=2, seconds=1.0, rates_sps=(92.8, 88.1))


def words(done: BenchRun, chip: int) -> list[int]:
    """Return what the firmware printed of this chip, signed."""
    found = (re.fullmatch(b"%d ([0-9A-F]{6})" % chip, line.raw) for line in done.lines)
    raw = [int(word.group(1), 16) for word in found if word]
    return [word - (1 << 24) if word >> 23 else word for word in raw]


def test_the_model_keeps_the_datasheet() -> None:
    """The model's own tests pass, with sanitizers."""
    subprocess.run(["make", "-s", "-C", FOLDER, "check"], check=True, capture_output=True)


def test_what_is_printed_is_what_was_converted(options: BenchOptions, tmp_path: Path) -> None:
    """Every word that was read is printed, with all its bits, and no time of the datasheet is broken."""
    done = run(options, tmp_path)
    for chip in (0, 1):
        read = done.conversions.read_from(chip).count.tolist()
        assert len(read) > 70
        assert words(done, chip) == read[: len(words(done, chip))]
        assert len(words(done, chip)) >= len(read) - 1
        assert np.unique(read).size == len(read)
    assert [chip.violations for chip in done.stats.chips] == [0, 0]


def test_conversions_given_are_converted_then_and_so(options: BenchOptions, tmp_path: Path) -> None:
    """Times and counts of a list come back, but for the three that pass while a chip settles."""
    ready_s = [np.arange(1.0, 60.0) * 0.011, np.arange(1.0, 60.0) * 0.0123]
    count = [1000 - 50 * np.arange(59), np.where(np.arange(59) % 2, 8388607, -8388608)]
    write_conversions(tmp_path / "list.csv", ready_s, count)
    done = run(replace(options, conversions=tmp_path / "list.csv"), tmp_path)
    for chip in (0, 1):
        mine = done.conversions.where((done.conversions.chip == chip) & (done.conversions.fate == "R"))
        index = mine.index + 3
        assert mine.index[-1] == 55
        assert mine.count.tolist() == count[chip][index].tolist()
        unread_before = np.concatenate([[True], np.diff(mine.index) > 1])
        late_s = mine.ready_s - ready_s[chip][index]
        assert np.allclose(late_s[~unread_before], 0.0, atol=1e-7)
        assert np.all((late_s > -1e-7) & (late_s < 76e-6))


def test_equal_arguments_give_equal_bytes(options: BenchOptions, tmp_path: Path) -> None:
    """Runs repeat to the byte, with and without checks, through faults, resets and what the host says."""
    write_host_input(tmp_path / "said.csv", [(0.3, b"abc" * 20), (0.7, b"W"), (0.9, b"H")])
    faults = (Fault(0.4, "dead", 1), Fault(0.5, "ok", 1), "0.6:-:power_cut:20", Fault(0.8, "rate", 0, 10.0))
    busy = replace(options, seconds=1.4, host_input=tmp_path / "said.csv", faults=faults)
    first = run(busy, tmp_path)
    for again in (busy, replace(busy, checks=False)):
        other = run(again, tmp_path)
        assert other.raw == first.raw
        assert other.byte_end_cycle.tolist() == first.byte_end_cycle.tolist()
        assert other.conversions.done_cycle.tolist() == first.conversions.done_cycle.tolist()
    assert run(replace(busy, seed=2), tmp_path).raw != first.raw


def test_the_watchdog_bites_and_the_cause_can_be_read(options: BenchOptions, tmp_path: Path) -> None:
    """A firmware that hangs starts again, with the watchdog's flag, and goes on reading."""
    write_host_input(tmp_path / "said.csv", [(0.5, b"H")])
    done = run(replace(options, seconds=1.2, host_input=tmp_path / "said.csv"), tmp_path)
    boots = [line for line in done.lines if line.raw.startswith(b"!")]
    assert [line.raw[:3] for line in boots] == [b"!01", b"!08"]
    assert 0.5 + 0.12 + 0.065 < boots[1].begin_s < 0.5 + 0.14 + 0.066
    assert done.stats.board.watchdog_resets == 1
    assert any(line.raw.startswith(b"0 ") and line.begin_s > boots[1].end_s for line in done.lines)


def test_bytes_nobody_fetches_are_lost(options: BenchOptions, tmp_path: Path) -> None:
    """The receiver holds as little as the real one: a firmware that is away too long loses bytes, and not silently."""
    write_host_input(tmp_path / "said.csv", [(0.5, bytes(range(0x61, 0x75)))])
    done = run(replace(options, host_input=tmp_path / "said.csv"), tmp_path)
    echoed = sum(line.raw.startswith(b"e") for line in done.lines)
    assert done.stats.serial.overruns > 0
    assert echoed == done.stats.serial.received == 20 - done.stats.serial.overruns


def test_an_eeprom_byte_takes_its_time_and_a_power_cut_spoils_it(
    options: BenchOptions, tmp_path: Path
) -> None:
    """A byte is there 3.4 ms after it was begun; cut off before, it is neither the old nor the new one for sure."""
    write_host_input(tmp_path / "said.csv", [(0.5, b"W")])
    writing = replace(options, host_input=tmp_path / "said.csv", eeprom=tmp_path / "eeprom")
    done = run(writing, tmp_path)
    begun = next(line.end_s for line in done.lines if line.raw == b"e57")
    written = next(line.begin_s for line in done.lines if b"w" in line.raw)
    assert 3.3e-3 < written - begun < 5e-3
    assert (tmp_path / "eeprom").read_bytes() == b"\x5a" + b"\xff" * 1023
    left = set()
    for cut_us in range(100, 3300, 300):
        (tmp_path / "eeprom").unlink()
        cut = Fault(begun + cut_us * 1e-6, "power_cut", argument=50.0)
        spoilt = run(replace(writing, faults=(cut,)), tmp_path)
        assert spoilt.stats.eeprom.half_written == 1
        left.add((tmp_path / "eeprom").read_bytes()[0])
    assert left - {0xFF, 0x5A}
    assert all(byte & 0x5A == 0x5A for byte in left)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--elf is missing"),
        (["--elf=nowhere.elf", "--chips=2"], "build it first"),
        (["--elf=/bin/sh", "--chips=2"], "is not firmware for an AVR"),
        (["--elf=x", "--chips=5"], "give a whole number from 1 to 4"),
        (["--elf=x", "--chips=2", "--oscillator=80,fast"], "give a number"),
        (["--elf=x", "--chips=2", "--fault=1:2:dead"], "there are 2"),
        (["--elf=x", "--chips=2", "--fault=1:0:tired"], "no fault is called 'tired'"),
        (["--elf=x", "--chips=2", "--fault=1:0:rate"], "rate needs an argument"),
        (["--elf=x", "--chips=2", "--conversions=nowhere.csv"], "cannot read nowhere.csv"),
        (["--elf=x", "--chips=2", "--block"], "need --pty"),
        (["--elf=x", "--chips=2", "--frobnicate"], "--frobnicate"),
        (["--elf=x", "--chips=2", "more"], "more: not an option"),
    ],
)
def test_a_bad_option_ends_in_one_line(words: list[str], says: str, tmp_path: Path) -> None:
    """What cannot be done is told in one line with its remedy, and the code of a wrong usage."""
    ended = subprocess.run(
        [build_bench(), *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=20
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith("hxbench: ")
    assert says in ended.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("chip,ready_s,count\n0,0.1,5\n2,0.2,5\n", "list.csv:3: a number out of range"),
        ("chip,ready_s,count\n0,0.2,5\n0,0.1,5\n", "list.csv:3: ready_s is not later"),
        ("chip,ready_s,count\n0,0.1\n", "list.csv:2: a field is missing"),
        ("chip,ready_s,count\n0,0.1,5,6\n", "list.csv:2: a field too many"),
        ("chip,ready_s,count\n0,nan,5\n", "list.csv:2: not a number"),
        ("chip,ready_s,count\n0,0.1,5\n", "no conversion of chip 1"),
    ],
)
def test_a_bad_table_is_told_by_file_and_line(
    options: BenchOptions, tmp_path: Path, text: str, says: str
) -> None:
    """A list of conversions that makes no sense is refused with the line that does not."""
    (tmp_path / "list.csv").write_text(text, encoding="ascii")
    with pytest.raises(BenchError, match=re.escape(says)):
        run(replace(options, conversions=tmp_path / "list.csv"), tmp_path)
