"""The firmware's own machine code in emulation, with what it said beside what its converters converted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from simulators.hx711.bench import (
    CPU_HZ,
    BenchOptions,
    BenchRun,
    build_firmware,
    run,
    write_host_input,
)
from station.wire import HealthLine, IdentityLine
from tools.firmware.account import Account, Heard, Offered, account, heard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from station.wire.messages import ChannelCounters

RATES_SPS = (92.8, 88.1, 81.3, 76.4)
CHIPS_OF = dict.fromkeys(
    (
        "bug_phantom_ready",
        "bug_masked_read",
        "bug_no_masking",
        "bug_nonatomic_time",
        "bug_split_lines",
        "bug_seq_on_send",
    ),
    4,
)
"""Builds with a mistake that takes four converters to come out."""
TAIL_S = 0.05
"""Conversions of the last moment may still be on the wire when a run ends."""


@dataclass(frozen=True)
class Emulated:
    """One run of a firmware."""

    done: BenchRun
    chips: int
    seconds: float

    @cached_property
    def heard(self) -> Heard:
        """Return everything it said."""
        return heard(self.done.raw, self.done.byte_end_cycle)

    def offered(self, chip: int, fates: str = "ROC") -> Offered:
        """Return the conversions of a chip that met one of these fates, in order."""
        made = self.done.conversions
        mine = made.where(made.chip == chip)
        chosen = mine.where((mine.fate[:, None] == list(fates)).any(axis=1))
        order = chosen.ready_cycle.argsort(kind="stable")
        return Offered(chosen.ready_cycle[order], chosen.count[order])

    def account(self, chip: int, start: int | None = None) -> Account:
        """Return the account of a channel, of a run without a reset."""
        end = int((self.seconds - TAIL_S) * CPU_HZ)
        byte = self.done.stats.serial.byte_cycles
        return account(self.heard, chip, self.offered(chip), end, start=start, byte=byte)

    def accounts(self) -> list[Account]:
        """Return the accounts of all channels."""
        return [self.account(chip) for chip in range(self.chips)]

    def causes_after(self, times_s: Iterable[float]) -> list[str]:
        """Return the cause in the first ``I`` after each of these times."""
        told = [(at, m.reset_cause) for at, m in self.heard.others if isinstance(m, IdentityLine)]
        return [next(cause for at, cause in told if at > at_s * CPU_HZ) for at_s in times_s]

    def counters(self) -> list[ChannelCounters]:
        """Return the last counters of every channel."""
        lines = self.heard.said(HealthLine)
        told = {line.first_channel + n: each for line in lines for n, each in enumerate(line.channels)}
        return [told[channel] for channel in sorted(told)]


@lru_cache
def _built(firmware: str) -> Path:
    return build_firmware(firmware)


def emulate(folder: Path, firmware: str, seconds: float, **options: Any) -> Emulated:  # noqa: ANN401  passed on to a typed class
    """Run a build for so many device seconds; ``options`` are those of the bench."""
    chips = CHIPS_OF.get(firmware, 4 if firmware.startswith("step4") else 2)
    settings: dict[str, Any] = {"rates_sps": RATES_SPS[:chips], **options}
    if "said" in settings:
        settings["host_input"] = folder / "said.csv"
        write_host_input(settings["host_input"], settings.pop("said"))
    done = run(BenchOptions(_built(firmware), chips, seconds, **settings), folder)
    return Emulated(done, chips, seconds)
