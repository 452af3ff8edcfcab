"""The firmware's core on a board that exists only in memory (``native/board.c``), for tests without an emulator."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from station.wire import Ack, Decoder, Nak
from tools.firmware.account import Heard, Offered, heard, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.wire import Message

ROOT = Path(__file__).parents[2]
CORE = ROOT / "hardware" / "firmware" / "core"
MODEL = ROOT / "simulators" / "hx711" / "model"
NATIVE = Path(__file__).parent / "native"
WARNINGS = ("-Wall", "-Wextra", "-Wshadow", "-Wundef", "-Wstrict-prototypes", "-Werror", "-std=c99")
SANITIZERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer")
CAUSES = ("power", "external", "brownout", "watchdog", "software", "unknown")
RUNS, REBOOTED, POWERLESS = range(3)
MEMORY_BYTES = 1024
ASKED_EVERY_US = 2_000
TAKEN_AT_ONCE = 1 << 20
BREACHES = (
    "nested_mask", "unmask_without_mask", "tx_overflow", "memory_not_ready", "memory_outside", "watchdog",
    "no_such_chip", "watch_unmasked",
)  # fmt: skip


class _Logged(ctypes.Structure):
    _fields_ = (("ready", ctypes.c_uint64), ("raw", ctypes.c_uint32), ("fate", ctypes.c_char))


class _Breaches(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in BREACHES)


def compiler() -> str | None:
    """Return the C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc")


@dataclass(frozen=True, slots=True)
class Built:
    """Shared objects of the board and of the core for each number of channels."""

    board: Path
    cores: dict[int, Path]

    @classmethod
    def of(cls, folder: Path) -> Built:
        """Return what was built into this folder."""
        return cls(folder / "board.so", {number: folder / f"core{number}.so" for number in (1, 2, 3, 4)})


def build(into: Path, channels: Sequence[int] = (1, 2, 3, 4), *, sanitized: bool = False) -> Built:
    """Compile the board and the core. ``subprocess.CalledProcessError`` shows what the compiler minds."""
    built = Built.of(into)
    common = [str(compiler()), "-g", *(SANITIZERS if sanitized else ("-O1",)), "-fPIC", "-shared"]
    sources = [NATIVE / "board.c", *sorted(MODEL.glob("*.c"))]
    includes = [f"-I{MODEL}", f"-I{CORE}"]
    subprocess.run([*common, "-std=c11", *includes, "-o", built.board, *sources, "-lm", "-ldl"], check=True)
    for number in channels:
        options = [*WARNINGS, f"-DSTEP_CHANNELS={number}", "-DSTEP_BAUD=115200", f"-I{CORE}"]
        core = [*common, *options, "-o", built.cores[number], *sorted(CORE.glob("*.c"))]
        subprocess.run(core, check=True)
    return built


class Board:
    """One board in its life: powered up, run, fed, cut off. Times are microseconds since it was made."""

    def __init__(
        self, built: Built, channels: int = 2, *, baud: int = 0, memory_write_us: int = 0, seed: int = 1
    ) -> None:
        # The core finds the board's functions among the global names.
        self._c = ctypes.CDLL(str(built.board), mode=ctypes.RTLD_GLOBAL)
        self._core = str(built.cores[channels]).encode()
        self._c.board_memory.restype = ctypes.POINTER(ctypes.c_uint8)
        self._c.board_log.restype = ctypes.POINTER(_Logged)
        self._c.board_breaches.restype = ctypes.POINTER(_Breaches)
        self._c.board_power_up.restype = ctypes.c_bool
        self._c.board_storing.restype = ctypes.c_bool
        self._c.board_now.restype = ctypes.c_uint64
        self._c.board_writes.restype = ctypes.c_long
        self.channels = channels
        self._started_us = 0.0
        self._c.board_make(baud, memory_write_us, seed)
        self._bytes = ctypes.create_string_buffer(TAKEN_AT_ONCE)
        self._ticks = (ctypes.c_uint64 * TAKEN_AT_ONCE)()

    # --- what surrounds it ------------------------------------------------------------------------------

    def chip(self, channel: int, rate_sps: float = 88.0, jitter: float = 6e-5, seed: int = 1) -> None:
        """Give a converter its wires and an oscillator of its own."""
        self._c.board_chip(channel, ctypes.c_double(rate_sps), ctypes.c_double(jitter), seed)

    def count(self, channel: int, value: int) -> None:
        """Let a converter weigh the same from now on."""
        self._c.board_count(channel, value)

    def supply(self, channel: int, *, on: bool) -> None:
        """Unplug a converter, or plug it in again."""
        self._c.board_power(channel, ctypes.c_bool(on))

    def brown_out(self, channel: int) -> None:
        """Let a converter's supply dip, so that it begins anew."""
        self._c.board_brown_out(channel)

    def short(self, channel: int, line: str) -> None:
        """Short a converter's DOUT to ``low`` or ``high``, or free it (``free``)."""
        self._c.board_short(channel, ("free", "low", "high").index(line))

    def rate(self, channel: int, rate_sps: float) -> None:
        """Let a converter convert so often."""
        self._c.board_rate(channel, ctypes.c_double(rate_sps))

    def collision(self, channel: int, how: str) -> None:
        """Say what happens when a conversion ends during a read: ``keep``, ``mix`` or ``restart``."""
        self._c.board_collision(channel, ("keep", "mix", "restart").index(how))

    @property
    def memory(self) -> bytes:
        """What the memory holds that needs no power."""
        return ctypes.string_at(self._c.board_memory(), MEMORY_BYTES)

    @memory.setter
    def memory(self, image: bytes) -> None:
        ctypes.memmove(self._c.board_memory(), image, MEMORY_BYTES)

    @property
    def writes(self) -> int:
        """How many bytes were written to that memory."""
        return int(self._c.board_writes())

    @property
    def now_us(self) -> float:
        """Microseconds since the board was made."""
        return float(self._c.board_now()) / 16.0

    def cut_after(self, writes: int, broken: int = -1) -> None:
        """Lose power in the n-th write from now, which leaves ``broken`` (negative: what was written)."""
        self._c.board_cut_after(ctypes.c_long(writes), broken)

    def protect(self, *, on: bool) -> None:
        """Let nothing that is written to the memory stay there."""
        self._c.board_protect(ctypes.c_bool(on))

    def clock(self, start_us: int) -> None:
        """Say what the board's clock shows at the next power-up."""
        self._c.board_clock(ctypes.c_uint32(start_us))

    # --- its life ---------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let a new board find its uid, so that the power-up after this one is like all others."""
        self.power_up()
        self.run(600_000)
        self.take_raw()

    @property
    def device_us(self) -> float:
        """Microseconds since the last power-up."""
        return self.now_us - self._started_us

    def power_up(self, cause: str = "power") -> None:
        """Start the processor with RAM as new."""
        self._started_us = self.now_us
        assert self._c.board_power_up(self._core, CAUSES.index(cause)), "the core cannot be loaded"

    def run(self, us: float) -> int:
        """Let time pass, the main loop going round. Return why it ended."""
        return int(self._c.board_run(ctypes.c_uint64(int(us))))

    def busy(self, us: float) -> None:
        """Hold the processor up for so long, outside its main loop; interrupts are served."""
        self._c.board_busy(ctypes.c_uint64(int(us)))

    def feed(self, raw: bytes) -> None:
        """Let bytes come in from the host, one after the other."""
        assert self._c.board_feed(raw, len(raw)) == len(raw)

    def take_raw(self) -> tuple[bytes, NDArray[np.int64]]:
        """Return the bytes sent since the last call, and the tick (1/16 us) at which each had left."""
        size = self._c.board_take(self._bytes, self._ticks, TAKEN_AT_ONCE)
        ticks = np.ctypeslib.as_array(self._ticks)[:size].astype(np.int64)
        return self._bytes.raw[:size], ticks

    def take(self) -> list[Message]:
        """Return what it said since the last call."""
        return Decoder().feed(self.take_raw()[0])

    def ask(self, line: bytes, patience_us: int = 2_000_000) -> list[Message]:
        """Send a line and return what came up to its ``A`` or ``N``, or in all that time."""
        self.feed(line)
        said: list[Message] = []
        until_us = self.now_us + patience_us
        while self.now_us < until_us and not any(isinstance(message, (Ack, Nak)) for message in said):
            if self.run(ASKED_EVERY_US) != RUNS:
                break
            said += self.take()
        return said + self.take()

    def take_heard(self) -> Heard:
        """Return what it said since the last call, with the tick at which each line had left."""
        return heard(*self.take_raw())

    def offered(self, channel: int, fates: bytes = b"ROC") -> Offered:
        """Return the conversions of a chip that met one of these fates."""
        size = ctypes.c_uint32()
        log = self._c.board_log(channel, ctypes.byref(size))
        rows = [(log[i].ready, log[i].raw) for i in range(size.value) if log[i].fate in fates]
        ready, raw = np.asarray(rows, dtype=np.int64).reshape(-1, 2).T
        return Offered(ready, signed(raw))

    def breaches(self) -> dict[str, int]:
        """Return how often the core did what it may not."""
        counted = self._c.board_breaches().contents
        return {name: getattr(counted, name) for name in BREACHES if getattr(counted, name)}
