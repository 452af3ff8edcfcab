"""What the kiosk costs: the real command in a pseudo-terminal, fed by a step on another one."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.bench.grid import Grid
from tools.processes import resident_mb, used_s

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS, ROWS = 120, 40
WARM_UP_S = 16.0
"""By then the simulated athlete was weighed and works."""
MEASURED_S = 20.0
PATIENCE_S = 10.0
"""After that a kiosk is ended without its consent."""
FIRST_SCREEN = b"Who is training"
FRAME_END = b"\x1b[?2026l"
"""Textual ends every frame it writes with the end of a synchronized update, once the terminal says it knows them."""
KNOWS_SYNC = b"\x1b[?2026;2$y"


@dataclass(frozen=True, slots=True)
class KioskCost:
    """Measured while a set is running at real speed."""

    core_share: float
    """Share of one core, everything in the process."""
    drawing_share: float
    """Share of one core, the drawing thread alone."""
    resident_mb: float
    frames_hz: float


@dataclass(slots=True)
class Screen:
    """The kiosk's side of a pseudo-terminal."""

    fd: int
    seen: bytearray = field(default_factory=bytearray)
    frames: int = 0
    grid: Grid = field(default_factory=lambda: Grid(COLUMNS, ROWS))
    reads: list[tuple[float, int]] = field(default_factory=list)
    """When something was read, on the monotonic clock, and how much had been seen by then."""
    _unread: int = 0
    """Where in what was seen the first frame begins that the grid did not take yet."""

    def watch(self, seconds: float, wanted: bytes | None = None) -> None:
        """Read what is drawn for a time, or until something is drawn."""
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0:
            if wanted is not None and wanted in self.seen:
                return
            if select.select([self.fd], [], [], left_s)[0]:
                drawn = os.read(self.fd, 65536)
                self.frames += drawn.count(FRAME_END)
                self.seen += drawn
                self.reads.append((time.monotonic(), len(self.seen)))
        if wanted is not None:
            raise TimeoutError(f"the kiosk did not draw {wanted!r} within {seconds} s")

    def frame_texts(self) -> Iterator[tuple[float, str]]:
        """Yield when each frame was whole that was watched, on the monotonic clock, and what the screen showed.

        To be called when all is watched: reading a screen takes time, which would count as the kiosk's.
        """
        for at_s, seen in self.reads:
            whole = self.seen.rfind(FRAME_END, self._unread, seen) + len(FRAME_END)
            if whole >= self._unread + len(FRAME_END):
                self.grid.take(self.seen[self._unread : whole].decode())
                self._unread = whole
                yield at_s, self.grid.text()
        self.reads.clear()

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self.fd, keys)


@contextmanager
def simulated_step() -> Iterator[str]:
    """Yield the port of a simulated step that plays alternating legs at real speed."""
    command = [
        sys.executable,
        "-m",
        "simulators.step",
        "--pty",
        "--loop",
        "--scenario",
        "alternate",
        "--seed",
        "3",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as step:  # noqa: S603  our own program
        assert step.stdout is not None  # noqa: S101  it was asked for
        try:
            yield step.stdout.readline().strip()
        finally:
            step.terminate()


@contextmanager
def kiosk(port: str, folder: str, **settings: str) -> Iterator[tuple[int, Screen]]:
    """Yield the process id and the screen of a kiosk on this port; ``settings`` are environment variables."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "STATION_STATION_DATA_DIR": folder}
        os.environ |= {
            "STATION_KIOSK_ATTRACT_S": "0",
            "STATION_KIOSK_LANGUAGE": "en",
            "STATION_KIOSK_UNITS": "kg",
        }
        os.environ |= settings
        os.execv(sys.executable, [sys.executable, "-m", "station.cli", "kiosk", "--port", port])  # noqa: S606  no shell is wanted
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    screen = Screen(fd)
    try:
        yield pid, screen
    finally:
        _end(pid)
        os.close(fd)


def _end(pid: int) -> None:
    """End the kiosk as a service manager would: keys are not always heard, and may ask back."""
    os.kill(pid, signal.SIGTERM)
    deadline_s = time.monotonic() + PATIENCE_S
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline_s:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def first_screen_s() -> float:
    """Return seconds from the start of a kiosk's process to its first screen."""
    with tempfile.TemporaryDirectory() as folder, simulated_step() as port:
        begun_s = time.monotonic()
        with kiosk(port, folder) as (_, screen):
            screen.press(KNOWS_SYNC)
            screen.watch(20.0, FIRST_SCREEN)
            return time.monotonic() - begun_s


def measure(warm_up_s: float = WARM_UP_S, measured_s: float = MEASURED_S) -> KioskCost:
    """Run the kiosk through a choice of person and a weighing, then measure a running set."""
    with (
        tempfile.TemporaryDirectory() as folder,
        simulated_step() as port,
        kiosk(port, folder) as (pid, screen),
    ):
        screen.press(KNOWS_SYNC)
        screen.watch(20.0, FIRST_SCREEN)
        screen.press(b"1")
        screen.watch(warm_up_s)
        before, frames, since_s = _used_s(pid), screen.frames, time.monotonic()
        screen.watch(measured_s)
        after, elapsed_s = _used_s(pid), time.monotonic() - since_s
        return KioskCost(
            (after[0] - before[0]) / elapsed_s,
            (after[1] - before[1]) / elapsed_s,
            resident_mb(pid),
            (screen.frames - frames) / elapsed_s,
        )


def _used_s(pid: int) -> tuple[float, float]:
    """Return processor seconds of the process and of its first thread, which draws."""
    return used_s(pid), used_s(pid, pid)


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")
