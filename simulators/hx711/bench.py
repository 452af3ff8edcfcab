"""Run a step's firmware on the bench and get what it said, what was converted, and the figures.

``run`` plays a whole run as fast as it goes; ``start`` starts one that a host talks to over a pseudo-terminal::

    elf = build_firmware("step2_115200")
    done = run(BenchOptions(elf, chips=2, seconds=60.0), tmp_path)
    done.lines, done.conversions, done.stats.checks.masked_main_us
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulators.hx711.building import build_bench, build_firmware, missing_for_bench, missing_for_firmware
from simulators.hx711.errors import BenchError
from simulators.hx711.options import BenchOptions, Fault, write_conversions, write_host_input
from simulators.hx711.stats import BenchStats, ChipStats

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "CPU_HZ",
    "BenchError",
    "BenchOptions",
    "BenchRun",
    "BenchStats",
    "ChipStats",
    "Conversions",
    "Fault",
    "Line",
    "build_bench",
    "build_firmware",
    "missing_for_bench",
    "missing_for_firmware",
    "read_run",
    "run",
    "start",
    "write_conversions",
    "write_host_input",
]

CPU_HZ = 16_000_000
"""Cycles a second of the board's clock, in which the logs count."""
CONVERSION_LOG, UART_LOG, STATS = "conversions.csv", "uart.bin", "stats.json"
SIGN_BIT, RANGE = 1 << 23, 1 << 24
PATIENCE_S = 30.0
"""How much longer than ``max_wall_s`` the process may take before it is ended."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that the firmware said, without its newline."""

    begin_s: float
    """When its first byte was on the wire to the end of the stop bit, device time."""
    end_s: float
    """When its newline was."""
    raw: bytes


@dataclass(frozen=True, slots=True)
class Conversions:
    """Every conversion that a chip offered, in the order of their fates: arrays of shape ``(n,)``."""

    fate: NDArray[np.str_]
    """``R`` read, ``O`` overwritten unread, ``C`` hit by the next one while being read, ``A`` aborted."""
    chip: NDArray[np.int64]
    index: NDArray[np.int64]
    """Counts what this chip offered, from 0."""
    ready_cycle: NDArray[np.int64]
    """When DOUT fell."""
    count: NDArray[np.int64]
    """The word, signed."""
    first_cycle: NDArray[np.int64]
    """First pulse of the reading, 0 when it was never begun."""
    done_cycle: NDArray[np.int64]
    """25th pulse, or when it was lost."""

    @property
    def ready_s(self) -> NDArray[np.float64]:
        """Return when DOUT fell, s, device time."""
        return np.asarray(self.ready_cycle / CPU_HZ)

    def where(self, chosen: NDArray[np.bool_]) -> Conversions:
        """Return only these."""
        return Conversions(
            self.fate[chosen],
            self.chip[chosen],
            self.index[chosen],
            self.ready_cycle[chosen],
            self.count[chosen],
            self.first_cycle[chosen],
            self.done_cycle[chosen],
        )

    def read_from(self, chip: int) -> Conversions:
        """Return those that were read from this chip."""
        return self.where((self.chip == chip) & (self.fate == "R"))


@dataclass(frozen=True)
class BenchRun:
    """One run that came to its end."""

    raw: bytes
    """Every byte the firmware said."""
    byte_end_cycle: NDArray[np.int64]
    """When the stop bit of each of them ended, shape ``(n,)``."""
    conversions: Conversions
    stats: BenchStats

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return what was said, line by line; what follows the last newline is left out."""
        ends = np.flatnonzero(np.frombuffer(self.raw, dtype=np.uint8) == ord("\n"))
        begins = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
        time_s = self.byte_end_cycle / CPU_HZ
        return tuple(
            Line(float(time_s[begin]), float(time_s[end]), self.raw[begin:end])
            for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
        )


def _command(options: BenchOptions, folder: Path) -> list[str]:
    bench = build_bench()
    logs = {"conversion-log": CONVERSION_LOG, "uart-log": UART_LOG, "stats": STATS}
    return [
        str(bench),
        *options.arguments(),
        *(f"--{option}={folder / name}" for option, name in logs.items()),
    ]


def run(options: BenchOptions, folder: Path) -> BenchRun:
    """Run the firmware to the end and return what came of it; the logs stay in ``folder``.

    Raises ``BenchError`` with the bench's own line when it does not get there.
    """
    command = _command(options, folder)
    limit_s = options.max_wall_s + PATIENCE_S if options.max_wall_s else None
    try:
        ended = subprocess.run(  # noqa: S603  the bench we have just built
            command, capture_output=True, text=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BenchError(f"hxbench has not ended after {limit_s:g} s: {' '.join(command)}") from error
    if ended.returncode:
        raise BenchError(_last_line(ended.stderr) or f"hxbench ended with code {ended.returncode}")
    return read_run(folder)


def start(options: BenchOptions, folder: Path) -> subprocess.Popen[str]:
    """Start the bench beside this process; end it with ``terminate()``, then ``read_run(folder)`` reads its logs.

    It ends with the thread that started it, however that ends.
    """
    command = [*_command(options, folder), f"--parent={os.getpid()}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603  the bench we have just built


def read_run(folder: Path) -> BenchRun:
    """Return the run whose logs lie in ``folder``."""
    bytes_said = np.fromfile(folder / UART_LOG, dtype="<u8")
    return BenchRun(
        raw=(bytes_said & 0xFF).astype(np.uint8).tobytes(),
        byte_end_cycle=(bytes_said >> 8).astype(np.int64),
        conversions=_read_conversions(folder / CONVERSION_LOG),
        stats=BenchStats.of(json.loads((folder / STATS).read_text(encoding="ascii"))),
    )


def _read_conversions(path: Path) -> Conversions:
    rows = path.read_text(encoding="ascii").split("\n")[1:-1]
    fates = np.array([row[:1] for row in rows], dtype=np.str_)
    numbers = np.array([row[2:].split(",") for row in rows], dtype=np.int64).reshape(-1, 6).T
    chip, index, ready, raw, first, done = numbers
    count = np.where(raw & SIGN_BIT, raw - RANGE, raw)
    return Conversions(fates, chip, index, ready, count, first, done)


def _last_line(text: str) -> str:
    said = text.strip().splitlines()
    return said[-1] if said else ""
