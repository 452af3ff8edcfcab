"""The emulated step: real firmware on a modelled microcontroller, with the conversions of a simulated athlete."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulators.hardware import factory_calibration
from simulators.hx711.bench import (
    BenchError,
    BenchOptions,
    build_firmware,
    run,
    start,
    write_conversions,
    write_host_input,
)
from simulators.lines import line

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from simulators.converter import Conversions
    from simulators.instrument import Instrument
    from simulators.signals import FloatArray

BOOT_LOADER_MS = 1600.0
"""Opening the port of an Uno or Nano resets it, and its boot loader waits this long for an upload."""
START_UP_S = 0.0667
"""The microcontroller's start-up delay (65 ms by its fuses) and what the firmware does before time counts."""
READY_S, STORED_S = 1.0, 1.5
"""From power-up to the first command, and from one command to the next: a calibration is stored meanwhile."""
EMPTY_S = 1.0
"""For so long nobody stands on the plates in any scenario."""
PATIENCE_S = 120.0
"""For a bench that neither ends nor gets ready, on a machine with more to do than cores."""
USAGE = 2
"""Exit code with which the bench refuses what it was asked."""


@dataclass(frozen=True, slots=True)
class Emulation:
    """What is emulated, and how it is to be had."""

    instrument: Instrument
    duration_s: float
    """Of the performance."""
    baud: int
    link: Path
    """Symbolic link that points to the pseudo-terminal."""
    folder: Path
    """For what the bench reads and writes: conversions, bytes, figures."""
    eeprom: Path
    """The step's memory; made when it is not there, with the calibration of these plates."""
    speed: float | None = 1.0
    """Times real time; ``None`` is as fast as the host reads. Unless it is 1 the step waits for a slow host."""
    seed: int = 1
    """Of what differs between two microcontrollers: what their memory holds at power-up, how their clocks wander."""
    empty_s: float = 0.0
    """Empty plates before the performance, for a host that needs time to get ready."""
    faults: tuple[str, ...] = ()
    """``T:CHIP:KIND[:ARG]`` as the bench takes them, at seconds of the performance."""

    @property
    def lead_s(self) -> float:
        """Return at which second of the bench the performance begins."""
        return BOOT_LOADER_MS / 1e3 + START_UP_S + self.empty_s

    @property
    def clock(self) -> Path:
        """Return where the bench shows how far it is, see ``BenchOptions.clock``."""
        return self.folder / "clock"

    def as_asked(self, words: str) -> str:
        """Return the bench's words with faults as they were given, at seconds of the performance."""
        for fault in self.faults:
            words = words.replace(_later(fault, self.lead_s), fault)
        return words

    def board(self) -> BenchOptions:
        """Return the board with its firmware, built if need be, at rest."""
        chips = len(self.instrument.channels)
        return BenchOptions(
            build_firmware(f"step{chips}_{self.baud}"),
            chips,
            1.0,
            seed=self.seed,
            eeprom=self.eeprom,
            checks=False,
            max_wall_s=0.0,
        )

    def options(self) -> BenchOptions:
        """Return the whole performance: its second 0 is that of the firmware, ``empty_s`` after it has booted."""
        lead_s = self.lead_s
        conversions = self.folder / "played.csv"
        made = [_after_empty_plates(each, self.empty_s) for each in self.instrument.conversions]
        write_conversions(
            conversions, [ready_s + lead_s for ready_s, _ in made], [count for _, count in made]
        )
        return replace(
            self.board(),
            seconds=self.duration_s + lead_s,
            clock=self.clock,
            conversions=conversions,
            faults=tuple(_later(fault, self.lead_s) for fault in self.faults),
            pty=self.link,
            speed=self.speed or 0.0,
            wait_host=True,
            block=self.speed != 1.0,
            dtr_reset_ms=BOOT_LOADER_MS,
        )


def _after_empty_plates(made: Conversions, empty_s: float) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return times, s, and counts of conversions with those of the first second again and again before them."""
    first = int(np.searchsorted(made.ready_s, made.ready_s[0] + EMPTY_S))
    lasts_s = made.ready_s[first] - made.ready_s[0]
    times = int(np.ceil(empty_s / lasts_s))
    before = [made.ready_s[:first] - lasts_s * at for at in range(times, 0, -1)]
    ready_s = np.concatenate([*before, made.ready_s])
    count = np.concatenate([np.tile(made.count[:first], times), made.count])
    since_boot = ready_s > -empty_s
    return ready_s[since_boot], count[since_boot]


def _later(fault: str, by_s: float) -> str:
    """Return a fault of the performance at the bench's second."""
    at_s, _, rest = fault.partition(":")
    try:
        return f"{float(at_s) + by_s:.6f}:{rest}"
    except ValueError:
        raise ValueError(f"bad fault {fault!r}; use SECOND:CHIP:KIND or SECOND:CHIP:KIND:ARGUMENT") from None


def calibrate(emulation: Emulation) -> None:
    """Let the firmware itself store the factory calibration of these plates, in a run of its own."""
    records = factory_calibration(emulation.instrument.plates)
    commands = ["X", *(record.body(at) for at, record in enumerate(records))]
    said = emulation.folder / "commands.csv"
    write_host_input(said, ((READY_S + at * STORED_S, line(body)) for at, body in enumerate(commands)))
    lasts_s = READY_S + len(commands) * STORED_S
    done = run(replace(emulation.board(), seconds=lasts_s, host_input=said), emulation.folder)
    for body in commands:
        if line(f"A {body}") not in done.raw:
            raise BenchError(f"the firmware did not confirm {body!r}")


class EmulatedStep:
    """A running emulation: within the context its link is there for hosts to open."""

    def __init__(self, emulation: Emulation) -> None:
        self.emulation = emulation
        self.process: Popen[str] | None = None

    def __enter__(self) -> Self:
        link = self.emulation.link
        if link.exists():
            raise ValueError(
                f"{link} exists, perhaps another step's terminal; give another path, or remove it"
            )
        link.unlink(missing_ok=True)  # of a step that was killed
        if not self.emulation.eeprom.exists():
            calibrate(self.emulation)
        self.process = start(self.emulation.options(), self.emulation.folder)
        try:
            self._await_terminal(self.process)
        except BaseException:
            self.end()
            raise
        return self

    def _await_terminal(self, process: Popen[str]) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not self.emulation.link.is_symlink():
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise self._failure(process, "the bench gave no terminal")
            time.sleep(0.01)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait(self) -> None:
        """Return when the performance is over. ``BenchError`` when the bench failed instead."""
        if self.process is not None and self.process.wait():
            raise self._failure(self.process, "the bench failed")

    def _failure(self, process: Popen[str], what: str) -> Exception:
        """Return the error of a bench that ended, or did nothing: ``ValueError`` when it refused what was asked."""
        code = process.poll()
        words = self.emulation.as_asked(self.end())
        if code == USAGE:
            return ValueError(words)
        if not words:
            ended = f"ended by signal {-code}" if code and code < 0 else f"ended with code {code}"
            words = "hxbench was " + ended if code is not None else f"nothing for {PATIENCE_S:g} s"
        return BenchError(f"{what}: {words}")

    @property
    def running(self) -> bool:
        """Return whether device time goes on, or will when a host opens the terminal."""
        return self.process is not None and self.process.poll() is None

    def end(self) -> str:
        """Stop the emulation, which then writes its logs; return what the bench complained about."""
        if self.process is None:
            return ""
        process, self.process = self.process, None
        process.terminate()
        try:
            _, words = process.communicate(timeout=PATIENCE_S)
        except BaseException:
            process.kill()
            raise
        if process.returncode < 0 and not self.emulation.link.exists():
            self.emulation.link.unlink(missing_ok=True)  # killed, it could not do that itself
        return " ".join((words or "").split())
