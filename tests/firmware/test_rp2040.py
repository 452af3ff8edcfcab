"""The port to the RP2040: its unmodified image, from the boot loader on, in an emulator with pin-level converters."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pytest

from station.wire import (
    Ack,
    CalibrationLine,
    Decoder,
    HealthLine,
    IdentityLine,
    LineFault,
    Pong,
    Sample,
    StepFault,
    encode_command,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from station.wire import Message

PORT = Path(__file__).parents[2] / "hardware/firmware/rp2040"
PACKAGES = Path(__file__).parents[2] / ".cache/rp2040"
NEEDED = {"arm-none-eabi-gcc": "gcc-arm-none-eabi", "node": "nodejs", "npm": "npm", "make": "make"}
UF2_BLOCK_BYTES = 512
USB_PACKET_BYTES = 64
M = TypeVar("M")


@cache
def why_not() -> str | None:
    """Return why these tests cannot run here, or prepare the emulator and return nothing."""
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing:
        return f"the RP2040 port needs {' '.join(missing)}: apt-get install {' '.join(missing)}"
    prepared = subprocess.run(["make", "-C", PORT, "emulator"], capture_output=True, text=True, check=False)
    return f"npm cannot fetch the emulator: {prepared.stderr[-200:]}" if prepared.returncode else None


@pytest.fixture(autouse=True)
def _prepared() -> None:
    if reason := why_not():
        pytest.skip(reason)


@cache
def image(channels: int = 2, link: str = "uart", baud: int = 115200) -> Path:
    """Return the flash image of a firmware, built when needed."""
    words = [f"CHANNELS={channels}", f"BAUD={baud}", f"LINK={link}"]
    subprocess.run(["make", "-C", PORT, *words], check=True, capture_output=True)
    return PORT / "build" / f"step{channels}_{baud if link == 'uart' else 'usb'}.bin"


class Line(NamedTuple):
    """One line that the step sent: when its last byte had left, how many bytes it had, what it said."""

    sent_ns: int
    size_bytes: int
    message: Message


@dataclass(frozen=True, eq=False)
class Run:
    """What one run showed."""

    lines: list[Line]
    conversions: NDArray[np.int64]
    """Rows of (chip, index, ready_ns, count) of those that were read, in order of time."""
    stats: dict[str, object]

    def said(self, kind: type[M]) -> list[M]:
        """Return the messages of one kind, in order."""
        return [line.message for line in self.lines if isinstance(line.message, kind)]

    def samples(self, channel: int) -> NDArray[np.int64]:
        """Return rows of (seq, t_us, count, flags) of one channel."""
        heard = [message[1:] for message in self.said(Sample) if message.channel == channel]
        return np.array(heard, dtype=np.int64).reshape(-1, 4)

    def longest_wait_us(self, baud: int) -> float:
        """Return how long a sample waited for anything else than the wire, at most."""
        waits_ns, wire_free_ns = [0.0], 0
        for sent_ns, size_bytes, message in self.lines:
            if isinstance(message, Sample):
                begun_ns = max(wire_free_ns, message.t_us * 1000)
                waits_ns.append(sent_ns - begun_ns - size_bytes * 1e10 / baud)
            wire_free_ns = sent_ns
        return max(waits_ns) / 1000

    def chip(self, number: int) -> Mapping[str, int]:
        """Return the counters of one converter."""
        chips = self.stats["chips"]
        assert isinstance(chips, list)
        return dict(chips[number])


def read_conversions(path: Path) -> NDArray[np.int64]:
    """Return what the converters handed out, from the bench's log."""
    rows = [line.split(",") for line in path.read_text("ascii").splitlines()[1:]]
    read = [
        (int(chip), int(index), int(ready), int(raw))
        for fate, chip, index, ready, raw, *_ in rows
        if fate == "R"
    ]
    table = np.array(read, dtype=np.int64).reshape(-1, 4)
    table[:, 3] = (table[:, 3] ^ 0x800000) - 0x800000
    return table


def read_lines(path: Path) -> list[Line]:
    """Return what the step said, from the bench's log of bytes."""
    decoder = Decoder()
    table = np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.int64).reshape(-1, 2)
    ends = np.flatnonzero(table[:, 1] == ord("\n")) + 1
    pieces = np.split(table[:, 1].astype(np.uint8), ends)
    return [
        Line(int(table[end - 1, 0]), len(piece), message)
        for end, piece in zip(ends, pieces, strict=False)
        for message in decoder.feed(piece.tobytes())
    ]


def run(
    folder: Path, firmware: Path, seconds: float, *options: str, commands: Iterable[tuple[float, str]] = ()
) -> Run:
    """Run a firmware on the bench. ``commands``: time, s, and body of what the host says."""
    told = "".join(f"{t_s},{encode_command(body).hex()}\n" for t_s, body in commands)
    (folder / "host.csv").write_text(f"t_s,hex\n{told}", encoding="ascii")
    logs = {name: folder / f"{name}.log" for name in ("uart-log", "conversion-log", "stats")}
    command = ["node", str(PORT / "emulate/bench.mjs"), "--packages", str(PACKAGES), "--image", str(firmware)]
    command += ["--seconds", str(seconds), *options]
    for name, path in logs.items():
        command += [f"--{name}", str(path)]
    if told:
        command += ["--host-input", str(folder / "host.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return Run(
        read_lines(logs["uart-log"]),
        read_conversions(logs["conversion-log"]),
        json.loads(logs["stats"].read_text("utf-8")),
    )


def check_lossless(shown: Run, channel: int) -> None:
    """From the first sample on: every conversion told once, in order, with its count and its time."""
    made = shown.conversions[shown.conversions[:, 0] == channel]
    told = shown.samples(channel)
    assert len(told) > 100
    begin = int(np.searchsorted(made[:, 2], told[0, 1] * 1000 - 1_000_000))
    made = made[begin : begin + len(told)]
    assert np.array_equal(told[:, 2], made[:, 3])
    assert np.array_equal(np.diff(told[:, 0]), np.ones(len(told) - 1))
    late_us = told[:, 1] - made[:, 2] / 1000
    assert late_us.min() > -2
    assert late_us.max() < 20
    assert not told[:, 3].any() or set(told[:, 3]) == {0, 8}
    counters = shown.chip(channel)
    assert (counters["overwritten"], counters["collided"], counters["timing_faults"]) == (0, 0, 0)
    assert counters["high_max_ns"] < 1000


@pytest.mark.parametrize(("channels", "baud"), [(2, 115200), (2, 500000), (4, 115200), (4, 500000)])
def test_every_conversion_reaches_the_host(tmp_path: Path, channels: int, baud: int) -> None:
    """Converters at their own rates, words of all bits: nothing is lost or changed, or waits but for the wire."""
    rates = "92.8,88.1,80,76.4"
    shown = run(tmp_path, image(channels, baud=baud), 3, "--chips", str(channels), "--oscillator", rates)
    assert not shown.said(LineFault)
    for channel in range(channels):
        check_lossless(shown, channel)
    assert shown.longest_wait_us(baud) < 100
    assert all(health.tx_dropped == 0 for health in shown.said(HealthLine))
    assert {identity.board for identity in shown.said(IdentityLine)} == {"pico"}


def test_usb_is_a_serial_port(tmp_path: Path) -> None:
    """A strict host enumerates it, opens it, hears every conversion from there on and is answered."""
    body = "K 0 84213 0.000491 1760000000 "
    body += "x" * (USB_PACKET_BYTES - len(f"A {body}*CCCC\n"))  # its answer fills a packet
    commands = [(1.5, "P 7f3a"), (2.4, "X"), (2.5, body)]
    shown = run(tmp_path, image(link="usb"), 3.2, "--usb", "0.5", commands=commands)
    assert shown.stats["usb"] == {
        "maker": "Heel-drop station",
        "product": "Heel-drop step",
        "serial": "E6605838833B2F2A",
    }
    assert not shown.said(LineFault)
    assert [pong.token for pong in shown.said(Pong)] == ["7f3a"]
    assert shown.samples(0)[0, 1] > 450_000  # nothing was kept for whoever opens the port
    assert all(health.tx_dropped == 0 for health in shown.said(HealthLine))
    assert {USB_PACKET_BYTES} < {line.size_bytes for line in shown.lines}
    assert [line.zero for line in shown.said(CalibrationLine)] == [84213.0]
    for channel in range(2):
        check_lossless(shown, channel)


def test_calibration_and_uid_outlive_power_and_new_firmware(tmp_path: Path) -> None:
    """What is stored is there after a restart, also with another image; storing it holds up no converter."""
    flash = ("--flash", str(tmp_path / "flash.bin"))
    store = [
        (0.5, "X"),
        (0.6, "K 0 84213 0.000491 1760000000 disc"),
        (1.0, "K 1 -5.5 -4.9e-4 1760000000 disc"),
    ]
    first = run(tmp_path, image(), 1.5, *flash, commands=store)
    assert len(first.said(Ack)) == len(store)
    assert first.chip(0)["overwritten"] == first.chip(1)["overwritten"] == 0
    second = run(tmp_path, image(4), 1, *flash, commands=[(0.5, "K?")])
    kept = {(line.channel, line.zero, line.scale_n_per_count) for line in second.said(CalibrationLine)}
    assert kept == {(0, 84213.0, 0.000491), (1, -5.5, -4.9e-4)}
    assert {line.uid for line in first.said(IdentityLine)} == {line.uid for line in second.said(IdentityLine)}
    other = run(tmp_path, image(), 0.5, "--uid", "e660583883112233")
    assert other.said(IdentityLine)[0].uid != first.said(IdentityLine)[0].uid


def test_power_cut_in_the_middle_of_storing_leaves_old_or_new(tmp_path: Path) -> None:
    """At each of many moments, some of them while a sector is erased: a whole calibration is there, never a mix."""
    cuts = [0.65 + 0.55 * n for n in range(20)]
    commands = [(0.3, "X"), (0.31, "K 0 1000 0.5 1760000000 the very first of a long row of them")]
    for n, cut in enumerate(cuts, start=1):
        lead_s = 0.002 + 0.004 * n
        fresh = f"K 0 {1000 + n} {n}.25 17600000{n:02} {'note ' * (n % 7)}number {n}"
        commands += [(cut - 0.05 - lead_s, "X"), (cut - lead_s, fresh), (cut + 0.4, "K?")]
    faults = [word for cut in cuts for word in ("--fault", f"{cut:.4f}:power_cut:20")]
    shown = run(tmp_path, image(), cuts[-1] + 0.5, *faults, commands=commands)
    answers = [
        line.message
        for line in shown.lines
        if isinstance(line.message, CalibrationLine)
        and any(0.4 < line.sent_ns / 1e9 - cut < 0.47 for cut in cuts)
    ]
    assert len(answers) == len(cuts)
    old, new = 0, 0
    last = 1000.0
    for n, line in enumerate(answers, start=1):
        assert line.zero in {last, 1000.0 + n}
        assert line.scale_n_per_count == ((line.zero - 1000 + 0.25) if line.zero > 1000 else 0.5)
        new += line.zero == 1000 + n
        old += line.zero != 1000 + n
        last = line.zero
    assert old > 3
    assert new > 3
    flash = shown.stats["flash"]
    assert isinstance(flash, dict)
    assert flash["erases"] >= 2
    assert flash["faults"] == 0
    assert len({line.uid for line in shown.said(IdentityLine)}) == 1


def test_restart_tells_its_cause(tmp_path: Path) -> None:
    """Power, the host's command, then the watchdog, because the program hangs: the same step, streaming again."""
    shown = run(tmp_path, image(), 2.6, "--fault", "1.5:hang", commands=[(0.8, "B")])
    identities = shown.said(IdentityLine)
    assert [line.reset_cause for line in identities] == ["power", "software", "watchdog"]
    assert len({line.uid for line in identities}) == 1
    assert shown.lines[-1].sent_ns > 2.5e9
    assert isinstance(shown.lines[-1].message, Sample)


def test_silent_converter_is_told_and_taken_back(tmp_path: Path) -> None:
    """A cell unplugged and replugged: TIMEOUT for it, the other one loses nothing, and it comes back settling."""
    shown = run(tmp_path, image(), 4, "--fault", "1:dead:1", "--fault", "2.5:ok:1")
    assert {(fault.code, fault.channel) for fault in shown.said(StepFault)} == {("TIMEOUT", 1)}
    check_lossless(shown, 0)
    back = shown.samples(1)
    back = back[back[:, 1] > 2_500_000]
    assert back[:4, 3].tolist() == [8, 8, 8, 8]
    assert not back[4:, 3].any()


def test_uf2_carries_the_image() -> None:
    """The form for the drive RPI-RP2 holds the image page by page, for this processor, at the start of the flash."""
    built = image()
    blocks = built.with_suffix(".uf2").read_bytes()
    fields = [struct.unpack_from("<8I", blocks, at) for at in range(0, len(blocks), UF2_BLOCK_BYTES)]
    pages = b"".join(blocks[at + 32 : at + 32 + 256] for at in range(0, len(blocks), UF2_BLOCK_BYTES))
    assert pages == built.read_bytes()
    assert [field[3] for field in fields] == [0x10000000 + 256 * n for n in range(len(fields))]
    assert {field[7] for field in fields} == {0xE48BFF56}
