"""The figures of a run, as the bench writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SerialStats:
    """The serial port, in bytes."""

    sent: int
    cut_off: int
    """Cut off on the wire, or before it, by a reset."""
    received: int
    overruns: int
    """Lost because the firmware did not fetch them in time."""
    unheard: int
    """Sent to a receiver that was off."""
    lost: int
    """Said while nobody had the terminal open, or read it too slowly."""
    opened: int
    byte_cycles: int
    rate: float
    """Bits a second, as the port was set at the end."""


@dataclass(frozen=True, slots=True)
class BoardStats:
    """Resets by cause, and the size of the firmware."""

    resets: int
    power_resets: int
    external_resets: int
    brown_out_resets: int
    watchdog_resets: int
    flash_bytes: int
    static_ram_bytes: int


@dataclass(frozen=True, slots=True)
class EepromStats:
    """The EEPROM, in bytes."""

    writes: int
    refused: int
    """Begun while one was running or without EEMPE."""
    busy_reads: int
    half_written: int


@dataclass(frozen=True, slots=True)
class CheckStats:
    """What was measured instruction by instruction. A ``pc`` is a byte address."""

    masked_main_us: float
    """The longest time with interrupts off in the program."""
    masked_main_pc: int
    masked_main_count: int
    masked_service_us: float
    """The longest time in a service routine."""
    masked_service_pc: int
    masked_service_count: int
    deep_sleeps: int
    """Sleeps deeper than idle, in which the real part's timer and serial port stand still."""
    stack_bytes: int


@dataclass(frozen=True, slots=True)
class ChipStats:
    """One converter: what became of its conversions, and how the datasheet was kept."""

    offered: int
    read: int
    overwritten: int
    collided: int
    aborted: int
    settling: int
    power_downs: int
    power_ups: int
    clocked_not_ready: int
    over_pulses: int
    t1_violations: int
    t3_short: int
    t3_long: int
    t4_short: int
    high_min_us: float | None
    high_max_us: float
    low_min_us: float | None
    read_max_us: float

    @property
    def violations(self) -> int:
        """Return how often a time of the datasheet was not kept."""
        return self.t1_violations + self.t3_short + self.t3_long + self.t4_short

    @property
    def lost(self) -> int:
        """Return how many conversions nobody read."""
        return self.overwritten + self.collided + self.aborted


@dataclass(frozen=True, slots=True)
class BenchStats:
    """All figures of a run."""

    sim_s: float
    wall_s: float
    cpu_s: float
    realtime_factor: float
    late_max_ms: float
    """How far a run in real time fell behind at most."""
    serial: SerialStats
    board: BoardStats
    eeprom: EepromStats
    checks: CheckStats | None
    """``None`` when the run was without checks."""
    chips: tuple[ChipStats, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> BenchStats:
        """Return the figures of the JSON document that the bench wrote."""
        checks = document["checks"]
        parts = {
            "serial": SerialStats(**document["serial"]),
            "board": BoardStats(**document["board"]),
            "eeprom": EepromStats(**document["eeprom"]),
            "checks": None if checks is None else CheckStats(**checks),
            "chips": tuple(ChipStats(**chip) for chip in document["chips"]),
        }
        return cls(**{**document, **parts})
