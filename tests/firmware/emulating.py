"""The emulated step for tests: the real firmware, a simulated athlete, and a pseudo-terminal to open."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from simulators.build import BAUD, played
from simulators.emulated import EmulatedStep, Emulation
from simulators.hx711.bench import missing_for_bench, missing_for_firmware
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


def measured(step: EmulatedStep, host: HostTime | None = None) -> Told:
    """Return everything that a live session tells of a step until the performance has ended."""
    session = LiveSession(str(step.emulation.link), Config(), patient=True, watched=False, time=host)
    with running(session) as told:
        step.wait()
        eventually(lambda: told.links()[-1:] == ["lost"])
    return told
