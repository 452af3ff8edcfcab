"""``make bench``: what the station costs on this machine, beside what it may cost."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulators.hx711.bench import BenchError
from station.wire import Decoder, encode_line
from tools.bench.drain import measure as drain_measure
from tools.bench.export import measure as export_measure
from tools.bench.firmware import measure as firmware_measure
from tools.bench.hour import analysis_s, record_an_hour, stages, tabulate
from tools.bench.kiosk import measure as kiosk_measure
from tools.bench.latency import measure as latency_measure
from tools.bench.latency import p95
from tools.bench.live import measure as live_measure
from tools.bench.report import measure as report_measure
from tools.bench.verdict import delays_s
from tools.influxd import ServersMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRMWARE_S = 60.0
DECODED_LINES = 300_000
LINES_OF_A_READ = 16
LINES_OF_A_PIECE = 3600
DRAINED_VISITS = 150


@dataclass(frozen=True, slots=True)
class Cost:
    """One measured cost and its target, both in ``unit``."""

    what: str
    value: float
    unit: str
    target: float
    more_is_better: bool = False

    def __str__(self) -> str:
        """Return the line that is printed."""
        met = self.value >= self.target if self.more_is_better else self.value <= self.target
        bound = "at least" if self.more_is_better else "at most"
        return (
            f"{'ok  ' if met else 'MISS'} {self.what:<44} {self.value:>12,.2f} {self.unit:<4}"
            f" {bound} {self.target:,g}"
        )


def decoding() -> Iterator[Cost]:
    """Decode samples of two channels as a port delivers them and as a file does; lines a second of processor."""
    lines = [
        encode_line(f"S {n % 2} {n // 2 % 65536} {n * 5700 % (1 << 32)} {84000 + n % 997} 0")
        for n in range(DECODED_LINES)
    ]
    reads, pieces = (
        [b"".join(lines[n : n + count]) for n in range(0, DECODED_LINES, count)]
        for count in (LINES_OF_A_READ, LINES_OF_A_PIECE)
    )
    decoder = Decoder()
    begun_s = time.process_time()
    decoded = sum(len(decoder.feed(read)) for read in reads)
    yield Cost(
        "wire decoded from a port, lines", decoded / (time.process_time() - begun_s), "/s", 150_000, True
    )
    begun_s = time.process_time()
    decoded = sum(len(decoder.feed_long(piece).samples) for piece in pieces)
    yield Cost(
        "wire decoded from a file, lines", decoded / (time.process_time() - begun_s), "/s", 1_000_000, True
    )


def verdicts() -> Iterator[Cost]:
    """Tell reps; device seconds after the foot's return."""
    delays = delays_s()
    slowest_s = float(np.quantile(np.asarray(delays), 0.99))
    yield Cost(f"verdict after the foot's return, p99 of {len(delays)}", slowest_s, "s", 0.3)


def analysing() -> Iterator[Cost | str]:
    """Analyse an hour on the step, everything included, and show where the time goes."""
    with tempfile.TemporaryDirectory() as folder:
        recording, forces = Path(folder) / "hour.steprec", Path(folder) / "hour.csv"
        record_an_hour(recording)
        tabulate(recording, forces)
        yield Cost("an hour of a recording analysed", analysis_s(recording), "s", 6.0)
        yield from stages(recording)
        yield Cost("an hour of a table of forces analysed", analysis_s(forces), "s", 6.0)


def live_costs() -> Iterator[Cost]:
    """Run ``station live`` at real speed."""
    cost = live_measure()
    if not cost.reps:
        raise RuntimeError("nothing was judged: no rep was told")
    yield Cost("station live, share of a core", 100.0 * cost.core_share, "%", 2.0)
    yield Cost("station live, resident memory", cost.resident_mb, "MB", 80.0)


def kiosk_costs() -> Iterator[Cost]:
    """Run the kiosk in a pseudo-terminal at real speed."""
    cost = kiosk_measure()
    yield Cost("kiosk, first screen", cost.first_screen_s, "s", 1.0)
    yield Cost("kiosk, share of a core", 100.0 * cost.core_share, "%", 10.0)
    yield Cost("kiosk, frames", cost.frames_hz, "/s", 20.0, more_is_better=True)
    yield Cost("kiosk, resident memory", cost.resident_mb, "MB", 120.0)
    delays = latency_measure()
    yield Cost(
        f"kiosk, sample to screen, p95 of {len(delays.samples_s)}", 1e3 * p95(delays.samples_s), "ms", 60.0
    )
    yield Cost(f"kiosk, key to reaction, p95 of {len(delays.keys_s)}", 1e3 * p95(delays.keys_s), "ms", 50.0)


def draining() -> Iterator[Cost | str]:
    """Catch up a long absence with a real InfluxDB, while another thread stores reps."""
    try:
        drain = drain_measure(DRAINED_VISITS)
    except ServersMissingError as missing:
        yield f"InfluxDB not measured: {missing}"
        return
    yield Cost(f"{drain.points} points sent to InfluxDB", drain.per_s, "/s", 5000, more_is_better=True)
    yield Cost(f"longest of {drain.saves} saves meanwhile", drain.longest_save_s, "s", 0.25)


def reporting() -> Iterator[Cost]:
    """Report on the busiest person of a year of a clinic; a new process, everything included."""
    cost = report_measure()
    what = f"report, 1 of {cost.people} people, {cost.theirs} of {cost.reps} reps"
    yield Cost(what, cost.cpu_s, "s", 2.0)


def exporting() -> Iterator[Cost]:
    """Write reps with every value measured to files; rows a second of processor."""
    speed = export_measure()
    yield Cost(
        f"{speed.reps} reps exported as CSV, rows", speed.csv_per_s, "/s", 100_000, more_is_better=True
    )
    yield Cost("the same as Parquet, rows", speed.parquet_per_s, "/s", 100_000, more_is_better=True)


def starting() -> Iterator[Cost]:
    """Ask a new process for help; seconds of processor time, the interpreter's own start included."""

    def children_s() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    command = Path(sys.executable).with_name("station")
    tries_s = []
    for _ in range(5):
        before_s = children_s()
        subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
        tries_s.append(children_s() - before_s)
    yield Cost("station --help", min(tries_s), "s", 0.15)


def firmware_costs() -> Iterator[Cost | str]:
    """Run the step's firmware in emulation; latencies are the device's, from ready to the last stop bit."""
    try:
        slow, fast = (firmware_measure(f"step2_{baud}", FIRMWARE_S) for baud in (115_200, 500_000))
    except BenchError as missing:
        yield f"firmware not measured: {missing}"
        return
    yield Cost("firmware, flash", slow.flash_bytes / 1024, "KB", 16.0)
    yield Cost("firmware, RAM with the deepest stack", max(slow.ram_bytes, fast.ram_bytes), "B", 1024.0)
    yield Cost(
        "firmware, conversions lost or changed", slow.lost + slow.changed + fast.lost + fast.changed, "", 0.0
    )
    yield Cost("firmware, latency at 115200 baud, p99", slow.latency_ms[1], "ms", 3.0)
    yield Cost("firmware, latency at 500000 baud, p99", fast.latency_ms[1], "ms", 1.0)
    yield Cost("firmware, its own share of the latency, p99", max(slow.own_ms[1], fast.own_ms[1]), "ms", 1.0)
    yield Cost("firmware emulated, s in a second of processor", fast.speed, "s", 10.0, more_is_better=True)


def main() -> None:
    """Print one line a cost; a profile belongs to the line above it."""
    for measure in (
        starting,
        decoding,
        verdicts,
        analysing,
        live_costs,
        kiosk_costs,
        draining,
        exporting,
        reporting,
        firmware_costs,
    ):
        for line in measure():
            print(line, flush=True)


if __name__ == "__main__":
    main()
