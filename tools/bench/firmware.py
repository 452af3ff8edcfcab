"""``python -m tools.bench.firmware``: what the step's firmware takes and how it keeps its word, in emulation.

Runs the four builds that matter, with converters of different rates, and prints a table; with ``--out`` the table
replaces the one on the page of figures. All figures but the speed of the emulation are the device's own: the same
firmware gives the same figures on every machine.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulators.hx711.bench import BenchError
from tools.firmware.emulation import emulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.firmware.emulation import Emulated

FAST_SPS = (92.8, 88.1, 81.3, 76.4)
FITTING_SPS = (82.0, 81.3, 79.1, 76.4)
"""Four converters that fit on 115200 baud."""
BUILDS = {
    "step2_115200": FAST_SPS[:2],
    "step2_500000": FAST_SPS[:2],
    "step4_115200": FITTING_SPS,
    "step4_500000": FAST_SPS,
}
PAGE_S = 300.0
COUNTS_STEP_S = 0.1
BEGIN, END = "<!-- figures: python -m tools.bench.firmware -->", "<!-- end of figures -->"
ROWS = (
    "flash, B",
    "RAM with the deepest stack, B",
    "conversions",
    "lost / changed / invented",
    "latency p50 / p99 / max, ms",
    "of it neither this line nor the one before, p50 / p99, ms",
    "time stamp, largest error, us",
    "interrupts off at most, program / service routine, us",
    "PD_SCK high at most, us",
    "times of the datasheet not kept",
    "emulation, s in a second of processor",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one build. Latency is from DOUT falling to the last stop bit of the line."""

    build: str
    rates_sps: tuple[float, ...]
    seconds: float
    flash_bytes: int
    ram_bytes: int
    """Variables and the deepest stack together."""
    conversions: int
    lost: int
    changed: int
    invented: int
    latency_ms: tuple[float, float, float]
    """In half of all cases, in 99 of 100, and at most."""
    own_ms: tuple[float, float]
    """The firmware's own share, in half of all cases and in 99 of 100."""
    time_error_us: float
    masked_us: tuple[float, float]
    """Interrupts off in the program, and in a service routine."""
    clock_high_us: float
    violations: int
    speed: float
    """Simulated seconds in a second of one processor."""

    def cells(self) -> tuple[str, ...]:
        """Return what stands in the table, in the order of ``ROWS``."""
        return (
            f"{self.flash_bytes}",
            f"{self.ram_bytes}",
            f"{self.conversions}",
            f"{self.lost} / {self.changed} / {self.invented}",
            " / ".join(f"{value:.2f}" for value in self.latency_ms),
            " / ".join(f"{value:.2f}" for value in self.own_ms),
            f"{self.time_error_us:.0f}",
            " / ".join(f"{value:.1f}" for value in self.masked_us),
            f"{self.clock_high_us:.2f}",
            f"{self.violations}",
            f"{self.speed:.0f}",
        )


def sway(path: Path, seconds: float, channels: int) -> Path:
    """Write counts like those of somebody who stands on the plates and sways: six digits."""
    steps = int(seconds / COUNTS_STEP_S) + 10
    rows = [
        ",".join(
            [f"{COUNTS_STEP_S * n:.1f}"]
            + [str(round(400_000 + 250_000 * math.sin(0.3 * n + channel))) for channel in range(channels)]
        )
        for n in range(steps)
    ]
    header = ",".join(["t_s", *(f"count{channel}" for channel in range(channels))])
    path.write_text("\n".join([header, *rows]) + "\n", encoding="ascii")
    return path


def measure(build: str, seconds: float) -> Figures:
    """Run one build for so many device seconds. ``BenchError`` where that cannot be done."""
    rates_sps = BUILDS[build]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = sway(folder / "counts.csv", seconds, len(rates_sps))
        return _figures(emulate(folder, build, seconds, rates_sps=rates_sps, counts=counts), build, rates_sps)


def _figures(run: Emulated, build: str, rates_sps: tuple[float, ...]) -> Figures:
    accounts, stats = run.accounts(), run.done.stats
    checks = stats.checks
    if checks is None:
        raise BenchError(f"{build} ran without the checks that are to be measured")
    latency_ms = np.concatenate([told.latency_us for told in accounts]) / 1000.0
    own_ms = np.concatenate([told.own_us for told in accounts]) / 1000.0
    median_ms, late_ms, latest_ms = np.percentile(latency_ms, (50, 99, 100)).tolist()
    own_median_ms, own_late_ms = np.percentile(own_ms, (50, 99)).tolist()
    return Figures(
        build=build,
        rates_sps=rates_sps,
        seconds=run.seconds,
        flash_bytes=stats.board.flash_bytes,
        ram_bytes=stats.board.static_ram_bytes + checks.stack_bytes,
        conversions=sum(told.samples + told.lost.size for told in accounts),
        lost=sum(told.lost.size for told in accounts),
        changed=sum(told.changed + told.wrong_seq for told in accounts),
        invented=sum(told.invented for told in accounts),
        latency_ms=(median_ms, late_ms, latest_ms),
        own_ms=(own_median_ms, own_late_ms),
        time_error_us=max(float(told.time_error_us.max()) for told in accounts),
        masked_us=(checks.masked_main_us, checks.masked_service_us),
        clock_high_us=max(chip.high_max_us for chip in stats.chips),
        violations=sum(chip.violations for chip in stats.chips),
        speed=stats.sim_s / stats.cpu_s,
    )


def table(measured: Sequence[Figures]) -> str:
    """Return the table in Markdown, a column a build."""
    names = [f"{len(each.rates_sps)} at {each.build.partition('_')[2]}" for each in measured]
    rates = [", ".join(f"{rate:g}" for rate in each.rates_sps) for each in measured]
    cells = [each.cells() for each in measured]
    rows = [["converters, baud", *names], ["---"] * (len(names) + 1), ["conversions a second", *rates]]
    rows += [[row, *(column[number] for column in cells)] for number, row in enumerate(ROWS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def renew(page: Path, measured: Sequence[Figures], date: str) -> None:
    """Replace the page's figures. ``ValueError`` when the page has no place for them."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no '{BEGIN}' ... '{END}'")
    seconds = measured[0].seconds
    said = f"{date}, {seconds:g} simulated seconds each; the speed is that of the machine it ran on."
    page.write_text(f"{before}{BEGIN}\n\n{table(measured)}\n\n{said}\n\n{END}{after}", encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> int:
    """Measure, print, and write the page if asked to; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="tools.bench.firmware", description=(__doc__ or "").partition("\n\n")[2]
    )
    parser.add_argument(
        "--seconds", type=float, default=PAGE_S, help=f"simulated seconds (default {PAGE_S:g})"
    )
    parser.add_argument("--out", type=Path, metavar="PAGE", help="also write the table into this page")
    parser.add_argument("--date", default="", help="the day to write beside it, for --out")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    if asked.out and not asked.date:
        parser.error("--out needs --date YYYY-MM-DD")
    try:
        measured = [measure(build, asked.seconds) for build in BUILDS]
        print(table(measured))
        if asked.out:
            renew(asked.out, measured, asked.date)
    except (BenchError, ValueError) as wrong:
        sys.stderr.write(f"tools.bench.firmware: {wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
