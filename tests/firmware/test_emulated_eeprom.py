"""The calibration on the emulated processor: power cut at every phase of a write, and memory that decays."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from simulators.hx711.bench import CPU_HZ
from station.wire import Ack, CalibrationLine, IdentityLine, StepFault
from tests.firmware.emulating import needs_emulation
from tests.firmware.reference import sealed
from tools.firmware.emulation import Emulated, emulate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_emulation
ROUND_S = 2.0
"""From one power-up to the next."""
MEMORY_BYTES = 1024
WRITE_S = 0.45
"""Longer than it takes to store the longest calibration."""


def body(number: int) -> str:
    """Return the calibration of a round; all its fields say which, so that no mixture hides and no byte is spared."""
    letter = chr(ord("a") + number % 26)
    return f"K 0 {number} {number}e-6 {number} {letter * 45}"


def kept_after(run: Emulated, begin_s: float, end_s: float, channel: int = 0) -> list[CalibrationLine]:
    """Return what was told of a channel's calibration in this time."""
    return [
        message
        for at, message in run.heard.others
        if isinstance(message, CalibrationLine)
        and message.channel == channel
        and begin_s < at / CPU_HZ < end_s
    ]


def cut_in_rounds(folder: Path, phases_s: list[float], firmware: str = "step2_115200") -> Emulated:
    """Store a calibration, then write another in every round, and cut the power at this time after the command."""
    said: list[tuple[float, bytes]] = [
        (1.0, sealed(b"X")), (1.1, sealed(b"K 1 7 -1e-3 1 the other plate")), (1.5, sealed(body(1).encode()))
    ]  # fmt: skip
    faults = []
    for number, phase_s in enumerate(phases_s, 1):
        begin_s = number * ROUND_S
        said += [(begin_s, sealed(b"X")), (begin_s + 0.05, sealed(body(number + 1).encode()))]
        faults.append(f"{begin_s + 0.05 + phase_s:.6f}:-:power_cut:20")
        said.append((begin_s + 1.9, sealed(b"K?")))
    return emulate(
        folder, firmware, (len(phases_s) + 1) * ROUND_S, said=said, faults=tuple(faults),
        eeprom=folder / "eeprom", checks=False,
    )  # fmt: skip


def assert_old_or_new(run: Emulated, rounds: int) -> int:
    """Assert that each cut left the round's calibration or the one before it, whole; return how often the new one."""
    assert run.done.stats.board.resets == rounds + 1
    newest, renewed = 1, 0
    for number in range(2, rounds + 2):
        end_s = number * ROUND_S
        acknowledged = any(
            isinstance(m, Ack) and m.command == body(number) and at / CPU_HZ < end_s
            for at, m in run.heard.others
        )
        told = kept_after(run, end_s - 0.1, end_s + 0.02)
        whole = {
            n: CalibrationLine(0, float(n), float(f"{n}e-6"), n, body(n).split(" ", 5)[5])
            for n in (newest, number)
        }
        assert told in ([whole[newest]], [whole[number]]), (number, told)
        assert told == [whole[number]] or not acknowledged, number
        renewed += told == [whole[number]]
        newest = told[0].taken_unix
        (other,) = kept_after(run, end_s - 0.1, end_s + 0.02, channel=1)
        assert other == CalibrationLine(1, 7.0, -1e-3, 1, "the other plate")
    assert len({m.uid for m in run.heard.said(IdentityLine)}) == 1
    return renewed


def test_power_cut_at_phases_of_a_write(tmp_path: Path) -> None:
    """Cuts from before the first byte to after the last, also in the middle of bytes: old or new, never a mixture."""
    phases_s = [0.0031 + n * WRITE_S / 45 for n in range(45)]
    run = cut_in_rounds(tmp_path, phases_s)
    assert 3 <= assert_old_or_new(run, len(phases_s)) < 40
    assert run.done.stats.eeprom.half_written > 10
    assert not run.done.stats.eeprom.refused


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(16))
def test_power_cut_at_every_phase_of_a_write(tmp_path: Path, part: int) -> None:
    """The same every half millisecond of a write."""
    phases_s = [0.0001 + (16 * n + part) * 0.0005 for n in range(int(WRITE_S / 0.0005 / 16))]
    assert_old_or_new(cut_in_rounds(tmp_path, phases_s), len(phases_s))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_flood_does_not_keep_a_byte_from_being_written(tmp_path: Path, seed: int) -> None:
    """The processor begins a write only within four clocks of being told twice: no interrupt may come between."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same moments again
    wanted = [f"K 0 {number} 1e-3 2 {chr(ord('a') + number) * 60}" for number in range(10)]
    said = [(0.9, sealed(b"X"))]
    for number, text in enumerate(wanted):
        begin_s = 1.0 + number
        said += [(begin_s, sealed(text.encode())), (begin_s + 0.004 + rng.random() * 1e-4, bytes(20_000))]
        said.append((begin_s + 0.7, b"\n"))  # ends the line of nothing
    run = emulate(
        tmp_path, "step2_500000", 12.0, said=said, eeprom=tmp_path / "eeprom", seed=seed, checks=False
    )
    assert run.done.stats.eeprom.refused == 0
    assert [m.command for m in run.heard.said(Ack)] == ["X", *wanted]
    assert not run.heard.said(StepFault)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """Return the memory of a step calibrated twice on each channel, and its uid."""
    folder = tmp_path_factory.mktemp("calibrated")
    said = [(1.0, sealed(b"X"))]
    said += [
        (1.1 + 0.6 * n, sealed(f"K {n % 2} {n + 1} {n + 1}e-6 {n + 1} number {n}".encode())) for n in range(4)
    ]
    run = emulate(folder, "step2_115200", 4.0, said=said, eeprom=folder / "eeprom")
    assert len(run.heard.said(Ack)) == 5
    return (folder / "eeprom").read_bytes(), run.heard.said(IdentityLine)[0].uid


def assert_survives(folder: Path, memory: bytes, uid: str | None) -> Emulated:
    """Assert that a step with this memory streams at once, tells whole calibrations, and can be calibrated."""
    (folder / "eeprom").write_bytes(memory)
    new = "K 0 9 9e-6 9 after all that"
    said = [(1.0, sealed(b"K?")), (1.2, sealed(b"X")), (1.3, sealed(new.encode())), (1.9, sealed(b"G"))]
    run = emulate(folder, "step2_115200", 3.0, said=said, eeprom=folder / "eeprom", checks=False)
    assert run.done.stats.board.resets == 1
    assert (run.heard.sent < 1.0 * CPU_HZ).sum() > 60
    assert (run.heard.sent > 2.0 * CPU_HZ).sum() > 120
    for channel in (0, 1):
        told = kept_after(run, 1.0, 1.2, channel)
        whole = [
            CalibrationLine(channel, n + 1.0, float(f"{n + 1}e-6"), n + 1, f"number {n}") for n in range(4)
        ]
        assert [line for line in told if line not in whole[channel::2]] == []
        if uid is not None:
            assert len(told) == 1
    if uid is not None:
        assert {m.uid for m in run.heard.said(IdentityLine)} == {uid}
    assert Ack(new) in run.heard.said(Ack)
    assert not run.heard.line_faults()
    return run


@pytest.mark.parametrize("share", range(10))
def test_a_decayed_byte(tmp_path: Path, image: tuple[bytes, str], share: int) -> None:
    """A byte of the memory in use has become another: calibrations and uid are whole ones, and all goes on."""
    memory, uid = image
    used = [place for place, byte in enumerate(memory) if byte != 0xFF]
    place = used[share * len(used) // 10]
    other = (0x00, 0xFF, memory[place] ^ 0x40)[share % 3]
    assert_survives(tmp_path, memory[:place] + bytes([other]) + memory[place + 1 :], uid)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("other", ["zeroed", "erased", "flipped"])
def test_every_decayed_byte(tmp_path: Path, image: tuple[bytes, str], other: str) -> None:
    """The same with every byte in use, each way."""
    memory, uid = image
    for place in [place for place, byte in enumerate(memory) if byte != 0xFF]:
        changed = {"zeroed": 0, "erased": 0xFF, "flipped": memory[place] ^ 1}[other]
        assert_survives(tmp_path, memory[:place] + bytes([changed]) + memory[place + 1 :], uid)


@pytest.mark.parametrize("filled", [b"\x00", b"\xa5", b"K 0 1 1 1 x\n"])
def test_memory_full_of_something_else(tmp_path: Path, filled: bytes) -> None:
    """Another program's memory: no calibration of it, a complaint, and a step that works."""
    memory = (filled * MEMORY_BYTES)[:MEMORY_BYTES]
    run = assert_survives(tmp_path, memory, None)
    assert not kept_after(run, 1.0, 1.2, 0)
    assert "EEPROM" in {fault.code for fault in run.heard.said(StepFault)}
