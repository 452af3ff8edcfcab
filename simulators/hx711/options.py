"""What the bench is asked to do, and the files it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

Kind = Literal[
    "dead", "stuck_low", "ok", "brownout", "rate", "supply_dip", "power_cut", "unplug", "reset", "voltage"
]
Collision = Literal["keep", "mix", "restart"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong at a device time: at one chip, or at the whole board (``chip`` None)."""

    at_s: float
    kind: Kind
    chip: int | None = None
    argument: float | None = None
    """Samples a second for ``rate``, millivolts for ``voltage``, milliseconds for ``supply_dip``, ``power_cut`` and
    ``unplug``."""

    def text(self) -> str:
        """Return it as ``--fault`` takes it."""
        chip = "-" if self.chip is None else str(self.chip)
        argument = "" if self.argument is None else f":{self.argument!r}"
        return f"{self.at_s!r}:{chip}:{self.kind}{argument}"


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """One run of a firmware. What is left out is as ``hxbench --help`` says."""

    elf: Path
    chips: int
    seconds: float
    rates_sps: tuple[float, ...] = ()
    """Each converter's own rate; the last one serves the rest."""
    jitter: float | None = None
    drift: float | None = None
    seed: int = 1
    collision: Collision = "restart"
    counts: Path | None = None
    """CSV ``t_s,count0[,count1...]``: the signal, straight between rows."""
    conversions: Path | None = None
    """CSV ``chip,ready_s,count``: what is converted, and when. See ``write_conversions``."""
    host_input: Path | None = None
    """CSV ``t_s,hex``: bytes to the firmware. See ``write_host_input``."""
    faults: tuple[Fault | str, ...] = ()
    """Faults, also in the form ``T:CHIP:KIND[:ARG]`` of the command line."""
    eeprom: Path | None = None
    eeprom_ms: float | None = None
    shared_clock: bool = False
    dout_shift: int | None = None
    checks: bool = True
    """Masked windows and stack; without them it is faster and says the same bytes."""
    coverage: Path | None = None
    vcd: Path | None = None
    pty: Path | None = None
    speed: float = 0.0
    """Times real time; 0 is as fast as possible."""
    wait_host: bool = False
    block: bool = False
    dtr_reset_ms: float | None = None
    max_wall_s: float = 3600.0
    """Real seconds after which the run is given up, 0 = never: a last resort, a busy machine is slow."""
    clock: Path | None = None
    """File in which it shows its cycle, and then whether it waits for a host: two 64-bit words."""

    def arguments(self) -> list[str]:
        """Return the command line, without the logs."""
        valued = {
            "elf": self.elf,
            "chips": self.chips,
            "seconds": self.seconds,
            "oscillator": ",".join(repr(rate) for rate in self.rates_sps) or None,
            "jitter": self.jitter,
            "drift": self.drift,
            "seed": self.seed,
            "collision": self.collision,
            "counts": self.counts,
            "conversions": self.conversions,
            "host-input": self.host_input,
            "eeprom": self.eeprom,
            "eeprom-ms": self.eeprom_ms,
            "dout-shift": self.dout_shift,
            "coverage": self.coverage,
            "vcd": self.vcd,
            "pty": self.pty,
            "speed": self.speed,
            "dtr-reset": self.dtr_reset_ms,
            "max-wall": self.max_wall_s,
            "clock": self.clock,
        }
        switches = {
            "shared-clock": self.shared_clock,
            "no-checks": not self.checks,
            "wait-host": self.wait_host,
            "block": self.block,
        }
        words = [f"--{name}={value}" for name, value in valued.items() if value is not None]
        words += [f"--{name}" for name, wanted in switches.items() if wanted]
        return words + [f"--fault={_text(fault)}" for fault in self.faults]


def _text(fault: Fault | str) -> str:
    return fault if isinstance(fault, str) else fault.text()


def write_conversions(
    path: Path, ready_s: Sequence[NDArray[np.float64]], count: Sequence[NDArray[np.int64]]
) -> None:
    """Write what each chip converts: one array of times, s, and one of counts for each, shape ``(n,)``."""
    chip = np.concatenate([np.full(times.size, number) for number, times in enumerate(ready_s)])
    times, counts = np.concatenate(list(ready_s)), np.concatenate(list(count))
    order = np.argsort(times, kind="stable")
    rows = (f"{chip[i]},{times[i]:.9f},{counts[i]}\n" for i in order.tolist())
    path.write_text("chip,ready_s,count\n" + "".join(rows), encoding="ascii")


def write_host_input(path: Path, said: Iterable[tuple[float, bytes]]) -> None:
    """Write what the host says: device times, s, not falling, each with the bytes that begin then."""
    rows = (f"{at_s:.9f},{raw.hex()}\n" for at_s, raw in said)
    path.write_text("t_s,hex\n" + "".join(rows), encoding="ascii")
