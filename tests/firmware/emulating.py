"""The emulated step for tests: the real firmware, a simulated athlete, and a pseudo-terminal to open."""

from __future__ import annotations

import mmap
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from simulators.build import BAUD, played
from simulators.emulated import EmulatedStep, Emulation
from simulators.hx711.bench import CPU_HZ, missing_for_bench, missing_for_firmware
from simulators.options import options_of
from station.config import Config
from station.session import LiveSession
from tests.support.live import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.sources import HostTime
    from tests.support.live import Told

PATIENCE_S = 90.0
"""For a machine with more to do than cores."""
ABSENT = missing_for_bench() or missing_for_firmware() or ""
needs_emulation = pytest.mark.skipif(bool(ABSENT), reason=ABSENT)


@contextmanager
def emulated(
    folder: Path,
    scenario: str,
    seed: int,
    *parameters: tuple[str, str],
    chips: int = 2,
    baud: int | None = None,
    speed: float | None = None,
    empty_s: float = 0.0,
    faults: tuple[str, ...] = (),
) -> Iterator[EmulatedStep]:
    """Serve a step at ``folder/step``; as fast as the host reads, unless a speed is given.

    Its memory lies in ``folder``, so another step there is the same board.
    """
    options = options_of(scenario, [("seed", str(seed)), ("channels", str(chips)), *parameters])
    instrument, truth = played(options)
    emulation = Emulation(
        instrument,
        truth.duration_s,
        baud or BAUD[chips],
        link=folder / "step",
        folder=folder,
        eeprom=folder / "eeprom.bin",
        seed=seed,
        speed=speed,
        empty_s=empty_s,
        faults=faults,
    )
    with EmulatedStep(emulation) as step:
        yield step


def eventually(happened: Callable[[], bool]) -> None:
    """Return as soon as it has happened; fail after ``PATIENCE_S``."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.02)


class ScaledTime:
    """A host whose clocks all run as fast as an emulation that is faster than life, from the same moment on."""

    def __init__(self, speed: float) -> None:
        self._speed, self._begun_s, self._begun_us = speed, time.monotonic(), time.time_ns() // 1000

    def monotonic_s(self) -> float:
        """Return seconds that pass ``speed`` times as fast."""
        return (time.monotonic() - self._begun_s) * self._speed

    def since_boot_us(self) -> int:
        """Return microseconds of the emulated world."""
        return round(self.monotonic_s() * 1e6)

    def now_us(self) -> int:
        """Return wall time of the emulated world."""
        return self._begun_us + round(self.monotonic_s() * 1e6)

    def sleep_s(self, seconds: float) -> None:
        """Sleep correspondingly less."""
        time.sleep(seconds / self._speed)


class EmulatedTime:
    """A host whose clocks are the emulated step's, so that a busy machine slows both and neither finds the other late.

    They pass as real time does before device time begins, while it waits for a host, and after its end.
    """

    def __init__(self, step: EmulatedStep) -> None:
        self._step = step
        with step.emulation.clock.open("rb") as shown:
            self._shown = memoryview(mmap.mmap(shown.fileno(), 16, access=mmap.ACCESS_READ)).cast("Q")
        self._lock = threading.Lock()
        self._now_s, self._cycle, self._real_s = 0.0, self._shown[0], time.monotonic()
        self._begun_us = time.time_ns() // 1000

    def monotonic_s(self) -> float:
        """Return seconds of the emulated world."""
        with self._lock:
            cycle, waiting, real_s = self._shown[0], self._shown[1], time.monotonic()
            if cycle != self._cycle:
                self._now_s += (cycle - self._cycle) / CPU_HZ
            elif waiting or not self._step.running:
                self._now_s += real_s - self._real_s
            self._cycle, self._real_s = cycle, real_s
            return self._now_s

    def since_boot_us(self) -> int:
        """Return microseconds of the emulated world."""
        return round(self.monotonic_s() * 1e6)

    def now_us(self) -> int:
        """Return wall time of the emulated world."""
        return self._begun_us + round(self.monotonic_s() * 1e6)

    def sleep_s(self, seconds: float) -> None:
        """Return when ``seconds`` have passed there."""
        until_s = self.monotonic_s() + seconds
        while self.monotonic_s() < until_s:
            time.sleep(0.0005)


def measured(step: EmulatedStep, host: HostTime | None = None) -> Told:
    """Return everything that a live session tells of a step until the performance has ended."""
    session = LiveSession(str(step.emulation.link), Config(), patient=True, time=host)
    with running(session) as told:
        step.wait()
        eventually(lambda: told.links()[-1:] == ["lost"])
    return told
