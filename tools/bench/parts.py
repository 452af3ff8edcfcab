"""The parts of the bench by name. Each takes the share of the full number of runs, and returns values by key."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from simulators.hx711.bench import BenchError
from tools.bench import (
    drain,
    export,
    firmware,
    hour,
    kiosk,
    latency,
    live,
    report,
    saving,
    start,
    verdict,
    wire,
)
from tools.bench.runs import Measured, NotMeasuredError
from tools.bench.wheel import size_kb
from tools.influxd import ServersMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRMWARE_S: Final = 60.0
DRAINED_VISITS: Final = 150
EXPORTED_REPS: Final = 30_000
FIRST_SCREENS: Final = 3
PEOPLE: Final = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench."""

    measure: Callable[[float], Measured]
    timed: bool = True
    """Whether its values depend on how fast and how busy the machine is."""


def _some(number: float, share: float, least: int = 1) -> int:
    return max(round(number * share), least)


def _quantile(seconds: Sequence[float], share: float) -> float:
    return float(np.quantile(np.asarray(seconds), share))


def _start(share: float) -> Measured:
    return Measured({"help_s": start.help_s(_some(start.TRIES, share))})


def _wire(share: float) -> Measured:
    speed = wire.measure(_some(wire.LINES, share))
    return Measured({"wire_port_hz": speed.port_hz, "wire_file_hz": speed.file_hz})


def _verdict(share: float) -> Measured:
    scenarios = verdict.SCENARIOS[: _some(len(verdict.SCENARIOS), share)]
    delays_s = verdict.delays_s(scenarios, verdict.SEEDS[: _some(len(verdict.SEEDS), share)])
    return Measured(
        {"verdict_p99_s": _quantile(delays_s, 0.99)},
        [
            f"{len(delays_s)} reps; half of them after {median(delays_s):.3f} s, the last {max(delays_s):.3f} s"
        ],
    )


def _hour(share: float) -> Measured:
    """Analyse the hour, everything included, and see where the time goes."""
    with tempfile.TemporaryDirectory() as folder:
        recording, forces = Path(folder) / "hour.steprec", Path(folder) / "hour.csv"
        hour.record(recording, max(hour.HOUR_S * share, hour.SHORTEST_S))
        hour.tabulate(recording, forces)
        runs = range(_some(2, share))
        recording_s = min(hour.analysis_s(recording) for _ in runs)
        table_s = min(hour.analysis_s(forces) for _ in runs)
        return Measured({"hour_recording_s": recording_s, "hour_table_s": table_s}, hour.stages(recording))


def _live(share: float) -> Measured:
    cost = live.measure(measured_s=max(live.MEASURED_S * share, live.FIRST_REP_S))
    if not cost.reps:
        raise RuntimeError("station live told no rep, so nothing was measured")
    return Measured(
        {"live_core_percent": 100.0 * cost.core_share, "live_mb": cost.resident_mb},
        [f"{cost.reps} reps were told from the start of the process"],
    )


def _kiosk(share: float) -> Measured:
    first_s = median(kiosk.first_screen_s() for _ in range(_some(FIRST_SCREENS, share)))
    cost = kiosk.measure(max(kiosk.WARM_UP_S * share, 1.0), max(kiosk.MEASURED_S * share, 1.0))
    return Measured(
        {
            "first_screen_s": first_s,
            "kiosk_core_percent": 100.0 * cost.core_share,
            "frames_hz": cost.frames_hz,
            "kiosk_mb": cost.resident_mb,
        },
        [f"of the share of a core, {100.0 * cost.drawing_share:.1f} % is the thread that draws"],
    )


def _latency(share: float) -> Measured:
    delays = latency.measure(_some(latency.JUMPS, share, 3), _some(latency.KEYS, share, 3))
    return Measured(
        {
            "sample_to_screen_p95_ms": 1e3 * latency.p95(delays.samples_s),
            "key_p95_ms": 1e3 * latency.p95(delays.keys_s),
        },
        str(delays).splitlines(),
    )


def _drain(share: float) -> Measured:
    try:
        drained = drain.measure(_some(DRAINED_VISITS, share))
    except ServersMissingError as missing:
        raise NotMeasuredError(str(missing)) from missing
    note = (
        f"{drained.points:,} points, {drained.cpu_s:.1f} s of processor; the longest of {drained.saves} saves "
        f"meanwhile took {1e3 * drained.longest_save_s:.0f} ms, "
        f"{1e3 * drained.longest_save_alone_s:.0f} ms with nobody draining"
    )
    return Measured({"drain_points_hz": drained.per_s, "drain_save_s": drained.longest_save_s}, [note])


def _store(share: float) -> Measured:
    saves_s = saving.saves_s(_some(saving.VISITS, share))
    return Measured(
        {"save_p99_ms": 1e3 * _quantile(saves_s, 0.99)},
        [f"{len(saves_s)} reps; half of them in {1e3 * median(saves_s):.1f} ms"],
    )


def _export(share: float) -> Measured:
    speed = export.measure(_some(EXPORTED_REPS, share))
    return Measured({"export_csv_hz": speed.csv_per_s, "export_parquet_hz": speed.parquet_per_s})


def _report(share: float) -> Measured:
    people = _some(PEOPLE, share, len(report.LIVES))
    cost = report.measure(people, _some(report.WEEKS, share, 4))
    note = (
        f"{cost.people} people with {cost.reps:,} reps, {cost.theirs:,} of the person reported; "
        f"a page of {cost.page_kb:.0f} KB"
    )
    return Measured({"report_s": cost.cpu_s}, [note])


def _wheel(_share: float) -> Measured:
    return Measured({"wheel_kb": size_kb()})


def _firmware(share: float) -> Measured:
    """Emulate two builds; latencies are the device's, from a conversion being ready to the last stop bit."""
    try:
        seconds = max(FIRMWARE_S * share, 3.0)
        slow, fast = (firmware.measure(f"step2_{baud}", seconds) for baud in (115_200, 500_000))
    except BenchError as missing:
        raise NotMeasuredError(str(missing)) from missing
    return Measured(
        {
            "firmware_flash_kb": slow.flash_bytes / 1024,
            "firmware_ram_b": max(slow.ram_bytes, fast.ram_bytes),
            "firmware_lost": sum(each.lost + each.changed + each.invented for each in (slow, fast)),
            "firmware_slow_ms": slow.latency_ms[1],
            "firmware_fast_ms": fast.latency_ms[1],
            "firmware_own_ms": max(slow.own_ms[1], fast.own_ms[1]),
            "emulation_speed": fast.speed,
        }
    )


PARTS: Final = {
    "start": Part(_start),
    "wire": Part(_wire),
    "hour": Part(_hour),
    "live": Part(_live),
    "kiosk": Part(_kiosk),
    "latency": Part(_latency),
    "store": Part(_store),
    "drain": Part(_drain),
    "export": Part(_export),
    "report": Part(_report),
    "verdict": Part(_verdict, timed=False),
    "wheel": Part(_wheel, timed=False),
    "firmware": Part(_firmware, timed=False),
}
