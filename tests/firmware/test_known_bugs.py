"""Mistakes that people make in such firmware, one a build: each is seen by the check that is there for it.

Every case runs the broken build and the good one through the same play: the check must fail on the first and pass on
the second. So the checks of the other tests in this folder are known to see what they are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from station.wire import LineFault
from tests.firmware.emulating import needs_emulation
from tests.firmware.reference import sealed
from tests.firmware.test_emulated_eeprom import assert_old_or_new, cut_in_rounds
from tools.firmware.emulation import Emulated, emulate

pytestmark = needs_emulation
ROOT = Path(__file__).parents[2]
Play = Callable[[Callable[[Path, str], Emulated], str], Emulated]
STREAM_S = 15.0
AWAKE_S = 1.0
"""From here on the firmware has long been reading its converters."""
MASKED_MOST_US = 20.0
"""A byte at 500000 baud takes so long; two wait in the receiver."""
TIME_ERROR_MOST_US = 40.0


# --- plays --------------------------------------------------------------------------------------------------


def streaming(folder: Path, firmware: str) -> Emulated:
    """Play nothing but conversions."""
    return emulate(folder, firmware, STREAM_S)


def streaming_long(folder: Path, firmware: str) -> Emulated:
    """Play the same until what happens once in ten seconds has happened."""
    return emulate(folder, firmware, 8 * STREAM_S, checks=False)


def clock_shared(folder: Path, firmware: str) -> Emulated:
    """Play the same, all converters on the first PD_SCK if the firmware wants it so."""
    return emulate(folder, firmware, STREAM_S, shared_clock="shared" in firmware)


def storing(folder: Path, firmware: str) -> Emulated:
    """Store calibrations while the converters go on."""
    said = [(1.0, sealed(b"X"))]
    said += [
        (1.5 + n, sealed(f"K {n % 2} {n} {n + 1}e-4 {n} {chr(97 + n) * 40}".encode())) for n in range(10)
    ]
    return emulate(folder, firmware, 12.0, said=[*said, (11.5, sealed(b"G"))])


def overloaded(folder: Path, firmware: str) -> Emulated:
    """Ask for more than the wire holds: four converters at 115200 and questions without a pause."""
    questions = sealed(b"?") + sealed(b"K?") + sealed(b"P token")
    return emulate(folder, firmware, 10.0, said=[(1.0 + n * 0.01, questions) for n in range(800)])


def on_and_off(folder: Path, firmware: str) -> Emulated:
    """Stop the stream for a while, again and again."""
    return emulate(
        folder, firmware, 10.0, said=[(1.0 + 0.4 * n, sealed(b"XG"[n % 2 : n % 2 + 1])) for n in range(20)]
    )


# --- checks: empty when all is well -------------------------------------------------------------------------


def changed(run: Emulated) -> str:
    """Find counts that are not the converter's."""
    wrong = sum(told.changed for told in run.accounts())
    return f"{wrong} counts changed" if wrong else ""


def unread(run: Emulated) -> str:
    """Find conversions that were overwritten unread, or hit by the next one."""
    made = run.done.conversions
    lost = int((((made.fate == "O") | (made.fate == "C")) & (made.ready_s > AWAKE_S)).sum())
    return f"{lost} conversions not read in time" if lost else ""


def masked(run: Emulated) -> str:
    """Find interrupts off for longer than a byte takes."""
    assert run.done.stats.checks is not None
    longest_us = run.done.stats.checks.masked_main_us
    return f"interrupts off for {longest_us:.1f} us" if longest_us > MASKED_MOST_US else ""


def stretched(run: Emulated) -> str:
    """Find PD_SCK high for longer than the program's own pulse: an interrupt came between."""
    longest_us = max(chip.high_max_us for chip in run.done.stats.chips)
    return f"PD_SCK high for {longest_us:.1f} us" if longest_us > 1.0 else ""


def mistimed(run: Emulated) -> str:
    """Find time stamps that are not those of their conversions."""
    worst_us = max(told.time_error_us.max() for told in run.accounts())
    astray = sum(told.invented for told in run.accounts())
    return f"{worst_us:.0f} us, {astray} astray" if worst_us > TIME_ERROR_MOST_US or astray else ""


def cut_lines(run: Emulated) -> str:
    """Find lines that cannot be read."""
    faults = [message for _, message in run.heard.others if isinstance(message, LineFault)]
    return f"{len(faults)} spoiled lines" if faults else ""


def miscounted(run: Emulated) -> str:
    """Find sequence numbers that count something else than the converter's conversions."""
    wrong = sum(told.wrong_seq for told in run.accounts())
    return f"{wrong} sequence numbers" if wrong else ""


def torn(folder: Path, firmware: str) -> str:
    """Find calibrations that are neither the old one nor the new one after a power cut."""
    phases_s = [0.004 + 0.0081 * n for n in range(25)]
    try:
        assert_old_or_new(cut_in_rounds(folder, phases_s, firmware), len(phases_s))
    except AssertionError as wrong:
        return str(wrong) or "torn"
    return ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A broken build, the good one beside it, a play that brings it out and the check that must see it."""

    bug: str
    good: str
    play: Callable[[Path, str], Emulated]
    check: Callable[[Emulated], str]


MISTAKES = (
    Mistake("bug_phantom_ready", "step4_500000", streaming, miscounted),
    Mistake("bug_early_sample", "step2_115200", streaming, changed),
    Mistake("bug_blocking_eeprom", "step2_115200", storing, unread),
    Mistake("bug_shared_clock", "step2_115200", clock_shared, changed),
    Mistake("bug_masked_read", "step4_500000", streaming, masked),
    Mistake("bug_no_masking", "step4_500000", streaming, stretched),
    Mistake("bug_nonatomic_time", "step4_500000", streaming_long, mistimed),
    Mistake("bug_split_lines", "step4_115200", overloaded, cut_lines),
    Mistake("bug_seq_on_send", "step4_115200", on_and_off, miscounted),
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Return what plays a build, once for all tests."""

    @cache
    def play(how: Callable[[Path, str], Emulated], firmware: str) -> Emulated:
        return how(tmp_path_factory.mktemp(firmware), firmware)

    return play


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.bug}-{mistake.check.__name__}")
def test_check_sees_the_mistake_and_nothing_else(played: Play, mistake: Mistake) -> None:
    """The broken build fails the check, the good one passes it."""
    assert mistake.check(played(mistake.play, mistake.bug))
    assert mistake.check(played(mistake.play, mistake.good)) == ""


def test_check_sees_a_torn_calibration(tmp_path: Path) -> None:
    """A firmware with one slot and no journal loses or mixes its calibration; the good one never does."""
    assert torn(_made(tmp_path / "bug"), "bug_torn_calibration")
    assert torn(_made(tmp_path / "good"), "step2_115200") == ""


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_every_mistake_of_the_makefile_is_tried() -> None:
    """No broken build is without a test."""
    makefile = (ROOT / "hardware" / "firmware" / "Makefile").read_text(encoding="utf-8")
    known = {mistake.bug for mistake in MISTAKES} | {"bug_torn_calibration", "bug_hang"}
    assert set(re.findall(r"^DEFS_(bug_\w+) ", makefile, flags=re.MULTILINE)) <= known
