"""Commands and noise at every moment of a conversion, in emulation: answered, and no sample is lost by it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from station.wire import Ack, CalibrationLine, HealthLine, Nak
from tests.firmware.emulating import needs_emulation
from tests.firmware.reference import answer_to, sealed
from tools.firmware.emulation import Emulated, emulate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_emulation
FIRST_S = 1.0
"""By then a new board has found its uid."""
EVERY_S = 0.0437
"""Between two commands; no multiple of a conversion's time, so that they come at every phase of it."""
HARMLESS = (
    b"?", b"P token", b"G", b"K?", b"K 0 1 2 3 while streaming", b"R 9", b"R x", b"Z", b"", b"K 0 nan 1 0 x",
    b"P", b"P " + b"t" * 33, b"G 1", b"S 0 1 2 3 0",
)  # fmt: skip


def answers(run: Emulated) -> list[str]:
    """Return every answer in its order: ``A`` and the body, or the code of ``N``."""
    return [
        f"A {message.command}" if isinstance(message, Ack) else message.code
        for _, message in run.heard.others
        if isinstance(message, (Ack, Nak))
    ]


def assert_samples_whole(run: Emulated) -> None:
    """Assert that no sample was lost, changed or flagged, and no line spoiled."""
    assert not run.heard.line_faults()
    assert run.done.stats.board.resets == 1
    for chip, told in enumerate(run.accounts()):
        assert told.whole, (chip, told)
        assert not run.heard.of(chip)[4:, 4].any(), chip
    assert run.heard.said(HealthLine)[-1].tx_dropped == 0


@pytest.mark.parametrize("firmware", ["step2_115200", "step4_500000"])
def test_commands_at_every_moment(tmp_path: Path, firmware: str) -> None:
    """Hundreds of commands, good and bad, at all phases of a conversion: each answered, no sample lost."""
    channels = int(firmware[4])
    said = [(FIRST_S + EVERY_S * n, sealed(HARMLESS[n % len(HARMLESS)])) for n in range(700)]
    run = emulate(tmp_path, firmware, 33.0, said=said)
    assert_samples_whole(run)
    wanted = []
    for _, line in said:
        code = answer_to(line[:-1], channels, streaming=True)
        wanted.append(f"A {line[:-6].decode()}" if code == "A" else str(code))
    assert answers(run) == wanted
    assert run.done.stats.serial.overruns == 0


@pytest.mark.parametrize("firmware", ["step2_115200", "step4_500000"])
def test_noise_at_full_speed(tmp_path: Path, firmware: str) -> None:
    """Seconds of bytes without a pause, of every kind of nonsense, cost no sample; afterwards commands are answered."""
    rng = random.Random(7)  # noqa: S311  a test wants the same noise again
    bytes_a_second = int(firmware.split("_")[1]) // 10
    noises = (
        rng.randbytes(2 * bytes_a_second),
        b"x\n" * bytes_a_second,
        b"\n" * 2 * bytes_a_second,
        b"U" * 2 * bytes_a_second,
        (b"K 0 1 2 3 " + b"9" * 100 + b"*0000\n") * (bytes_a_second // 60),
        (sealed(b"K 0 1 2 3 x")[:-5] + b"0000\n") * (bytes_a_second // 9),
    )
    said = [(FIRST_S + 2.5 * n, noise) for n, noise in enumerate(noises)]
    end_s = FIRST_S + 2.5 * len(noises)
    said += [(end_s, b"\n"), (end_s + 0.5, sealed(b"P awake")), (end_s + 1.0, sealed(b"K?"))]
    run = emulate(tmp_path, firmware, end_s + 2.0, said=said)
    assert_samples_whole(run)
    assert answers(run)[-2:] == ["A P awake", "A K?"]
    refused = answers(run)[:-2]
    assert set(refused) == {"FORM", "OVERLONG", "CRC"}
    assert len(refused) <= 10 * (end_s + 1.0)
    assert run.heard.said(HealthLine)[-1].rx_errors > 0
    assert not run.heard.said(CalibrationLine)


@pytest.mark.parametrize("firmware", ["step2_115200", "step4_500000"])
def test_commands_at_full_speed(tmp_path: Path, firmware: str) -> None:
    """A host that asks without waiting for answers loses answers, not samples; and it is heard again later."""
    bytes_a_second = int(firmware.split("_")[1]) // 10
    flood = b"".join(sealed(body) for body in (b"?", b"P token", b"K?", b"Z", b"G")) * (bytes_a_second // 30)
    run = emulate(tmp_path, firmware, 8.0, said=[(FIRST_S, flood), (6.0, b"\n"), (7.0, sealed(b"P awake"))])
    assert_samples_whole(run)
    assert answers(run)[-1] == "A P awake"


def test_stream_off_and_on_at_every_moment(tmp_path: Path) -> None:
    """``X`` and ``G`` in turn: every sample that is sent is whole, and ``seq`` counts those that are not."""
    said = [(FIRST_S + 0.0937 * n, sealed(b"XG"[n % 2 : n % 2 + 1])) for n in range(300)]
    run = emulate(tmp_path, "step2_115200", 31.0, said=said)
    assert answers(run) == [f"A {'XG'[n % 2]}" for n in range(300)]
    for told in run.accounts():
        assert (told.invented, told.changed, told.wrong_seq) == (0, 0, 0)
        assert told.lost.size > 500


def test_power_cycles_at_every_moment(tmp_path: Path) -> None:
    """``R 0`` again and again, at any phase of its own and the other converter: no wrong count, the other whole."""
    said = [(FIRST_S + 0.2137 * n, sealed(b"R 0")) for n in range(140)]
    run = emulate(tmp_path, "step2_115200", 32.0, said=said)
    assert answers(run) == ["A R 0"] * 140
    cycled, other = run.accounts()
    assert other.whole
    assert not run.heard.of(1)[4:, 4].any()
    assert (cycled.invented, cycled.changed) == (0, 0)
    assert run.done.stats.chips[0].power_downs == 141
    assert not run.heard.line_faults()


def test_reboots_at_every_moment(tmp_path: Path) -> None:
    """``B`` at any phase: answered, then ``reset=software`` and streaming, each time."""
    times_s = [FIRST_S + 0.8137 * n for n in range(20)]
    run = emulate(tmp_path, "step2_115200", 18.0, said=[(at_s, sealed(b"B")) for at_s in times_s])
    assert answers(run) == ["A B"] * 20
    assert run.done.stats.board.resets == 21
    assert run.causes_after([0.0, *times_s]) == ["power"] + ["software"] * 20
    assert not run.heard.line_faults()
    assert (run.heard.sent > 17.5 * 16e6).sum() > 50
